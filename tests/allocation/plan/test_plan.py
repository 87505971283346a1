"""A plan knows its cost, funding, value and place; two are equal when they buy the same."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.plan.plan import Plan

LIBRARY = [
    Project("a", 5, 6, 600, domain="old", district="S", posts=3, min_posts=1, sources=("fiscal",)),
    Project("b", 4, 5, 400, domain="old", district="N", sources=("lottery", "fiscal")),
    Project("c", 3, 4, 500, domain="young", district="N"),
]
PROBLEM = Problem(LIBRARY, {"fiscal": 700, "lottery": 500})


def test_what_it_costs_and_is_worth() -> None:
    plan = Plan.of(PROBLEM, {"b": 1, "a": 2})
    assert [*plan.posts] == [0, 1]
    assert plan.by_id == {"a": 2, "b": 1}
    assert (plan.costs, plan.cost) == ({0: 400, 1: 400}, 800)
    assert plan.benefit == 9
    assert plan.weighted == 16 * 4 + 8 * 5
    assert plan.by_tier("urgency-first") == {5: 4, 4: 5, 3: 0}
    assert plan.value("weighted") == (Fraction(104),)
    assert plan.value("urgency-first") == (4, 5, 0)
    assert plan.objective("urgency-first", 4) == 5
    assert 0 in plan
    assert 2 not in plan


def test_who_pays_for_it() -> None:
    plan = Plan.of(PROBLEM, {"a": 3, "b": 1})
    funding = plan.funding
    assert funding is not None
    assert sum(funding.values()) == plan.cost
    assert funding["a", None, "fiscal"] == 600
    assert sum(fen for (_, _, source), fen in funding.items() if source == "fiscal") <= 700
    too_dear = Plan.of(PROBLEM, {"a": 3, "b": 1, "c": 1})
    assert too_dear.funding is None
    assert not too_dear.feasible
    assert {breach.rule for breach in too_dear.breaches} == {"eligible sources"}


def test_the_better_of_two_plans() -> None:
    """Value, then less money, then the smaller id, then more posts of it."""
    twins = [replace(LIBRARY[0], id=name, urgency=3, sources=(), posts=2) for name in "xy"]
    problem = Problem([replace(p, benefit=4, cost=400) for p in twins], 1000)
    value, cheap = Plan.of(problem, {"x": 2, "y": 1}), Plan.of(problem, {"x": 2})
    assert value.rank_key("weighted") > cheap.rank_key("weighted")
    assert cheap.rank_key("weighted") > Plan.of(problem, {"y": 2}).rank_key("weighted")
    spread, kept = Plan.of(problem, {"x": 1, "y": 1}), Plan.of(problem, {"x": 2})
    assert spread.rank_key("weighted").value == kept.rank_key("weighted").value
    assert spread.rank_key("weighted") > kept.rank_key("weighted")
    free = Problem([replace(p, benefit=0, cost=300 if p.id == "x" else 200) for p in problem.projects], 1000)
    assert Plan.of(free, {"y": 2}).rank_key("weighted") > Plan.of(free, {"x": 2}).rank_key("weighted")


def test_it_is_the_same_plan_under_another_problem() -> None:
    plan = Plan.of(PROBLEM, {"b": 1})
    fewer = PROBLEM.with_projects(LIBRARY[1:])
    assert plan.on(fewer) == plan
    assert plan.on(fewer).posts == {0: 1}
    assert plan != Plan.of(PROBLEM, {"c": 1})
    with pytest.raises(KeyError):
        Plan.of(PROBLEM, {"nobody": 1})


def test_it_is_frozen() -> None:
    posts = {0: 1}
    plan = Plan(PROBLEM, posts)
    posts[1] = 1
    assert plan.by_id == {"a": 1}
    with pytest.raises(TypeError):
        plan.posts[1] = 1  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        plan.problem = PROBLEM  # type: ignore[misc]


def test_overlaps_count_what_a_tier_adds_to_those_above() -> None:
    rules = Rules.model_validate(
        {"overlap": [{"name": "same", "where": {"domain": "old"}, "steps": [{"up_to": 8, "rate": 1}], "beyond": 0.5}]}
    )
    plan = Plan.of(PROBLEM.with_rules(rules), {"a": 3, "b": 1})
    assert plan.benefit == 11
    assert plan.by_tier("urgency-first") == {5: 6, 4: Fraction(7, 2), 3: 0}
    assert plan.weighted == 16 * 6 + 8 * Fraction(7, 2)
