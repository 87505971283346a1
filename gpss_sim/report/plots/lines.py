"""Lines over the years with bands, in panels that share what can be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gpss_sim.report.board import Board
from gpss_sim.report.style import FAINT, PALE, SERIES, gridded
from gpss_sim.report.words import Words, scale, scaled
from gpss_sim.study.compare import Estimate

MOST = len(SERIES)
"""Most lines told apart by colour and marker."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line.

    Parameters
    ----------
    label : str
        Name in the legend; empty for a line that stays in the background.
    points : sequence of (float, Estimate)
        Year and mean with interval.
    colour, marker : str
        How it is drawn.
    """

    label: str
    points: Sequence[tuple[float, Estimate]]
    colour: str
    marker: str


def line_plot(ax: Axes, series: Sequence[Series], *, before: float | None = None) -> None:
    """Draw lines with bands.

    Parameters
    ----------
    ax : Axes
        Where.
    series : sequence of Series
        Lines, the later above the earlier.
    before : float, optional
        Shade the years before this one.
    """
    years = [year for line in series for year, _ in line.points]
    for line in series:
        x = [year for year, _ in line.points]
        low, high = [found.low for _, found in line.points], [found.high for _, found in line.points]
        if line.label:
            ax.fill_between(x, low, high, color=line.colour, alpha=0.15, linewidth=0)
        size = 4.5 if line.label else 0
        ax.plot(x, [found.mean for _, found in line.points], color=line.colour, marker=line.marker, markersize=size)
    if before is not None and years and min(years) < before:
        ax.axvspan(min(years) - 0.3, before - 0.5, color=FAINT, alpha=0.7, linewidth=0, zorder=0)
    if years:
        ax.set_xlim(min(years) - 0.3, max(years) + 0.3)
        ax.set_xticks(sorted(set(years)))
        ax.xaxis.set_major_formatter("{x:.0f}")
    gridded(ax, "y")


@dataclass(frozen=True, slots=True)
class Panels:
    """Which design points share a panel, and how each is drawn.

    Parameters
    ----------
    columns : dict
        Title of a column → its (label, design point, colour, marker).
    """

    columns: dict[str, list[tuple[str, str, str, str]]]

    @property
    def handles(self) -> list[Line2D]:
        """One entry of a legend for each label."""
        found = {
            label: Line2D([], [], color=colour, marker=marker, label=label)
            for entries in self.columns.values()
            for label, _, colour, marker in entries
            if label
        }
        return list(found.values())


def panels(board: Board, words: Words, metric: str) -> Panels:
    """Lay out the design points: a colour for each value of one lever, a column for each of the other.

    More points than colours: the baseline and the points with the largest and the smallest mean of `metric` stand out.
    """
    levers = list(board.plan.experiment.levers.values())
    crossed = all(point.policy.count("/") == 1 for point in board.points)  # not so where they change together
    if crossed and not board.plan.experiment.design.point and len(levers) == 2 and len(levers[0]) <= MOST:
        return _crossed(board, words)
    points = board.points
    chosen = [point.name for point in points] if len(points) <= MOST else _extremes(board, metric)
    entries = []
    for point in sorted(points, key=lambda point: point.name in chosen):
        colour, marker = SERIES[chosen.index(point.name)] if point.name in chosen else (PALE, "")
        label = words.policy(point.policy, board.plan.experiment) if point.name in chosen else ""
        entries.append((label, point.name, colour, marker))
    return Panels({"": entries})


def _crossed(board: Board, words: Words) -> Panels:
    columns: dict[str, list[tuple[str, str, str, str]]] = {}
    colours: dict[str, tuple[str, str]] = {}
    for point in board.points:
        first, second = point.policy.split("/")
        colour, marker = colours.setdefault(first, SERIES[len(colours)])
        columns.setdefault(words.name(second), []).append((words.name(first), point.name, colour, marker))
    return Panels(columns)


def _extremes(board: Board, metric: str) -> list[str]:
    known = [
        (found.mean, point.name)
        for point in board.points
        if (found := board.estimate(point.name, metric)).n and point.name != board.origin.name
    ]
    return list(dict.fromkeys([board.origin.name, *([max(known)[1], min(known)[1]] if known else [])]))


def over_years(board: Board, point: str, metric: str) -> list[tuple[float, Estimate]]:
    """Year and mean of one metric at one design point."""
    factor = scale(board.metric(metric))
    return [(float(year), scaled(board.in_year(year, point, metric), factor)) for year in board.years]
