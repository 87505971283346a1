"""HiGHS in this process, through the model PuLP builds; status and bound are read from HiGHS itself.

PuLP's ``status`` is Optimal also where a limit stopped the search, so it is never read. HiGHS runs on one thread with a
fixed seed.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import highspy
import pulp

from gpss_sim.allocation.milp.pulp_model import model
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

_TOLERANCES = ((1e-7, 1e-9), (1e-6, 1e-7))
"""How far a whole number, and a row, may be missed: the second, HiGHS's own, where the first defeats it.

Whole numbers to 1e-9 made HiGHS 1.15.1 crash.
"""

_PARALLEL_COLUMNS = 1 << 13
"""Presolve rule that is left out: with it HiGHS 1.15.1 reported a plan as optimal that was not, under two sources."""

_BRIEF = 400
"""Columns up to which a search is taken to be short."""

_LEAN = {
    "presolve": "off",
    "mip_detect_symmetry": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
}
"""What HiGHS leaves out of short searches, which take a third less time without."""


def highs(task: Subproblem, limit: float | None, until: Callable[[], bool] | None = None) -> SolverResult:
    """HiGHS in this process, through the model PuLP builds.

    Parameters
    ----------
    limit : float or None [s]
    until : callable, optional
        Asked now and then: whether the search may end with what it has.
    """
    deadline = Deadline.of(limit)
    answer = SolverResult("unknown", None, None, "highs")
    for tolerances in _TOLERANCES:
        answer = _within(task, deadline, until, *tolerances)
        if answer.status != "unknown" or deadline.over or (until and until()):
            break
    return answer


def _within(
    task: Subproblem, deadline: Deadline, until: Callable[[], bool] | None, whole: float, row: float
) -> SolverResult:
    prob = model(task, scaled=True)
    gap = 0.9 * task.objective_step / task.factor or row
    solver = _Started(
        [] if task.relaxed else [c for c, column in enumerate(task.columns) if column.integer],
        task.start,
        until,
        msg=False,
        threads=1,
        timeLimit=deadline.left(),
        gapRel=0.0,
        gapAbs=gap,
        random_seed=0,
        parallel="off",
        mip_feasibility_tolerance=whole,
        primal_feasibility_tolerance=row,
        output_flag=False,
        presolve_rule_off=_PARALLEL_COLUMNS,
        **(
            {} if task.above is None or not task.objective_step or task.relaxed else {"objective_bound": _cut_off(task)}
        ),
        **(_LEAN if task.brief and len(task.columns) <= _BRIEF else {}),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prob.solve(solver)
    engine = prob.solverModel
    status = engine.modelStatusToString(engine.getModelStatus())
    info = engine.getInfo()
    if status in ("Infeasible", "Primal infeasible or unbounded"):
        return SolverResult("infeasible", None, None, "highs")
    values = [float(v) for v in engine.getSolution().col_value] if info.primal_solution_status == 2 else None
    finite = _bound(task, info, status == "Optimal", gap)
    if values is None:
        return SolverResult("unknown", None, finite, "highs")
    reduced = [float(d) for d in engine.getSolution().col_dual] if task.relaxed else None
    return SolverResult("optimal" if status == "Optimal" else "feasible", values, finite, "highs", reduced)


def _cut_off(task: Subproblem) -> float:
    """Objective that an answer has to undercut by more than the gap at which HiGHS stops."""
    return -(task.above or 0) / task.factor


def _bound(task: Subproblem, info: Any, solved: bool, gap: float) -> float | None:
    """Upper bound on the goal; what was solved within `gap` before a bound was counted is at most so far off."""
    whole = any(column.integer for column in task.columns) and not task.relaxed
    if not whole:
        least = info.objective_function_value if solved or not task.relaxed else -math.inf
    elif solved and not math.isfinite(info.mip_dual_bound):
        least = info.objective_function_value - gap
    else:
        least = info.mip_dual_bound
    return -least * task.factor if math.isfinite(least) else None


class _Started(pulp.HiGHS):
    """PuLP's HiGHS, which gets the integer columns in one call and starts from a known solution.

    PuLP passes them one by one, and HiGHS then scans all columns each time.
    """

    def __init__(
        self, whole: Sequence[int], start: Mapping[int, int] | None, until: Callable[[], bool] | None, **options: Any
    ) -> None:
        super().__init__(mip=False, **options)
        self.whole, self.start, self.until = whole, start, until

    def callSolver(self, lp: Any) -> None:
        """Hand whole columns and the start over, then run; columns that are not given follow from the others."""
        engine = lp.solverModel
        engine.changeColsIntegrality(len(self.whole), self.whole, [highspy.HighsVarType.kInteger] * len(self.whole))
        if self.start:
            engine.setSolution(len(self.start), list(self.start), list(map(float, self.start.values())))
        if self.until is not None:
            for event in (engine.cbMipInterrupt, engine.cbSimplexInterrupt):
                event.subscribe(self._interrupt)
        engine.run()

    def _interrupt(self, event: Any) -> None:
        """End the search where it may."""
        if self.until is not None and self.until():
            event.interrupt()
