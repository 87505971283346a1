"""Rows that make a plan as good as another, or better, in the order of the objectives."""

from __future__ import annotations

from math import ceil

from gpss_sim.allocation.milp.objectives import objectives
from gpss_sim.allocation.milp.program import Program, ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.subproblem import Subproblem
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.terms import Terms


def improvement_rows(program: Program, policy: str, rival: Plan) -> tuple[list[ProgramRow], list[int]]:
    """Rows under which a plan equals the rival in all objectives, or wins one and equals it in those before.

    The columns and rows of the objectives are added to the program.

    Returns
    -------
    rows : list of ProgramRow
    won : list of int
        One column an objective: 1 says that it is won, which frees the objectives after it. All 0: none is won.
    """
    rows: list[ProgramRow] = []
    won: list[int] = []
    for stage in objectives(program, policy):
        units = ceil(rival.objective(policy, stage.tier) * stage.unit)
        freed: Terms = dict.fromkeys(won, max(units, 1))
        if stage.tier != "fairness":
            won.append(program.add(ProgramColumn(1)))
            freed[won[-1]] = -(Subproblem(program.columns, (), stage.terms).objective_step or 1)
        rows.append(ProgramRow("", stage.terms | freed, units, None))
    return [*rows, ProgramRow("", dict.fromkeys(won, 1), None, 1)], won
