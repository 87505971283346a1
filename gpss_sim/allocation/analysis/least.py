"""The least money with which the rules of a conflict could hold, where their amounts alone do not exceed the budget."""

from __future__ import annotations

from collections.abc import Iterable

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import solve_blocks
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem


def least_lacking(problem: Problem, rules: Iterable[str], line: str, limit: float | Deadline) -> int | None:
    """Money by which a line falls short of what the named rules need at the least [fen].

    Projects are bought whole: a floor of 20 costs 60 where only a project of 60 reaches it.

    Parameters
    ----------
    rules : iterable of str
        A conflict.
    line : str
        A line of the budget among them.
    limit : float or Deadline [s]

    Returns
    -------
    int or None
        None where more money on this line alone does not help, or the time ran out.
    """
    named = set(rules)
    program = build(problem, drawn=False)
    slack = program.add(ProgramColumn(None, integer=False))
    rows, factor = [], 1
    for row in program.rows:
        if row.rule == line and row.high is not None:
            factor = row.factor
            rows.append(ProgramRow(line, {**row.terms, slack: -1}, row.low, row.high, row.unit, row.factor))
        elif not row.rule or row.rule in named:
            rows.append(row)
    parts = [list(range(len(program.columns)))]
    answer = solve_blocks(Subproblem(program.columns, rows, {slack: -1}), parts, "highs", Deadline.of(limit).left())
    if answer.status != "optimal" or answer.values is None:
        return None
    return round(answer.values[slack] * factor) or None
