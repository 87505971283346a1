"""The readings of "by urgency" under their names.

A scenario names one of them (``rules.selection``), so this module loads no solver: each reading imports the
search it runs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.allocation.problem.problem import Problem
    from gpss_sim.allocation.search.result import SearchResult

Finder = Callable[["Problem", str, float, bool], "SearchResult"]
POLICIES: Registry[Finder] = Registry("allocation policy")
"""Functions of problem, solver, limit [s], and whether plans of equal value are separated."""


@POLICIES.register("urgency-first")
def _urgency_first(problem: Problem, solver: str, limit: float, ties: bool) -> SearchResult:
    """Lexicographic: the most that can be done for urgency 5, then 4, and so on."""
    return _search(problem, "urgency-first", solver, limit, ties)


@POLICIES.register("weighted")
def _weighted(problem: Problem, solver: str, limit: float, ties: bool) -> SearchResult:
    """The greatest sum of benefit times the weight of its urgency."""
    return _search(problem, "weighted", solver, limit, ties)


@POLICIES.register("rank-and-cut")
def _rank_and_cut(problem: Problem, solver: str, limit: float, ties: bool) -> SearchResult:
    """Down the ranking until the money is gone, as officials do."""
    from gpss_sim.allocation.milp.constraints import build
    from gpss_sim.allocation.search import single_budget
    from gpss_sim.allocation.search.rank_and_cut import rank_and_cut
    from gpss_sim.allocation.search.result import SearchResult

    if problem.single_budget:
        return single_budget.rank_and_cut(problem)
    return SearchResult(rank_and_cut(build(problem)).plan, solvers=("ranking",))


@POLICIES.register("core-plus")
def _core_plus(problem: Problem, solver: str, limit: float, ties: bool) -> SearchResult:
    """Mandatory and continuing projects first, then by urgency."""
    return _search(problem, "core-plus", solver, limit, ties)


def _search(problem: Problem, policy: str, solver: str, limit: float, ties: bool) -> SearchResult:
    """Pack where one budget is all there is, search where rules tie projects."""
    from gpss_sim.allocation.search import single_budget
    from gpss_sim.allocation.search.knapsack import TooHardError

    if problem.single_budget and solver == "auto":
        try:
            return single_budget.weighted(problem) if policy == "weighted" else single_budget.by_tiers(problem, policy)
        except TooHardError:
            pass
    from gpss_sim.allocation.milp.constraints import build
    from gpss_sim.allocation.search.lexicographic import LexicographicSearch

    return LexicographicSearch(build(problem), policy, solver, limit).run(ties)
