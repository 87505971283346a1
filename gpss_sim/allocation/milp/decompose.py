"""Blocks of columns that no row ties together are decided apart: years, districts, or single projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

Blocks = list[list[int]]
"""Columns by block, each ascending."""


def binds(row: ProgramRow, columns: Sequence[ProgramColumn]) -> bool:
    """Whether any choice of columns could break a row."""
    most = least = 0
    for c, a in row.terms.items():
        upper = columns[c].upper
        if upper is None:
            return True
        most += max(a, 0) * upper
        least += min(a, 0) * upper
    return (row.high is not None and most > row.high) or (row.low is not None and least < row.low)


def blocks(columns: Sequence[ProgramColumn], rows: Sequence[ProgramRow]) -> Blocks:
    """Columns that rows tie together, directly or through others: the components of the graph of binding rows."""
    parent = list(range(len(columns)))

    def root(column: int) -> int:
        while parent[column] != column:
            parent[column] = column = parent[parent[column]]
        return column

    for row in rows:
        if binds(row, columns):
            together = {root(column) for column in row.terms}
            first = min(together, default=0)
            for column in together:
                parent[column] = first
    parts: dict[int, list[int]] = {}
    for column in range(len(columns)):
        parts.setdefault(root(column), []).append(column)
    return list(parts.values())


def solve_blocks(task: Subproblem, parts: Blocks, solver: str, limit: float | None) -> SolverResult:
    """Maximise block by block; the bound is the sum of the bounds, the status the weakest."""
    rows = [row for row in task.rows if binds(row, task.columns)]
    if any(not row.terms for row in rows):
        return SolverResult("infeasible", None, None, "core")  # a floor on nothing, which no choice reaches
    if len(parts) == 1 and len(parts[0]) == len(task.columns):
        return solve(replace(task, rows=rows), solver, limit)
    task = replace(task, above=None)
    deadline = Deadline.of(limit)
    block_of = {c: number for number, part in enumerate(parts) for c in part}
    of_block: dict[int, list[ProgramRow]] = {}
    for row in rows:
        of_block.setdefault(block_of[next(iter(row.terms))], []).append(row)
    values = [0.0] * len(task.columns)
    bound, status, names = 0.0, "optimal", set[str]()
    for number, part in enumerate(parts):
        own = of_block.get(number, [])
        if own and deadline.over:
            return SolverResult("unknown", None, None, "+".join(sorted(names)) or "core")
        answer = _block(task, part, own, solver, deadline.part(1 / min(len(parts) - number, 3)).left())
        if answer.status == "infeasible" or answer.values is None or answer.bound is None:
            return SolverResult(
                answer.status if answer.status == "infeasible" else "unknown", None, None, answer.solver
            )
        for c, value in zip(part, answer.values, strict=True):
            values[c] = value
        bound += answer.bound
        status = answer.status if answer.status != "optimal" else status
        names.add(answer.solver)
    return SolverResult("optimal" if status == "optimal" else "feasible", values, bound, "+".join(sorted(names)))


def _block(task: Subproblem, part: list[int], rows: list[ProgramRow], solver: str, limit: float | None) -> SolverResult:
    """Solve one block, with its columns counted from 0; without rows every useful column is at its end."""
    columns = [task.columns[c] for c in part]
    place = {c: k for k, c in enumerate(part)}
    goal = {place[c]: task.goal[c] for c in part if c in task.goal}
    if not rows and all(column.upper is not None for column in columns):
        full = [float(column.upper or 0) if goal.get(k, 0) > 0 else 0.0 for k, column in enumerate(columns)]
        return SolverResult("optimal", full, sum(goal.get(k, 0) * v for k, v in enumerate(full)), "core")
    own = [ProgramRow(r.rule, {place[c]: a for c, a in r.terms.items()}, r.low, r.high) for r in rows]
    start = None if task.start is None else {place[c]: v for c, v in task.start.items() if c in place}
    return solve(replace(task, columns=columns, rows=own, goal=goal, start=start), solver, limit)
