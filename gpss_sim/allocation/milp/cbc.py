"""CBC as a program of its own; of PuLP's two statuses the solution status is read.

An unproven answer of CBC gets its bound from the linear relaxation.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pulp

from gpss_sim.allocation.milp.highs import highs
from gpss_sim.allocation.milp.pulp_model import column, model, name
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline


def cbc(task: Subproblem, limit: float | None) -> SolverResult:
    """CBC as a program of its own; its bound is the linear relaxation unless it proves its answer."""
    deadline = Deadline.of(limit)
    prob = model(task, scaled=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # PuLP 3 carries a CBC of its own; PuLP 4 only finds one that is installed
        make = getattr(pulp, "PULP_CBC_CMD", pulp.COIN_CMD)
        begun = _begun(prob, task.start)
        solver = make(
            msg=False,
            mip=not task.relaxed,
            threads=1,
            timeLimit=deadline.left(),
            gapRel=0.0,
            gapAbs=0.0,
            warmStart=begun,
        )
        stats = prob.solve(solver)
    if hasattr(stats, "has_solution"):
        proved, found = stats.status.name == "Optimal", stats.has_solution
        impossible = stats.status.name == "Infeasible"
    else:
        proved = prob.sol_status == pulp.LpSolutionOptimal
        found = proved or prob.sol_status == pulp.LpSolutionIntegerFeasible
        impossible = prob.sol_status == pulp.LpSolutionInfeasible
    if impossible:
        return SolverResult("infeasible", None, None, "cbc")
    by_name = {v.name: v.varValue for v in prob.variables()}
    values = [float(by_name.get(name(c)) or 0.0) for c in range(len(task.columns))] if found else None
    if values is not None and proved:
        return SolverResult("optimal", values, float(sum(a * values[c] for c, a in task.goal.items())), "cbc")
    relaxed = None if task.relaxed else highs(replace(task, relaxed=True), deadline.left()).bound
    return SolverResult("feasible" if values else "unknown", values, relaxed, "cbc")


def _begun(prob: Any, start: Mapping[int, int] | None) -> bool:
    """Set a start if it has every column; CBC takes missing ones as zero."""
    variables = prob.variables()
    if not start or len(start) < len(variables):
        return False
    for variable in variables:
        variable.setInitialValue(start[column(variable.name)])
    return True


def has_cbc() -> bool:
    """Whether a CBC is at hand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(getattr(pulp, "PULP_CBC_CMD", pulp.COIN_CMD)(msg=False).available())
