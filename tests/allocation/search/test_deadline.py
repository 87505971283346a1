"""A time limit holds for everything together, inside our own algorithms too."""

from __future__ import annotations

from itertools import product
from random import Random
from time import perf_counter

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.explain import explain
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import LEAST, Deadline, TooHardError
from gpss_sim.allocation.search.branching import pack_dear_first
from gpss_sim.allocation.search.knapsack import pack
from tests.clock import Clock, clock

__all__ = ["clock"]

LARGE = 10**8


def mixed(ordinary: int = 1000, dear: int = 10) -> tuple[list[int], list[int], int]:
    """Ordinary projects and a few a thousand times as dear; 30 % of the money."""
    luck = Random(1)
    costs = [luck.randint(10_000, 100_000) * 100 for _ in range(ordinary)]
    values = [luck.randint(1, 1000) for _ in range(ordinary)]
    costs += [luck.randint(LARGE, 10 * LARGE) * 10 for _ in range(dear)]
    values += [luck.randint(10**5, 10**6) for _ in range(dear)]
    return values, costs, sum(costs) * 3 // 10


def test_parts_of_a_deadline_never_go_beyond_it() -> None:
    whole = Deadline.of(10)
    assert Deadline.of(whole) is whole
    assert 4.5 < (whole.part(0.5).left() or 0) <= 5
    assert (whole.at_most(60).left() or 0) <= 10
    assert (whole.less(9).left() or 0) <= 1
    assert not whole.over
    assert Deadline.of(-1).over
    assert Deadline.of(-1).left() == LEAST
    assert Deadline().part(0.1).left() is None
    with pytest.raises(TooHardError):
        Deadline(perf_counter() - 1).check()


def test_packing_ends_in_time(clock: Clock) -> None:
    values, costs, money = mixed()
    with clock.within(0.3), pytest.raises(TooHardError):
        pack(values, costs, money, Deadline.of(0.3))


def test_a_few_dear_projects_do_not_make_a_decision_hard(clock: Clock) -> None:
    values, costs, money = mixed()
    found = pack_dear_first(values, costs, money, Deadline.of(20))
    assert found.value == 3_832_479
    projects = [Project(f"p{k:04}", 5, v, c) for k, (v, c) in enumerate(zip(values, costs, strict=True))]
    with clock.within(3):
        outcome = allocate(Problem(projects, money), "weighted", time_limit=3)
    assert outcome.verdict == "proven_optimal"
    assert outcome.plan.cost == found.cost


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
def test_a_large_hard_library_has_a_list_and_a_bound_in_time(policy: str, clock: Clock) -> None:
    luck = Random(2)
    costs = [luck.randint(10**6, 10**7) for _ in range(10_000)]
    projects = [Project(f"p{k:05}", 5, c + 10**6, c) for k, c in enumerate(costs)]
    with clock.within(0.2):
        outcome = allocate(Problem(projects, sum(costs) // 2 + 7), policy, time_limit=0.2)
    assert outcome.plan.feasible
    assert outcome.verdict == "within_gap"
    assert outcome.tiers[0].bound is not None or outcome.bound is not None
    assert (outcome.gap if policy == "weighted" else outcome.tiers[0].gap) < 1e-3


def test_the_dearest_first_chooses_as_plain_packing_does() -> None:
    luck = Random(12)
    for _ in range(60):
        costs = [luck.randint(1, 9) for _ in range(9)] + [luck.randint(200, 260) for _ in range(4)]
        values = [luck.randint(0, 9) for _ in range(9)] + [luck.randint(150, 300) for _ in range(4)]
        luck.shuffle(values)
        money = luck.randint(0, sum(costs))
        plain = pack(values, costs, money)
        try:
            found = pack_dear_first(values, costs, money, Deadline())
        except TooHardError:
            assert all(c <= 9 or c > money or v == 0 for c, v in zip(costs, values, strict=True))
            continue
        assert (found.chosen, found.value, found.cost) == (plain.chosen, plain.value, plain.cost)


def test_one_source_each_is_found_where_there_is_one() -> None:
    luck = Random(3)
    for _ in range(150):
        sources = [luck.choice([(), ("x",), ("y",), ("x", "y")]) for _ in range(6)]
        projects = [Project(f"p{k}", 5, 1, luck.randint(1, 9), sources=s) for k, s in enumerate(sources)]
        room = {"x": luck.randint(5, 20), "y": luck.randint(5, 20)}
        problem = Problem(projects, room, Rules(split_sources=False))
        able = [[s for s in ("x", "y") if s in (p.sources or ("x", "y"))] for p in projects]
        there_is_one = any(
            all(sum(p.total for p, s in zip(projects, way, strict=True) if s == name) <= room[name] for name in room)
            for way in product(*able)
        )
        assert Plan(problem, dict.fromkeys(range(6), 1)).feasible is there_is_one


def test_rank_and_cut_with_one_source_each_ends_in_time(clock: Clock) -> None:
    luck = Random(1)
    projects = [Project(f"p{k:02}", 5, luck.randint(1, 99), luck.randint(10**6, 10**8)) for k in range(36)]
    money = sum(p.total for p in projects) // 3
    problem = Problem(projects, {"x": money, "y": money + 1}, Rules(split_sources=False))
    with clock.within(2):
        outcome = allocate(problem, "rank-and-cut", time_limit=2)
    assert outcome.plan.feasible
    assert outcome.posts


def test_many_projects_with_one_source_each_need_no_deep_recursion() -> None:
    projects = [Project(f"p{k:04}", 5, 1, 10) for k in range(1500)]
    problem = Problem(projects, {"x": 7500, "y": 7500}, Rules(split_sources=False))
    assert Plan(problem, dict.fromkeys(range(1500), 1)).feasible


def test_an_explanation_without_time_says_so() -> None:
    projects = [Project("a", 5, 3, 60), Project("b", 5, 2, 50), Project("c", 5, 2, 50)]
    problem = Problem(projects, 100)
    outcome = allocate(problem, "weighted")
    told = explain(problem, outcome, "a", deadline=Deadline.of(-1))
    assert told.unsettled == ("cost", "benefit", "urgency", "budget")
    assert told.changes == ()
