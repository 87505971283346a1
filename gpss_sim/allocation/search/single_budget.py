"""One budget and no other rule: tiers packed one after the other, each proved.

With a single budget a tier's answer matters to the next only through the money it leaves; a tier's
best benefit at least money therefore leaves the most, and the sequence is the lexicographic optimum
at least money. Whatever fits whole needs no search at all.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gpss_sim.allocation.plan.outcome import Tier
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.knapsack import Packing
from gpss_sim.allocation.search.packing import best_worth
from gpss_sim.allocation.search.rank_and_cut import eligible
from gpss_sim.allocation.search.result import SearchResult
from gpss_sim.allocation.search.upper_bound import upper_bound


def pack_group(problem: Problem, group: list[int], money: int, deadline: Deadline, weights: bool = False) -> Packing:
    """Packing of best value of the positions of `group` into `money`; `chosen` counts within the group."""
    w = problem.rules.weights
    values = [problem.benefits[i] * (w[problem.projects[i].urgency - 1] if weights else 1) for i in group]
    return best_worth(values, [problem.projects[i].total for i in group], money, deadline)


def mandatory_first(problem: Problem) -> tuple[list[int], int]:
    """Positions that must be bought, and the money left after them [fen]; negative if it does not reach."""
    forced = [problem.index[name] for name in sorted(problem.must)]
    return forced, problem.money.lines[0].amount - sum(problem.projects[i].total for i in forced)


def by_tiers(problem: Problem, policy: str, deadline: Deadline) -> SearchResult:
    """Pack tier by tier: urgency 5 first, or the core before it.

    Raises
    ------
    TooHardError
        If a tier was not settled in its time.
    """
    forced, money = mandatory_first(problem)
    if money < 0:
        return SearchResult(infeasible=True, solvers=("core",))
    bought = set(forced)
    chosen = list(forced)
    stages = []
    cheapest = ties = True
    for tier, group in tiers_of(problem, policy):
        free = [i for i in group if i not in bought]
        if free and not cheapest:
            raise TooHardError
        packing = pack_group(problem, free, money, deadline)
        cheapest, ties = packing.cheapest, ties and packing.ties
        chosen += [free[k] for k in packing.chosen]
        money -= packing.cost
        value = packing.value + sum(problem.benefits[i] for i in group if i in bought)
        benefit = Fraction(value, problem.scale)
        stages.append(Tier(tier, benefit, benefit, "proven_optimal"))
    return _proved(problem, chosen, stages, ties)


def weighted(problem: Problem, deadline: Deadline) -> SearchResult:
    """Pack all tiers at once by weighted benefit.

    Raises
    ------
    TooHardError
        If it was not settled in its time.
    """
    forced, money = mandatory_first(problem)
    if money < 0:
        return SearchResult(infeasible=True, solvers=("core",))
    bought = set(forced)
    free = [i for i in range(len(problem.projects)) if i not in bought]
    packing = pack_group(problem, free, money, deadline, weights=True)
    w = problem.rules.weights
    value = packing.value + sum(problem.benefits[i] * w[problem.projects[i].urgency - 1] for i in forced)
    objective = Fraction(value, problem.scale)
    stage = Tier("weighted", objective, objective, "proven_optimal")
    return _proved(problem, forced + [free[k] for k in packing.chosen], [stage], packing.ties)


def rank_and_cut(problem: Problem) -> SearchResult:
    """Mandatory projects, then down the ranking; with one budget there is nothing else to ask."""
    forced, money = mandatory_first(problem)
    if money < 0:
        return SearchResult(infeasible=True, solvers=("ranking",))
    bought = set(forced)
    order = [i for i in eligible(problem, "rank-and-cut") if i not in bought]
    costs = [problem.projects[i].total for i in order]
    funded = [order[k] for k in cut(costs, money, problem.rules.ranking.skip)]
    return SearchResult(_whole(problem, forced + funded), solvers=("ranking",))


class SingleBudget:
    """What one budget refuses beside a plan, in the words of `FeasibleFill`, and without the rows of a program.

    Parameters
    ----------
    problem : Problem
        Of one budget and no rule.
    start : Plan, optional
        What is bought already.

    Attributes
    ----------
    short : dict of str to int
        What the budget lacked for the last project it refused [fen], under its name.
    """

    def __init__(self, problem: Problem, start: Plan | None = None) -> None:
        self.short: dict[str, int] = {}
        self._problem, self._name = problem, problem.budget.lines[0].name
        self._left = problem.money.lines[0].amount - (0 if start is None else start.cost)

    def refusal(self, position: int, posts: int) -> str | None:
        """Name of the budget if it does not pay for a project, else None."""
        lack = sum(self._problem.projects[position].price(posts).values()) - self._left
        if lack <= 0:
            return None
        self.short[self._name] = lack
        return self._name


def unproved(problem: Problem, policy: str) -> SearchResult:
    """Mandatory projects, then down the ranking of the policy: what there is when no time is left to prove more."""
    forced, money = mandatory_first(problem)
    if money < 0:
        return SearchResult(infeasible=True, solvers=("core",))
    bought = set(forced)
    order = [i for i in eligible(problem, policy) if i not in bought]
    funded = [order[k] for k in cut([problem.projects[i].total for i in order], money, skip=True)]
    plan = _whole(problem, forced + funded)
    values = {"weighted": plan.weighted} if policy == "weighted" else plan.by_tier(policy)
    first, *others = values.items()
    stages = [_bounded(problem, *first, policy, bought, money)]
    stages += [Tier(tier, value, None, "feasible_unproven") for tier, value in others]
    return SearchResult(plan, tuple(stages), solvers=("ranking",))


def tightened(problem: Problem, policy: str, found: SearchResult) -> SearchResult:
    """Return the result of a solver with the bound of its first objective no looser than ours."""
    if found.plan is None or not found.stages or found.stages[0].verdict == "proven_optimal":
        return found
    first, *others = found.stages
    forced, money = mandatory_first(problem)
    mine = _bounded(problem, first.tier, first.benefit, policy, set(forced), money)
    if mine.bound is None or (first.bound is not None and first.bound <= mine.bound):
        return found
    return replace(found, stages=(mine, *others))


def _bounded(problem: Problem, tier: int | str, value: Fraction, policy: str, bought: set[int], money: int) -> Tier:
    """The first objective with its linear bound, which proves it where it is reached."""
    members = range(len(problem.projects)) if policy == "weighted" else tiers_of(problem, policy)[0][1]
    weights = problem.rules.weights if policy == "weighted" else (1,) * 5
    worth = {i: problem.benefits[i] * weights[problem.projects[i].urgency - 1] for i in members}
    free = [i for i in members if i not in bought]
    most = upper_bound([worth[i] for i in free], [problem.projects[i].total for i in free], money)
    bound = Fraction(most + sum(worth[i] for i in members if i in bought), problem.scale)
    return Tier(tier, value, bound, "proven_optimal" if bound == value else "within_gap")


def cut(costs: list[int], money: int, skip: bool) -> list[int]:
    """Places funded in a ranking: passing over what does not fit, or ending there.

    >>> cut([50, 60, 40], 100, skip=True), cut([50, 60, 40], 100, skip=False)
    ([0, 2], [0])
    """
    funded = []
    for place, cost in enumerate(costs):
        if cost <= money:
            funded.append(place)
            money -= cost
        elif not skip:
            break
    return funded


def _proved(problem: Problem, chosen: list[int], stages: list[Tier], ties: bool) -> SearchResult:
    return SearchResult(_whole(problem, chosen), tuple(stages), ties_proven=ties, solvers=("core",))


def _whole(problem: Problem, chosen: list[int]) -> Plan:
    return Plan(problem, {i: problem.projects[i].posts for i in chosen})
