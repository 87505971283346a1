"""A solver that calls a forbidden list optimal: the referee names the rule, and the list is not the answer."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.subproblem import SolverResult
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.rules.rule import FAMILIES
from gpss_sim.allocation.search import checked_solver


def project(name: str, benefit: int = 10, cost: Any = 100_00, **more: Any) -> Project:
    return Project(name, 5, benefit, cost, **more)


A, B, C = project("A"), project("B", 9), project("C", 1)
NORTH, SOUTH = {"district": "N", "agency": "one"}, {"district": "S", "agency": "one"}
FAR = project("F", 20, district="S")
RICH = {"population": {"N": 10, "S": 10}, "gini_at_most": 0.1}
YEARS = {2027: 100_00, 2028: 100_00}

PLANTED: dict[str, tuple[list[Project], Any, dict[str, Any], dict[str, int], str]] = {
    "one budget": ([A, B, C], 250_00, {"staff": [{"name": "w", "available": 9}]}, {"A": 1, "B": 1, "C": 1}, "budget"),
    "a year": (
        [project("A", 10, YEARS), project("B", 9, YEARS)],
        {2027: 300_00, 2028: 150_00},
        {},
        {"A": 1, "B": 1},
        "budget 2028",
    ),
    "a source": (
        [project("A", sources=("x",)), project("B", sources=("x",)), C],
        {"x": 150_00, "y": 150_00},
        {},
        {"A": 1, "B": 1},
        "eligible sources",
    ),
    "one source each": (
        [A, B, C],
        {"x": 150_00, "y": 150_00},
        {"split_sources": False},
        {"A": 1, "B": 1, "C": 1},
        "eligible sources",
    ),
    "the reserve": ([A, B], 200_00, {"reserve": {"amount": 1}}, {"A": 1, "B": 1}, "budget"),
    "an earlier contract": (
        [A, B],
        {2027: 200_00},
        {"commitment": [{"name": "old", "year": 2027, "amount": 1}]},
        {"A": 1, "B": 1},
        "budget",
    ),
    "mandatory": (
        [A, B, C],
        200_00,
        {"mandatory": ["C"], "staff": [{"name": "w", "available": 2}]},
        {"A": 1, "B": 1},
        "mandatory C",
    ),
    "library requires": ([project("A", requires=("C",)), B, C], 200_00, {}, {"A": 1, "B": 1}, "A requires C"),
    "library excludes": ([project("A", excludes=("B",)), B, C], 200_00, {}, {"A": 1, "B": 1}, "A excludes B"),
    "exclusive": (
        [A, B, C],
        200_00,
        {"exclusive": [{"name": "one of", "projects": ["A", "B"]}]},
        {"A": 1, "B": 1},
        "one of",
    ),
    "requires": (
        [A, B, C],
        200_00,
        {"requires": [{"name": "needs", "project": "A", "needs": ["C"]}]},
        {"A": 1, "B": 1},
        "needs",
    ),
    "staff": ([A, B, C], 900_00, {"staff": [{"name": "workers", "available": 2}]}, {"A": 1, "B": 1, "C": 1}, "workers"),
    "concentration": (
        [project("A", **NORTH), project("B", 9, **SOUTH), C],
        200_00,
        {"concentration": [{"name": "one hand", "at_most": 1, "same": ["agency"]}]},
        {"A": 1, "B": 1},
        "one hand",
    ),
    "a cap": ([A, B, C], 900_00, {"limit": [{"name": "cap", "max": 250}]}, {"A": 1, "B": 1, "C": 1}, "cap"),
    "a floor": (
        [A, B, FAR],
        200_00,
        {"limit": [{"name": "floor", "where": {"district": "S"}, "min": 100}]},
        {"A": 1, "B": 1},
        "floor",
    ),
    "a share": (
        [A, B, FAR],
        300_00,
        {"limit": [{"name": "share", "where": {"district": "S"}, "max_share": 0.3, "of": "spending"}]},
        {"A": 1, "F": 1},
        "share",
    ),
    "a number": ([A, B, C], 900_00, {"limit": [{"name": "few", "max_projects": 2}]}, {"A": 1, "B": 1, "C": 1}, "few"),
    "fairness": (
        [project("A", **NORTH), project("B", 9, **SOUTH)],
        200_00,
        {"fairness": {"name": "fair", **RICH}},
        {"A": 1},
        "fair",
    ),
    "overrun": (
        [A, B, C],
        301_00,
        {"overrun": {"name": "risk", "probability": 0.05, "deviation": 0.3}},
        {"A": 1, "B": 1, "C": 1},
        "risk",
    ),
    "posts": ([project("A", posts=4, min_posts=2), B], 200_00, {}, {"A": 1, "B": 1}, "posts of A"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_forbidden_list_is_named_and_not_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    projects, budget, tables, wrong, rule = PLANTED[name]
    problem = Problem(projects, budget, Rules.model_validate(tables))
    planted = Plan.of(problem, wrong)
    assert rule in " ".join(breach.rule for breach in planted.breaches)
    program = build(problem)
    units = program.units_of(planted)
    values = [float(units.get(column, 0)) for column in range(len(program.columns))]
    monkeypatch.setattr(checked_solver, "solve_blocks", lambda *_: SolverResult("optimal", values, 1e6, "liar"))
    for policy in ("weighted", "urgency-first", "core-plus"):
        outcome = allocate(problem, policy)
        assert outcome.posts != wrong
        assert outcome.plan.feasible or outcome.verdict == "no_answer"


def test_every_family_of_rules_is_planted() -> None:
    named = {table for *_, tables, _, _ in PLANTED.values() for table in tables}
    assert named >= {"reserve"} | {family.table for family in FAMILIES} - {"overlap"}, "overlap forbids no list"
