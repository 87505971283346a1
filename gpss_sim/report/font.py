"""The one font of plots and pages: it ships with the package and is found by its path, not by a search of the machine.

matplotlib's own font has no Chinese characters, and its cache of installed fonts does not notice new ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from matplotlib import font_manager

PATH = Path(__file__).resolve().parent / "fonts" / "gpss-sim-sans.otf"


@cache
def family() -> str:
    """Name under which the font that ships is registered."""
    font_manager.fontManager.addfont(str(PATH))
    return str(font_manager.get_font(str(PATH)).family_name)


@cache
def characters() -> frozenset[str]:
    """Every character the font can draw."""
    return frozenset(map(chr, font_manager.get_font(str(PATH)).get_charmap()))


def web_font(wanted: Iterable[str]) -> bytes:
    """The font cut down to some characters, for a page that must read the same on a machine without Chinese fonts.

    Parameters
    ----------
    wanted : iterable of str
        Characters; those the font cannot draw are left out.

    Returns
    -------
    bytes
        A WOFF file; the same bytes for the same characters.
    """
    from fontTools.subset import Options, Subsetter  # pages need it, plots do not
    from fontTools.ttLib import TTFont

    font = TTFont(PATH, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=sorted(map(ord, characters().intersection(wanted))))
    subsetter.subset(font)
    font.flavor = "woff"
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()
