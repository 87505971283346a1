"""Closed answers, a second solver, and the literature's multi-dimensional knapsacks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.search.knapsack import pack
from gpss_sim.allocation.search.single_budget import cut
from gpss_sim.library import read_library
from gpss_sim.resources import shipped

T9 = ([30, 45, 25, 60, 20, 40, 35, 15], [9, 12, 6, 15, 5.5, 9.5, 9.8, 3], 120)


def library(costs: list[int], benefits: list[float]) -> list[Project]:
    return [Project(f"p{k}", 1, b, c) for k, (c, b) in enumerate(zip(costs, benefits, strict=True))]


def test_t9_two_cheap_projects_beat_the_dear_one() -> None:
    problem = Problem(library([60, 50, 50], [100, 80, 80]), 100)
    best = allocate(problem, "weighted")
    assert (best.objective, best.selected) == (160, ("p1", "p2"))
    assert allocate(problem, "rank-and-cut").objective == 100
    assert pack([100, 80, 80], [60, 50, 50], 100).bound == 164


@pytest.mark.parametrize("solver", ["auto", "highs", "cbc"])
def test_t9_eight_projects(solver: str) -> None:
    costs, benefits, budget = T9
    best = allocate(Problem(library(costs, benefits), budget), "weighted", solver)
    assert best.objective == Fraction("32.5")
    assert sorted(best.selected) == ["p0", "p1", "p2", "p4"]
    assert (best.spent, best.verdict) == (120, "proven_optimal")


def test_t9_greedy_by_ratio() -> None:
    costs, benefits, budget = T9
    order = sorted(range(8), key=lambda k: -benefits[k] / costs[k])
    assert [order[k] for k in cut([costs[k] for k in order], budget, skip=True)] == [0, 6, 4, 2]
    assert allocate(Problem(library(costs, benefits), budget), "rank-and-cut").objective == Fraction("30.3")


@given(st.data())
@settings(max_examples=50)
def test_scipy_agrees_on_three_years(data: st.DataObject) -> None:
    n = data.draw(st.integers(10, 25))
    number = st.integers(1, 100)
    costs = [[data.draw(number) for _ in range(n)] for _ in range(3)]
    worth = [data.draw(number) for _ in range(n)]
    budget = {2027 + k: sum(row) // 3 for k, row in enumerate(costs)}
    projects = [Project(f"p{i:02d}", 1, worth[i], {2027 + k: costs[k][i] for k in range(3)}) for i in range(n)]
    ours = allocate(Problem(projects, budget), "weighted")
    rows = LinearConstraint(np.array(costs), ub=list(budget.values()))
    theirs = milp(-np.array(worth), constraints=rows, integrality=np.ones(n), bounds=Bounds(0, 1))
    assert ours.verdict == "proven_optimal"
    assert ours.objective == round(-theirs.fun)


FAMILIES = {
    "fairness": {"goal": "max-min", "gini_at_most": 0.25},
    "gini": {"gini_at_most": 0.001},
}
PEOPLE = {"东城区": 300_000, "西城区": 250_000, "南湖区": 400_000, "北山区": 150_000}


@pytest.mark.parametrize("family", FAMILIES)
def test_two_solvers_prove_the_same_list(family: str) -> None:
    """Rows that mix single units with billions once made HiGHS prove a list that CBC bettered by half."""
    projects = read_library(shipped("scenarios") / "libraries/example/library.csv").projects
    rules = Rules.model_validate({"fairness": FAMILIES[family] | {"population": PEOPLE}})
    highs, cbc = (allocate(Problem(projects, 10**9, rules), "urgency-first", solver) for solver in ("highs", "cbc"))
    assert (highs.verdict, cbc.verdict) == ("proven_optimal", "proven_optimal")
    assert highs.posts == cbc.posts


def test_the_presolve_of_highs_does_not_hide_a_list_under_two_sources() -> None:
    """HiGHS 1.15.1 merged a project with an amount that flows, and called half the benefit best."""
    projects = [
        Project("P0", 1, 4386, 12_345_700),
        Project("P1", 1, 2924, 24_691_537),
        Project("P2", 4, 731, 98_765_874, posts=2, min_posts=1, requires=("P1",)),
    ]
    outcome = allocate(Problem(projects, {"fiscal": 37_037_100, "lottery": 86_419_900}))
    assert outcome.posts == {"P0": 1, "P1": 1, "P2": 1}
    assert outcome.verdict == "proven_optimal"


def test_a_project_of_one_source_is_paid_by_one() -> None:
    library = [Project("a", 5, 3, 50), Project("b", 4, 3, 50), Project("c", 3, 9, 50, sources=("x",))]
    problem = Problem(library, {"x": 60, "y": 60}, Rules(split_sources=False))
    assert allocate(problem, "weighted").selected == ("a", "c")
    assert allocate(problem, "rank-and-cut").selected == ("a", "b")


def knapsack(numbers: list[float]) -> tuple[Problem, float, float]:
    """Read n, years, best known, values, costs by year, budgets; what is free of cost is worth its value anyhow."""
    n, years = int(numbers[0]), int(numbers[1])
    body = numbers[3:]
    costs = [body[n + k * n : n + (k + 1) * n] for k in range(years)]
    grants = body[n + years * n : n + years * n + years]
    projects, free = [], 0.0
    for i, value in enumerate(body[:n]):
        cost = {2001 + k: round(100 * row[i]) for k, row in enumerate(costs)}
        if sum(cost.values()):
            projects.append(Project(f"p{i:04d}", 1, value, cost))
        else:
            free += value
    return Problem(projects, {2001 + k: round(100 * b) for k, b in enumerate(grants)}), numbers[2], free


def numbers_of(path: Path) -> list[float]:
    return [float(word) for word in path.read_text(encoding="utf-8").split()]


def test_every_optimum_of_sac94_is_reached_and_proved(outside_data: Path) -> None:
    files = sorted((outside_data / "mkp/sac94").glob("*/*.dat"))
    assert len(files) == 54
    for path in files:
        problem, best, free = knapsack(numbers_of(path))
        outcome = allocate(problem, "weighted")
        assert outcome.verdict == "proven_optimal", path.name
        assert outcome.objective == Fraction(best - free), path.name


def test_a_limit_leaves_an_honest_gap(outside_data: Path) -> None:
    numbers = numbers_of(outside_data / "mkp/mknapcb4.txt")
    problem, _, free = knapsack(numbers[1:])
    outcome = allocate(problem, "weighted", time_limit=2)
    known = 23064  # best known of 10.100-00
    assert free == 0
    assert outcome.objective is not None
    assert outcome.bound is not None
    assert known * 0.995 <= outcome.objective <= known <= outcome.bound
    assert (outcome.verdict == "proven_optimal") == (outcome.objective == outcome.bound)
