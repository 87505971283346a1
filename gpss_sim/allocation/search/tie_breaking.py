"""Plans of equal value: least money first, then the smallest ids, then most posts in them; proved or not at all."""

from __future__ import annotations

from math import floor

from gpss_sim.allocation.milp.decompose import solve_blocks
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.allocation.search.state import SearchState

IDS_AT_ONCE = 20
"""Projects whose ids are settled by one maximisation: the coefficients are powers of two."""


def break_ties(state: SearchState, used: float, deadline: Deadline) -> bool:
    """Settle least money, then smallest ids; return whether all of it is proved. If not, the plan stays as it was.

    Parameters
    ----------
    state : SearchState
        A search all of whose objectives are settled.
    used : float [s]
        Time the objectives took; ties get half as much, and at least a second.
    deadline : Deadline
        Of the search.
    """
    if state.plan is None:
        return False
    before = state.plan
    remaining = deadline.at_most(max(1.0, used / 2))
    if _only_plan_of_its_value(state, before, remaining):
        return True
    if _settle_cost(state, remaining) and _settle_ids(state, remaining):
        return True
    state.plan = before
    return False


def _only_plan_of_its_value(state: SearchState, plan: Plan, deadline: Deadline) -> bool:
    """Whether the second best plan is worth less, which leaves no ties.

    The last objective is not fixed meanwhile: a row along the objective makes solvers slow. Asked where rules tie
    everything together and every project is bought whole or not at all; half of the time is left for the rest.
    """
    if not state.objectives:
        return False
    terms, units = state.objectives[-1].terms, state.program.units_of(plan)
    columns = state.program.columns
    step = state.solver.step(terms)
    if len(state.blocks) > 1 or not step or any(columns[c].upper != 1 for c in units):
        return False
    bought = sum(units.values())
    other = ProgramRow("", {c: -1 if units[c] else 1 for c in units}, 1 - bought, None)
    best = state.value(terms, plan)
    rows = [*state.program.rows, *state.fixed[:-1], other]
    brief = state.solver.brief
    task = Subproblem(columns, rows, terms, brief=brief, above=best - step if brief else None)
    answer = solve_blocks(task, state.blocks, state.solver.solver, deadline.part(0.5).left())
    if answer.status == "infeasible":
        return True
    return answer.bound is not None and floor(answer.bound / step + 1e-6) * step < best


def _settle_cost(state: SearchState, deadline: Deadline) -> bool:
    """Of all plans of the value, one of least money."""
    everything = range(len(state.program.problem.projects))
    return _settle(state, {c: -fen for c, fen in state.program.cost(everything).items()}, deadline)


def _settle(state: SearchState, terms: Terms, deadline: Deadline) -> bool:
    """Maximise an expression of project columns and fix it; return whether it is proved."""
    if deadline.over:
        return False
    answer = state.maximise(terms, deadline)
    step = state.solver.step(terms) or 1
    if state.plan is None or answer.bound is None:
        return False
    if floor(answer.bound / step + 1e-6) * step > state.value(terms, state.plan):
        return False
    for part in state.by_block(terms):
        state.fix(part, state.value(part, state.plan))
    return True


def _settle_ids(state: SearchState, deadline: Deadline) -> bool:
    """Of all plans of the value and the cost, the one with the smallest ids, then most posts in them.

    If there is no other such plan, that is proved at once; otherwise ids are settled `IDS_AT_ONCE` at a time.
    """
    heads = state.program.heads
    for first in range(0, len(heads), IDS_AT_ONCE):
        if _unique(state, deadline):
            return True
        block = heads[first : first + IDS_AT_ONCE]
        if not _settle(state, {h: 1 << (len(block) - 1 - k) for k, h in enumerate(block)}, deadline):
            return False
    projects = state.program.problem.projects
    divisible = [i for i in (state.plan.posts if state.plan else ()) if projects[i].divisible]
    return all(_unique(state, deadline) or _settle(state, state.program.posts([i]), deadline) for i in divisible)


def _unique(state: SearchState, deadline: Deadline) -> bool:
    """Whether no other plan reaches the fixed values, in any block.

    Another plan at the least money buys more of something, or it would cost less.
    """
    return state.plan is not None and all(_unique_in_block(state, state.plan, part, deadline) for part in state.blocks)


def _unique_in_block(state: SearchState, plan: Plan, part: list[int], deadline: Deadline) -> bool:
    if deadline.over:
        return False
    units = state.program.units_of(plan)
    within = set(part)
    own = [c for c in part if c in units]
    columns = list(state.program.columns)
    rows = [r for r in (*state.program.rows, *state.fixed) if next(iter(r.terms), -1) in within]
    more: Terms = {c: 1 for c in own if not units[c]}
    added = []
    for c in own:
        if 0 < units[c] < (columns[c].upper or 0):
            columns.append(ProgramColumn(1))
            added.append(len(columns) - 1)
            rows.append(ProgramRow("", {c: 1, added[-1]: -units[c] - 1}, 0, None))
    more |= dict.fromkeys(added, 1)
    if not more:
        return True
    rows.append(ProgramRow("", more, 1, None))
    task = Subproblem(columns, rows, {}, brief=state.solver.brief)
    return solve_blocks(task, [[*part, *added]], state.solver.solver, deadline.left()).status == "infeasible"
