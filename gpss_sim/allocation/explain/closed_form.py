"""Exact changes where one budget is all there is: by forced-in and least-money packings, no bisection.

Let K(r) be the best value of the other projects within r, and L(v) the least money at which they
reach value v. A project worth v at price c, in a group with money r, is in exactly if v + K(r − c)
exceeds K(r), or equals it at less money. So the highest price at which it is in is r − L(K(r) − v + 1),
or, at a tie, the money of the best selection without it less L(K(r) − v).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gpss_sim.allocation.explain.knapsack_bounds import Bounds
from gpss_sim.allocation.explain.pareto_frontier import entry_budgets, pareto_frontier
from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.knapsack import Packing
from gpss_sim.allocation.search.packing import best_packing
from gpss_sim.allocation.search.single_budget import mandatory_first


@dataclass(frozen=True, slots=True)
class Group:
    """Projects that compete for the same money: a tier, or all of them under `weighted`.

    Parameters
    ----------
    positions : tuple of int
        Free projects, by position.
    values, costs : tuple of int
        Worth in whole units of the goal; price [fen].
    unit : dict of int to int
        Whole units of the goal in one unit of a project's benefit, by position.
    """

    positions: tuple[int, ...]
    values: tuple[int, ...]
    costs: tuple[int, ...]
    unit: dict[int, int]


class Groups:
    """The groups of a decision over a single budget, and the money each of them has.

    Parameters
    ----------
    problem : Problem
        With one budget and no rule that ties projects.
    policy : str
    deadline : Deadline, optional
        Of the question that is asked next; moved from question to question.
    """

    def __init__(self, problem: Problem, policy: str, deadline: Deadline | None = None) -> None:
        self.problem, self.policy = problem, policy
        self.deadline = deadline or Deadline()
        forced, self.money = mandatory_first(problem)
        bought = set(forced)
        w = problem.rules.weights
        tiers = tiers_of(problem, policy)
        if policy == "weighted":
            tiers = [("weighted", sorted(i for _, members in tiers for i in members))]
        self.groups = []
        for _, members in tiers:
            free = tuple(i for i in members if i not in bought)
            unit = {
                i: problem.scale * (w[problem.projects[i].urgency - 1] if policy == "weighted" else 1) for i in free
            }
            values = tuple(problem.benefits[i] * unit[i] // problem.scale for i in free)
            self.groups.append(Group(free, values, tuple(problem.projects[i].total for i in free), unit))

    @cached_property
    def answers(self) -> list[Packing]:
        """Best packing of every group, one after the other."""
        return self.packed(self.money)

    @cached_property
    def bounds(self) -> list[Bounds]:
        """Bounds of every group."""
        return [Bounds(group.values, group.costs) for group in self.groups]

    @cached_property
    def entry_budgets(self) -> list[list[int | None]] | None:
        """Least money from now on at which each project of every group is in; None where that is too hard."""
        try:
            frontiers = [pareto_frontier(group.values, group.costs, self.deadline.part(0.3)) for group in self.groups]
            return entry_budgets(frontiers, self.money)
        except TooHardError:
            return None

    def packed(self, money: int, last: int | None = None) -> list[Packing]:
        """Best packings when there are `money` fen in all, up to group number `last`."""
        found = []
        for group in self.groups[: None if last is None else last + 1]:
            found.append(best_packing(group.values, group.costs, money, self.deadline))
            money -= found[-1].cost
        return found

    def left(self, number: int) -> int:
        """Money a group has [fen]."""
        return self.money - sum(answer.cost for answer in self.answers[:number])

    def contest(self, position: int) -> GroupContest:
        """Return the contest of one project against the others of its group."""
        number = next(k for k, group in enumerate(self.groups) if position in group.unit)
        return GroupContest(self, number, self.groups[number].positions.index(position))


class GroupContest:
    """One project against the others of its group."""

    def __init__(self, groups: Groups, number: int, place: int) -> None:
        self.groups, self.number, self.place = groups, number, place
        group = groups.groups[number]
        self.group = group
        self.values = [v for k, v in enumerate(group.values) if k != place]
        self.costs = [c for k, c in enumerate(group.costs) if k != place]
        self.value, self.cost = group.values[place], group.costs[place]
        self.money = groups.left(number)

    @cached_property
    def others(self) -> Bounds:
        """Bounds of the others."""
        return Bounds(self.values, self.costs)

    @cached_property
    def without(self) -> Packing:
        """Best selection of the others."""
        answer = self.groups.answers[self.number]
        if self.place not in answer.chosen:
            return answer
        return self.packed(self.money)

    @cached_property
    def beside(self) -> Packing | None:
        """Best selection of the others beside the project; None when it does not fit alone."""
        return self.packed(self.money - self.cost) if self.cost <= self.money else None

    def packed(self, money: int) -> Packing:
        """Best selection of the others within `money` fen."""
        return best_packing(self.values, self.costs, money, self.groups.deadline)

    def least_money(self, value: int) -> int | None:
        """Least money at which the others are worth `value`; None when they never are."""
        worthy = [k for k, v in enumerate(self.values) if v > 0]
        spare = sum(self.values) - value
        if spare < 0:
            return None
        if value <= 0:
            return 0
        left_out = best_packing(
            [self.costs[k] for k in worthy], [self.values[k] for k in worthy], spare, self.groups.deadline
        )
        return sum(self.costs[k] for k in worthy) - left_out.value

    def highest_price(self) -> tuple[int | None, int | None]:
        """Return the highest price that wins outright, and the highest that wins at a tie if ids favour it."""
        target = self.without.value - self.value
        more, same = self.least_money(target + 1), self.least_money(target)
        outright = None if more is None else self.money - more
        tie = None
        if same is not None and self.without.value > 0:
            tie = min(self.without.cost - same, self.money - same)
        return outright, tie

    def lowest_gain(self) -> int | None:
        """Return the change of benefit, in its own units, at which the project ties or wins first."""
        if self.beside is None:
            return None
        unit = self.group.unit[self.group.positions[self.place]]
        if unit == 0:
            return None
        return -((self.value + self.beside.value - self.without.value) // unit)

    def wins(self, packings: list[Packing]) -> bool:
        """Whether the project is in among packings of the groups."""
        return self.place in packings[self.number].chosen

    def next_budget(self) -> int | None:
        """Smallest larger total money at which the project is in [fen]; None if there is none.

        Raises
        ------
        TooHardError
            If it was not found.
        """
        known = self.groups.entry_budgets
        return self._climbed() if known is None else known[self.number][self.place]

    def _climbed(self, steps: int = 300) -> int | None:
        """The same for large libraries, from one amount that may bring it in to the next.

        At each amount only two things can bring it in: more money for its own group, enough to reach
        more than the others alone; or a change above, at the next value a higher tier can buy.
        """
        money = self.groups.money
        for _ in range(steps):
            money = self._skip(money)
            packings = self.groups.packed(money, self.number)
            if self.wins(packings):
                return money
            left = money - sum(p.cost for p in packings[: self.number])
            best = packings[self.number].value
            reach = self.least_money(best - self.value + 1)
            if reach is None:
                return None
            nexts = [money + self.cost + reach - left]
            above = money
            for group, packing in zip(self.groups.groups, packings[: self.number], strict=False):
                step = _next_value(group, packing.value, self.groups.deadline)
                if step is not None:
                    nexts.append(money + step - above)
                above -= packing.cost
            money = max(money + 1, min(nexts))
        raise TooHardError

    def _skip(self, money: int) -> int:
        """Return a total below which, from `money` on, bounds alone keep the project out [fen].

        The first higher tier that does not get everything spends at least the bound of what it buys, and
        what is left must pay for the project; then the project must reach what the others surely reach.
        """
        while True:
            left, short = money, False
            for bounds in self.groups.bounds[: self.number]:
                short = left < bounds.everything
                left -= bounds.price(bounds.bought(left)) if short else bounds.everything
                if short:
                    break
            if left < self.cost:
                money += self.cost - left
            elif not short and (need := self.cost + self.others.price(self.others.bought(left) - self.value)) > left:
                money += need - left
            else:
                return money


def _next_value(group: Group, value: int, deadline: Deadline) -> int | None:
    """Least money at which a group is worth more than `value`; None when it has everything."""
    if sum(group.values) <= value:
        return None
    worthy = [k for k, v in enumerate(group.values) if v > 0]
    spare = sum(group.values) - value - 1
    left_out = best_packing([group.costs[k] for k in worthy], [group.values[k] for k in worthy], spare, deadline)
    return sum(group.costs[k] for k in worthy) - left_out.value
