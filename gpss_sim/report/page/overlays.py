"""Rules only, beside rules with the differences that are assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.page.outcome_sections import MARKS, caption_of
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.readings import PointReading, readings, side_by_side, unaccompanied
from gpss_sim.report.words import Words, scale, scaled, span
from gpss_sim.study.compare import difference, estimate
from gpss_sim.study.findings import Finding, column
from gpss_sim.study.verdicts import verdict


def overlays(board: Board, words: Words) -> Section:
    """Section of assumed (label A) differences between modes or forms: off, on, or both side by side."""
    title, variants = words("page.overlays"), readings(board.plan)
    sets = list(dict.fromkeys(variant.on for variant in variants))
    if len(sets) > 1:
        tables = [_side_by_side(board, words, name, variants, sets) for name in board.primary]
        texts = [*warning(board, words), words("page.overlays text", level=f"{board.level:.0%}")]
        return Section("overlays", title, texts, tables, commands=_both(board, words))
    offered = board.plan.scenarios[0].rules.overlay
    if sets[0]:
        return Section("overlays", title, warning(board, words), commands=_both(board, words))
    if not offered:
        return Section("overlays", title, [words("page.overlays none")])
    head = [words("col.field"), words("col.values"), words("col.why")]
    rows = [
        [
            name,
            words("plain.and").join(f"{field} = {value}" for field, value in overlay.set.items()),
            words.why(overlay.why),
        ]
        for name, overlay in offered.items()
    ]
    return Section("overlays", title, [words("page.overlays off")], [PageTable(head, rows, words=3)])


def warning(board: Board, words: Words) -> list[str]:
    """What to know first of a study that did not run the rules alone; nothing where it did."""
    names = unaccompanied(board.plan)
    return [words("page.overlays alone", names=words("plain.and").join(names))] if names else []


def _both(board: Board, words: Words) -> list[tuple[str, str]]:
    if not unaccompanied(board.plan):
        return []
    return [(words("page.overlays run", file=board.plan.experiment.file), "\n\n".join(side_by_side(board.plan)))]


def _side_by_side(
    board: Board, words: Words, name: str, variants: Sequence[PointReading], sets: Sequence[tuple[str, ...]]
) -> PageTable:
    """Rows: what the design points set besides. For each set of assumptions: mean, difference, interval."""
    places = {(variant.choice, variant.on): variant.point for variant in variants}
    home = next(variant.choice for variant in variants if variant.point == board.origin.name)
    choices = list(dict.fromkeys(variant.choice for variant in variants))
    head = [words("col.point")]
    for on in sets:
        label = words("page.with", names=words("plain.and").join(on)) if on else words("page.rules only")
        head += [label, words("col.minus baseline"), words("col.simultaneous")]
    family = len(sets) * (len(choices) - 1)
    rows: list[list[str | TableCell]] = []
    for choice in choices:
        first = next(variant.point for variant in variants if variant.choice == choice)
        point = next(each for each in board.plan.points if each.name == first)
        row: list[str | TableCell] = [words.policy(point.policy, board.plan.experiment)]
        for on in sets:
            row += _cells(board, name, places.get((choice, on)), places.get((home, on)), family)
        rows.append(row)
    return PageTable(head, rows, caption_of(board, words, name, "primary"))


def _cells(board: Board, name: str, point: str | None, baseline: str | None, family: int) -> list[str | TableCell]:
    if point is None or baseline is None:
        return ["", "", ""]
    metric, factor = board.metric(name), scale(board.metric(name))
    values, others = (
        column(board.findings.values, each, name, board.findings.replications) for each in (point, baseline)
    )
    level = scaled(estimate(values, board.level), factor)
    if point == baseline:
        return [human(level.mean), "", ""]
    found = difference(values, others, board.level, max(1, family))
    nothing = estimate([math.nan], board.level)
    shown = verdict(Finding(name, metric.unit, point, baseline, nothing, nothing, found), metric.better)
    told, mark = scaled(found.estimate, factor), MARKS.get(shown, "")
    return [
        human(level.mean),
        TableCell(human(told.mean, sign=True), mark),
        TableCell(span(told.low, told.high, sign=True), mark),
    ]
