"""Least extra money at which rank-and-cut buys a project: the ranking is replayed where its outcome changes next."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.problem.deadline import TooHardError
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.rank_and_cut import eligible, rank_and_cut
from gpss_sim.allocation.search.single_budget import mandatory_first

REPLAYS = 200_000
RULED_REPLAYS = 2_000
"""Replays, without and with rules, after which the search is called too hard."""


def missing(problem: Problem, name: str) -> int | None:
    """Return the least more money at which rank-and-cut buys a project of a plain decision, or None [fen].

    Raises
    ------
    TooHardError
        If it was not found.
    """
    forced, money = mandatory_first(problem)
    bought = set(forced)
    order = [i for i in eligible(problem, "rank-and-cut") if i not in bought]
    position = problem.index[name]
    if position not in order:
        return None
    costs = [problem.projects[i].total for i in order[: order.index(position) + 1]]
    return _more(costs, money, problem.rules.ranking.skip)


def _more(costs: Sequence[int], money: int, skip: bool) -> int:
    """Least extra money at which the last of a ranking is funded [fen].

    >>> _more([50, 60, 40], 80, True), _more([50, 60, 40], 80, False)
    (10, 70)
    """
    if not skip:
        return max(0, sum(costs) - money)
    more = 0
    for _ in range(REPLAYS):
        left, lacking = money + more, []
        for cost in costs:
            funded = cost <= left
            if funded:
                left -= cost
            else:
                lacking.append(cost - left)
        if funded:
            return more
        more += min(lacking)
    raise TooHardError


def extra(problem: Problem, name: str) -> int | None:
    """Return the least extra grant at which rank-and-cut under rules buys a project, or None [fen].

    A replay differs from the last one only when a line of the budget admits what it refused before.

    Raises
    ------
    TooHardError
        If it was not found, or money has sources, risks or shares, which no single amount describes.
    """
    rules = problem.rules
    shares = [quota.max_share for quota in rules.quota if quota.max_share is not None]
    if problem.budget.sources or shares or any(rule.moves_with_budget for rule in rules.active):
        raise TooHardError
    position, part = problem.index[name], 1 - Fraction(rules.reserve.share)
    lines = [line.name for line in problem.budget.lines]
    more = 0
    for _ in range(RULED_REPLAYS):
        fill = rank_and_cut(build(problem.with_budget(problem.budget.raised(more)), drawn=False))
        if position in fill:
            return more
        lacking = [fill.short[line] for line in lines if line in fill.short]
        if not lacking:
            return None
        # a reserve is rounded, so the step under a reserve falls short rather than beyond
        more += max(1, min(lacking) if part == 1 else floor(min(lacking) / part) - 1)
    raise TooHardError
