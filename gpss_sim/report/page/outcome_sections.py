"""Levels, paired differences and sentences of the outcomes fixed in advance."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.i18n import correlated, human
from gpss_sim.report.alarm_names import alarm_names
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import outcome
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.plots.ladder import headline, ladder_of
from gpss_sim.report.sentences import sentences
from gpss_sim.report.words import Words, capital, scale, scaled, span
from gpss_sim.study.alarms import chosen
from gpss_sim.study.findings import Finding
from gpss_sim.study.verdicts import Verdict, verdict
from gpss_sim.study.verdicts import family as family_of

MARKS = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.NOT_SHOWN: "quiet", Verdict.SAME: "quiet"}


def answer(board: Board, words: Words) -> Section:
    """What was found, one line an outcome fixed in advance; of a ladder also what its rules do."""
    names = (*board.primary, *board.secondary)
    items = [capital(outcome(board, words, name)) for name in names]
    ladder = ladder_of(board)
    if ladder is not None:
        items += [headline(board, words, ladder, name) for name in names]
    told = chosen(board.findings, alarm_names(board.plan, board.metrics))
    if told is not None:
        items.insert(0, told.said(words.language))
    text = [words("page.worlds", worlds=len(board.worlds))] if len(board.worlds) > 1 else []
    return Section("answer", words("page.answer"), text, [], items)


def findings(board: Board, words: Words) -> Section:
    """Levels and paired differences of every outcome fixed in advance, and the further comparisons."""
    tables = [_outcome(board, words, name, "primary") for name in board.primary]
    tables += [_outcome(board, words, name, "secondary") for name in board.secondary]
    tables += [_pairs(board, words, name) for name in board.primary if _others(board, name)]
    family = family_of(board.findings)
    texts = []
    if family:
        baseline = words.policy(board.baseline, board.plan.experiment)
        texts.append(words("page.family", level=f"{board.level:.0%}", family=family, baseline=baseline))
    return Section("findings", words("page.findings"), texts, tables)


def spoken(board: Board, words: Words) -> Section:
    """A sentence for every comparison; shown at once where several worlds may disagree."""
    told = sentences(
        board.plan,
        board.metrics,
        board.findings,
        words.language,
        (*board.primary, *board.secondary),
        name=lambda policy: words.policy(policy, board.plan.experiment),
        unit=words.unit,
    )
    items = [capital(each.text) for each in told]
    return Section("sentences", words("page.sentences"), items=items, folded=not board.world)


def difference_cells(board: Board, words: Words, finding: Finding) -> list[str | TableCell]:
    """Difference, interval, verdict, correlation and number of pairs of one comparison."""
    metric = board.metric(finding.metric)
    found, shown = scaled(finding.difference.estimate, scale(metric)), verdict(finding, metric.better)
    mark = MARKS.get(shown, "")
    return [
        TableCell(human(found.mean, sign=True), mark),
        TableCell(span(found.low, found.high, sign=True), mark),
        TableCell(words(f"verdict.{shown.value}"), mark),
        correlated(finding.difference.correlation),
        str(found.n),
    ]


def difference_head(words: Words) -> list[str]:
    """Headings over :func:`difference_cells`, the first left out."""
    return [words("col.simultaneous"), words("col.verdict"), words("col.correlation"), words("col.n")]


def caption_of(board: Board, words: Words, name: str, kind: str = "") -> str:
    """Title, unit, kind, direction and name in files of an outcome."""
    metric = board.metric(name)
    told = [words(f"kind.{kind}")] if kind else []
    told.append(words(f"kind.{metric.better or 'neither'}"))
    return words("page.caption", axis=words.axis(metric), told=words("plain.and").join(told), name=name)


def _outcome(board: Board, words: Words, name: str, kind: str) -> PageTable:
    level, baseline = f"{board.level:.0%}", words.policy(board.baseline, board.plan.experiment)
    head = [words("col.point"), words("col.mean"), words("col.interval", level=level)]
    head += [words("col.minus", baseline=baseline), *difference_head(words)]
    rows: list[Sequence[str | TableCell]] = []
    compared = {
        found.point: found
        for found in reversed(board.findings.findings)
        if found.metric == name and _is_baseline(board, found.baseline)
    }
    for point in board.plan.points:
        found = scaled(board.estimate(point.name, name), scale(board.metric(name)))
        cells: list[str | TableCell] = [
            words.point(point, board.plan.experiment),
            human(found.mean),
            span(found.low, found.high),
        ]
        finding = compared.get(point.name)
        rest: list[str | TableCell] = [words("plot.baseline"), "", "", "", str(found.n)]
        rows.append(cells + (difference_cells(board, words, finding) if finding else rest))
    return PageTable(head, rows, caption_of(board, words, name, kind))


def _pairs(board: Board, words: Words, name: str) -> PageTable:
    head = [words("col.point"), words("col.against"), words("col.difference"), *difference_head(words)]
    rows = [
        [
            *(_named(board, words, each) for each in (found.point, found.baseline)),
            *difference_cells(board, words, found),
        ]
        for found in _others(board, name)
    ]
    return PageTable(head, rows, words("page.pairs of", axis=words.axis(board.metric(name))), 2)


def _others(board: Board, name: str) -> list[Finding]:
    found = (each for each in board.findings.findings if each.metric == name)
    return [each for each in found if not _is_baseline(board, each.baseline)]


def _named(board: Board, words: Words, name: str) -> str:
    point = next(point for point in board.plan.points if point.name == name)
    return words.point(point, board.plan.experiment)


def _is_baseline(board: Board, name: str) -> bool:
    return any(point.name == name and point.policy == board.baseline for point in board.plan.points)
