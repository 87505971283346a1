"""No rule is silently without effect."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.conflict import conflict, conflict_amounts, relaxations
from gpss_sim.allocation.analysis.idle import idle_rules

TWO = [
    Project("A", 5, 1, 1000, domain="x", district="S", mandatory=True),
    Project("B", 5, 1, 1000, domain="y", district="N"),
]
NOBODY = {"name": "nobody", "where": {"domain": "x", "district": "N"}}


def decision(rules: dict[str, Any], budget: Any = 5000, projects: list[Project] | None = None) -> Problem:
    return Problem(projects or TWO, budget, Rules.model_validate(rules))


NAMED_BY_FAMILY = (
    "budget",
    "overrun",
    "fairness",
    "ranking.threshold",
    "reserve",
    "split_sources",
)
"""Rules that no planner names: in Chinese they have a name of their own."""


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"limit": [NOBODY | {"max_projects": 1}]}, "empty"),
        ({"staff": [NOBODY | {"available": 0}]}, "empty"),
        ({"limit": [{"name": "wide", "max": 20}]}, "idle"),
        ({"limit": [{"name": "wide", "each": "district", "max_projects": 1}]}, "idle"),
        ({"exclusive": [{"name": "pair", "projects": ["A", "B"], "at_most": 2}]}, "idle"),
        ({"overrun": {"probability": 0.05, "deviation": 0.01}}, "idle"),
        ({"overlap": [{"name": "same", "where": {}, "steps": [{"up_to": 2, "rate": 1}]}]}, "overlap"),
        ({"fairness": {"population": {"S": 1, "N": 1}}}, "fairness"),
        ({"ranking": {"threshold": 2}}, "threshold"),
        ({"commitment": [{"name": "old", "amount": 60}]}, "overdrawn"),
        ({"limit": [{"name": "tight", "max": 10}]}, None),
        ({"overlap": [{"name": "same", "where": {}, "steps": [{"up_to": 1, "rate": 1}]}]}, None),
        ({"ranking": {"threshold": 1}}, "low"),
        ({"reserve": {"share": 0}}, "nothing"),
        ({"commitment": [{"name": "old", "amount": 0}]}, "nothing"),
        ({"split_sources": False}, "unsourced"),
        ({"limit": [NOBODY | {"min_share": 0.1, "of": "spending"}]}, "starved"),
        ({"limit": [{"name": "all", "max_share": 0.9, "of": "spending"}]}, "starved"),
        ({"limit": [{"name": "all", "max_share": 1, "of": "spending"}]}, "idle"),
        ({"continuing_binding": True}, "continuing"),
        ({"fairness": {"population": {"S": 1, "N": 1, "W": 9}, "goal": "max-min"}}, "unserved"),
        ({"fairness": {"population": {"S": 1, "N": 1}, "goal": "max-min"}}, None),
    ],
)
def test_what_changes_nothing_is_said(rules: dict[str, Any], why: str | None) -> None:
    found = idle_rules(decision(rules))
    assert [idle.why for idle in found] == ([] if why is None else [why])
    assert all((idle.rule in idle.sentence.said("zh")) != (idle.rule in NAMED_BY_FAMILY) for idle in found)


def test_a_line_that_earlier_contracts_take_whole_is_not_overdrawn() -> None:
    taken = {"commitment": [{"name": "old", "amount": 50}]}
    assert "overdrawn" not in [idle.why for idle in idle_rules(decision(taken))]
    more = {"commitment": [{"name": "old", "amount": 50.01}]}
    assert [idle.why for idle in idle_rules(decision(more))] == ["overdrawn"]


@pytest.mark.parametrize(
    ("rules", "costs"),
    [
        ({"limit": [NOBODY | {"min_projects": 1}]}, None),
        ({"limit": [NOBODY | {"min": 5}]}, None),
        ({"limit": [{"name": "nobody", "year": 2027, "min": 5}]}, {2026: 1000, 2027: 0}),
    ],
)
def test_a_floor_that_nobody_can_reach_is_named(rules: dict[str, Any], costs: dict[int, int] | None) -> None:
    budget: Any = 5000 if costs is None else {2026: 5000, 2027: 5000}
    problem = decision(rules, budget, None if costs is None else [Project("A", 5, 1, costs)])
    assert allocate(problem).verdict == "infeasible"
    assert conflict(problem) == ("nobody",)
    assert idle_rules(problem) == []


def test_overrun_holds_where_every_line_names_a_source() -> None:
    projects = [Project("A", 5, 1, 1000, sources=("x",)), Project("B", 5, 1, 1000)]
    rules = {"overrun": {"probability": 0.05, "deviation": 0.2}}
    poor = decision(rules, {"x": 1000, "y": 1000}, projects)
    assert allocate(poor).selected == ("A",)
    assert allocate(decision(rules, {"x": 1000, "y": 1500}, projects)).selected == ("A", "B")
    assert [breach.rule for breach in allocate(decision({}, 5000, projects)).plan.on(poor).breaches] == ["overrun"]


def test_a_conflict_names_what_holds_money_back_with_its_amount() -> None:
    rules = {"commitment": [{"name": "old", "amount": 6}, {"name": "idle", "amount": 0}], "reserve": {"share": "0.01"}}
    problem = decision(rules, 1500)
    names = conflict(problem)
    assert names == ("budget", "mandatory A", "old")
    assert conflict_amounts(problem, names) == {"budget": "15.00", "mandatory A": "10.00", "old": "6.00"}
    assert [str(way) for way in relaxations(problem, names)] == [
        "loosen 'budget' by 1.15 yuan",
        "drop 'mandatory A'",
        "lower 'old' by 1.15 yuan",
    ]
    assert relaxations(problem, ["old"])[0].sentence.said("zh") == "“old”减少1.15元"


def test_a_reserve_is_rounded_up_and_named() -> None:
    projects = [Project("A", 5, 1, 90)]
    rules = {"reserve": {"share": "0.101"}}
    assert allocate(decision(rules, 100, projects)).selected == ()
    assert allocate(decision({"reserve": {"share": "0.1"}}, 100, projects)).selected == ("A",)
    problem = decision(rules | {"mandatory": ["A"]}, 100, projects)
    names = conflict(problem)
    assert names == ("budget", "mandatory A", "reserve")
    assert conflict_amounts(problem, names)["reserve"] == "0.11"
    assert "lower 'reserve' by 0.01 yuan" in map(str, relaxations(problem, names))


def test_overrun_is_part_of_its_conflict() -> None:
    problem = decision({"overrun": {"probability": 0.05, "deviation": 0.2}}, 1050)
    assert allocate(problem).verdict == "infeasible"
    names = conflict(problem)
    assert names == ("mandatory A", "overrun")
    assert conflict_amounts(problem, names)["overrun"].startswith("probability 0.05 over ")
    assert [str(way) for way in relaxations(problem, names)] == ["drop 'mandatory A'", "drop 'overrun'"]


def test_the_empty_list_as_optimum_has_a_value() -> None:
    for policy in ("weighted", "rank-and-cut"):
        outcome = allocate(Problem([Project("A", 5, 1, 1000)], 10), policy)
        assert outcome.selected == ()
        assert outcome.objective == 0
    assert allocate(Problem([Project("A", 5, 1, 1000)], 10), "weighted").gap == 0


@pytest.mark.parametrize(
    ("rules", "said", "chinese"),
    [
        ({"exclusive": [{"name": "r", "projects": ["A", "B"]}], "mandatory": ["B"]}, "1 at most", "最多1个"),
        (
            {"limit": [{"name": "r", "where": {"domain": "y"}, "min_share": 0.6, "of": "spending"}]},
            "of spending 0.6",
            "占支出0.6",
        ),
        (
            {"overrun": {"name": "r", "probability": 0.05, "deviation": 0.9}, "reserve": {"amount": 40}},
            "probability 0.05 over 10.00",
            "概率0.05，可用10元",
        ),
        (
            {"fairness": {"name": "r", "gini_at_most": 0.1, "population": {"S": 1, "N": 9}}, "mandatory": ["B"]},
            "Gini 0.1",
            "基尼系数0.1",
        ),
    ],
)
def test_every_rule_of_a_conflict_says_what_it_asks_for(rules: dict[str, Any], said: str, chinese: str) -> None:
    problem = decision(rules)
    names = conflict(problem)
    assert "r" in names
    assert conflict_amounts(problem, names)["r"] == said
    assert conflict_amounts(problem, names)["r"].said("zh") == chinese


@pytest.mark.parametrize(
    ("cap", "budget", "why"),
    [
        ({"max_share": 1}, 1500, ["money"]),
        ({"max": 15}, 1500, ["money"]),
        ({"max": 10}, 1500, ["money"]),
        ({"max": 9.99}, 1500, []),
        ({"max": 15, "each": "district"}, 1500, ["idle"]),
        ({"max": 9.99, "each": "district"}, 1500, []),
        ({"max": 15, "min": 1}, 1500, []),
        ({"max_share": 1}, {"fiscal": 800, "lottery": 700}, []),
    ],
)
def test_a_cap_that_the_budget_does_not_reach_is_said(cap: dict[str, Any], budget: Any, why: list[str]) -> None:
    problem = decision({"limit": [{"name": "l"} | cap]}, budget)
    assert [idle.why for idle in idle_rules(problem)] == why


def test_what_several_sources_can_pay_is_told_as_it_binds() -> None:
    projects = [
        Project("A", 5, 1, 10_000, sources=("fiscal",)),
        Project("B", 4, 1, 20_000, sources=("fiscal", "lottery"), mandatory=True),
        Project("D", 2, 1, 40_000),
    ]
    problem = Problem(projects, {None: 60_000, "fiscal": 15_000, "lottery": 0})
    amounts = {name: str(amount) for name, amount in conflict_amounts(problem, conflict(problem)).items()}
    assert amounts == {"eligible sources": "150.00", "mandatory B": "200.00"}
