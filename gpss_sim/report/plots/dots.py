"""Dots with intervals, one row each, the numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gpss_sim.report.style import BLACK, BLUE, GREY, SKY, VERMILLION, gridded
from gpss_sim.study.compare import Estimate
from gpss_sim.study.verdicts import Verdict

TONES = {
    Verdict.BETTER: (BLUE, "o", BLUE),
    Verdict.WORSE: (VERMILLION, "s", VERMILLION),
    Verdict.MORE: (BLACK, "D", BLACK),
    Verdict.LESS: (BLACK, "D", BLACK),
}
"""Colour, marker and filling by verdict; hollow grey for everything else."""
UNTOLD = (GREY, "o", "white")
PLAIN = (BLACK, "o", BLACK)


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot plot.

    Parameters
    ----------
    label : str
        Name of the row.
    estimate : Estimate
        Where dot and interval stand; a dot alone where the interval is not known.
    number : str
        Written to the right of the panel.
    verdict : Verdict, optional
        Gives colour and marker; plain black where there is none to give.
    band : (float, float), optional
        Range to shade in this row.
    """

    label: str
    estimate: Estimate
    number: str
    verdict: Verdict | None = None
    band: tuple[float, float] | None = None


GAP = 0.4
"""Height of an empty row."""


def dot_plot(ax: Axes, dots: Sequence[Dot | None], *, zero: bool = False) -> None:
    """Draw rows from top to bottom.

    Parameters
    ----------
    ax : Axes
        Where.
    dots : sequence of Dot or None
        Rows; None leaves a gap.
    zero : bool
        Mark zero, the place of no difference.
    """
    if zero:
        ax.axvline(0, color=GREY, linewidth=1)
    rows, bottom = [], -0.5
    for dot in dots:
        if dot is not None:
            rows.append((bottom + 0.5, dot))
            _dot(ax, *rows[-1])
        bottom += GAP if dot is None else 1
    ax.set_ylim(bottom, -0.5)
    ax.set_yticks([row for row, _ in rows], [dot.label for _, dot in rows])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    gridded(ax, "x")
    ax.spines["left"].set_visible(False)


def _dot(ax: Axes, row: float, dot: Dot) -> None:
    colour, marker, filling = PLAIN if dot.verdict is None else TONES.get(dot.verdict, UNTOLD)
    found = dot.estimate
    if dot.band is not None:
        low, high = dot.band
        ax.barh([row], [high - low], left=[low], height=1, color=SKY, alpha=0.22, linewidth=0)
    if not math.isnan(found.low):
        ax.plot([found.low, found.high], [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
    ax.plot(
        [found.mean], [row], marker=marker, markersize=6, color=colour, markerfacecolor=filling, markeredgewidth=1.4
    )
    # Right of the panel, in the row's height: a column of numbers that no interval can cross.
    ax.text(1.02, row, dot.number, transform=ax.get_yaxis_transform(), va="center", fontsize=8, color="#333333")
