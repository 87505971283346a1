"""Explanations where rules tie projects, against enumeration over plans and over budgets."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation import Problem, allocate
from gpss_sim.allocation.explain import constrained, counterfactual, least_grant, ranking_replay
from gpss_sim.allocation.explain.counterfactual import CounterfactualSolver
from gpss_sim.allocation.explain.improvement_rows import improvement_rows
from gpss_sim.allocation.explain.solution_pool import SolutionPool
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.program import ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from tests.allocation.changes import is_in
from tests.allocation.explain.small import CAPPED, problem
from tests.allocation.libraries import best
from tests.allocation.milp.small import every_plan

POLICIES = ("urgency-first", "weighted")
policies = pytest.mark.parametrize("policy", POLICIES)


def decided(decision: Problem, policy: str) -> CounterfactualSolver:
    return CounterfactualSolver(decision, allocate(decision, policy), "auto", None, Deadline())


def best_where(decision: Problem, policy: str, name: str, inside: bool) -> Plan | None:
    """The best plan with, or without, a project."""
    position = decision.index[name]
    able = [plan for plan in every_plan(decision) if plan.feasible and (position in plan) == inside]
    return max(able, key=lambda plan: plan.rank_key(policy), default=None)


@policies
def test_rows_of_improvement_hold_for_plans_as_good_as_the_rival(policy: str) -> None:
    luck = Random(1)
    for _ in range(3):
        decision = problem(luck, CAPPED, 4)
        plans = [*every_plan(decision)]
        for rival in luck.sample(plans, min(5, len(plans))):
            program = build(decision)
            rows, won = improvement_rows(program, policy, rival)
            wins = ProgramRow("", dict.fromkeys(won, 1), 1, None)
            for plan in plans:
                fixed = [ProgramRow("", {c: 1}, n, n) for c, n in program.units_of(plan).items()]
                for more, expected in (
                    ([], plan.value(policy) >= rival.value(policy)),
                    ([wins], plan.value(policy) > rival.value(policy)),
                ):
                    task = Subproblem(program.columns, [*rows, *fixed, *more], {})
                    assert (solve(task, "highs").status == "optimal") == expected, (plan.by_id, rival.by_id)


@policies
def test_the_pool_gives_the_best_of_what_it_knows(policy: str) -> None:
    luck = Random(2)
    for _ in range(12):
        decision = problem(luck, CAPPED, 5)
        plans = luck.sample([*every_plan(decision)], 5) if len(decision.projects) > 2 else [*every_plan(decision)]
        pool = SolutionPool(policy)
        for plan in (*plans, *plans):
            pool.add(plan)
        known = [plan for plan in plans if plan.posts]
        able = [plan for plan in known if plan.feasible]
        top = pool.better(decision)
        assert (top is None) == (not able)
        assert top is None or top.value(policy) == max(plan.value(policy) for plan in able)
        for position in range(len(decision.projects)):
            without = pool.better(decision, position)
            fit = [plan.value(policy) for plan in able if position not in plan]
            assert (None if without is None else without.value(policy)) == max(fit, default=None)
            least = min(plan.value(policy) for plan in plans)
            dear = [plan.cost for plan in known if position in plan and plan.value(policy) > least]
            cheapest = pool.cheapest(position, least)
            assert (None if cheapest is None else cheapest.cost) == min(dear, default=None)
        assert pool.better(decision, value=max(plan.value(policy) for plan in plans)) is None


@policies
def test_forced_the_other_way_the_decision_is_the_best_there_is(policy: str) -> None:
    luck = Random(3)
    for _ in range(6):
        decision = problem(luck, CAPPED, 5)
        solver = decided(decision, policy)
        for project in decision.projects:
            inside = project.id in solver.outcome.posts
            expected = best_where(decision, policy, project.id, not inside)
            flipped = solver.flipped_outcome(project.id)
            assert flipped.has_answer == (expected is not None)
            assert expected is None or flipped.plan == expected
            assert solver.best_with(project.id) == best_where(decision, policy, project.id, True)
            assert solver.best_without(project.id) == best_where(decision, policy, project.id, False)


@policies
def test_a_changed_number_is_decided_as_a_fresh_search_decides(policy: str) -> None:
    luck = Random(4)
    for _ in range(3):
        decision = problem(luck, CAPPED, 5)
        solver = decided(decision, policy)
        for name in solver.problem.index:
            for kind, amounts in (("cost", (-3, -1, 1, 4)), ("benefit", (-4, -1, 2, 7)), ("urgency", (-1, 1, 2))):
                for amount in amounts:
                    expected = is_in(decision, policy, name, kind, amount)
                    assert solver.inside(name, kind, amount) == expected, (name, kind, amount)
                    assert solver.inside(name, kind, amount) == expected
            assert solver.inside(name, "urgency", 9) is False
            assert solver.inside(name, "cost", -1000) is False


@policies
def test_a_plan_at_a_raised_budget_is_the_best_there(policy: str) -> None:
    luck = Random(5)
    for _ in range(4):
        decision = problem(luck, CAPPED, 5)
        solver = decided(decision, policy)
        for extra in (1, 3, 8):
            expected = best(decision.raised(extra), policy)
            found = solver.best_at(extra)
            assert expected is not None
            assert found is not None
            assert found.value(policy) == expected.value(policy)


@policies
def test_grants_end_with_the_least_that_brings_a_project_in(policy: str) -> None:
    """Every grant before the first that works is either not named or does not work."""
    luck = Random(6)
    met = never = 0
    for _ in range(4):
        decision = problem(luck, CAPPED, 4)
        solver = decided(decision, policy)
        total = sum(p.total for p in decision.projects)
        for name in sorted(set(decision.index) - set(solver.outcome.posts)):
            works = [extra for extra in range(1, total + 1) if is_in(decision, policy, name, "budget", extra)]
            named = next((g for g in least_grant.grants(solver, name) if solver.inside(name, "budget", g)), None)
            assert named == min(works, default=None), name
            met, never = met + bool(works), never + (not works)
    assert met
    assert never


@policies
def test_prices_and_gains_contain_the_turning_point(policy: str) -> None:
    luck = Random(13)
    priced = gained = 0
    for _ in range(4):
        decision = problem(luck, CAPPED, 4)
        solver = decided(decision, policy)
        for name in decision.index:
            project = decision.projects[decision.index[name]]
            if project.benefit == 0 or solver.best_without(name) is None:
                continue
            wins = [
                p
                for p in range(1, decision.budget.total + 2)
                if is_in(decision, policy, name, "cost", p - project.total)
            ]
            found = [*constrained.prices(solver, name)]
            if wins:
                priced += 1
                assert max(wins) in {near for price in found for near in (price, price - 1)}, (name, found)
            if name not in solver.outcome.posts and solver.best_with(name) is not None:
                gains = [*constrained.gains(solver, name)]
                first = next((g for g in range(1, 25) if is_in(decision, policy, name, "benefit", g)), None)
                gained += first is not None
                assert first is None or first in gains, (name, gains)
    assert priced
    assert gained


@pytest.mark.parametrize("rules", [{}, CAPPED, {"ranking": {"skip": False}}, {"reserve": {"share": 0.25}}])
def test_a_ranking_is_replayed_to_the_least_budget(rules: dict[str, object]) -> None:
    luck = Random(8)
    asked = 0
    for _ in range(12):
        decision = problem(luck, rules)
        outcome = allocate(decision, "rank-and-cut")
        total = 2 * sum(p.total for p in decision.projects) + 10
        for name in sorted(set(decision.index) - set(outcome.posts)):
            works = [x for x in range(1, total) if is_in(decision, "rank-and-cut", name, "budget", x)]
            if decision.single_budget and not decision.rules.reserve.share:
                assert ranking_replay.missing(decision, name) == min(works, default=None)
            extra = ranking_replay.extra(decision, name)
            assert extra is None or extra <= min(works, default=0) or not works
            if not decision.rules.reserve.share:
                assert extra == min(works, default=None)
            asked += bool(works)
    assert asked


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    solver = decided(problem(Random(1), CAPPED, 5), "weighted")
    assert (solver.next().left() or 0) > 50
    monkeypatch.setattr(counterfactual, "PATIENCE", -1.0)
    solver.start_clock()
    with pytest.raises(TooHardError):
        solver.next()
