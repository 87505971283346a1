"""Playing runs in processes of their own: what a worker does, and what its end means.

A worker is a fresh interpreter (spawn) that was given the scenarios once; then it is sent the number
of a design point and of a replication, and answers with rows. It owns no seed and no state between
runs. It ends when its pipe closes, so a killed parent leaves no orphans.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from gpss_sim.errors import GpssError
from gpss_sim.study.model import Play
from gpss_sim.study.store import FAILED, OK

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Libraries below NumPy take one thread a worker: faster together, and sums in one order."""


HELLO = "ready"
"""First word of a worker: it has started and taken its job."""


class Task(NamedTuple):
    """One run to play; tasks sort by replication, then design point."""

    replication: int
    point: int


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker is given once.

    Parameters
    ----------
    scenarios : tuple
        One a design point, frozen.
    seed : int
        Seed of the study.
    play : Play
        Plays one run.
    breakdown : bool
        Whether runs keep every metric by district, group, domain, form and method.
    """

    scenarios: tuple[Any, ...]
    seed: int
    play: Play
    breakdown: bool = False


class RunOutcome(NamedTuple):
    """A run played: its rows, or the traceback of its failure."""

    task: Task
    status: str
    rows: Sequence[tuple[Any, ...]]
    seconds: float
    error: str


def perform(job: Job, task: Task) -> RunOutcome:
    """Play one run; a failure becomes an outcome, so that it never stops a batch."""
    started = time.perf_counter()
    try:
        rows = job.play(job.scenarios[task.point], job.seed, task.replication, job.breakdown)
    except Exception:
        return RunOutcome(task, FAILED, (), time.perf_counter() - started, traceback.format_exc())
    return RunOutcome(task, OK, rows, time.perf_counter() - started, "")


def serve(pipe: Connection) -> None:
    """Run in a worker: take the job, then play task after task until the pipe closes."""
    try:
        job: Job = pipe.recv()
        pipe.send(HELLO)
        gc.disable()  # it finds nothing while a run lasts; between runs it is called for
        pipe.send(perform(job, pipe.recv()))
        gc.collect()
        gc.freeze()  # the model and its libraries stay; a collection after each run need not look at them
        while True:
            pipe.send(perform(job, pipe.recv()))
            gc.collect()  # a world refers to itself: without this a worker keeps every city it has played
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


class Worker:
    """A worker process as its parent sees it.

    Parameters
    ----------
    job : Job
        What it is to play.
    """

    def __init__(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        with _quiet_start():
            self.process.start()
        theirs.close()
        self.task: Task | None = None
        self._job: Job | None = job
        self._started = False

    def give(self, task: Task) -> None:
        """Send a task to a worker that has none."""
        self.task = task
        try:
            if self._job is not None:
                self.pipe.send(self._job)
                self._job = None
            self.pipe.send(task)
        except (BrokenPipeError, ConnectionResetError):
            return  # take() tells how it ended

    def take(self) -> RunOutcome | None:
        """Receive the outcome of its task, if that is what it has to say; a process that died failed its run.

        Raises
        ------
        GpssError
            If the process ended by itself before it could play; one that was killed only fails its run.
        """
        try:
            word: RunOutcome | str = self.pipe.recv()
        except (EOFError, OSError):  # OSError: it ended in the middle of a word
            word = self._last_will()
        if isinstance(word, str):
            self._started = True
            return None
        self.task = None
        return word

    def _last_will(self) -> RunOutcome:
        self.process.join()
        code = self.process.exitcode
        killed = code is None or code < 0
        if self.task is None or not (self._started or killed):
            raise GpssError(
                f"a worker process could not start (exit code {code}); a script that runs batches needs"
                " `if __name__ == '__main__':` around them, or workers=0"
            )
        return RunOutcome(self.task, FAILED, (), 0.0, f"the worker process died (exit code {code})")

    def stop(self) -> None:
        """End the process, busy or not."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join()


@contextmanager
def _quiet_start() -> Iterator[None]:
    """Let a process begin with one thread a library and deaf to Ctrl-C, which is the parent's to answer."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread may set it
        answer = None
    try:
        yield
    finally:
        if answer is not None:
            signal.signal(signal.SIGINT, answer)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
