"""Candidates for the smallest changes where rules tie projects: by forced-in and least-money searches.

The cost of the project becomes a variable share of itself in every row that counts money, the values
of the goals are held at what the list is worth without it, and the share is made as large as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.constraints import build
from gpss_sim.allocation.decide import LIMIT
from gpss_sim.allocation.explain.probe import Probe
from gpss_sim.allocation.goals import goals
from gpss_sim.allocation.order import core_ids, tier_of
from gpss_sim.allocation.outcome import Outcome
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.program import Column, Goal, Row
from gpss_sim.allocation.search import Search
from gpss_sim.allocation.solvers import Task, solve
from gpss_sim.allocation.value import goal_value


def prices(probe: Probe, name: str) -> Iterator[int]:
    """Prices at which the project may tie with, or beat, the best list without it, the likeliest first [fen]."""
    project = probe.problem.projects[probe.problem.index[name]]
    rival = probe.turned(name) if name in probe.outcome.posts else probe.outcome
    if not rival.has_answer:
        return
    for strict in (False, True):
        share = _largest_share(probe, name, rival, strict)
        if share is not None:
            price = floor(project.total * share + 1e-3)
            yield from (price, price - 1)


def grants(probe: Probe, name: str, most: int = 20) -> Iterator[int]:
    """Ever larger extra budgets, each the least at which the list with the project beats the last best one.

    Between two of them the best list without it is worth at least as much, so none in between brings it
    in, but for ties.
    """
    problem, policy = probe.problem, probe.outcome.policy
    extra = 0
    for _ in range(most):
        raised = problem.with_budget(problem.budget.raised(extra))
        found = Search(build(raised), policy, probe.solver, probe.limit or LIMIT).run(ties=False)
        if found.posts is None:
            return
        more = _least_grant(probe, raised, name, found.posts)
        if more is None:
            return
        extra += max(1, ceil(Fraction(more) / (1 - Fraction(problem.rules.reserve.share))))
        yield extra


def _least_grant(probe: Probe, problem: Problem, name: str, posts: dict[int, int]) -> int | None:
    """Least more money on every general line at which the project is in a list better than `posts`."""
    policy = probe.outcome.policy
    program = build(problem)
    stages = goals(program, policy)
    grant = program.add(Column(None, integer=False))
    general = [line.name for line in problem.budget.lines if line.source is None]
    lines = set(general or [line.name for line in problem.budget.lines])
    rows = [
        Row(r.rule, {c: a * r.factor for c, a in r.terms.items()} | {grant: -1}, None, (r.high or 0) * r.factor)
        if r.rule in lines
        else r
        for r in program.rows
    ]
    rows.append(Row("", {program.heads[problem.index[name]]: 1}, 1, None))
    rows += _better(problem, policy, name, stages, posts, True)
    answer = solve(Task(program.columns, rows, {grant: -1}), "highs", probe.limit)
    return ceil(answer.values[grant] - 1e-3) if answer.status == "optimal" and answer.values else None


def _better(
    problem: Problem, policy: str, name: str, stages: list[Goal], posts: dict[int, int], strict: bool
) -> list[Row]:
    """Rows that hold the goals at a list's values down to the project's own, and that one above if `strict`."""
    project = problem.projects[problem.index[name]]
    own = tier_of(project, core_ids(problem) if policy == "core-plus" else frozenset())
    rows = []
    for stage in stages:
        last = stage.tier in ("weighted", own)
        units = goal_value(problem, policy, stage.tier, posts) * stage.unit
        rows.append(Row("", stage.terms, ceil(units) + (1 if last and strict else 0), None))
        if last:
            break
    return rows


def gains(probe: Probe, name: str) -> Iterator[int]:
    """Changes of benefit at which the project may tie with, or beat, the best list without it."""
    problem, policy = probe.problem, probe.outcome.policy
    project = problem.projects[problem.index[name]]
    inside, outside = (probe.outcome, probe.turned(name))
    if name not in inside.posts:
        inside, outside = outside, inside
    if not inside.has_answer or not outside.has_answer:
        return
    tier = "weighted" if policy == "weighted" else project.urgency
    if policy == "core-plus" and not any(t.tier == tier for t in inside.tiers):
        return
    lack = _value(probe, tier, outside) - _value(probe, tier, inside)
    part = Fraction(inside.posts.get(name, project.posts), project.posts)
    weight = problem.rules.weights[project.urgency - 1] if policy == "weighted" else 1
    if weight:
        step = ceil(lack / (weight * part))
        yield from (step, step + 1)


def _value(probe: Probe, tier: int | str, outcome: Outcome) -> Fraction:
    posts = {probe.problem.index[p]: n for p, n in outcome.posts.items()}
    return goal_value(probe.problem, probe.outcome.policy, tier, posts)


def _largest_share(probe: Probe, name: str, rival: Outcome, strict: bool) -> float | None:
    """Largest multiple of its cost at which the list with the project is worth the rival's, or more."""
    problem, policy = probe.problem, probe.outcome.policy
    program = build(problem)
    position = problem.index[name]
    project = problem.projects[position]
    stages = goals(program, policy)
    head = program.heads[position]
    most = problem.budget.total // project.total + 1
    share = program.add(Column(most, integer=False))
    rows = [_variable(row, head, share) for row in program.rows]
    rows.append(Row("", {head: 1}, 1, None))
    posts = {problem.index[p]: n for p, n in rival.posts.items()}
    rows += _better(problem, policy, name, stages, posts, strict)
    answer = solve(Task(program.columns, rows, {share: 1}), "highs", probe.limit)
    return answer.values[share] if answer.status == "optimal" and answer.values else None


def _variable(row: Row, head: int, share: int) -> Row:
    """Return the row with `share` in place of 1 for the money of the project, which is in."""
    if row.unit != "fen" or head not in row.terms:
        return row
    terms = {c: a for c, a in row.terms.items() if c != head}
    return Row(row.rule, terms | {share: row.terms[head]}, row.low, row.high)
