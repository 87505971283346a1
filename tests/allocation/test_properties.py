"""What must hold of every library."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.nested import nested
from gpss_sim.allocation.explain import explain
from gpss_sim.allocation.explain.change import changed
from gpss_sim.allocation.search.knapsack import pack
from tests.allocation.changes import check_changes
from tests.allocation.libraries import problems, projects

POLICIES = ("urgency-first", "weighted", "core-plus", "rank-and-cut")
small = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def one_budget(draw: st.DrawFn) -> Problem:
    library = [
        replace(p, sources=(), min_posts=None, requires=(), excludes=())
        for p in draw(projects(9, years=False, posts=False))
    ]
    return Problem(library, draw(st.integers(0, 40)) * 100)


lists = st.composite(one_budget)()


@given(lists)
def test_rank_and_cut_then_optimum_then_bound(problem: Problem) -> None:
    greedy, best = allocate(problem, "rank-and-cut"), allocate(problem, "weighted")
    assume(best.has_answer)
    assert greedy.objective is None or best.objective is None or greedy.objective <= best.objective
    weights = problem.rules.weights
    values = [b * weights[p.urgency - 1] for b, p in zip(problem.benefits, problem.projects, strict=True)]
    packing = pack(values, [p.total for p in problem.projects], problem.money.total)
    assert packing.value <= packing.bound


@given(problems(), st.integers(1, 12))
@small
def test_more_money_never_takes_from_the_vector(problem: Problem, extra: int) -> None:
    assume(not problem.rules.limit and not problem.rules.fairness)
    before = allocate(problem)
    after = allocate(problem.with_budget(problem.budget.raised(extra * 100)))
    if before.has_answer:
        assert [*after.plan.by_tier("urgency-first").values()] >= [*before.plan.by_tier("urgency-first").values()]


@given(lists, lists)
def test_no_trade_of_a_higher_tier_for_lower_ones(problem: Problem, other: Problem) -> None:
    """What the tier does alone, with all the money, is what it gets after the tiers above."""
    assume(not problem.must)
    outcome = allocate(problem)
    money = problem.money.total
    for tier in outcome.tiers:
        alone = [p for p in problem.projects if p.urgency == tier.tier]
        assert allocate(Problem(alone, money)).tiers[0].benefit == tier.benefit
        money -= sum(fen for name, fen in outcome.amount.items() if name in {p.id for p in alone})
    assert other is not None


@pytest.mark.parametrize("policy", POLICIES)
@given(problem=problems(), seed=st.integers(0, 99))
@small
def test_the_order_of_rows_is_irrelevant(policy: str, problem: Problem, seed: int) -> None:
    shuffled = list(problem.projects)
    Random(seed).shuffle(shuffled)
    outcomes = [allocate(p, policy) for p in (problem, problem.with_projects(shuffled))]
    assert outcomes[0].posts == outcomes[1].posts
    assert outcomes[0].reserve == outcomes[1].reserve


@pytest.mark.parametrize("policy", ["urgency-first", "weighted"])
@given(problem=lists, money=st.integers(2, 9), benefit=st.integers(2, 9))
def test_units_are_irrelevant(policy: str, problem: Problem, money: int, benefit: int) -> None:
    scaled = [replace(p, cost=p.total * money, benefit=p.benefit * benefit) for p in problem.projects]
    other = Problem(scaled, problem.budget.total * money)
    assert allocate(problem, policy).selected == allocate(other, policy).selected


@pytest.mark.parametrize("policy", ["urgency-first", "weighted"])
@given(problem=lists)
def test_a_smallest_change_turns_the_decision_and_less_does_not(policy: str, problem: Problem) -> None:
    check_changes(problem, policy, [p.id for p in problem.projects])


@pytest.mark.parametrize("policy", ["urgency-first", "weighted"])
@given(problem=problems(5))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_also_under_rules(policy: str, problem: Problem) -> None:
    check_changes(problem, policy, [p.id for p in problem.projects][:2])


@pytest.mark.parametrize("policy", ["weighted", "urgency-first", "rank-and-cut"])
@given(problem=lists)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_extra_budget_is_the_smallest_one(policy: str, problem: Problem) -> None:
    check_extra(problem, policy)


@given(problems(5))
@small
def test_extra_budget_of_a_cut_list_under_rules(problem: Problem) -> None:
    check_extra(problem, "rank-and-cut")


@pytest.mark.parametrize("policy", ["weighted", "urgency-first"])
@given(problem=problems(5))
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_extra_budget_of_a_searched_list_under_rules(policy: str, problem: Problem) -> None:
    check_extra(problem, policy)


@pytest.mark.parametrize(
    ("grant", "reserve", "needed"),
    [
        (501, 0, 299),
        (501, 0.1, 299),
        ({"fiscal": 400, "lottery": 101}, 0, 150),
        ({(None, None): 501, (None, "fiscal"): 401, (None, "lottery"): 100}, 0, 299),
        ({2027: 501, 2028: 30}, 0, 200),
        ({2027: 501, 2028: 30, (None, None): 400}, 0, 400),
    ],
)
def test_more_budget_follows_a_cap_that_is_a_share_of_it(grant: object, reserve: float, needed: int) -> None:
    """From so many fen on the cap, a quarter of what is granted, lets the project in; at one fen less it is out."""
    by_year = isinstance(grant, dict) and 2027 in grant
    library = [
        Project(name, urgency, benefit, {2027: fen, 2028: 0} if by_year else fen, domain=domain)
        for name, urgency, benefit, fen, domain in [
            ("a", 5, 5, 301, "old"),
            ("b", 1, 8, 200, "young"),
            ("c", 5, 3, 200, "old"),
        ]
    ]
    cap = {"name": "young people", "where": {"domain": "young"}, "max_share": 0.25}
    problem = Problem(library, grant, Rules.model_validate({"limit": [cap], "reserve": {"share": reserve}}))
    told = explain(problem, allocate(problem, "weighted"), "b")
    assert {change.kind: change.amount for change in told.changes}["budget"] == needed
    assert "b" in allocate(changed(problem, "b", "budget", needed), "weighted").posts
    assert "b" not in allocate(changed(problem, "b", "budget", needed - 1), "weighted").posts


def check_extra(problem: Problem, policy: str) -> None:
    """All costs are whole hundreds of fen: nothing happens in between, and little beyond the price of everything."""
    outcome = allocate(problem, policy)
    assume(outcome.has_answer)
    enough = sum(p.total for p in problem.projects) + 200
    for name in sorted(set(problem.index) - set(outcome.posts))[:3]:
        told = explain(problem, outcome, name)
        if "budget" in told.unsettled:
            continue
        needed = {c.kind: c.amount for c in told.changes}.get("budget")
        assert (needed is None) == ("budget" in told.impossible)
        steps = range(100, enough if needed is None else needed, 100)
        for less in steps:
            assert name not in allocate(problem.with_budget(problem.budget.raised(less)), policy).posts
        if needed is not None:
            assert name in allocate(problem.with_budget(problem.budget.raised(needed)), policy).posts


@given(lists)
def test_nested_plans_only_add_or_only_take(problem: Problem) -> None:
    assume(problem.budget.total >= 500 and allocate(problem).has_answer and not problem.must)
    total = problem.budget.total
    steps = nested(problem, [total // 2, total * 3 // 4, total, total * 5 // 4, total * 3 // 2], "weighted")
    for small_step, large_step in pairwise(steps):
        assert set(small_step.point.selected) <= set(large_step.point.selected)
        assert small_step.cost >= 0


@given(problems(5))
@small
def test_nested_plans_turn_no_post_over(problem: Problem) -> None:
    assume(problem.budget.total >= 500 and allocate(problem).has_answer)
    total = problem.budget.total
    steps = nested(problem, [total * 3 // 4, total, total * 5 // 4], "urgency-first")
    for less, more in pairwise(step.point for step in steps if step.point.objective is not None):
        assert all(n <= more.posts.get(name, 0) for name, n in less.posts.items())
    for step in steps:
        if step.point.objective is not None and step.loss is not None:
            assert step.loss[1] > 0


def test_more_money_enters_every_line_that_is_not_within_another() -> None:
    lines = Budget.of({(2027, "fiscal"): 1, (2027, "lottery"): 2, 2028: 3, (2028, "fiscal"): 4})
    assert [line.amount for line in lines.raised(10).lines] == [11, 12, 13, 4]


def test_a_list_that_breaks_the_overrun_by_a_fen_ends_the_search() -> None:
    """Tangents rounded to the fen let it pass again and again."""
    library = [Project(f"p{k}", 1 + k % 5, 3 + k, 101 + 13 * k) for k in range(7)]
    rules = Rules.model_validate({"overrun": {"probability": 0.1, "deviation": 0.2}})
    outcomes = [allocate(Problem(library, money, rules), "weighted") for money in range(300, 460, 7)]
    assert {outcome.verdict for outcome in outcomes} == {"proven_optimal"}


def test_core_plus_serves_the_core_before_urgency() -> None:
    library = [Project("new", 5, 9, 60), Project("old", 1, 1, 60)]
    rules = Rules(continuing=("old",))
    assert allocate(Problem(library, 100, rules), "core-plus").selected == ("old",)
    assert allocate(Problem(library, 100, rules)).selected == ("new",)


def test_rank_and_cut_keeps_a_cap_on_the_share_of_spending() -> None:
    library = [Project(f"a{k}", 5, 9 - k, 100, agency="large") for k in range(4)]
    library += [Project(f"b{k}", 4, 3, 100, agency="small") for k in range(3)]
    cap = {"name": "half", "each": "agency", "max_share": 0.5, "of": "spending"}
    outcome = allocate(Problem(library, 600, Rules.model_validate({"limit": [cap]})), "rank-and-cut")
    assert outcome.verdict == "feasible_unproven"
    assert sorted(outcome.selected) == ["a0", "a1", "b0", "b1"]
