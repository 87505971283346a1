"""What the reasons of a list say of money, against sums by hand and against the rows of the program."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.explain.reasons import reasons, shortage
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.single_budget import SingleBudget
from gpss_sim.money import Fen

ROUND = 600_000, 500_000
"""Prices that are multiples of 1,000 yuan, beside money that is not [fen]."""


@pytest.mark.parametrize("lines", [("10500",), ("10500", "fiscal=99999")])
def test_what_is_left_and_what_is_lacking_add_up_to_the_price(lines: tuple[str, ...]) -> None:
    projects = [Project("A", 5, 10, ROUND[0]), Project("B", 5, 5, ROUND[1])]
    problem = Problem(projects, Budget.parse(lines))
    outcome = allocate(problem)
    why = reasons(problem, outcome)["B"]
    assert (why.code, why.facts["left"], why.facts["lack"]) == ("reason.left", 450_000, 50_000)
    assert shortage(problem, outcome, "B") == 50_000


def test_a_cap_lacks_what_its_own_amount_says() -> None:
    """A limit that no sum of prices reaches refuses by the same amount as it is written."""
    projects = [Project("A", 5, 10, ROUND[0], mandatory=True), Project("B", 5, 5, ROUND[1])]
    cap = {"limit": [{"name": "cap", "where": {"projects": ["A", "B"]}, "max": 10_500}]}
    problem = Problem(projects, 2_000_000, Rules.model_validate(cap))
    fill = FeasibleFill(build(problem), Plan.of(problem, {"A": 1}))
    assert fill.refusal(1, 1) == "cap"
    assert fill.short == {"cap": 50_000}


def test_a_purse_refuses_what_the_rows_of_the_program_refuse() -> None:
    """Also where prices share a divisor and the reserve takes a part of the money."""
    refused = 0
    for seed in range(200):
        luck = Random(seed)
        unit = luck.choice((1, 7, 100, 50_000))
        projects = [Project(f"P{k}", 1 + k % 5, luck.randint(0, 9), unit * luck.randint(1, 30)) for k in range(8)]
        money = luck.randint(1, 30 * unit * 3)
        problem = Problem(projects, money, Rules.model_validate({"reserve": {"share": luck.choice((0, 0.07))}}))
        assert problem.single_budget
        left, bought = problem.money.total, {}
        for i, project in enumerate(problem.projects):
            if project.total <= left and luck.random() < 0.5:
                left, bought[i] = left - project.total, 1
        plan = Plan(problem, bought)
        purse, rows = SingleBudget(problem, plan), FeasibleFill(build(problem), plan)
        for i, project in enumerate(problem.projects):
            if i not in plan:
                why = purse.refusal(i, 1)
                assert (why is None) == (project.total <= left)
                assert why == rows.refusal(i, 1)
                if why is not None:
                    assert purse.short.pop(why) == rows.short.pop(why) == project.total - left
                    refused += 1
    assert refused > 200


def test_reasons_of_one_budget_by_hand() -> None:
    projects = [
        Project("dear", 5, 9, 2_000),
        Project("first", 4, 8, 600),
        Project("idle", 3, 0, 100),
        Project("must", 1, 1, 300, mandatory=True),
        Project("next", 2, 1, 200),
    ]
    problem = Problem(projects, 1_000)
    found = reasons(problem, allocate(problem))
    codes = {name: why.code.removeprefix("reason.") for name, why in found.items()}
    assert codes == {"dear": "dear", "first": "best", "idle": "useless", "must": "mandatory", "next": "left"}
    assert found["dear"].facts["cost"] == Fen(2_000)
    assert (found["next"].facts["left"], found["next"].facts["lack"], found["next"].facts["rank"]) == (100, 100, 1)


def test_without_a_list_every_project_says_so() -> None:
    problem = Problem([Project("A", 5, 1, 200, mandatory=True), Project("B", 5, 1, 1)], 100)
    outcome = allocate(problem)
    assert outcome.verdict == "infeasible"
    assert {why.code for why in reasons(problem, outcome).values()} == {"reason.none"}
