"""Candidates for the smallest changes where rules tie projects: by forced-in and least-money searches.

The cost of the project becomes a variable share of itself in every row that counts money, the values
of the goals are held at what the list is worth without it, and the share is made as large as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from gpss_sim.allocation.constraints import build
from gpss_sim.allocation.explain.probe import Probe
from gpss_sim.allocation.goals import goals
from gpss_sim.allocation.knapsack import TooHardError
from gpss_sim.allocation.order import core_ids, tier_of
from gpss_sim.allocation.outcome import Outcome
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.program import Column, Goal, Row
from gpss_sim.allocation.search import Search
from gpss_sim.allocation.solvers import DEFAULT_LIMIT, Task, solve
from gpss_sim.allocation.value import goal_value, vector


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


def grants(probe: Probe, name: str, most: int = 60) -> Iterator[int]:
    """Extra budgets that may bring the project in, ascending.

    Each step is the least extra at which a list with the project beats the last best one. Until then the
    best list without it is worth at least as much and, having been affordable before, costs less.

    Raises
    ------
    TooHardError
        If no end was reached in `most` steps, or a search was left unproved.
    """
    problem, policy = probe.problem, probe.outcome.policy
    position = problem.index[name]
    extra, rival = 0, {problem.index[p]: n for p, n in probe.outcome.posts.items()}
    for _ in range(most):
        raised = problem.with_budget(problem.budget.raised(extra))
        found = _least_grant(probe, raised, name, rival)
        if found is None:
            return
        extra += max(1, ceil(Fraction(found[0]) / (1 - Fraction(problem.rules.reserve.share))))
        raised = problem.with_budget(problem.budget.raised(extra))
        best = Search(build(raised), policy, probe.solver, probe.limit or DEFAULT_LIMIT).run(ties=False).posts
        if best is None:
            raise TooHardError
        if position in best or vector(raised, policy, best) == vector(raised, policy, found[1]):
            yield extra
        rival = best
    raise TooHardError


def _least_grant(probe: Probe, problem: Problem, name: str, posts: dict[int, int]) -> tuple[int, dict[int, int]] | None:
    """Least more money on every open line at which a list with the project is better than `posts`, and the list."""
    policy = probe.outcome.policy
    program = build(problem, drawn=False)
    stages = goals(program, policy)
    grant = program.add(Column(None, integer=False))
    lines = {line.name for line in problem.budget.open_lines}
    rows = [
        Row(r.rule, {c: a * r.factor for c, a in r.terms.items()} | {grant: -1}, None, (r.high or 0) * r.factor)
        if r.rule in lines
        else r
        for r in program.rows
    ]
    rows.append(Row("", {program.heads[problem.index[name]]: 1}, 1, None))
    rows += _better(problem, policy, name, stages, posts, True)
    answer = solve(Task(program.columns, rows, {grant: -1}), "highs", probe.limit)
    if answer.status == "infeasible":
        return None
    if answer.status != "optimal" or answer.values is None:
        raise TooHardError
    return ceil(answer.values[grant] - 1e-3), program.sizes([round(v) for v in answer.values])


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
    program = build(problem, drawn=False)
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
