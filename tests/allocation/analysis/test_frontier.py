"""What every budget buys, and what the next and the last money change, against every plan of small libraries."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project
from gpss_sim.allocation.analysis.frontier import FrontierPoint, budgets, frontier, margins, point
from tests.allocation.milp.small import every_plan


def most(problem: Problem, money: int) -> Fraction:
    """Largest weighted benefit of the plans that `money` pays."""
    return max(plan.weighted for plan in every_plan(problem) if plan.cost <= money)


def library(luck: Random) -> Problem:
    projects = [
        Project(f"P{k}", luck.randint(1, 5), luck.randint(1, 9), 100 * luck.randint(1, 9), posts=luck.choice((1, 1, 2)))
        for k in range(luck.randint(1, 6))
    ]
    return Problem(projects, 100 * luck.randint(3, 25))


def test_every_point_of_a_frontier_is_the_best_of_its_budget() -> None:
    luck = Random(5)
    for _ in range(12):
        problem = library(luck)
        amounts = budgets(problem.budget.total, 0.5, 1.5, 4)
        for amount, found in zip(amounts, frontier(problem, amounts, "weighted"), strict=True):
            assert (found.budget, found.verdict) == (amount, "proven_optimal")
            assert found.objective == most(problem, amount)
            assert found.spent <= amount


def test_the_next_and_the_last_money_change_what_the_best_plans_differ_in() -> None:
    luck, moved = Random(6), 0
    for _ in range(12):
        problem = library(luck)
        total, step = problem.budget.total, 200
        here = point(problem, total, "weighted")
        for margin, amount in zip(margins(problem, "weighted", step), (total + step, total - step), strict=True):
            there = point(problem.with_budget(problem.budget.scaled(amount, total)), amount, "weighted")
            assert margin.step == amount - total
            assert margin.gain == most(problem, amount) - most(problem, total)
            names = {*here.posts, *there.posts}
            change = {name: there.posts.get(name, 0) - here.posts.get(name, 0) for name in names}
            assert margin.added == {name: n for name, n in change.items() if n > 0}
            assert margin.dropped == {name: -n for name, n in change.items() if n < 0}
            moved += bool(margin.added) and bool(margin.dropped)
    assert moved


def test_a_point_without_an_answer_has_bought_nothing() -> None:
    impossible = Problem([Project("a", 5, 1, 200, mandatory=True)], 100)
    found = point(impossible, 100, "weighted")
    assert found == FrontierPoint(100, "weighted", "infeasible")
    assert (found.spent, found.objective, found.tiers, found.posts, found.selected) == (0, None, (), {}, ())


def test_the_objective_is_that_of_the_reading() -> None:
    problem = Problem([Project("a", 5, 2, 100), Project("b", 1, 3, 100)], 200)
    assert point(problem, 200, "urgency-first").objective == 5
    assert point(problem, 200, "weighted").objective == most(problem, 200) != 5
    assert point(problem, 200, "urgency-first").tiers[0] == 2


@pytest.mark.parametrize(
    ("low", "high", "points", "found"),
    [(0.5, 1.5, 2, [500, 1500]), (0.5, 1.5, 1, [500]), (0.1, 0.2, 3, [100, 150, 200]), (1, 1.001, 2, [1000, 1001])],
)
def test_budgets_lie_evenly_ends_included(low: float, high: float, points: int, found: list[int]) -> None:
    assert budgets(1000, low, high, points) == found


def test_a_budget_of_nothing_has_a_frontier_and_margins() -> None:
    problem = Problem([Project("A", 5, 3, 100)], 0)
    assert [found.spent for found in frontier(problem, [0, 0], "weighted")] == [0, 0]
    more, less = margins(problem, "weighted", 100)
    assert (more.step, more.added, less.step, less.dropped) == (100, {"A": 1}, 0, {})
