"""What one budget buys, in closed form: bounds, the frontier over all budgets, and the contest of one project."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation.explain import pareto_frontier as frontier
from gpss_sim.allocation.explain.closed_form import Groups
from gpss_sim.allocation.explain.knapsack_bounds import Bounds
from gpss_sim.allocation.explain.pareto_frontier import entry_budgets, pareto_frontier
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search.single_budget import by_tiers, weighted
from tests.allocation.explain.small import best_packing, numbers, packings, problem


def test_bounds_lie_on_their_side() -> None:
    luck = Random(1)
    for _ in range(80):
        values, costs = numbers(luck)
        bounds = Bounds(values, costs)
        for money in range(sum(costs) + 2):
            assert bounds.bought(money) <= best_packing(values, costs, money)[0]
        for value in range(1, sum(values) + 1):
            assert bounds.price(value) <= min(cost for worth, cost, _ in packings(values, costs) if worth >= value)
        assert bounds.price(sum(values)) == bounds.everything
        assert bounds.price(0) == 0


def test_the_frontier_has_the_best_list_at_every_amount() -> None:
    luck = Random(2)
    for _ in range(60):
        values, costs = numbers(luck)
        steps = pareto_frontier(values, costs)
        assert steps.cost[0] == 0
        for money in range(sum(costs) + 2):
            at = max(k for k, cost in enumerate(steps.cost) if cost <= money)
            assert tuple(steps.chosen[at].nonzero()[0]) == best_packing(values, costs, money)[2]


def test_a_project_enters_at_the_least_budget_that_holds_it() -> None:
    """Groups are served one after the other, each with what those before leave."""
    luck = Random(3)
    for _ in range(40):
        groups = [numbers(luck, 4) for _ in range(2)]
        money = luck.randint(0, 10)
        found = entry_budgets([pareto_frontier(*group) for group in groups], money)
        first: list[list[int | None]] = [[None] * len(values) for values, _ in groups]
        for amount in range(money, sum(sum(costs) for _, costs in groups) + 1):
            left = amount
            for number, (values, costs) in enumerate(groups):
                _, cost, taken = best_packing(values, costs, left)
                left -= cost
                for k in taken:
                    first[number][k] = amount if first[number][k] is None else first[number][k]
        assert found == first


def test_what_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier, "STEPS", 3)
    with pytest.raises(TooHardError):
        pareto_frontier([1, 2, 4], [1, 2, 4])
    monkeypatch.setattr(frontier, "STEPS", 30)
    monkeypatch.setattr(frontier, "SPANS", 2)
    with pytest.raises(TooHardError):
        entry_budgets([pareto_frontier([1, 2, 4], [1, 2, 4])] * 2, 0)


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
def test_the_contest_of_one_project_with_the_others(policy: str) -> None:
    luck = Random(4)
    for _ in range(60):
        decision = problem(luck)
        groups = Groups(decision, policy)
        plan = (weighted(decision, Deadline()) if policy == "weighted" else by_tiers(decision, policy, Deadline())).plan
        assert plan is not None
        for position in range(len(decision.projects)):
            rival = groups.contest(position)
            money = rival.money
            assert rival.without.value == best_packing(rival.values, rival.costs, money)[0]
            for value in range(sum(rival.values) + 2):
                costs = [cost for worth, cost, _ in packings(rival.values, rival.costs) if worth >= value]
                assert rival.least_money(value) == min(costs, default=None)
            assert rival.wins(groups.answers) == (position in plan)
            check_price(rival)


def check_price(rival: object) -> None:
    """The highest winning price: at it the project adds to the best list of the others, one fen above it does not."""
    outright, tie = rival.highest_price()  # type: ignore[attr-defined]
    values, costs, money, value = rival.values, rival.costs, rival.money, rival.value  # type: ignore[attr-defined]
    without = best_packing(values, costs, money)

    def wins(price: int, also_tied: bool) -> bool:
        if price > money:
            return False
        worth, cost, _ = best_packing(values, costs, money - price)
        better = worth + value > without[0]
        equal = worth + value == without[0] and cost + price <= without[1]
        return better or (also_tied and equal)

    prices = [price for price in range(1, money + 1) if wins(price, False)]
    assert max(0, outright or 0) == max(prices, default=0)
    tied = [price for price in range(1, money + 1) if wins(price, True)]
    if without[0] > 0:
        assert max(0, outright or 0, tie or 0) == max(tied, default=0)


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
@pytest.mark.parametrize("climbing", [False, True])
def test_the_next_budget_is_the_smallest_that_brings_a_project_in(
    policy: str, climbing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    luck = Random(5)
    if climbing:
        monkeypatch.setattr(frontier, "STEPS", 0)
    asked = 0
    for _ in range(40):
        decision = problem(luck)
        groups = Groups(decision, policy)
        assert climbing or groups.entry_budgets is not None
        inside = by_budget(decision, policy)
        for position in range(len(decision.projects)):
            now = decision.budget.total
            if position in inside[now]:
                continue
            later = [money for money, taken in inside.items() if money > now and position in taken]
            assert groups.contest(position).next_budget() == min(later, default=None)
            asked += 1
    assert asked > 20


def by_budget(decision: object, policy: str) -> dict[int, set[int]]:
    total = sum(p.total for p in decision.projects)  # type: ignore[attr-defined]
    found = {}
    for money in range(total + 1):
        there = decision.with_budget(money)  # type: ignore[attr-defined]
        plan = (weighted(there, Deadline()) if policy == "weighted" else by_tiers(there, policy, Deadline())).plan
        assert plan is not None
        found[money] = set(plan.posts)
    return found
