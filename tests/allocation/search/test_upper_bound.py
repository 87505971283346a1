"""Bounds that need no solver, against every point of small programs; and searches that have no time for one."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.program import ProgramColumn
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.upper_bound import bound_by_rows
from tests.allocation.milp.small import optimum, task


def test_no_point_of_a_program_is_worth_more_than_the_bound_of_its_rows() -> None:
    luck, reached = Random(5), 0
    for _ in range(400):
        asked = task(luck)
        best, bound = optimum(asked), bound_by_rows(asked.columns, asked.rows, asked.goal)
        assert bound is not None
        if best is not None:
            assert bound >= best
            reached += bound == best
    assert reached > 50, "a bound that is never reached would say nothing"


def test_one_row_bounds_by_the_best_worth_for_its_price_with_the_last_in_part() -> None:
    columns = [ProgramColumn(1), ProgramColumn(2), ProgramColumn(1)]
    assert bound_by_rows(columns, [], {0: 5, 1: 3, 2: -1}) == 11
    problem = Problem([Project("A", 5, 100, 60), Project("B", 5, 80, 50), Project("C", 5, 80, 50)], 100)
    program = build(problem)
    assert bound_by_rows(program.columns, program.rows, program.benefit(range(3))) == 164


def test_an_amount_without_end_has_no_bound() -> None:
    assert bound_by_rows([ProgramColumn(None, integer=False)], [], {0: 1}) is None


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
def test_a_long_library_without_time_gets_a_list_and_an_honest_gap(policy: str) -> None:
    """The list keeps every rule, and no list that a solver proves best is beyond the bound."""
    luck = Random(3)
    projects = [
        Project(f"P{k:04}", 1 + k % 5, luck.randint(1, 99), luck.randint(100, 999), district=luck.choice("NSEW"))
        for k in range(1200)
    ]
    rules = {"limit": [{"name": "each", "each": "district", "max_projects": 60, "min_projects": 1}]}
    problem = Problem(projects, sum(p.total for p in projects) // 9, Rules.model_validate(rules))
    hasty, proved = allocate(problem, policy, time_limit=Deadline.of(-1)), allocate(problem, policy, "highs")
    assert hasty.plan.feasible
    assert hasty.solver == "ranking"
    assert hasty.verdict == "within_gap"
    assert proved.tiers[0].verdict == "proven_optimal" or proved.verdict == "proven_optimal"
    first = "weighted" if policy == "weighted" else 5
    best, mine = (outcome.plan.objective(policy, first) for outcome in (proved, hasty))
    bound = hasty.bound if policy == "weighted" else hasty.tiers[0].bound
    assert bound is not None
    assert mine <= best <= bound
    assert bound < 2 * best
