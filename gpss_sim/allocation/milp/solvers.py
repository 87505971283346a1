"""Which solver is tried, in what order and for how long.

A saved decision names its solver, and most decisions need none: a solver is imported when it is called.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from gpss_sim.allocation.milp.program import ProgramRow
from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT, SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.registry import Registry

FEW_ROWS = 12
"""Rows up to which CBC is tried beside HiGHS."""

CORE = 35
"""Columns with the smallest reduced costs, which are decided first."""

SHORT = 1.0
"""Time limit of a brief search, after which a full one follows [s]."""

ATTEMPTS = (
    ("highs", 0.1, 1.0),
    ("cbc", 0.1, 2.0),
    ("highs", 0.1, None),
    ("core", 0.2, None),
    ("cbc", 0.6, None),
    ("highs", 1.0, None),
)
"""With few rows: who is asked, for which share of the time left, and for how long at most [s].

``core`` is CBC over the columns of small reduced cost, from whose answer CBC goes on over all columns.
"""

Run = Callable[[Subproblem, float | None], SolverResult]
SOLVERS: Registry[Run] = Registry("solver")
"""Solvers by the name of ``--solver``."""


@SOLVERS.register("highs")
def highs(task: Subproblem, limit: float | None) -> SolverResult:
    """HiGHS in this process, through the model PuLP builds."""
    from gpss_sim.allocation.milp.highs import highs as run

    return run(task, limit)


@SOLVERS.register("cbc")
def cbc(task: Subproblem, limit: float | None) -> SolverResult:
    """CBC as a program of its own; its bound is the linear relaxation unless it proves its answer."""
    from gpss_sim.allocation.milp.cbc import cbc as run

    return run(task, limit)


def _has_cbc() -> bool:
    from gpss_sim.allocation.milp.cbc import has_cbc

    return has_cbc()


def solve(task: Subproblem, solver: str = "auto", limit: float | None = None) -> SolverResult:
    """Maximise; under ``auto`` by HiGHS, and by CBC too where HiGHS finds no proof and rows are few.

    With few rows each of the two is asked shortly first, for what one of them proves in a second the other may not
    prove in minutes; then as `ATTEMPTS` says.

    Parameters
    ----------
    limit : float, optional [s]
        Wall-clock limit of all attempts together.
    """
    if task.brief and solver in ("auto", "highs"):
        deadline = Deadline.of(limit)
        answer = highs(task, deadline.at_most(SHORT).left())
        if answer.status in ("optimal", "infeasible") or deadline.over:
            return answer
        return solve(replace(task, start=_start(task, answer), brief=False), solver, deadline.left())
    if solver != "auto":
        return SOLVERS[solver](task, limit)
    few = len(task.rows) <= FEW_ROWS and len(task.columns) > 2 * CORE and not task.relaxed
    if not few or not _has_cbc():
        return SOLVERS["highs"](task, limit)
    deadline = Deadline.of(DEFAULT_LIMIT if limit is None else limit)
    best: SolverResult | None = None
    for attempt, share, longest in ATTEMPTS:
        if deadline.over:
            break
        time = deadline.part(share).at_most(longest).left()
        answer = {"highs": highs, "cbc": cbc, "core": _core}[attempt](replace(task, start=_start(task, best)), time)
        best = answer if best is None else _better(best, answer, task)
        if best.status in ("optimal", "infeasible"):
            break
    return best or SolverResult("unknown", None, None, "highs")


def _start(task: Subproblem, answer: SolverResult | None) -> Mapping[int, int] | None:
    """Return the whole columns of an answer as a start, or the start there is."""
    if answer is None or answer.values is None:
        return task.start
    return {c: round(v) for c, v in enumerate(answer.values) if task.columns[c].integer}


def _core(task: Subproblem, limit: float | None) -> SolverResult:
    """Fix all but the columns of smallest reduced cost as in the linear relaxation; decide those by CBC.

    References
    ----------
    Balas and Zemel (1980); Puchinger, Raidl and Pferschy (2010), The multidimensional knapsack problem.
    """
    deadline = Deadline.of(limit)
    relaxed = SOLVERS["highs"](replace(task, relaxed=True), limit)
    if relaxed.values is None or relaxed.reduced is None:
        return relaxed
    price = [abs(reduced) for reduced in relaxed.reduced]
    order = sorted(range(len(price)), key=lambda c: (price[c], c))
    settled = [c for c in order[CORE:] if task.columns[c].integer]
    fixed = [ProgramRow("", {c: 1}, round(relaxed.values[c]), round(relaxed.values[c])) for c in settled]
    answer = SOLVERS["cbc"](replace(task, rows=[*task.rows, *fixed], start=None), deadline.left())
    return SolverResult("feasible" if answer.values else "unknown", answer.values, relaxed.bound, "cbc")


def _better(first: SolverResult, second: SolverResult, task: Subproblem) -> SolverResult:
    """Of two answers the proved or larger one, with the lower of their bounds."""
    if second.status == "optimal" or first.values is None:
        return second
    if second.values is None:
        return first

    def value(answer: SolverResult) -> float:
        return sum(a * answer.values[c] for c, a in task.goal.items()) if answer.values else -math.inf

    bounds = [b for b in (first.bound, second.bound) if b is not None]
    best = max((first, second), key=value)
    return SolverResult(best.status, best.values, min(bounds, default=None), best.solver)
