"""Health of the market: agencies, concentration, staff, cash."""

from __future__ import annotations

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_world
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.canvas import AnySheet, sheet
from gpss_sim.report.plots.dots import Dot, dot_plot
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.outcomes import grouped, label_of
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.region import band_at
from gpss_sim.report.style import headed
from gpss_sim.report.words import Words, percent, scale, scaled

METRICS = ("agencies", "idle_share", "closure_rate", "hhi", "turnover", "cash_months")
COLUMNS = 3


@plot("market", METRICS)
def market(board: Board, words: Words) -> AnySheet | None:
    """Six indicators of every design point, with the range in which the model is meant to live."""
    figure = sheet(11, 2 * (1.15 + 0.25 * len(board.points)) + 0.8)
    grid = figure.subplots(len(METRICS) // COLUMNS, COLUMNS, sharey=True)
    for ax, name in zip(grid.flat, METRICS, strict=True):
        dot_plot(ax, [None if row is None else _dot(board, words, row, name) for row in grouped(board)])
        ax.set_title(folded(words.title(board.metric(name)), 34))
        ax.set_xlabel(words.shown_unit(board.metric(name)))
    return headed(figure, folded(headline(board, words), 100), note(board, words, "market.note"))


def _dot(board: Board, words: Words, point: str, name: str) -> Dot:
    factor, band = scale(board.metric(name)), band_at(board, point, name)
    found = scaled(board.estimate(point, name), factor)
    shaded = (factor * band[0], factor * band[1]) if band else None
    return Dot(label_of(board, words, point), found, human(found.mean), band=shaded)


def headline(board: Board, words: Words) -> str:
    """Range of turnover, and the largest share of agencies that close."""
    turnover = [board.estimate(point.name, "turnover").mean for point in board.points]
    closed = [board.estimate(point.name, "closure_rate").mean for point in board.points]
    known = [value for value in turnover if value == value]
    top = max((value for value in closed if value == value), default=float("nan"))
    low, high = (human(end(known, default=float("nan"))) for end in (min, max))
    key = "head.market equal" if low == high else "head.market"
    return in_world(board, words, words(key, low=low, high=high, closed=f"{percent(top)} %"))
