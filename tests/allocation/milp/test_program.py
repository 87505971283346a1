"""Columns, expressions and rows of the program say of every plan what the plan says of itself."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, given, settings

from gpss_sim.allocation import Problem, Project
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.objectives import objectives
from gpss_sim.allocation.milp.program import Program, ProgramColumn
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from tests.allocation.libraries import problems
from tests.allocation.milp.small import every_plan, holds, points, task, with_plan

every_rule = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def value(terms: dict[int, int], units: dict[int, int]) -> int:
    return sum(a * units[c] for c, a in terms.items())


@given(problems(4))
@every_rule
def test_expressions_give_what_a_plan_gives(problem: Problem) -> None:
    program = Program(problem)
    everybody = range(len(problem.projects))
    for plan in every_plan(problem):
        units = program.units_of(plan)
        solution = [units.get(c, 0) for c in range(len(program.columns))]
        assert program.plan(solution) == plan
        assert all(holds(row, solution) for row in program.rows)
        assert value(program.cost(everybody), units) == plan.cost
        assert value(program.cost(everybody, times=3), units) == 3 * plan.cost
        assert value(program.posts(everybody), units) == sum(plan.posts.values())
        assert value(program.bought(everybody), units) == len(plan.posts)
        assert Fraction(value(program.benefit(everybody), units), program.unit) == plan.benefit
        for year in problem.years:
            assert value(program.cost(everybody, year), units) == problem.spent(plan.posts, everybody, year)


@given(problems(4))
@every_rule
def test_rows_hold_exactly_for_the_plans_that_the_audit_passes(problem: Problem) -> None:
    """Of rules whose rows are entered lazily nothing is expected here."""
    lazy = {rule.name for rule in problem.rules.active if rule.lazy}
    for drawn in (True, False):
        program = build(problem, drawn=drawn)
        for plan in every_plan(problem):
            broken = [breach for breach in plan.breaches if breach.rule not in lazy]
            possible = with_plan(program, plan).status == "optimal"
            unsplit = not drawn and not problem.rules.split_sources
            assert possible == (not broken) or (unsplit and possible), (plan.by_id, broken)


@given(problems(4))
@every_rule
def test_objectives_are_worth_what_the_plan_says(problem: Problem) -> None:
    """The most that amounts beside a plan allow is the value of the plan, in whole units."""
    for policy in ("weighted", "urgency-first"):
        program = build(problem, drawn=False)
        program.rows = [row for row in program.rows if not row.rule]
        stages = objectives(program, policy)
        for plan in list(every_plan(problem))[:24]:
            if policy == "urgency-first" and problem.rules.of(Overlap):
                continue  # a tier then counts the tiers above with it
            for stage in stages:
                answer = with_plan(program, plan, stage.terms)
                assert answer.bound is not None
                expected = plan.objective(policy, stage.tier) * stage.unit
                assert abs(answer.bound - float(expected)) <= 1e-6 * max(1.0, float(expected)), (stage.tier, plan.by_id)


def test_a_reduced_row_holds_for_the_same_whole_points() -> None:
    luck = Random(3)
    smaller = 0
    for _ in range(120):
        asked = task(luck)
        for row in asked.rows:
            factor = luck.choice((2, 3, 10))
            large = type(row)(row.rule, {c: a * factor for c, a in row.terms.items()}, row.low, row.high, "fen")
            reduced = large.reduced(rounding=True)
            smaller += reduced.factor > 1
            assert all(holds(large, point) == holds(reduced, point) for point in points(asked.columns))
            exact = large.reduced(rounding=False)
            for end, was in ((exact.low, large.low), (exact.high, large.high)):
                assert end is None or end * exact.factor == was
    assert smaller > 50


def test_unequal_prices_of_posts_have_columns_of_their_own() -> None:
    """100 fen for 3 posts: the posts cost 33, 34 and 33 fen, so that they are bought one after the other."""
    problem = Problem([Project("p", 3, 3, 100, posts=3, min_posts=1)], 100)
    program = Program(problem)
    assert [[size for _, size in own] for own in program.units] == [[1, 1, 1]]
    assert sorted(program.cost([0]).values()) == [33, 33, 34]
    even = Program(Problem([Project("p", 3, 3, 300, posts=3, min_posts=1)], 100))
    assert even.columns == [ProgramColumn(1, 0, 1), ProgramColumn(2, 0, 1)]


def test_a_grant_raises_limits_by_its_unit() -> None:
    problem = Problem([Project("p", 3, 3, 9_000_000)], 100)
    program = build(problem, granted=True)
    (row,) = [row for row in program.rows if row.rule == "budget"]
    assert program.grant is not None
    assert row.terms[program.grant] * row.factor == -program.grant_unit
    assert program.grant_unit > 1
