"""How plots look, and how they become files: the same bytes from the same table, on screen, paper and grey printers.

References
----------
Okabe, M. & Ito, K. (2008). Color universal design: eight colours told apart by the colour-blind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeVar

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.text import Text

from gpss_sim.files import write_whole
from gpss_sim.report.font import family

AnyFigure = TypeVar("AnyFigure", bound=Figure | SubFigure)

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY, PALE, FAINT = "#767676", "#BDBDBD", "#E6E6E6"

SERIES = ((BLUE, "o"), (VERMILLION, "s"), (GREEN, "^"), (PURPLE, "D"), (ORANGE, "v"), (SKY, "P"), (BLACK, "X"))
"""Colour and marker of a series, so that colour never stands alone."""

TITLE = 13
"""Points."""
ROOM = "\n "
"""An empty line under a title, kept for a row of the legend."""

LOOK = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.grid": False,
    "axes.labelcolor": "#333333",
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "font.size": 9,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "savefig.dpi": 150,
    "svg.fonttype": "path",
    "text.parse_math": False,  # names of projects and points may hold dollar signs
    "svg.hashsalt": "gpss-sim",
    "xtick.color": "#333333",
    "ytick.color": "#333333",
}
DATELESS = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
"""What a file says of its making: nothing that changes from day to day or from machine to machine."""
FORMATS = tuple(DATELESS)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw in the style of the project, whatever the user's own settings are."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(LOOK | {"font.family": fonts()})
        yield


def fonts() -> list[str]:
    """Names of the fonts: DejaVu Sans comes with matplotlib and lends the letters that the Chinese font lacks."""
    return [family(), "DejaVu Sans"]


def headed(
    figure: AnyFigure, title: str, note: str = "", handles: Sequence[Artist] = (), columns: int = 7
) -> AnyFigure:
    """Put a title at the top left, a legend under it, and a note at the bottom left.

    Parameters
    ----------
    figure : Figure or SubFigure
        What to head.
    title, note : str
        With their line breaks.
    handles : sequence of Artist
        Entries of the legend.
    columns : int
        Most entries in a row of the legend.
    """
    # The title keeps empty lines for the legend, which takes no part in the layout: it may be wider than a panel.
    rows = math.ceil(len(handles) / columns)
    figure.suptitle(title + ROOM * (rows + bool(rows)), x=0.008, ha="left", size=TITLE)
    if handles:
        height = figure.bbox.height / figure.dpi
        below = 1 - (0.06 + (title.count("\n") + 1) * TITLE * 1.22 / 72) / height
        count = math.ceil(len(handles) / rows)
        legend = figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, below), ncols=count)
        legend.set_in_layout(False)
    if note:
        figure.supxlabel(note, x=0.008, ha="left", size=8, color=GREY)
    return figure


def gridded(ax: Axes, axis: Literal["x", "y"]) -> None:
    """Light lines across one axis, and no ticks on the other."""
    ax.grid(True, axis=axis, color=FAINT, linewidth=0.8)
    ax.tick_params(axis="both", length=0)


def settle(figure: Figure) -> Figure:
    """Lay a figure out once and for all: every drawing would shift it a little, and takes its time."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text().endswith(ROOM):
            text.set_text(text.get_text().rstrip())  # the legend stands where the empty lines were
    return figure


def picture(figure: Figure, form: str) -> bytes:
    """A figure as the bytes of a file.

    Parameters
    ----------
    figure : Figure
        What was drawn, within :func:`drawing`.
    form : {"png", "svg"}
        Format of the file.
    """
    stream = BytesIO()
    figure.savefig(stream, format=form, metadata=DATELESS[form])
    return stream.getvalue()


def save(figure: Figure, folder: Path, name: str) -> dict[str, bytes]:
    """Write a figure in every format.

    Returns
    -------
    dict
        Bytes by format.
    """
    settle(figure)
    files = {form: picture(figure, form) for form in FORMATS}
    for form, content in files.items():
        write_whole(folder / f"{name}.{form}", content)
    return files
