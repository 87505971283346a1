"""Candidates for the smallest changes where rules tie projects: by forced-in and least-money searches.

The cost of the project becomes a variable share of itself in every row that counts money, the plan has
to be better than the best one without it, and the share is made as large as it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from gpss_sim.allocation.explain.change import changed
from gpss_sim.allocation.explain.counterfactual import CounterfactualSolver
from gpss_sim.allocation.explain.improvement_rows import improvement_rows
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.ranking import own_tier
from gpss_sim.allocation.problem.terms import Terms

GUESS = 20.0
"""Longest search for one candidate [s]; one that is not the best only makes the way to the answer longer."""

_NEAR = (1, 0, -1, -2, -3, -10, -30)
"""Prices tried around what a solver says, which knows amounts to some fen only [fen]."""


def prices(solver: CounterfactualSolver, name: str) -> Iterator[int]:
    """Highest prices at which the project beats the best plan without it, by the posts bought of it [fen]."""
    rival = solver.best_without(name)
    if rival is None:
        return
    project = solver.problem.projects[solver.problem.index[name]]
    for posts in range(project.posts, project.smallest - 1, -1):
        found = _dearest(solver, name, posts, rival)
        if found is not None:
            yield _to_the_fen(solver, name, rival, *found)


def _to_the_fen(solver: CounterfactualSolver, name: str, rival: Plan, price: int, plan: Plan) -> int:
    """Return the highest price close by at which a plan keeps the rules and beats the rival, exactly."""
    total = solver.problem.projects[solver.problem.index[name]].total
    beaten = rival.rank_key(solver.policy)
    for near in _NEAR:
        if price + near > 0:
            moved = changed(solver.problem, name, "cost", price + near - total)
            if solver.beats(moved, plan, beaten):
                solver.remember_winner(name, plan)
                return price + near
    return price


def _dearest(solver: CounterfactualSolver, name: str, posts: int, rival: Plan) -> tuple[int, Plan] | None:
    """Highest price [fen] at which a plan with so many posts of the project is better than the rival, and the plan."""
    problem = solver.problem
    position = problem.index[name]
    program = build(problem, drawn=False)
    filled = program.units_of(Plan(problem, {position: posts}))
    own = {column: filled[column] for column, _ in program.units[position]}
    total = problem.projects[position].total
    share = program.add(ProgramColumn(problem.budget.total // total + 1, integer=False))
    better, won = improvement_rows(program, solver.policy, rival)
    money = program.cost(range(len(problem.projects)))
    thrift = ProgramRow("", money | dict.fromkeys(won, -2 * problem.budget.total), None, rival.cost, "fen")
    rows = [*better, *(_variable(row, own, share) for row in (*program.rows, thrift))]
    rows += [ProgramRow("", {column: 1}, units, units) for column, units in own.items()]
    task = Subproblem(program.columns, rows, {share: 1}, brief=True)
    answer = solve(task, "highs", solver.next().at_most(GUESS).left())
    if answer.values is None:
        return None
    return round(total * answer.values[share]), program.plan([round(v) for v in answer.values])


def _variable(row: ProgramRow, own: Terms, share: int) -> ProgramRow:
    """Return the row with `share` in place of 1 for the money of the project, of which `own` units are bought."""
    price = sum(row.terms.get(column, 0) * units for column, units in own.items())
    if row.unit != "fen" or not price:
        return row
    terms = {c: a for c, a in row.terms.items() if c not in own}
    return ProgramRow(row.rule, terms | {share: price}, row.low, row.high)


def gains(solver: CounterfactualSolver, name: str) -> Iterator[int]:
    """Changes of benefit at which the project may tie with, or beat, the best plan without it."""
    problem, policy = solver.problem, solver.policy
    position = problem.index[name]
    project = problem.projects[position]
    inside, outside = solver.best_with(name), solver.best_without(name)
    if inside is None or outside is None:
        return
    tier = own_tier(problem, policy, name)
    lack = outside.objective(policy, tier) - inside.objective(policy, tier)
    part = Fraction(inside.posts[position], project.posts)
    weight = problem.rules.weights[project.urgency - 1] if policy == "weighted" else 1
    if weight:
        step = ceil(lack / (weight * part))
        yield from (step, step + 1)
