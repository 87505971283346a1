"""Equal answers are separated: least money, then the smallest ids, then most posts in them; proved or not at all."""

from __future__ import annotations

from math import floor
from time import perf_counter
from typing import Any

from gpss_sim.allocation.milp.decompose import solve_apart
from gpss_sim.allocation.milp.program import Column, Row, Terms
from gpss_sim.allocation.milp.subproblem import Task
from gpss_sim.allocation.search.result import clock


def separate(search: Any) -> bool:
    """Least money, then smallest ids, in at most half as long as the goals took; all of it proved or none.

    Parameters
    ----------
    search : Search
        A search whose goals are settled; it is held where they stand.
    """
    best = search.found.posts
    used = perf_counter() - search.began
    left = search.left()
    search.left = clock(max(1.0, used / 2) if left is None else min(left, max(1.0, used / 2)))
    proved = _alone(search) or (_least_money(search) and _smallest_ids(search))
    if not proved:
        search.found.posts = best
    return proved


def _alone(search: Any) -> bool:
    """Whether the second best list is worth less, which leaves nothing to separate.

    The value is not held while it is looked for: a row along the goal makes solvers slow. Asked where rules tie
    everything together and every project is bought whole or not at all; half of the time is left for the rest.
    """
    if not search.goals:
        return False
    goal, units = search.goals[-1].terms, search.program.filled(search.found.posts)
    columns, before = search.program.columns, search.held[:-1]
    grain = Task(columns, (), goal).grain
    if len(search.parts) > 1 or not grain or any(columns[c].upper != 1 for c in units):
        return False
    bought = sum(units.values())
    other = Row("", {c: -1 if units[c] else 1 for c in units}, 1 - bought, None)
    best = search.value(goal, search.found.posts)
    rows = [*search.program.rows, *before, other]
    task = Task(columns, rows, goal, brief=search.brief, above=best - grain if search.brief else None)
    answer = solve_apart(task, search.parts, search.solver, search.left() / 2)
    if answer.status == "infeasible":
        return True
    return answer.bound is not None and floor(answer.bound / grain + 1e-6) * grain < best


def _least_money(search: Any) -> bool:
    """Of all lists as good, one of least money."""
    everything = range(len(search.problem.projects))
    price = {c: -fen for c, fen in search.program.money(everything).items()}
    return _settle(search, price)


def _settle(search: Any, terms: Terms) -> bool:
    """Maximise an expression of project columns and hold it; return whether it is proved."""
    answer = search.maximise(terms, search.left())
    posts = search.found.posts or {}
    grain = Task(search.program.columns, (), terms).grain or 1
    if answer.bound is None or floor(answer.bound / grain + 1e-6) * grain > search.value(terms, posts):
        return False
    for part in search.by_block(terms):
        search.held.append(Row("", part, search.value(part, posts), None))
    return True


def _smallest_ids(search: Any) -> bool:
    """Of all lists as good and as cheap, the one with the smallest ids, then most posts in them.

    If no other list is, that is proved at once; otherwise ids are settled twenty at a time.
    """
    heads, problem = search.program.heads, search.problem
    for first in range(0, len(heads), 20):
        if _unique(search):
            return True
        block = heads[first : first + 20]
        if not _settle(search, {h: 1 << (len(block) - 1 - k) for k, h in enumerate(block)}):
            return False
    divisible = [i for i, p in enumerate(problem.projects) if p.divisible and i in (search.found.posts or {})]
    return all(_unique(search) or _settle(search, search.program.posts([i])) for i in divisible)


def _unique(search: Any) -> bool:
    """Whether no other list reaches the held values, in any block.

    Another list at the least money buys more of something, or it would cost less.
    """
    units = search.program.filled(search.found.posts or {})
    for part in search.parts:
        within = set(part)
        own = [c for c in part if c in units]
        columns = list(search.program.columns)
        rows = [r for r in (*search.program.rows, *search.held) if next(iter(r.terms), -1) in within]
        more: Terms = {c: 1 for c in own if not units[c]}
        added = []
        for c in own:
            if 0 < units[c] < (columns[c].upper or 0):
                columns.append(Column(1))
                added.append(len(columns) - 1)
                rows.append(Row("", {c: 1, added[-1]: -units[c] - 1}, 0, None))
        more |= dict.fromkeys(added, 1)
        if not more:
            continue
        rows.append(Row("", more, 1, None))
        whole = [*part, *added]
        answer = solve_apart(Task(columns, rows, {}, brief=search.brief), [whole], search.solver, search.left())
        if answer.status != "infeasible":
            return False
    return True
