"""Titles that are findings: one sentence computed from the numbers, that claims no more than they show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gpss_sim.i18n import human
from gpss_sim.report.board import Board
from gpss_sim.report.sentences import by_world
from gpss_sim.report.words import Words, capital, percent, scale
from gpss_sim.study.findings import Finding
from gpss_sim.study.model import Measure
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.surface import Subject
from gpss_sim.study.verdicts import Verdict, overall, verdict

GOOD = (Verdict.BETTER, Verdict.MORE)
BAD = (Verdict.WORSE, Verdict.LESS)


def outcome(board: Board, words: Words, name: str) -> str:
    """What a study found on one outcome, of the points compared with the baseline, over all its worlds.

    Parameters
    ----------
    board : Board
        The study.
    words : Words
        Language.
    name : str
        The outcome.
    """
    found = board.against_baseline(name)
    if not found:
        return levels(board, words, name)
    told = _in_one_world(board, words, name, found)
    if len(board.worlds) == 1:
        return in_world(board, words, told)
    metric, shown = board.metric(name), _over_worlds(board, name)
    depend = [policy for policy, verdicts in shown.items() if overall(list(verdicts.values())) == Verdict.DEPENDS]
    if not depend:
        return _everywhere(board, words, name, found, told)
    flips = [policy for policy in depend if {*GOOD} & {*shown[policy].values()} and {*BAD} & {*shown[policy].values()}]
    policy = (flips or depend)[0]
    return words(
        "head.depends",
        a=capital(words.policy(policy, board.plan.experiment)),
        b=words.policy(board.baseline, board.plan.experiment),
        metric=words.within(metric),
        parts=by_world(list(shown[policy].items()), words.language),
        count=len(depend),
        all=len(shown),
    )


def _everywhere(board: Board, words: Words, name: str, found: Sequence[Finding], told: str) -> str:
    """What holds in every world, with the range of the difference over them."""
    better = board.metric(name).better
    shown = [finding for finding in found if verdict(finding, better) in GOOD] or [
        finding for finding in found if verdict(finding, better) in BAD
    ]
    if not shown:
        return words("head.every world", told=told, worlds=len(board.worlds))
    policy = next(point.policy for point in board.points if point.name == _largest(shown).point)
    shares = board.metric(name).unit.startswith("share")
    means = [
        finding.difference.estimate.mean / (1.0 if shares else abs(finding.reference.mean) or math.nan)
        for _, finding in board.over_worlds(policy, name)
    ]
    verdicts = [verdict(finding, better) for finding in found]
    return words(
        "head.range share" if shares else "head.range worlds",
        a=capital(words.policy(policy, board.plan.experiment)),
        b=words.policy(board.baseline, board.plan.experiment),
        metric=words.within(board.metric(name)),
        low=signed(min(means)),
        high=signed(max(means)),
        worlds=len(board.worlds),
        all=len(found),
        better=sum(each in GOOD for each in verdicts),
        worse=sum(each in BAD for each in verdicts),
    )


MOST_NAMED = 4
"""Most policies that a title made for a study names."""


def signed(share: float) -> str:
    """Per cent with a sign.

    >>> signed(-0.105), signed(0.2)
    ('−10.5', '+20.0')
    """
    return human(100 * share, sign=True)


def in_world(board: Board, words: Words, told: str) -> str:
    """What holds in the world shown, with its name where there is one."""
    return words("head.where", told=told, world=words.world(board.world)) if board.world else told


def world_shown(board: Board, words: Words) -> str:
    """A sentence on the world that plots and single tables show; empty where the design has none."""
    return words("plot.world", world=words.world(board.world), worlds=len(board.worlds)) if board.world else ""


def _over_worlds(board: Board, name: str) -> dict[str, dict[str, Verdict]]:
    """Policy → world → what its comparison with the baseline shows."""
    better = board.metric(name).better
    policies = dict.fromkeys(point.policy for point in board.points if point.policy != board.baseline)
    return {
        policy: {world: verdict(finding, better) for world, finding in board.over_worlds(policy, name)}
        for policy in policies
    }


def _in_one_world(board: Board, words: Words, name: str, found: Sequence[Finding]) -> str:
    metric = board.metric(name)
    title = words.within(metric)
    verdicts = [verdict(finding, metric.better) for finding in found]
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
    return in_world(board, words, _levels(board, words, board.metric(name), known))


def _levels(board: Board, words: Words, measure: Measure, known: Sequence[tuple[float, str]]) -> str:
    metric = words.title(measure)
    if not known:
        return words("head.empty", metric=metric)
    ends = [min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])]
    sign = " %" if scale(measure) != 1 else ""
    low, high = (human(scale(measure) * mean) + sign for mean, _ in ends)
    least, most = (words.policy(policy, board.plan.experiment) for _, policy in ends)
    if len(known) == 1:
        return words("head.single", metric=metric, low=low, least=least)
    if low == high:
        return words("head.equal", metric=metric, low=low)
    return words("head.range", metric=metric, low=low, high=high, least=least, most=most)


def _largest(found: Sequence[Finding]) -> Finding:
    return max(found, key=lambda finding: abs(finding.difference.estimate.mean))


def _name(board: Board, words: Words, point: str) -> str:
    policy = next(each.policy for each in board.plan.points if each.name == point)
    return words.policy(policy, board.plan.experiment)


def moved(board: Board, words: Words, subject: Subject) -> str:
    """What the factors of a table or panel move, and by which index."""
    seen = board.findings.surface
    assert seen is not None
    policy = in_its_world(board, words, subject.policy, subject.world)
    what = (
        words("page.minus", a=policy, b=in_its_world(board, words, subject.baseline, ""))
        if subject.baseline
        else policy
    )
    index = words(f"index.{seen.ranked(subject)[0].method}")
    return words("page.moves", metric=words.within(board.metric(subject.metric)), what=what, index=index)


def in_its_world(board: Board, words: Words, policy: str, world: str) -> str:
    """What a policy is called, with the uncertainties around it."""
    told = words.policy(policy, board.plan.experiment)
    return f"{told} @ {words.world(world)}" if world else told


def study_title(words: Words, plan: StudyPlan) -> str:
    """Title of a study; where its file has none in this language, what it compares."""
    study = plan.experiment.study
    if given := study.title_zh if words.language == "zh" else study.title:
        return given
    policies = list(dict.fromkeys(point.policy for point in plan.points))
    names = [words.policy(each, plan.experiment) for each in policies[:MOST_NAMED]]
    return words("page.untitled", names=words("plain.and").join(names), more="" if len(policies) <= MOST_NAMED else "…")
