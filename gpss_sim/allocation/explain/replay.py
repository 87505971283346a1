"""How much more money brings a project in when a list is cut: the cut is replayed where it changes next."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.allocation.greedy import eligible
from gpss_sim.allocation.knapsack import TooHardError
from gpss_sim.allocation.plain import mandatory_first
from gpss_sim.allocation.problem import Problem

REPLAYS = 200_000
"""Replays after which the search is called too hard."""


def missing(problem: Problem, name: str) -> int | None:
    """Return the least more money at which rank-and-cut buys a project of a plain decision, or None [fen].

    Raises
    ------
    TooHardError
        If it was not found.
    """
    forced, money = mandatory_first(problem)
    held = set(forced)
    order = [i for i in eligible(problem, "rank-and-cut") if i not in held]
    position = problem.index[name]
    if position not in order:
        return None
    costs = [problem.projects[i].total for i in order[: order.index(position) + 1]]
    return _more(costs, money, problem.rules.ranking.skip)


def _more(costs: Sequence[int], money: int, skip: bool) -> int:
    """Least more money at which the last of a list is funded [fen].

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
