"""The one font of every plot: it ships with the package and is found by its path, never by a search of the machine.

matplotlib's own font has no Chinese characters, and its cache of installed fonts does not notice new ones.
"""

from __future__ import annotations

from functools import cache
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
