"""Effects of policies against the uncertainty, and where they turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import outcome
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.short_names import field_name
from gpss_sim.report.style import GREY, SERIES, gridded, headed
from gpss_sim.report.words import Words, scale, scaled
from gpss_sim.study.compare import Estimate
from gpss_sim.study.worlds import Axis, axis_of, flips

WIDTH, HEIGHT, HEAD = 8.0, 3.2, 1.3
"""Inches: the figure, a panel, all above and under the panels of an outcome."""
COLUMNS = 3
"""Most panels beside each other."""
MOST = len(SERIES)
"""Most policies told apart by colour and marker."""


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """Difference of a policy from the baseline along one uncertainty.

    Parameters
    ----------
    policy : str
        Name of the policy.
    places : tuple of float
        Values of the uncertainty, or places of its names.
    found : tuple of Estimate
        Differences there.
    """

    policy: str
    places: tuple[float, ...]
    found: tuple[Estimate, ...]


def effects(
    board: Board, metric: str, axis: Axis, panel: str, policies: Sequence[str] | None = None
) -> list[PolicyEffect]:
    """Effects in one panel: the worlds in which all other uncertainties are the same."""
    factor, told = scale(board.metric(metric)), []
    for policy in policies or _policies(board):
        known = dict(board.over_worlds(policy, metric))
        pairs = [(place, known[world]) for world, place in axis.panels[panel].items() if world in known]
        if pairs:
            found = tuple(scaled(finding.difference.estimate, factor) for _, finding in pairs)
            told.append(PolicyEffect(policy, tuple(place for place, _ in pairs), found))
    return told


def _policies(board: Board) -> list[str]:
    return [policy for policy in dict.fromkeys(point.policy for point in board.points) if policy != board.baseline]


@plot("effects", together=True)
def figure(board: Board, words: Words) -> Figure | None:
    """Of every primary outcome the difference from the baseline, world by world."""
    axis = axis_of(board.plan)
    if axis is None or not _policies(board):
        return None
    rows = math.ceil(len(axis.panels) / COLUMNS)
    drawn = Figure(figsize=(WIDTH + 2.5, (HEAD + HEIGHT * rows) * len(board.primary)))
    parts = drawn.subfigures(len(board.primary), 1, squeeze=False)[:, 0]
    for part, name in zip(parts, board.primary, strict=True):
        _outcome(part, board, words, name, axis)
        under = note(board, words, "effects.note") if name == board.primary[-1] else ""
        headed(part, folded(outcome(board, words, name), 92), under, _legend(board, words))
    return drawn


def _outcome(part: SubFigure, board: Board, words: Words, name: str, axis: Axis) -> None:
    columns = min(len(axis.panels), COLUMNS)
    rows = math.ceil(len(axis.panels) / columns)
    grid = part.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for ax, panel in zip(grid.flat, axis.panels, strict=False):
        _panel(ax, board, words, name, axis, panel, None)
        ax.set_title(folded(panel, 46))
    for ax in grid.flat[len(axis.panels) :]:
        ax.set_visible(False)
    for row in grid:
        row[0].set_ylabel(folded(_label(board, words, name), 34))


def draw_effect(ax: Axes, board: Board, words: Words, metric: str, policies: Sequence[str] | None = None) -> None:
    """Draw the effects on one outcome in the first panel of the worlds, with a legend.

    Parameters
    ----------
    ax : Axes
        Where.
    board, words : Board, Words
        The study, in a language.
    metric : str
        The outcome.
    policies : sequence of str, optional
        All but the baseline if left out.
    """
    axis = axis_of(board.plan)
    assert axis is not None
    _panel(ax, board, words, metric, axis, next(iter(axis.panels)), policies)
    ax.set_ylabel(folded(_label(board, words, metric), 40))
    ax.legend(handles=_legend(board, words, policies))


def _panel(
    ax: Axes, board: Board, words: Words, metric: str, axis: Axis, panel: str, policies: Sequence[str] | None
) -> None:
    ax.axhline(0, color=GREY, linewidth=1)
    found = effects(board, metric, axis, panel, policies)
    for number, effect in enumerate(found):
        colour, marker = SERIES[number % MOST]
        shift = axis.step * 0.04 * (number - (len(found) - 1) / 2)
        x = [place + shift for place in effect.places]
        means = [each.mean for each in effect.found]
        ax.plot(x, means, color=colour, marker=marker, markersize=5, linewidth=1.4)
        for place, each in zip(x, effect.found, strict=True):
            if not math.isnan(each.low):
                ax.plot([place, place], [each.low, each.high], color=colour, linewidth=1.2)
        if axis.numeric:
            for turn in flips(effect.places, means):
                ax.axvline(turn, color=colour, linewidth=1, linestyle=":")
                ax.annotate(
                    human(turn), (turn, 1), xycoords=("data", "axes fraction"), xytext=(2, -10 - 11 * (number % 5)),
                    textcoords="offset points", fontsize=8, color=colour,
                )  # fmt: skip
    places = sorted(set(axis.panels[panel].values()))
    ax.set_xticks(places, [axis.names[place] for place in places])
    ax.set_xlabel(folded(field_name(axis.path, words.language), 50))
    gridded(ax, "y")


def _label(board: Board, words: Words, metric: str) -> str:
    measure, baseline = board.metric(metric), words.policy(board.baseline, board.plan.experiment)
    unit = words.shown_unit(measure, difference=True)
    return words("effects.axis", title=words.title(measure), baseline=baseline, unit=unit)


def _legend(board: Board, words: Words, policies: Sequence[str] | None = None) -> list[Line2D]:
    return [
        Line2D([], [], color=SERIES[number % MOST][0], marker=SERIES[number % MOST][1], label=folded(label, 40))
        for number, label in enumerate(
            words.policy(policy, board.plan.experiment) for policy in policies or _policies(board)
        )
    ]
