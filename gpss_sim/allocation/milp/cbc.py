"""CBC as a program of its own, which can be stopped at any moment: PuLP writes its model, its answers are read here.

An unproven answer of CBC gets its bound from the linear relaxation.
"""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pulp

from gpss_sim.allocation.milp.highs import highs
from gpss_sim.allocation.milp.pulp_model import model, name
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

LEAST_TIME = 0.01
"""Shortest time limit that is given to CBC [s]."""


def cbc(task: Subproblem, limit: float | None) -> SolverResult:
    """CBC, waited for; its bound is the linear relaxation unless it proves its answer."""
    deadline = Deadline.of(limit)
    with CbcRun(task, deadline) as run:
        answer = run.wait()
    if answer.settles:
        return answer
    relaxed = None if task.relaxed else highs(replace(task, relaxed=True), deadline.left()).bound
    return replace(answer, bound=relaxed)


class CbcRun:
    """One run of CBC beside this process; leaving it as a context stops it and removes its files.

    Parameters
    ----------
    task : Subproblem
    deadline : Deadline
        Of the run; what it found by then is its answer.
    """

    def __init__(self, task: Subproblem, deadline: Deadline) -> None:
        self._task = task
        self._folder = tempfile.TemporaryDirectory(prefix="gpss-sim-")
        folder = Path(self._folder.name)
        self._answers = folder / "answers"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model(task, scaled=False).writeMPS(str(folder / "model.mps"))
        command = [cbc_path(), str(folder / "model.mps")]
        if task.start and len(task.start) >= len(task.columns):  # CBC takes missing columns as zero
            _write_start(folder / "start", task.start)
            command += ["-mips", str(folder / "start")]
        left = deadline.left()
        if left is not None:
            command += ["-sec", f"{max(LEAST_TIME, left):.3f}"]
        command += ["-ratio", "0.0", "-allow", "0.0", "-threads", "1", "-timeMode", "elapsed"]
        command += ["-initialSolve" if task.relaxed else "-solve", "-printingOptions", "all"]
        command += ["-solution", str(self._answers)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> CbcRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def ended(self) -> bool:
        """Whether it has an answer."""
        return self._process.poll() is not None

    def wait(self) -> SolverResult:
        """Return its answer, once it has one; without a proof it has no bound."""
        self._process.wait()
        return _read(self._answers, self._task)

    def stop(self) -> None:
        """End it now, whatever it has found."""
        if not self.ended:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()


def _write_start(path: Path, start: Mapping[int, int]) -> None:
    lines = [f"{c:>7} {name(c)} {value:>15} {0:>23}\n" for c, value in sorted(start.items())]
    path.write_text("".join(["Stopped on time - objective value 0\n", *lines]), encoding="ascii")


def _read(path: Path, task: Subproblem) -> SolverResult:
    """The answer of a run: its first line is the status, every other one a column, or a row, with its value."""
    try:
        first, *lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return SolverResult("unknown", None, None, "cbc")
    if first.startswith(("Infeasible", "Integer infeasible")):
        return SolverResult("infeasible", None, None, "cbc")
    proved = first.startswith("Optimal")
    if not proved and not (first.startswith("Stopped") and "no integer solution" not in first):
        return SolverResult("unknown", None, None, "cbc")
    places = {name(c): c for c in range(len(task.columns))}
    values = [0.0] * len(task.columns)
    for line in lines:
        words = line.removeprefix("**").split()
        if len(words) > 2 and words[1] in places:
            values[places[words[1]]] = float(words[2])
    worth = float(sum(a * values[c] for c, a in task.goal.items()))
    return SolverResult("optimal" if proved else "feasible", values, worth if proved else None, "cbc")


def _maker() -> Any:
    """PuLP 3 carries a CBC of its own; PuLP 4 only finds one that is installed."""
    return getattr(pulp, "PULP_CBC_CMD", pulp.COIN_CMD)


@cache
def cbc_path() -> str:
    """Where CBC is; empty if there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solver = _maker()(msg=False)
        return str(solver.path) if solver.available() else ""


def has_cbc() -> bool:
    """Whether a CBC is at hand."""
    return bool(cbc_path())
