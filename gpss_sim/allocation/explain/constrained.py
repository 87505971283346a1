"""Candidates for the smallest changes where rules tie projects: by forced-in and least-money searches.

The cost of the project becomes a variable share of itself in every row that counts money, the list has
to be better than the best one without it, and the share is made as large as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from gpss_sim.allocation.explain.change import changed
from gpss_sim.allocation.explain.counterfactual import Probe
from gpss_sim.allocation.explain.improvement_rows import ahead
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.program import Column, Row, Terms
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import Task
from gpss_sim.allocation.plan.rank import List, own_tier, rank, spent
from gpss_sim.allocation.plan.value import goal_value

GUESS = 20.0
"""Longest search for one candidate [s]; one that is not the best only makes the way to the answer longer."""

_NEAR = (1, 0, -1, -2, -3, -10, -30)
"""Prices tried around what a solver says, which knows amounts to some fen only [fen]."""


def prices(probe: Probe, name: str) -> Iterator[int]:
    """Highest prices at which the project beats the best list without it, by the posts bought of it [fen]."""
    rival = probe.without(name)
    if rival is None:
        return
    project = probe.problem.projects[probe.problem.index[name]]
    for posts in range(project.posts, project.smallest - 1, -1):
        found = _dearest(probe, name, posts, rival)
        if found is not None:
            yield _to_the_fen(probe, name, rival, *found)


def _to_the_fen(probe: Probe, name: str, rival: List, price: int, posts: List) -> int:
    """Return the highest price close by at which a list keeps the rules and beats the rival, exactly."""
    total = probe.problem.projects[probe.problem.index[name]].total
    beaten = rank(probe.problem, probe.outcome.policy, rival)
    for near in _NEAR:
        if price + near > 0:
            moved = changed(probe.problem, name, "cost", price + near - total)
            if probe.beats(moved, posts, beaten):
                probe.keep(name, posts)
                return price + near
    return price


def _dearest(probe: Probe, name: str, posts: int, rival: List) -> tuple[int, List] | None:
    """Highest price [fen] at which a list with so many posts of the project is better than the rival, and the list."""
    problem = probe.problem
    position = problem.index[name]
    program = build(problem, drawn=False)
    filled = program.filled({position: posts})
    own = {column: filled[column] for column, _ in program.units[position]}
    total = problem.projects[position].total
    share = program.add(Column(problem.budget.total // total + 1, integer=False))
    better, won = ahead(program, probe.outcome.policy, rival)
    money = program.money(range(len(problem.projects)))
    thrift = Row("", money | dict.fromkeys(won, -2 * problem.budget.total), None, spent(problem, rival), "fen")
    rows = [*better, *(_variable(row, own, share) for row in (*program.rows, thrift))]
    rows += [Row("", {column: 1}, units, units) for column, units in own.items()]
    answer = solve(Task(program.columns, rows, {share: 1}, brief=True), "highs", min(GUESS, probe.left()))
    if answer.values is None:
        return None
    return round(total * answer.values[share]), program.sizes([round(v) for v in answer.values])


def _variable(row: Row, own: Terms, share: int) -> Row:
    """Return the row with `share` in place of 1 for the money of the project, of which `own` units are bought."""
    price = sum(row.terms.get(column, 0) * units for column, units in own.items())
    if row.unit != "fen" or not price:
        return row
    terms = {c: a for c, a in row.terms.items() if c not in own}
    return Row(row.rule, terms | {share: price}, row.low, row.high)


def gains(probe: Probe, name: str) -> Iterator[int]:
    """Changes of benefit at which the project may tie with, or beat, the best list without it."""
    problem, policy = probe.problem, probe.outcome.policy
    position = problem.index[name]
    project = problem.projects[position]
    inside, outside = probe.within(name), probe.without(name)
    if inside is None or outside is None:
        return
    tier = own_tier(problem, policy, name)
    lack = goal_value(problem, policy, tier, outside) - goal_value(problem, policy, tier, inside)
    part = Fraction(inside[position], project.posts)
    weight = problem.rules.weights[project.urgency - 1] if policy == "weighted" else 1
    if weight:
        step = ceil(lack / (weight * part))
        yield from (step, step + 1)
