"""The proof of a value by arrays: against plain packing, and on families that are called hard."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, allocate
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search import few_fit, packing, partial_selections, proof_of_value, single_budget
from gpss_sim.allocation.search.knapsack import linear_bound, pack
from gpss_sim.allocation.search.packing import best_worth
from gpss_sim.allocation.search.proof_of_value import _Search, best_value
from gpss_sim.allocation.search.upper_bound import upper_bound
from tests.allocation.search.knapsacks import whole


def knapsack(luck: Random, most: int = 14) -> tuple[list[int], list[int], int]:
    """A small one of any family."""
    n, size, kind = luck.randint(1, most), luck.choice((3, 10, 100, 10**6)), luck.randrange(6)
    costs = [luck.randint(1, size) for _ in range(n)]
    values = [luck.randint(0, size) for _ in range(n)]
    if kind == 1:
        values = [cost + size // 5 + 1 for cost in costs]
    elif kind == 2:
        costs = [value + size // 5 + 1 for value in values]
    elif kind == 3:
        values = list(costs)
    elif kind == 4:
        costs = [cost * luck.choice((1, 1, 50, 1000)) for cost in costs]
        values = [value * luck.choice((1, 1, 50)) for value in values]
    return values, costs, luck.randint(0, sum(costs))


def _compare(seed: int) -> None:
    values, costs, money = knapsack(Random(seed))
    plain = pack(values, costs, money)
    found = best_value(values, costs, money, Deadline())
    assert found.value == plain.value == sum(values[i] for i in found.chosen)
    assert plain.cost <= found.cost == sum(costs[i] for i in found.chosen) <= money
    assert found.cost == plain.cost or not found.cheapest
    assert found.bound >= found.value


def test_the_value_is_the_best_one() -> None:
    for seed in range(200):
        _compare(seed)


def test_so_it_is_where_nothing_is_left_to_packings_of_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_fit, "FEW", 0)
    for seed in range(2000, 2120):
        _compare(seed)


def test_so_it_is_by_branches_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every branch looks at a handful of partial selections, so that most are divided; none is passed over."""
    monkeypatch.setattr(few_fit, "FEW", 0)
    for name, given in {"FIRST": 0, "MOST": 0, "TURNS": ((0, 10**5),), "BRANCH": 4}.items():
        monkeypatch.setattr(proof_of_value, name, given)
    for seed in range(3000, 3060):
        _compare(seed)


def test_branches_end_with_the_number_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    values, costs, money = BRANCHED
    monkeypatch.setattr(few_fit, "FEW", 0)
    for name, given in {"FIRST": 0, "MOST": 0, "TURNS": ((0, BRANCHES),), "BRANCH": 4}.items():
        monkeypatch.setattr(proof_of_value, name, given)
    assert best_value(values, costs, money, Deadline()).value == pack(values, costs, money).value
    monkeypatch.setattr(proof_of_value, "TURNS", ((0, BRANCHES - 1),))
    with pytest.raises(TooHardError):
        best_value(values, costs, money, Deadline())


BRANCHED = ([31, 47, 53, 59, 61, 67, 71, 73, 79, 83], [30, 41, 52, 50, 62, 61, 70, 66, 77, 80], 281)
BRANCHES = 18
"""Branches of the case above of which each looks at four partial selections."""


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_a_choice_is_the_cheapest_where_every_branch_says_so(
    first: bool, second: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [(False, False), (True, first), (True, second)]

    def enumerate_(self: _Search, *_: object) -> bool:
        settled, self.cheapest = told.pop(0)
        return settled

    monkeypatch.setattr(_Search, "_enumerate", enumerate_)
    values, costs, money = BRANCHED
    search = _Search(whole(values), whole(costs), whole([1] * len(costs)), money, Deadline())
    search.begin()
    assert search.best.value < search.top
    assert search._branch(10)
    assert told == []
    assert search.cheapest is (first and second)


def test_partial_selections_are_looked_at_no_more_often_than_they_must(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot reach the bound is left, and the enumeration ends with the proof: both show in the count."""
    luck = Random(11)
    costs = [luck.randint(1_000, 9_999) for _ in range(200)]
    values = [cost + luck.randint(0, 2_000) for cost in costs]
    monkeypatch.setattr(few_fit, "FEW", 0)
    monkeypatch.setattr(proof_of_value, "TURNS", ())
    monkeypatch.setattr(proof_of_value, "MOST", 0)
    monkeypatch.setattr(proof_of_value, "FIRST", LOOKS)
    found = best_value(values, costs, sum(costs) // 2, Deadline())
    plain = pack(values, costs, sum(costs) // 2)
    assert (found.value, found.cost, found.cheapest, found.open) == (plain.value, plain.cost, True, OPEN)
    monkeypatch.setattr(proof_of_value, "FIRST", LOOKS - 1)
    with pytest.raises(TooHardError):
        best_value(values, costs, sum(costs) // 2, Deadline())


LOOKS, OPEN = 1_370, 21
"""Partial selections of the case above, and positions that the bound left open."""


def test_so_it_is_with_hardly_any_room_for_partial_selections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_fit, "FEW", 0)
    for name, given in {"FIRST": 0, "TURNS": ((0, 2_000), (10**7, 0)), "BRANCH": 200}.items():
        monkeypatch.setattr(proof_of_value, name, given)
    for name, number in {"WIDE": 5, "NARROW": 3}.items():
        monkeypatch.setattr(partial_selections, name, number)
    for seed in range(1000, 1080):
        _compare(seed)


FAMILIES = {
    "strongly": lambda luck, cost: (cost + 1000, cost),
    "inverse": lambda luck, cost: (cost, cost + 1000),
    "subset": lambda luck, cost: (cost, cost),
    "ceiling": lambda luck, cost: (3 * -(-cost // 3), cost),
    "few kinds": lambda luck, cost: (cost // 1000 * 1003 + 7, cost // 1000 * 1000 + 1000),
    "scales": lambda luck, cost: tuple(x * luck.choice((1, 1, 1, 10_000)) for x in (luck.randint(1, 10_000), cost)),
}


@pytest.mark.parametrize("kind", FAMILIES)
@pytest.mark.parametrize("n", [100, 2_000])
def test_families_that_are_hard_for_solvers_are_proved(kind: str, n: int) -> None:
    luck = Random(n)
    found = [FAMILIES[kind](luck, luck.randint(1, 10_000)) for _ in range(n)]
    values, costs = [v for v, _ in found], [c for _, c in found]
    worth = best_worth(values, costs, sum(costs) // 2, Deadline.of(60))
    assert sum(values[i] for i in worth.chosen) == worth.value <= worth.bound
    assert sum(costs[i] for i in worth.chosen) == worth.cost <= sum(costs) // 2


def test_a_proof_without_ties_is_told_so() -> None:
    luck = Random(100)
    projects = [Project(f"p{k:03}", 5, c, c) for k, c in enumerate(luck.randint(1, 10_000) for _ in range(100))]
    money = sum(p.total for p in projects) // 2
    outcome = allocate(Problem(projects, money), "weighted")
    assert (outcome.verdict, outcome.plan.cost, outcome.ties_proven) == ("proven_optimal", money, False)
    assert outcome.solver == "core"


def test_the_answer_does_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    values, costs = [7 * k % 101 + 20 for k in range(30)], [7 * k % 101 + 20 for k in range(30)]
    first = best_worth(values, costs, sum(costs) // 2, Deadline())
    assert best_worth(values, costs, sum(costs) // 2, Deadline.of(1000)) == first
    monkeypatch.setattr(packing, "LITTLE", 0)
    other = best_worth(values, costs, sum(costs) // 2, Deadline())
    assert (other.value, other.cost) == (first.value, first.cost)


def test_numbers_too_large_for_floating_point_are_left_to_others() -> None:
    with pytest.raises(TooHardError):
        best_value([2**52, 2**52], [2, 3], 4, Deadline())


def test_bounds_lie_above_the_best_value_and_not_above_the_linear_one() -> None:
    tighter = 0
    for seed in range(200):
        values, costs, money = knapsack(Random(seed))
        bound = upper_bound(values, costs, money)
        assert pack(values, costs, money).value <= bound <= max(linear_bound(values, costs, money), 0)
        tighter += bound < linear_bound(values, costs, money)
    assert tighter > 20


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
def test_a_list_that_is_not_proved_has_our_bound(policy: str) -> None:
    luck = Random(4)
    costs = [luck.randint(1000, 10_000) for _ in range(200)]
    problem = Problem([Project(f"p{k:03}", 5, c + 1000, c) for k, c in enumerate(costs)], sum(costs) // 2)
    found = single_budget.unproved(problem, policy)
    loose = replace(
        found, stages=(replace(found.stages[0], bound=None, verdict="feasible_unproven"), *found.stages[1:])
    )
    assert single_budget.tightened(problem, policy, loose).stages[0].bound == found.stages[0].bound
    assert found.stages[0].bound == upper_bound([c + 1000 for c in costs], costs, sum(costs) // 2) * (
        problem.rules.weights[4] if policy == "weighted" else 1
    )
    close = replace(found, stages=(replace(found.stages[0], bound=found.stages[0].benefit), *found.stages[1:]))
    assert single_budget.tightened(problem, policy, close) is close
    level = replace(found, stages=(replace(found.stages[0], verdict="within_gap"), *found.stages[1:]))
    assert single_budget.tightened(problem, policy, level) is level, "a bound like ours is the solver's own"
