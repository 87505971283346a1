"""What the common luck was worth: which luck two policies shared in effect, and which of it the outcome follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from gpss_sim.i18n import correlated, human, interval
from gpss_sim.report.board import LUCK, Board
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.words import Words
from gpss_sim.study.compare import correlation
from gpss_sim.study.design import DesignPoint

FEWEST = 10
"""Replications from which on a correlation between runs is told."""
LOW, FOLLOWED = 0.3, 0.3
"""Correlations: below the first, luck is not shared in effect; from the second on, the outcome follows it."""


def luck(board: Board, words: Words) -> Section | None:
    """How much pairing by replication narrowed each primary outcome, and why not more.

    None of a sample, of a study without comparisons, or with fewer than ten replications.
    """
    if board.sampled or board.findings.replications < FEWEST or not board.plan.contrasts:
        return None
    texts = [told for name in board.primary if (told := _told(board, words, name))]
    if not texts:
        return None
    head = [words("col.luck"), words("col.indicator"), words("col.shared")]
    head += [words("col.followed", name=words.title(board.metric(name))) for name in board.primary]
    rows: list[Sequence[str | TableCell]] = [_row(board, words, name) for name in LUCK if not _is_flat(board, name)]
    table = PageTable(head, rows, words("page.luck table"), words=2)
    return Section("luck", words("page.luck"), [*texts, words("page.luck note")], [table], folded=True)


def _told(board: Board, words: Words, name: str) -> str:
    """A sentence on one outcome: correlations achieved, replications saved, and what was not shared."""
    found, saved = shared(board, name), _saved(board, name)
    if not found or not saved:
        return ""
    ends = dict.fromkeys([correlated(min(found)), correlated(max(found))])
    facts = {"name": words.title(board.metric(name)), "factor": human(median(saved))}
    text = words("page.luck text", **facts, correlation=words("page.luck between").join(ends))
    low = [pair for pair in _against(board) if any(each < LOW for each in shared(board, name, [pair]))]
    if not low:
        return text
    apart = [each for each in LUCK if (known := shared(board, each, low)) and median(known) < LOW]
    carried = [each for each in apart if abs(followed(board, each, name)) >= FOLLOWED]
    counted = {"number": len(low), "all": len(found)}
    if not carried:
        return text + words("page.luck unknown", **counted)
    return text + words(
        "page.luck why", **counted, kinds=words("plain.and").join(words(f"luck.{each}") for each in carried)
    )


def shared(board: Board, name: str, pairs: Sequence[tuple[str, str]] | None = None) -> list[float]:
    """Correlation over replications of an indicator under a policy and the baseline, of some comparisons or all."""
    values = [
        (board.runs.get((a, name), []), board.runs.get((b, name), []))
        for a, b in (_against(board) if pairs is None else pairs)
    ]
    found = [correlation(_known(one, other)) for one, other in values]
    return [each for each in found if not math.isnan(each)]


def followed(board: Board, name: str, outcome: str) -> float:
    """Correlation over replications of an indicator and the outcome in the same runs, the median of all policies."""
    points = dict.fromkeys(point for pair in _against(board) for point in pair)
    pairs = [(board.runs.get((point, name), []), board.runs.get((point, outcome), [])) for point in points]
    found = [correlation(_known(one, other)) for one, other in pairs]
    known = [each for each in found if not math.isnan(each)]
    return median(known) if known else math.nan


def _saved(board: Board, name: str) -> list[float]:
    """Variance of a difference of independent runs over that of the paired one, of every comparison."""
    found = []
    for a, b in _against(board):
        pairs = _known(board.runs.get((a, name), []), board.runs.get((b, name), []))
        if len(pairs) < FEWEST:
            continue
        apart = _variance([x for x, _ in pairs]) + _variance([y for _, y in pairs])
        paired = _variance([x - y for x, y in pairs])
        if paired > 0:
            found.append(apart / paired)
    return found


def _against(board: Board) -> list[tuple[str, str]]:
    """Design points and the baseline of their own world, world by world."""
    points = board.plan.points
    origins = {point.world: point.name for point in points if point.policy == board.baseline}
    return [(point.name, origins[point.world]) for point in points if _compared(board, point)]


def _compared(board: Board, point: DesignPoint) -> bool:
    return point.policy != board.baseline and point.world in board.worlds


def _known(one: Sequence[float], other: Sequence[float]) -> list[tuple[float, float]]:
    pairs = zip(one, other, strict=False)
    return [(a, b) for a, b in pairs if not (math.isnan(a) or math.isnan(b))]


def _variance(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _is_flat(board: Board, name: str) -> bool:
    """Whether an indicator was not measured, or never differs from run to run."""
    return not any(
        a != b for (_, metric), values in board.runs.items() if metric == name for a, b in pairwise(_finite(values))
    )


def _ends(low: str, high: str) -> str:
    return low if low == high else interval(low, high)


def _finite(values: Sequence[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _row(board: Board, words: Words, name: str) -> list[str | TableCell]:
    found = shared(board, name)
    ends = _ends(correlated(min(found)), correlated(max(found))) if found else "–"
    follows = [correlated(followed(board, name, outcome)) for outcome in board.primary]
    return [words(f"luck.{name}"), words.title(board.metric(name)), ends, *follows]
