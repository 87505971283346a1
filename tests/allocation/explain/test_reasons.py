"""What the reasons of a list say of money, against sums by hand and against the rows of the program."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.explain import explain
from gpss_sim.allocation.explain.reasons import reasons, shortage
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.single_budget import SingleBudget
from gpss_sim.errors import InputError
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


def test_what_is_too_dear_alone_names_what_cannot_pay_for_it() -> None:
    """Of 100, 60 are fiscal: 40 pay for what the lottery may pay for, whatever else the budget has left."""
    projects = [Project("L", 5, 9, 9_000, sources=("lottery",)), Project("F", 5, 1, 6_000, sources=("fiscal",))]
    problem = Problem(projects, Budget.parse(("100", "fiscal=60")))
    outcome = allocate(problem)
    why = reasons(problem, outcome)["L"]
    assert outcome.selected == ("F",)
    assert (why.code, why.facts["rule"]) == ("reason.dear", "eligible sources")


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


def test_what_more_money_would_not_bring_in_names_the_rule_that_would_still_refuse_it() -> None:
    """No money is left for either; the second of the south would be refused by the rule with any money."""
    cap = {"limit": [{"name": "one south", "where": {"district": "S"}, "max_projects": 1}]}
    projects = [Project(n, 5, b, 10, district=d) for n, b, d in (("A", 4, "S"), ("B", 3, "N"), ("C", 2, "S"))]
    problem = Problem(projects, 10, Rules.model_validate(cap))
    outcome = allocate(problem)
    assert (outcome.selected, outcome.reserve) == (("A",), ("B",))
    found = reasons(problem, outcome)
    assert found["B"].code == "reason.left"
    assert (found["C"].code, found["C"].facts["rule"]) == ("reason.rule", "one south")


def test_a_moved_number_gives_the_decision_that_is_made_anew() -> None:
    projects = [Project(f"P{k}", 1 + k % 5, Fraction(k, 2), 10 + k) for k in range(6)]
    problem = Problem(projects, 30, Rules.model_validate({"mandatory": ["P1"]}))
    for new in (Project("P3", 2, Fraction(9, 2), 7), Project("P3", 2, Fraction(1, 3), 7), Project("P0", 5, 1, 1)):
        made = problem.with_projects(new if p.id == new.id else p for p in projects)
        moved = problem.with_moved(new)
        assert moved == made
        assert [Fraction(b, moved.scale) for b in moved.benefits] == [Fraction(b, made.scale) for b in made.benefits]
        assert (moved.index, moved.must, moved.years, moved.kept) == (made.index, made.must, made.years, {})
    with pytest.raises(InputError, match="cost"):
        problem.with_moved(Project("P3", 2, 1, 0))


@pytest.mark.parametrize("policy", ["weighted", "urgency-first", "core-plus", "rank-and-cut"])
def test_a_contract_of_last_year_that_may_be_left_out_is_explained_as_any_other(policy: str) -> None:
    projects = [Project("A", 5, 9, 10), Project("B", 5, 5, 10), Project("C", 5, 1, 10)]
    problem = Problem(projects, 20, Rules.model_validate({"continuing": ["A"]}))
    outcome = allocate(problem, policy)
    told = explain(problem, outcome, "A")
    assert (told.inside, told.rivals) == (True, ("C",))


def test_without_a_list_every_project_says_so() -> None:
    problem = Problem([Project("A", 5, 1, 200, mandatory=True), Project("B", 5, 1, 1)], 100)
    outcome = allocate(problem)
    assert outcome.verdict == "infeasible"
    assert {why.code for why in reasons(problem, outcome).values()} == {"reason.none"}


def codes(problem: Problem, policy: str) -> dict[str, str]:
    """Why each project is in or out, by the last part of its code."""
    found = reasons(problem, allocate(problem, policy))
    return {name: why.code.removeprefix("reason.") for name, why in found.items()}


def test_reasons_of_a_ranking_and_of_a_core_by_hand() -> None:
    projects = [Project("A", 5, 9, 60), Project("B", 4, 4, 10), Project("C", 3, 5, 50), Project("D", 2, 6, 40)]
    ranked = Problem(projects, 100, Rules.model_validate({"ranking": {"threshold": 5}}))
    assert codes(ranked, "rank-and-cut") == {"A": "ranked", "B": "below", "C": "left", "D": "ranked"}
    assert codes(ranked, "urgency-first") == {"A": "best", "B": "best", "C": "left", "D": "left"}
    core = Problem(projects, 100, Rules.model_validate({"continuing": ["D"], "mandatory": ["C"]}))
    assert codes(core, "core-plus") == {"A": "left", "B": "best", "C": "mandatory", "D": "core"}
    assert codes(core, "urgency-first")["D"] != "core"


def test_a_part_of_a_project_says_how_much_of_it() -> None:
    problem = Problem([Project("A", 5, 9, 90, posts=3, min_posts=1), Project("B", 4, 1, 10)], 70)
    why = reasons(problem, allocate(problem))["A"]
    assert (why.code, why.facts["posts"], why.facts["all"], why.facts["each"]) == ("reason.part", 2, 3, "0.10")


def test_a_list_that_misses_a_floor_says_that_rules_are_unmet() -> None:
    rules = {"limit": [{"name": "two", "where": {"projects": ["A", "B"]}, "min_projects": 2}]}
    problem = Problem([Project("A", 5, 9, 90), Project("B", 4, 1, 60)], 100, Rules.model_validate(rules))
    outcome = allocate(problem, "rank-and-cut")
    assert outcome.verdict == "no_answer"
    assert {why.code for why in reasons(problem, outcome).values()} == {"reason.unmet"}


def test_what_no_source_has_left_is_told_apart_from_what_no_line_has() -> None:
    """Of 100 the fiscal 60 pay for nobody here: 40 are left for the rest, of which the first takes 30."""
    projects = [Project(n, 5, b, 3_000, sources=("lottery",)) for n, b in (("A", 9), ("B", 5))]
    problem = Problem(projects, Budget.parse(("100", "fiscal=60")))
    why = reasons(problem, allocate(problem))["B"]
    assert (why.code, why.facts["rank"]) == ("reason.sources", 1)
    assert shortage(problem, allocate(problem), "B") is None
    assert shortage(problem, allocate(problem), "A") is None


def test_what_fits_beside_the_list_and_adds_nothing_is_beaten() -> None:
    """Both serve the same people, who are served by A as well as they can be: B would only cost money."""
    rules = {"overlap": [{"name": "same", "where": {"projects": ["A", "B"]}, "steps": [{"up_to": 9, "rate": 1}]}]}
    problem = Problem([Project("A", 5, 9, 60), Project("B", 5, 2, 30)], 100, Rules.model_validate(rules))
    assert codes(problem, "urgency-first") == {"A": "best", "B": "beaten"}
