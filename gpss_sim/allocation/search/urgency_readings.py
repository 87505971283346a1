"""The readings of "by urgency" under their names.

A scenario names one of them (``rules.selection``), so this module loads no solver: each reading imports the
search it runs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.allocation.problem.deadline import Deadline
    from gpss_sim.allocation.problem.problem import Problem
    from gpss_sim.allocation.search.result import SearchResult

BUILDING = 2e-4
"""Time to write and read the integer program of a decision, for each project [s]; without it no solver is asked."""

RANKING = 1e-5
"""Time to go down the ranking and bound the value of a list that packing did not settle, for each project [s]."""

PACKING = 0.4
"""Share of the time in which packing has to settle a decision over a single budget before solvers are asked."""

Finder = Callable[["Problem", str, "Deadline", bool], "SearchResult"]
POLICIES: Registry[Finder] = Registry("allocation policy")
"""Functions of problem, solver, deadline, and whether plans of equal value are separated."""


@POLICIES.register("urgency-first")
def _urgency_first(problem: Problem, solver: str, deadline: Deadline, ties: bool) -> SearchResult:
    """Lexicographic: the most that can be done for urgency 5, then 4, and so on."""
    return _search(problem, "urgency-first", solver, deadline, ties)


@POLICIES.register("weighted")
def _weighted(problem: Problem, solver: str, deadline: Deadline, ties: bool) -> SearchResult:
    """The greatest sum of benefit times the weight of its urgency."""
    return _search(problem, "weighted", solver, deadline, ties)


@POLICIES.register("rank-and-cut")
def _rank_and_cut(problem: Problem, solver: str, deadline: Deadline, ties: bool) -> SearchResult:
    """Down the ranking until the money is gone, as officials do."""
    from gpss_sim.allocation.milp.constraints import build
    from gpss_sim.allocation.search import single_budget
    from gpss_sim.allocation.search.rank_and_cut import rank_and_cut
    from gpss_sim.allocation.search.result import SearchResult

    if problem.single_budget:
        return single_budget.rank_and_cut(problem)
    return SearchResult(rank_and_cut(build(problem), deadline=deadline).plan, solvers=("ranking",))


@POLICIES.register("core-plus")
def _core_plus(problem: Problem, solver: str, deadline: Deadline, ties: bool) -> SearchResult:
    """Mandatory and continuing projects first, then by urgency."""
    return _search(problem, "core-plus", solver, deadline, ties)


def _packing_time(projects: int, deadline: Deadline) -> Deadline:
    """Time to settle a decision by packing: a share, or nearly all where no solver could be asked afterwards."""
    part = deadline.part(PACKING)
    left, own = deadline.left(), part.left()
    if left is None or own is None or left - own >= projects * BUILDING:
        return part
    return deadline.less(min(left / 2, projects * RANKING))


def _search(problem: Problem, policy: str, solver: str, deadline: Deadline, ties: bool) -> SearchResult:
    """Pack where one budget is all there is, search where rules tie projects."""
    from gpss_sim.allocation.problem.deadline import TooHardError
    from gpss_sim.allocation.search import single_budget

    if problem.single_budget and solver == "auto":
        try:
            packing = _packing_time(len(problem.projects), deadline)
            if policy == "weighted":
                return single_budget.weighted(problem, packing)
            return single_budget.by_tiers(problem, policy, packing)
        except TooHardError:
            if (deadline.left() or 0) < len(problem.projects) * BUILDING:
                return single_budget.unproved(problem, policy)
    from gpss_sim.allocation.milp.constraints import build
    from gpss_sim.allocation.search.lexicographic import LexicographicSearch

    found = LexicographicSearch(build(problem), policy, solver, deadline).run(ties)
    return single_budget.tightened(problem, policy, found) if problem.single_budget else found
