"""Primary and secondary outcomes: levels beside paired differences from the baseline."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import SubFigure
from matplotlib.lines import Line2D

from gpss_sim.i18n import NO_BREAK, human
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import outcome
from gpss_sim.report.line_breaks import folded
from gpss_sim.report.plots.canvas import AnySheet, sheet
from gpss_sim.report.plots.dots import GAP, TONES, UNTOLD, Dot, dot_plot
from gpss_sim.report.plots.notes import note
from gpss_sim.report.plots.registry import plot
from gpss_sim.report.style import headed
from gpss_sim.report.words import Words, scale, scaled, span
from gpss_sim.study.compare import Estimate
from gpss_sim.study.verdicts import Verdict, family, verdict

WIDTH, ROW, HEAD = 10.0, 0.27, 1.75
"""Inches: a figure, a row, all that is not rows."""


@plot("outcomes")
def primary(board: Board, words: Words) -> AnySheet | None:
    """Primary outcomes of every design point."""
    return _figure(board, words, board.primary)


@plot("secondary")
def secondary(board: Board, words: Words) -> AnySheet | None:
    """Secondary outcomes of every design point."""
    return _figure(board, words, board.secondary)


def _figure(board: Board, words: Words, names: Sequence[str]) -> AnySheet | None:
    if not names:
        return None
    rows, told = grouped(board), "plot.note" if family(board.findings) else "plot.note levels"
    height = HEAD + ROW * sum(GAP if row is None else 1 for row in rows)
    figure = sheet(WIDTH, height * len(names))
    parts = figure.subfigures(len(names), 1, squeeze=False)[:, 0]
    for part, name in zip(parts, names, strict=True):
        _outcome(part, board, words, name, rows)
        shown = [verdict(finding, board.metric(name).better) for finding in board.against_baseline(name)]
        under = note(board, words, told) if name == names[-1] else ""
        headed(part, folded(outcome(board, words, name), 92), under, legend_of(words, shown))
    return figure


def differences_axis(board: Board, words: Words, name: str, text: str = "plot.differences") -> str:
    """What an axis of differences from the baseline shows; with the outcome where no heading names it."""
    metric = board.metric(name)
    return words(
        text,
        title=words.title(metric),
        baseline=words.policy(board.baseline, board.plan.experiment),
        unit=words.shown_unit(metric, difference=True),
        level=f"{board.level:.0%}",
    )


def _outcome(part: SubFigure, board: Board, words: Words, name: str, rows: Sequence[str | None]) -> None:
    metric, level = board.metric(name), f"{board.level:.0%}"
    compared = bool(board.against_baseline(name))
    left, *others = part.subplots(1, 1 + compared, sharey=True, squeeze=False)[0]
    dot_plot(left, [None if row is None else _level(board, words, row, name) for row in rows])
    told = words("plot.level", title=words.title(metric), unit=words.shown_unit(metric), level=level)
    left.set_xlabel(folded(told, 62))
    if not compared:
        return
    right = others[0]
    dot_plot(right, [None if row is None else _difference(board, words, row, name) for row in rows], zero=True)
    right.set_xlabel(folded(differences_axis(board, words, name, "plot.difference"), 62))
    right.tick_params(axis="y", labelleft=False)


def legend_of(words: Words, verdicts: Sequence[Verdict]) -> list[Line2D]:
    """What colour and marker mean, of the verdicts that occur."""
    handles = {}
    for shown in sorted(verdicts, key=list(Verdict).index):
        own = (Verdict.BETTER, Verdict.WORSE, Verdict.UNKNOWN)
        key = shown.value if shown in own else "differs" if shown in TONES else "not shown"
        colour, marker, filling = TONES.get(shown, UNTOLD)
        handles[key] = Line2D(
            [], [], linestyle="", marker=marker, color=colour, markerfacecolor=filling, label=words(f"legend.{key}")
        )
    return list(handles.values())


def grouped(board: Board) -> list[str | None]:
    """Names of the design points, None between the values of the first lever."""
    rows: list[str | None] = []
    several = len(board.plan.experiment.levers) > 1
    for before, point in zip((None, *board.points), board.points, strict=False):
        if several and before is not None and before.policy.split("/")[0] != point.policy.split("/")[0]:
            rows.append(None)
        rows.append(point.name)
    return rows


def label_of(board: Board, words: Words, point: str) -> str:
    """Name of a design point beside its row."""
    policy = next(each.policy for each in board.points if each.name == point)
    return folded(words.policy(policy, board.plan.experiment), 40)


def number_of(words: Words, found: Estimate, shown: Verdict) -> str:
    """A difference with its interval, beside its row."""
    if shown == Verdict.SAME:
        return words("plot.same")
    if shown == Verdict.UNKNOWN:
        return human(found.mean, sign=True)
    return f"{human(found.mean, sign=True)}  {span(found.low, found.high, sign=True)}".replace(NO_BREAK, " ")


def _level(board: Board, words: Words, point: str, name: str) -> Dot:
    found = scaled(board.estimate(point, name), scale(board.metric(name)))
    return Dot(label_of(board, words, point), found, human(found.mean))


def _difference(board: Board, words: Words, point: str, name: str) -> Dot | None:
    finding, metric = board.finding(point, board.origin.name, name), board.metric(name)
    label = label_of(board, words, point)
    if finding is None:
        return Dot(label, board.nought, words("plot.baseline"))
    found, shown = scaled(finding.difference.estimate, scale(metric)), verdict(finding, metric.better)
    return Dot(label, found, number_of(words, found, shown), shown)
