"""HiGHS in this process and CBC beside it: the first proof wins, and the other one is stopped.

What one of them proves in a second the other may not prove in minutes, and which it is nobody knows before. They run at
the same time where this process has two processors to itself.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from time import perf_counter, sleep
from typing import NamedTuple

from gpss_sim.allocation.milp.cbc import CbcRun
from gpss_sim.allocation.milp.highs import highs
from gpss_sim.allocation.milp.program import ProgramRow
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

CORE = 35
"""Columns with the smallest reduced costs, which are decided first."""

ASKED = 0.02
"""Time between two looks at CBC [s]."""

FIRST, CORE_SHARE = 2.0, 0.2
"""Longest first run of CBC [s], and share of the time left for its run over the core."""


class _Attempt(NamedTuple):
    """One run of CBC: what it is asked, until when, and whether its answer holds for the whole question."""

    task: Subproblem
    deadline: Deadline
    whole: bool


def two_processors() -> bool:
    """Whether two processes may run at the same time: not in a worker, beside which others run."""
    if multiprocessing.parent_process() is not None:
        return False
    able = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return able > 1


def raced(task: Subproblem, deadline: Deadline) -> SolverResult:
    """Maximise by both at once until one has a proof or time is up: the lower bound and the better answer count."""
    relaxed = highs(replace(task, relaxed=True), deadline.left())
    if relaxed.status == "infeasible" or deadline.over:
        return relaxed if relaxed.status == "infeasible" else SolverResult("unknown", None, relaxed.bound, "highs")
    with ExitStack() as stack:
        beside = CbcBeside(task, relaxed, deadline, stack)
        mine = highs(task, deadline.left(), beside.proved)
        while not mine.settles and not beside.over:
            sleep(ASKED)
        best = beside.best
    if mine.settles or best is None:
        return mine
    return better(mine, best, task)


class CbcBeside:
    """Runs of CBC in turn: a first one, one over the columns of small reduced cost, one over all from its answer.

    Parameters
    ----------
    task : Subproblem
    relaxed : SolverResult
        Its linear relaxation, with reduced costs.
    deadline : Deadline
    stack : ExitStack
        Ends the run that is under way.

    References
    ----------
    Balas and Zemel (1980); Puchinger, Raidl and Pferschy (2010), The multidimensional knapsack problem.
    """

    def __init__(self, task: Subproblem, relaxed: SolverResult, deadline: Deadline, stack: ExitStack) -> None:
        self._task, self._relaxed, self._deadline, self._stack = task, relaxed, deadline, stack
        self._attempts = self._in_turn()
        self._attempt: _Attempt | None = None
        self._run: CbcRun | None = None
        self._asked = 0.0
        self.best: SolverResult | None = None
        self._next()

    def proved(self) -> bool:
        """Whether CBC has a proof; asked often, it looks now and then, and goes on to the next run."""
        if self.best is not None and self.best.settles:
            return True
        if self._run is None or perf_counter() < self._asked + ASKED:
            return False
        self._asked = perf_counter()
        if not self._run.ended:
            return False
        self._take(self._run.wait())
        self._next()
        return self.best is not None and self.best.settles

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.proved() or self._run is None or self._deadline.over

    def _take(self, answer: SolverResult) -> None:
        whole = self._attempt is not None and self._attempt.whole
        status = answer.status if whole else "feasible" if answer.values else "unknown"
        answer = replace(answer, status=status)
        if not answer.settles:
            answer = replace(answer, bound=self._relaxed.bound)
        self.best = answer if self.best is None else better(self.best, answer, self._task)

    def _next(self) -> None:
        self._stack.pop_all().close()
        self._attempt = None if self._deadline.over else next(self._attempts, None)
        self._run = None
        if self._attempt is not None:
            self._run = self._stack.enter_context(CbcRun(self._attempt.task, self._attempt.deadline))

    def _in_turn(self) -> Iterator[_Attempt]:
        yield _Attempt(self._task, self._deadline.at_most(FIRST), True)
        if (core := core_of(self._task, self._relaxed)) is not None:
            yield _Attempt(core, self._deadline.part(CORE_SHARE), False)
        yield _Attempt(replace(self._task, start=started(self._task, self.best)), self._deadline, True)


def core_of(task: Subproblem, relaxed: SolverResult) -> Subproblem | None:
    """The question with all but the columns of smallest reduced cost fixed as in the linear relaxation."""
    if relaxed.values is None or relaxed.reduced is None:
        return None
    price = [abs(reduced) for reduced in relaxed.reduced]
    order = sorted(range(len(price)), key=lambda c: (price[c], c))
    settled = [c for c in order[CORE:] if task.columns[c].integer]
    fixed = [ProgramRow("", {c: 1}, round(relaxed.values[c]), round(relaxed.values[c])) for c in settled]
    return replace(task, rows=[*task.rows, *fixed], start=None)


def started(task: Subproblem, answer: SolverResult | None) -> dict[int, int] | None:
    """Return the whole columns of an answer as a start, or the start there is."""
    if answer is None or answer.values is None:
        return None if task.start is None else dict(task.start)
    return {c: round(v) for c, v in enumerate(answer.values) if task.columns[c].integer}


def better(first: SolverResult, second: SolverResult, task: Subproblem) -> SolverResult:
    """Of two answers the proved or larger one, with the lower of their bounds."""
    if second.settles or first.values is None:
        return second if second.values is not None or second.status == "infeasible" else first
    if second.values is None:
        return first

    def value(answer: SolverResult) -> float:
        return sum(a * answer.values[c] for c, a in task.goal.items()) if answer.values else -math.inf

    bounds = [b for b in (first.bound, second.bound) if b is not None]
    best = max((first, second), key=value)
    return SolverResult(best.status, best.values, min(bounds, default=None), best.solver)
