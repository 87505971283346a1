"""Rows that make a list as good as another, or better, goal by goal."""

from __future__ import annotations

from math import ceil

from gpss_sim.allocation.milp.objectives import goals
from gpss_sim.allocation.milp.program import Column, Program, Row, Terms
from gpss_sim.allocation.milp.subproblem import Task
from gpss_sim.allocation.plan.rank import List
from gpss_sim.allocation.plan.value import goal_value


def ahead(program: Program, policy: str, rival: List) -> tuple[list[Row], list[int]]:
    """Rows under which a list equals the rival in all goals, or wins one and equals it in those before.

    Goals are added to the program.

    Returns
    -------
    rows : list of Row
    won : list of int
        One column a goal: 1 says that it is won, which frees the goals after it. All 0 says nothing is won.
    """
    rows: list[Row] = []
    won: list[int] = []
    for stage in goals(program, policy):
        units = ceil(goal_value(program.problem, policy, stage.tier, rival) * stage.unit)
        freed: Terms = dict.fromkeys(won, max(units, 1))
        if stage.tier != "fairness":
            won.append(program.add(Column(1)))
            freed[won[-1]] = -(Task(program.columns, (), stage.terms).grain or 1)
        rows.append(Row("", stage.terms | freed, units, None))
    return [*rows, Row("", dict.fromkeys(won, 1), None, 1)], won
