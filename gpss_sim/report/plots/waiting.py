"""Waiting and unmet need over the years."""

from __future__ import annotations

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_world, levels
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.canvas import AnySheet, sheet
from gpss_sim.report.plots.lines import Series, line_plot, over_years, panels
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.style import headed
from gpss_sim.report.words import Words

URGENT = "wait_urgent"
METRICS = (URGENT, "waiting", "lost_share")


@plot("waiting", (URGENT,))
def waiting(board: Board, words: Words) -> AnySheet | None:
    """Wait of the urgent, queue, and share lost, year by year; the transition shaded."""
    names = [name for name in METRICS if board.measured(name)]
    if len(board.years) < 2:
        return None
    layout = panels(board, words, names[0])
    figure = sheet(10, 1.5 + 2.3 * len(names))
    grid = figure.subplots(len(names), len(layout.columns), sharex=True, sharey="row", squeeze=False)
    for row, name in zip(grid, names, strict=True):
        for ax, entries in zip(row, layout.columns.values(), strict=True):
            lines = [
                Series(label, over_years(board, point, name), colour, marker)
                for label, point, colour, marker in entries
            ]
            line_plot(ax, lines, before=board.steady_from)
            ax.set_ylim(bottom=0)
        row[0].set_ylabel(folded(words.axis(board.metric(name)), 30))
    for ax, column in zip(grid[0], layout.columns, strict=True):
        ax.set_title(column)
    for ax in grid[-1]:
        ax.set_xlabel(words("lines.year"))
    under = note(board, words, "lines.note", words("lines.common") if "0" in board.years else "")
    return headed(figure, folded(headline(board, words), 92), under, layout.handles)


def headline(board: Board, words: Words) -> str:
    """Shortest and longest wait of the urgent."""
    known = [(found.mean, point.policy) for point in board.points if (found := board.estimate(point.name, URGENT)).n]
    if len(known) < 2:
        return levels(board, words, METRICS[0])
    (low, least), (high, most) = min(known), max(known)
    names = [words.policy(policy, board.plan.experiment) for policy in (least, most)]
    window = words.window(board.plan.window)
    ends = {"low": human(low), "high": human(high), "least": names[0], "most": names[1]}
    return in_world(board, words, words("head.waiting", window=window, **ends))
