"""From a problem to an outcome: the one door to the allocator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from time import perf_counter

from gpss_sim.allocation.order import ranking
from gpss_sim.allocation.outcome import Outcome, Status, Verdict
from gpss_sim.allocation.plain import Found, by_tiers, by_weight, mandatory_first, tier_totals, weighted_value
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.ranking import cut
from gpss_sim.registry import Registry

Finder = Callable[[Problem, list[int], int], Found]
POLICIES: Registry[Finder] = Registry("allocation policy")
"""Readings of "by urgency": each finds positions, tiers and objective where one budget is all there is."""


def allocate(
    problem: Problem, policy: str = "urgency-first", solver: str = "auto", time_limit: float | None = None
) -> Outcome:
    """Choose the projects to buy.

    Parameters
    ----------
    problem : Problem
        Projects, money, rules.
    policy : str
        ``urgency-first``, ``weighted``, ``rank-and-cut`` or ``core-plus``.
    solver : str
        ``auto``, ``highs`` or ``cbc``.
    time_limit : float, optional [s]
        Limit of the whole search; without it, until proved.

    Raises
    ------
    UnknownNameError
        If there is no such policy.
    """
    began = perf_counter()
    find = POLICIES[policy]
    forced, money = mandatory_first(problem)
    if money < 0:
        return _nothing(problem, policy, "infeasible", began)
    chosen, tiers, objective = find(problem, forced, money)
    order = ranking(problem, policy)
    status, reserve = _line_up(problem, order, frozenset(chosen))
    selected = tuple(problem.projects[i].id for i in order if status[problem.projects[i].id] == "selected")
    line = problem.budget.lines[0]
    amount = {problem.projects[i].id: problem.projects[i].total for i in chosen}
    return Outcome(
        policy=policy,
        verdict="feasible_unproven" if policy == "rank-and-cut" else "proven_optimal",
        selected=selected,
        reserve=reserve,
        status=status,
        posts={problem.projects[i].id: problem.projects[i].posts for i in chosen},
        amount=amount,
        payments={(name, line.year, None): fen for name, fen in amount.items()},
        spent=sum(amount.values()),
        total_benefit=sum((tier.benefit for tier in tiers), start=Fraction(0)),
        tiers=tuple(tiers),
        objective=objective,
        bound=objective if policy == "weighted" else None,
        solver="core",
        seconds=perf_counter() - began,
        ties_proven=policy != "rank-and-cut",
    )


@POLICIES.register("urgency-first")
def _urgency_first(problem: Problem, forced: list[int], money: int) -> Found:
    """Lexicographic: the most that can be done for urgency 5, then 4, and so on."""
    return by_tiers(problem, "urgency-first", forced, money)


@POLICIES.register("weighted")
def _weighted(problem: Problem, forced: list[int], money: int) -> Found:
    """The greatest sum of benefit times the weight of its urgency."""
    return by_weight(problem, forced, money)


@POLICIES.register("rank-and-cut")
def _rank_and_cut(problem: Problem, forced: list[int], money: int) -> Found:
    """Down the ranking until the money is gone, as officials do."""
    held = set(forced)
    least = problem.rules.ranking.threshold * problem.scale
    order = [i for i in ranking(problem, "rank-and-cut") if i not in held and problem.benefits[i] >= least]
    costs = [problem.projects[i].total for i in order]
    chosen = forced + [order[k] for k in cut(costs, money, problem.rules.ranking.skip)]
    return chosen, tier_totals(problem, chosen), weighted_value(problem, chosen)


@POLICIES.register("core-plus")
def _core_plus(problem: Problem, forced: list[int], money: int) -> Found:
    """Mandatory and continuing projects first, then by urgency."""
    return by_tiers(problem, "core-plus", forced, money)


def _line_up(
    problem: Problem, order: Sequence[int], chosen: frozenset[int]
) -> tuple[dict[str, Status], tuple[str, ...]]:
    """Status of every project and the reserve list: who could be paid and brings something, in order."""
    money = problem.money.lines[0].amount
    status: dict[str, Status] = {}
    reserve = []
    for i in order:
        project = problem.projects[i]
        if i in chosen:
            status[project.id] = "selected"
        elif project.total <= money and problem.benefits[i] > 0:
            status[project.id] = "reserve"
            reserve.append(project.id)
        else:
            status[project.id] = "rejected"
    return status, tuple(reserve)


def _nothing(problem: Problem, policy: str, verdict: Verdict, began: float) -> Outcome:
    """No list: every project stays out."""
    return Outcome(
        policy=policy,
        verdict=verdict,
        selected=(),
        reserve=(),
        status=dict.fromkeys(problem.index, "rejected"),
        posts={},
        amount={},
        payments={},
        spent=0,
        total_benefit=weighted_value(problem, ()),
        tiers=(),
        objective=None,
        bound=None,
        solver="core",
        seconds=perf_counter() - began,
        ties_proven=False,
        conflict=("mandatory", problem.budget.lines[0].name),
    )
