"""Titles that are findings: one sentence computed from the numbers, that claims no more than they show."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.report.board import Board
from gpss_sim.report.words import Words, capital, percent
from gpss_sim.study.findings import Finding
from gpss_sim.study.sentences import Verdict, human, verdict

GOOD = (Verdict.BETTER, Verdict.MORE)
BAD = (Verdict.WORSE, Verdict.LESS)


def outcome(board: Board, words: Words, name: str) -> str:
    """What a study found on one outcome, of the points compared with the baseline.

    Parameters
    ----------
    board : Board
        The study.
    words : Words
        Language.
    name : str
        The outcome.
    """
    metric, found = board.metric(name), board.against_baseline(name)
    title = words.within(metric)
    verdicts = [verdict(finding, metric.better) for finding in found]
    if not found:
        return levels(board, words, name)
    if all(shown == Verdict.UNKNOWN for shown in verdicts):
        return words("head.unknown", metric=title)
    if all(shown == Verdict.SAME for shown in verdicts):
        return words("head.same", metric=title)
    better = [finding for finding, shown in zip(found, verdicts, strict=True) if shown in GOOD]
    worse = [finding for finding, shown in zip(found, verdicts, strict=True) if shown in BAD]
    baseline = words.policy(board.baseline, board.plan.experiment)
    if better:
        told = difference(board, words, _largest(better))
        return words("head.counted", found=capital(told), all=len(found), better=len(better), worse=len(worse))
    if worse:
        largest = difference(board, words, _largest(worse))
        return words("head.none better", b=baseline, metric=title, found=largest)
    return words("head.none", b=baseline, metric=title)


def difference(board: Board, words: Words, finding: Finding) -> str:
    """One comparison in words: in per cent of the one compared with, shares in percentage points.

    The interval is divided by the mean of the baseline as if that were known exactly.
    """
    metric, found = board.metric(finding.metric), finding.difference.estimate
    shares = metric.unit.startswith("share")
    scale = 1.0 if shares else abs(finding.reference.mean)
    mean, low, high = (value / scale for value in (found.mean, found.low, found.high))
    if mean < 0:
        low, high = -high, -low
    up = ("head.higher.share", "head.higher")
    down = ("head.lower.share", "head.lower")
    return words(
        (up if mean > 0 else down)[0 if shares else 1],
        a=_name(board, words, finding.point),
        b=_name(board, words, finding.baseline),
        metric=words.within(metric),
        size=percent(abs(mean)),
        low=percent(low),
        high=percent(high),
        level=f"{board.level:.0%}",
    )


def levels(board: Board, words: Words, name: str) -> str:
    """Smallest and largest mean of an outcome, and where they are."""
    known = [(board.estimate(point.name, name).mean, point.policy) for point in board.points]
    known = [(mean, policy) for mean, policy in known if mean == mean]
    metric = words.title(board.metric(name))
    if not known:
        return words("head.empty", metric=metric)
    (low, least), (high, most) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if human(low) == human(high):
        return words("head.equal", metric=metric, low=human(low))
    names = [words.policy(policy, board.plan.experiment) for policy in (least, most)]
    return words("head.range", metric=metric, low=human(low), high=human(high), least=names[0], most=names[1])


def _largest(found: Sequence[Finding]) -> Finding:
    return max(found, key=lambda finding: abs(finding.difference.estimate.mean))


def _name(board: Board, words: Words, point: str) -> str:
    policy = next(each.policy for each in board.plan.points if each.name == point)
    return words.policy(policy, board.plan.experiment)
