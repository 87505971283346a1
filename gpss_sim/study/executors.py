"""Who plays the runs of a study: this process, processes of this machine, or the workers of a Dask scheduler.

An executor is given tasks and a job and yields outcomes as they arrive, in any order; it writes nothing. Who calls it
keeps what arrives, each run once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gpss_sim.study.runner import Executor, play_all, usable_cores
from gpss_sim.study.worker import Job, RunOutcome, Task


def local(workers: int) -> Executor:
    """Processes of this machine; with 0 this process itself."""

    def play(tasks: Sequence[Task], job: Job) -> Iterator[RunOutcome]:
        return play_all(tasks, job, workers)

    return play


@contextmanager
def hands(workers: int | None, cluster: str | None = None) -> Iterator[Executor]:
    """Those who play, as long as they are needed.

    Parameters
    ----------
    workers : int, optional
        Processes of this machine, one a processor if left out, 0 for this process; on a cluster the workers to start.
    cluster : str, optional
        Dask scheduler: an address, ``"slurm"`` or ``"ssh:HOST,HOST"``; processes of this machine if left out.

    Raises
    ------
    InputError
        If the cluster cannot be reached, or what it needs is not installed.
    """
    if cluster is None:
        yield local(usable_cores() if workers is None else workers)
        return
    from gpss_sim.study.cluster import connected

    with connected(cluster, workers) as play:
        yield play
