"""The only place that speaks to PuLP: one adapter, a ladder of solvers, honest statuses.

PuLP's ``status`` says Optimal for answers a limit stopped, so it is never read. HiGHS is asked
itself, through the model PuLP built; of CBC the solution status is read, and an unproven CBC answer
gets its bound from the linear relaxation. Every solver runs on one thread with a fixed seed.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

import pulp

from gpss_sim.allocation.program import Row, size
from gpss_sim.allocation.task import Answer, Task
from gpss_sim.registry import Registry

_TOLERANCES = ((1e-7, 1e-9), (1e-6, 1e-7))
"""How far a whole number, and a row, may be missed: the second, HiGHS's own, where the first defeats it.

Whole numbers to 1e-9 made HiGHS 1.15.1 crash.
"""

DEFAULT_LIMIT = 100.0
"""Longest search when nobody sets a limit [s]."""

FEW_ROWS = 12
"""Rows up to which CBC is asked beside HiGHS."""

CORE = 35
"""Columns left in doubt by the linear relaxation that are decided first."""

SHORTEST = 0.05
"""A try that is not begun when less time is left [s]."""

_PARALLEL_COLUMNS = 1 << 13
"""Presolve rule of HiGHS that is left out: with it 1.15.1 called a list best that was not, under two sources."""

SHORT = 1.0
"""Longest search that leaves out what prepares a long one, which then follows [s]."""

_BRIEF = 400
"""Columns up to which a search is taken to be short."""

_LEAN = {
    "presolve": "off",
    "mip_detect_symmetry": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
}
"""What HiGHS leaves out of short searches, which take a third less time without."""

_BITS = 20
"""Binary digits of the largest number in a row as HiGHS sees it."""


Run = Callable[[Task, float | None], Answer]
SOLVERS: Registry[Run] = Registry("solver")
"""Solvers by the name of ``--solver``."""


def solve(task: Task, solver: str = "auto", limit: float | None = None) -> Answer:
    """Maximise; under ``auto`` by HiGHS, and by CBC too where few rows leave HiGHS without a proof.

    With few rows HiGHS has a first try, CBC the columns that the linear relaxation leaves in doubt, then
    all of them from there, and HiGHS what time is left.

    Parameters
    ----------
    limit : float, optional [s]
        Wall-clock limit of all attempts together.
    """
    if task.brief and solver in ("auto", "highs"):
        began = perf_counter()
        answer = _highs(task, SHORT if limit is None else min(SHORT, limit))
        left = None if limit is None else limit - (perf_counter() - began)
        if answer.status in ("optimal", "infeasible") or (left is not None and left < SHORTEST):
            return answer
        return solve(replace(task, start=_start(task, answer), brief=False), solver, left)
    if solver != "auto":
        return SOLVERS[solver](task, limit)
    few = len(task.rows) <= FEW_ROWS and len(task.columns) > 2 * CORE and not task.relaxed
    if not few or not has_cbc():
        return SOLVERS["highs"](task, limit)
    end = perf_counter() + (DEFAULT_LIMIT if limit is None else limit)
    best: Answer | None = None
    for attempt, share in ((_highs, 0.1), (_core, 0.2), (_cbc, 0.6), (_highs, 1.0)):
        left = share * (end - perf_counter())
        if left < SHORTEST:
            break
        answer = attempt(replace(task, start=_start(task, best)), left)
        best = answer if best is None else _better(best, answer, task)
        if best.status in ("optimal", "infeasible"):
            break
    return best or Answer("unknown", None, None, "highs")


def _start(task: Task, answer: Answer | None) -> Mapping[int, int] | None:
    """Return the whole columns of an answer as a start, or the start there is."""
    if answer is None or answer.values is None:
        return task.start
    return {c: round(v) for c, v in enumerate(answer.values) if task.columns[c].integer}


def _core(task: Task, limit: float | None) -> Answer:
    """Decide the columns nearest to the balance, the others as the linear relaxation has them; CBC does it.

    References
    ----------
    Balas and Zemel (1980); Puchinger, Raidl and Pferschy (2010), The multidimensional knapsack problem.
    """
    relaxed = SOLVERS["highs"](replace(task, relaxed=True), limit)
    if relaxed.values is None or relaxed.reduced is None:
        return relaxed
    price = [abs(reduced) for reduced in relaxed.reduced]
    order = sorted(range(len(price)), key=lambda c: (price[c], c))
    settled = [c for c in order[CORE:] if task.columns[c].integer]
    fixed = [Row("", {c: 1}, round(relaxed.values[c]), round(relaxed.values[c])) for c in settled]
    answer = SOLVERS["cbc"](replace(task, rows=[*task.rows, *fixed], start=None), limit)
    return Answer("feasible" if answer.values else "unknown", answer.values, relaxed.bound, "cbc")


def _better(first: Answer, second: Answer, task: Task) -> Answer:
    """Of two answers the proved or larger one, with the lower of their bounds."""
    if second.status == "optimal" or first.values is None:
        return second
    if second.values is None:
        return first

    def value(answer: Answer) -> float:
        return sum(a * answer.values[c] for c, a in task.goal.items()) if answer.values else -math.inf

    bounds = [b for b in (first.bound, second.bound) if b is not None]
    best = max((first, second), key=value)
    return Answer(best.status, best.values, min(bounds, default=None), best.solver)


@SOLVERS.register("highs")
def _highs(task: Task, limit: float | None) -> Answer:
    """HiGHS in this process, through the model PuLP builds."""
    began = perf_counter()
    answer = Answer("unknown", None, None, "highs")
    for tolerances in _TOLERANCES:
        left = None if limit is None else limit - (perf_counter() - began)
        if left is not None and left <= 0:
            break
        answer = _highs_within(task, left, *tolerances)
        if answer.status != "unknown":
            break
    return answer


def _highs_within(task: Task, limit: float | None, whole: float, row: float) -> Answer:
    prob = _model(task, scaled=True)
    gap = 0.9 * task.grain / task.factor or row
    solver = _Started(
        start=task.start,
        mip=not task.relaxed,
        msg=False,
        threads=1,
        timeLimit=limit,
        gapRel=0.0,
        gapAbs=gap,
        random_seed=0,
        parallel="off",
        mip_feasibility_tolerance=whole,
        primal_feasibility_tolerance=row,
        output_flag=False,
        presolve_rule_off=_PARALLEL_COLUMNS,
        **(_LEAN if task.brief and len(task.columns) <= _BRIEF else {}),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prob.solve(solver)
    highs = prob.solverModel
    status = highs.modelStatusToString(highs.getModelStatus())
    info = highs.getInfo()
    if status in ("Infeasible", "Primal infeasible or unbounded"):
        return Answer("infeasible", None, None, "highs")
    values = [float(v) for v in highs.getSolution().col_value] if info.primal_solution_status == 2 else None
    finite = _bound(task, info, status == "Optimal", gap)
    if values is None:
        return Answer("unknown", None, finite, "highs")
    reduced = [float(d) for d in highs.getSolution().col_dual] if task.relaxed else None
    return Answer("optimal" if status == "Optimal" else "feasible", values, finite, "highs", reduced)


def _bound(task: Task, info: Any, solved: bool, gap: float) -> float | None:
    """Upper bound on the goal; what was solved within `gap` before a bound was counted is at most so far off."""
    whole = any(column.integer for column in task.columns) and not task.relaxed
    if not whole:
        least = info.objective_function_value if solved or not task.relaxed else -math.inf
    elif solved and not math.isfinite(info.mip_dual_bound):
        least = info.objective_function_value - gap
    else:
        least = info.mip_dual_bound
    return -least * task.factor if math.isfinite(least) else None


@SOLVERS.register("cbc")
def _cbc(task: Task, limit: float | None) -> Answer:
    """CBC as a program of its own; its bound is the linear relaxation unless it proves its answer."""
    prob = _model(task, scaled=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # PuLP 3 carries a CBC of its own; PuLP 4 only finds one that is installed
        make = getattr(pulp, "PULP_CBC_CMD", pulp.COIN_CMD)
        begun = _begun(prob, task.start)
        solver = make(
            msg=False, mip=not task.relaxed, threads=1, timeLimit=limit, gapRel=0.0, gapAbs=0.0, warmStart=begun
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
        return Answer("infeasible", None, None, "cbc")
    by_name = {v.name: v.varValue for v in prob.variables()}
    values = [float(by_name.get(_name(c)) or 0.0) for c in range(len(task.columns))] if found else None
    if values is not None and proved:
        return Answer("optimal", values, float(sum(a * values[c] for c, a in task.goal.items())), "cbc")
    relaxed = None if task.relaxed else _highs(replace(task, relaxed=True), None).bound
    return Answer("feasible" if values else "unknown", values, relaxed, "cbc")


def _begun(prob: Any, start: Mapping[int, int] | None) -> bool:
    """Enter a start if it says every column; CBC takes those it is not told for zero."""
    variables = prob.variables()
    if not start or len(start) < len(variables):
        return False
    for variable in variables:
        variable.setInitialValue(start[_column(variable.name)])
    return True


def has_cbc() -> bool:
    """Whether a CBC is at hand."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(getattr(pulp, "PULP_CBC_CMD", pulp.COIN_CMD)(msg=False).available())


def _sum(terms: Sequence[tuple[Any, float]]) -> Any:
    """Return a linear expression; PuLP 4 has a named constructor for what PuLP 3's class takes itself."""
    return getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)(terms)


def _name(column: int) -> str:
    """Names sort as the columns do: PuLP orders variables by name or by creation, as its version pleases."""
    return f"c{column:07d}"


def _column(name: str) -> int:
    return int(name[1:])


def _model(task: Task, scaled: bool) -> Any:
    """Build the PuLP problem: minimise the negated goal.

    Parameters
    ----------
    scaled : bool
        Whether large rows are divided by a power of two, which a binary number takes without loss and the
        twelve digits of CBC's files would not.
    """
    prob = pulp.LpProblem("allocation", pulp.LpMinimize)
    variables = [
        prob.add_variable(_name(c), 0, column.upper, "Integer" if column.integer else "Continuous")
        for c, column in enumerate(task.columns)
    ]
    factor = task.factor
    # every column stands in the objective, so that no version of PuLP leaves one out
    prob += _sum([(v, -task.goal.get(c, 0) / factor) for c, v in enumerate(variables)])
    for row in task.rows:
        divisor = 1 << max(0, size(row.terms).bit_length() - _BITS) if scaled else 1
        whole = _sum([(variables[c], a / divisor) for c, a in row.terms.items()])
        low, high = (None if end is None else end / divisor for end in (row.low, row.high))
        if low is not None and low == high:
            prob += whole == low
            continue
        if low is not None:
            prob += whole >= low
        if high is not None:
            prob += whole <= high
    return prob


class _Started(pulp.HiGHS):
    """PuLP's HiGHS, begun from a known answer."""

    def __init__(self, start: Mapping[int, int] | None, **options: Any) -> None:
        super().__init__(**options)
        self.start = start

    def callSolver(self, lp: Any) -> None:
        """Hand the start over, then run; columns that are not given follow from the others."""
        if self.start:
            lp.solverModel.setSolution(len(self.start), list(self.start), list(map(float, self.start.values())))
        lp.solverModel.run()
