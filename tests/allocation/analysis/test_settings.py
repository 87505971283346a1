"""Money that is held back, and the amount that each rule of a conflict is told with."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.analysis.settings import RESERVE, amounts_of, held_back, holding_back, less
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.problem.rules import Reserve
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.rule_tables import Where

PROJECTS = [
    Project("a", 5, 2, 40_000, domain="x", mandatory=True),
    Project("b", 1, 3, 30_000, domain="x"),
    Project("c", 1, 3, 30_000, domain="y", posts=3),
]


def limited(**ends: object) -> Problem:
    rule = Limit.model_validate({"name": "cap", "where": Where(domain=("x",)), **ends})
    return Problem(PROJECTS, 100_000, Rules(limit=(rule,)))


def told(problem: Problem, name: str) -> str:
    return str(amounts_of(problem, build(problem), [name])[name])


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({"max": 500}, "500"),
        ({"min": 100, "max": 600}, "100 … 600"),
        ({"min_projects": 1}, "1"),
        ({"max_projects": 1}, "1"),
    ],
)
def test_a_limit_is_told_with_its_ends(ends: dict[str, object], words: str) -> None:
    found = told(limited(**ends), "cap")
    assert [word for word in words.split(" … ") if word not in found] == []
    assert len(found) < 60


def test_what_is_held_back_can_be_taken_away_or_lessened() -> None:
    problem = Problem(PROJECTS, 100_000, Rules(reserve=Reserve.model_validate({"amount": 200})))
    assert held_back(problem) == {RESERVE: 20_000}
    assert held_back(holding_back(problem, [])) == {}
    assert held_back(less(problem, RESERVE, 5_000)) == {RESERVE: 15_000}


def test_a_mandatory_project_is_told_with_its_least_price() -> None:
    assert "400" in told(limited(max=500), "mandatory a")
