"""Which solver is tried, in what order and for how long.

A saved decision names its solver, and most decisions need none: a solver is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT, SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.registry import Registry

FEW_ROWS, MANY_COLUMNS = 12, 70
"""Rows up to which, and columns from which on, CBC is tried beside HiGHS."""

SHORT = 1.0
"""Time limit of a brief search, after which a full one follows [s]."""

HEAD_START = 0.3
"""What HiGHS has for itself before CBC is started beside it [s]: most questions are settled by then."""

ATTEMPTS = (
    ("highs", 0.1, 1.0),
    ("cbc", 0.1, 2.0),
    ("highs", 0.1, None),
    ("core", 0.2, None),
    ("cbc", 0.6, None),
    ("highs", 1.0, None),
)
"""With few rows and one processor: who is asked, for which share of the time left, and for how long at most [s].

``core`` is CBC over the columns of small reduced cost, from whose answer CBC goes on over all columns.
"""

BOTH = "cbc+highs"
"""Name of the answer where both are asked: it does not depend on who was first."""

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

    With few rows what one of the two proves in a second the other may not prove in minutes: they race, or take turns as
    `ATTEMPTS` says where there is one processor.

    Parameters
    ----------
    limit : float, optional [s]
        Wall-clock limit of all attempts together.
    """
    if task.brief and solver in ("auto", "highs"):
        deadline = Deadline.of(limit)
        answer = highs(task, deadline.at_most(SHORT).left())
        if answer.settles or deadline.over:
            return answer
        return solve(replace(task, start=_started(task, answer), brief=False), solver, deadline.left())
    if solver != "auto":
        return SOLVERS[solver](task, limit)
    few = len(task.rows) <= FEW_ROWS and len(task.columns) > MANY_COLUMNS and not task.relaxed
    if not few or not _has_cbc():
        return SOLVERS["highs"](task, limit)
    deadline = Deadline.of(DEFAULT_LIMIT if limit is None else limit)
    return replace(_by_both(task, deadline), solver=BOTH)


def _by_both(task: Subproblem, deadline: Deadline) -> SolverResult:
    from gpss_sim.allocation.milp.race import better, raced, two_processors

    if two_processors():
        first = highs(task, deadline.at_most(HEAD_START).left())
        if first.settles or deadline.over:
            return first
        second = raced(replace(task, start=_started(task, first)), deadline)
        return better(first, second, task)
    best: SolverResult | None = None
    for attempt, share, longest in ATTEMPTS:
        if deadline.over:
            break
        time = deadline.part(share).at_most(longest).left()
        asked = replace(task, start=_started(task, best))
        answer = {"highs": highs, "cbc": cbc, "core": _core}[attempt](asked, time)
        best = answer if best is None else better(best, answer, task)
        if best.settles:
            break
    return best or SolverResult("unknown", None, None, "highs")


def _started(task: Subproblem, answer: SolverResult | None) -> dict[int, int] | None:
    from gpss_sim.allocation.milp.race import started

    return started(task, answer)


def _core(task: Subproblem, limit: float | None) -> SolverResult:
    """CBC over the columns of smallest reduced cost alone."""
    from gpss_sim.allocation.milp.race import core_of

    deadline = Deadline.of(limit)
    relaxed = SOLVERS["highs"](replace(task, relaxed=True), limit)
    core = core_of(task, relaxed)
    if core is None:
        return relaxed
    answer = SOLVERS["cbc"](core, deadline.left())
    return SolverResult("feasible" if answer.values else "unknown", answer.values, relaxed.bound, "cbc")
