"""Where a rule begins to bind, and how far a rule of a conflict has to move, to the last unit and by enumeration."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.analysis.conflict import conflict, conflicts, relaxations
from gpss_sim.allocation.analysis.idle import idle_rules
from gpss_sim.allocation.analysis.nested import nested
from gpss_sim.allocation.explain import explain
from gpss_sim.allocation.search.decide import allocate
from gpss_sim.errors import InputError
from tests.allocation.milp.small import every_plan

TWO = [
    Project("A", 5, 1, 1000, domain="x", district="S", mandatory=True),
    Project("B", 5, 1, 1000, domain="y", district="N"),
]
PEOPLE = {"S": 1, "N": 9}


def whys(rules: dict[str, Any], projects: list[Project] | None = None, money: object = 5000) -> list[str]:
    problem = Problem(projects or TWO, money, Rules.model_validate(rules))  # type: ignore[arg-type]
    return [idle.why for idle in idle_rules(problem)]


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"quota": [{"name": "q", "max_projects": 2}]}, ["idle"]),
        ({"quota": [{"name": "q", "max_projects": 1}]}, []),
        ({"quota": [{"name": "q", "each": "district", "max_projects": 1}]}, ["idle"]),
        ({"quota": [{"name": "q", "max": 20}]}, ["idle"]),
        ({"quota": [{"name": "q", "max": 19.99}]}, []),
        ({"quota": [{"name": "q", "max": 20, "max_projects": 1}]}, []),
        ({"quota": [{"name": "q", "where": {"domain": "x", "district": "N"}, "max_projects": 1}]}, ["empty"]),
        ({"fairness": {"population": PEOPLE, "goal": "max-min"}}, []),
        ({"fairness": {"population": PEOPLE, "gini_at_most": 0.9}}, ["idle"]),
        ({"fairness": {"population": PEOPLE, "gini_at_most": 0.89}}, []),
        ({"limit": [{"name": "l", "each": "district", "max_share": 0.4, "of": "spending"}]}, []),
        ({"limit": [{"name": "l", "where": {"domain": "x"}, "min_share": 0.4, "of": "spending"}]}, []),
        ({"staff": [{"name": "s", "available": 2}]}, ["idle"]),
        ({"staff": [{"name": "s", "available": 1}]}, []),
    ],
)
def test_a_rule_is_idle_where_no_list_breaks_it(rules: dict[str, Any], why: list[str]) -> None:
    assert whys(rules) == why


def test_only_districts_whose_projects_are_worth_something_can_be_served_alone() -> None:
    served = [TWO[0], Project("B", 5, 0, 1000, domain="y", district="N")]
    for bound, why in ((0.9, ["idle"]), (0.89, [])):
        assert whys({"fairness": {"population": PEOPLE, "gini_at_most": bound}}, served) == why
    other = [Project("A", 5, 0, 1000, district="S"), TWO[1]]
    for bound, why in ((0.1, ["idle"]), (0.09, [])):
        assert whys({"fairness": {"population": PEOPLE, "gini_at_most": bound}}, other) == why
    nobody = [Project("A", 5, 0, 1000, district="S"), Project("B", 5, 0, 1000, district="N")]
    assert whys({"fairness": {"population": PEOPLE, "gini_at_most": 0}}, nobody) == ["idle"]


def test_lists_without_a_conflict_have_none() -> None:
    assert conflict(Problem(TWO, 5000)) == ()
    assert conflicts(Problem(TWO, 5000)) == []


def possible(tables: dict[str, Any], money: int, projects: list[Project]) -> bool:
    try:
        problem = Problem(projects, money, Rules.model_validate(tables))
    except InputError:
        return False
    return any(plan.feasible for plan in every_plan(problem))


def test_a_rule_of_a_conflict_is_moved_just_far_enough() -> None:
    """Each is moved alone, by enumeration of lists and of amounts."""
    luck, moved = Random(3), 0
    for _ in range(10):
        projects = [
            Project(f"p{k}", 3, 1, luck.randint(2, 9), domain="xy"[k % 2], posts=2, mandatory=luck.random() < 0.4)
            for k in range(3)
        ]
        tables: dict[str, Any] = {
            "limit": [
                {"name": "few", "max_projects": luck.randint(0, 2)},
                {"name": "x", "where": {"domain": "x"}, "min": luck.randint(1, 12) / 100},
            ],
            "staff": [{"name": "posts", "available": luck.randint(0, 5)}],
            "reserve": {"amount": luck.randint(0, 4) / 100},
        }
        money = luck.randint(4, 18)
        problem = Problem(projects, money, Rules.model_validate(tables))
        names = conflict(problem)
        assert bool(names) != possible(tables, money, projects)
        ways = {way.rule: way for way in relaxations(problem, names)}

        def after(rule: str, by: int, tables: dict[str, Any] = tables) -> dict[str, Any]:
            few, x = (dict(row) for row in tables["limit"])
            staff, reserve = dict(tables["staff"][0]), dict(tables["reserve"])
            if rule == "few":
                few["max_projects"] += by
            elif rule == "x":
                x["min"] = round(x["min"] * 100 - by) / 100
            elif rule == "posts":
                staff["available"] += by
            elif rule == "reserve":
                reserve["amount"] = round(reserve["amount"] * 100 - by) / 100
            return {"limit": [few, x], "staff": [staff], "reserve": reserve}

        for rule in names:
            if rule.startswith("mandatory "):
                continue
            limits = {"x": tables["limit"][1]["min"], "reserve": tables["reserve"]["amount"]}
            most = round(100 * limits[rule]) if rule in limits else 30 if rule == "budget" else 6
            enough = (
                by for by in range(1, most + 1) if possible(after(rule, by), money + by * (rule == "budget"), projects)
            )
            assert (ways[rule].amount if rule in ways else None) == next(enough, None), (rule, names)
            if rule in ways:
                moved += 1
                assert ways[rule].lower == (rule == "reserve")
                assert ways[rule].unit == {"few": "projects", "posts": "posts"}.get(rule, "fen")
    assert moved > 2


def test_rules_that_only_stay_or_go_are_dropped_where_that_helps() -> None:
    rules: dict[str, Any] = {
        "mandatory": ["B"],
        "exclusive": [{"name": "pair", "projects": ["A", "B"]}],
        "overrun": {"probability": 0.05, "deviation": 0.1},
    }
    problem = Problem(TWO, 5000, Rules.model_validate(rules))
    names = conflict(problem)
    assert set(names) == {"mandatory A", "mandatory B", "pair"}
    assert [str(way) for way in relaxations(problem, names)] == [f"drop '{name}'" for name in names]
    poor = problem.with_budget(2050)
    assert [way.rule for way in relaxations(poor, ["pair"])] == []
    assert [way.rule for way in relaxations(poor, ["pair", "overrun"])] == []
    single = problem.with_rules(Rules.model_validate({**rules, "mandatory": []}))
    assert conflict(single) == ()


def test_a_slack_is_found_beside_a_rule_that_enters_its_rows_lazily() -> None:
    projects = [
        Project("A", 5, 1, 1000, posts=2, mandatory=True),
        Project("B", 5, 9, 1000),
        Project("C", 5, 9, 1000, mandatory=True),
    ]
    rules = {"staff": [{"name": "s", "available": 1}], "overrun": {"probability": 0.05, "deviation": 0.2}}
    problem = Problem(projects, 2600, Rules.model_validate(rules))
    (way,) = relaxations(problem, ["s"])
    assert (way.amount, way.unit, way.lower) == (2, "posts", False)
    assert relaxations(problem.with_budget(2100), ["s"]) == []


def test_money_that_is_held_back_may_not_be_what_is_lacking() -> None:
    problem = Problem(TWO, 900, Rules.model_validate({"reserve": {"amount": 2}}))
    assert relaxations(problem, ["reserve"]) == []
    enough = problem.with_budget(1100)
    assert [(way.rule, way.amount) for way in relaxations(enough, ["reserve"])] == [("reserve", 100)]


def test_nested_plans_begin_where_there_is_one() -> None:
    projects = [Project("a", 5, 3, 4, mandatory=True), Project("b", 4, 9, 5), Project("c", 3, 4, 2)]
    problem = Problem(projects, 3)
    steps = nested(problem, [1, 4, 6, 9, 11], "weighted")
    assert [step.point.budget for step in steps] == [1, 4, 6, 9, 11]
    assert [step.point.selected for step in steps] == [(), ("a",), ("a", "c"), ("a", "c"), ("a", "b", "c")]
    assert [step.free.selected for step in steps] == [(), ("a",), ("a", "c"), ("a", "b"), ("a", "b", "c")]
    assert [step.point.verdict for step in steps][:2] == ["infeasible", "proven_optimal"]
    lost = steps[3]
    assert lost.cost == 8 * 9 - 4 * 4
    assert lost.loss == (1, 9)
    assert (steps[2].cost, steps[2].loss) == (0, None)


def test_what_weighs_nothing_gains_nothing_by_benefit() -> None:
    rules = Rules.model_validate({"weights": [0, 1, 1, 1, 1]})
    problem = Problem([Project("a", 1, 3, 50), Project("b", 5, 3, 50), Project("c", 5, 2, 50)], 50, rules)
    told = explain(problem, allocate(problem, "weighted"), "a")
    assert "benefit" in told.impossible
    assert {change.kind for change in told.changes} == {"urgency"}
