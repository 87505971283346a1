"""Rows carry the name of their rule, and a floor that nothing can reach is infeasible by that name."""

from __future__ import annotations

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.conflict import conflict
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.plan import Plan
from tests.allocation.milp.small import with_plan

LIBRARY = [
    Project("a", 5, 4, 10, domain="x", district="S", mandatory=True),
    Project("b", 5, 3, 10, domain="y", district="N", requires=("a",)),
    Project("c", 5, 2, 10, domain="y", district="N", excludes=("b",)),
]


def test_rows_are_named() -> None:
    tables = {"limit": [{"name": "few", "max_projects": 2}], "staff": [{"name": "workers", "available": 2}]}
    program = build(Problem(LIBRARY, 25, Rules.model_validate(tables)))
    assert [row.rule for row in program.rows] == [
        "budget",
        "mandatory a",
        "b requires a",
        "c excludes b",
        "few",
        "workers",
    ]
    assert [row.unit for row in program.rows] == ["fen", "", "", "", "projects", "posts"]


def test_a_floor_on_a_group_without_members_is_infeasible_by_its_name() -> None:
    rules = Rules.model_validate(
        {"limit": [{"name": "f", "where": {"domain": "x", "district": "N"}, "min_projects": 1}]}
    )
    problem = Problem(LIBRARY, 100, rules)
    assert allocate(problem).verdict == "infeasible"
    assert conflict(problem) == ("f",)


def test_one_source_pays_for_a_project_also_where_prices_move() -> None:
    for fiscal, status in ((6, "infeasible"), (10, "optimal")):
        problem = Problem([Project("a", 5, 1, 10)], {"fiscal": fiscal, "lottery": 6}, Rules(split_sources=False))
        for drawn in (True, False):
            assert with_plan(build(problem, drawn=drawn), Plan.of(problem, {"a": 1})).status == status
