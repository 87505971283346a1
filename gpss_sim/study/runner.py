"""Playing many runs on a pool of workers; whatever dies, the rest goes on."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait

from gpss_sim.study.worker import Job, RunOutcome, Task, Worker, perform

Executor = Callable[[Sequence[Task], Job], Iterator[RunOutcome]]
"""(tasks, job) → the outcome of every task, in any order."""


def usable_cores() -> int:
    """Number of processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def play_all(tasks: Sequence[Task], job: Job, workers: int) -> Iterator[RunOutcome]:
    """Yield the outcome of every task, as it arrives.

    Parameters
    ----------
    tasks : sequence of Task
        Begun in this order: replications outermost, so that an interrupted study is balanced.
    job : Job
        Scenarios, seed and the way to play.
    workers : int
        Worker processes; 0 plays in this process (for notebooks and for looking closely).
    """
    if workers == 0:
        for task in tasks:
            yield perform(job, task)
        return
    pool = [Worker(job) for _ in range(min(workers, len(tasks)))]
    try:
        yield from _served(deque(tasks), pool, job)
    finally:
        for worker in pool:
            worker.stop()


def _served(waiting: deque[Task], pool: list[Worker], job: Job) -> Iterator[RunOutcome]:
    for worker in pool:
        worker.give(waiting.popleft())
    while any(worker.task is not None for worker in pool):
        ready = wait([worker.pipe for worker in pool if worker.task is not None])
        for place, worker in enumerate(pool):
            if worker.task is None or worker.pipe not in ready:
                continue
            outcome = worker.take()
            if outcome is None:
                continue
            if waiting:
                if not worker.process.is_alive():
                    worker.stop()
                    worker = pool[place] = Worker(job)
                worker.give(waiting.popleft())
            yield outcome
