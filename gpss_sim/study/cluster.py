"""Runs on the workers of a Dask scheduler.

A task is one run: the scenario of a design point, seed and replication. Its key is the run's key, so that a repeated
task is the same task. Workers write nothing; one whose code or libraries differ from ours refuses. The scenario of a
design point is a task of its own, so that a worker that is lost takes nothing with it that cannot be made again.
"""

from __future__ import annotations

import logging
import pickle
import platform
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from types import ModuleType
from typing import Any

from gpss_sim.errors import Fault, GpssError, InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.digest import digest as digest_of_scenario
from gpss_sim.study.identity import code_version, digest, run_key
from gpss_sim.study.model import Play
from gpss_sim.study.runner import Executor
from gpss_sim.study.store import FAILED
from gpss_sim.study.worker import Job, RunOutcome, Task, perform

LIBRARIES = ("numpy", "scipy", "simpy", "pulp", "highspy", "pydantic", "networkx")
"""Libraries that numbers may depend on."""
AHEAD = 3
"""Runs handed to the scheduler for each thread of a worker: enough that none waits."""
REACHED = 20.0
"""Longest wait for the scheduler [s]."""
PATIENCE = 120.0
"""Longest time without any worker [s]."""
LOOK = 2.0
"""Time between two looks at the workers while nothing arrives [s]."""
LOGS = ("distributed.client", "distributed.deploy.spec")
"""Where the library tells, with its traceback, what we say in a sentence."""
REFUSED = "refused"
_one = threading.Lock()


@cache
def versions() -> tuple[str, ...]:
    """What must be the same wherever a run is played: our code, Python, the libraries that numbers may depend on."""
    python = ".".join(platform.python_version_tuple()[:2])
    return (f"gpss-sim {code_version()}", f"Python {python}", *(f"{name} {_version(name)}" for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@contextmanager
def connected(where: str, workers: int | None = None) -> Iterator[Executor]:
    """The workers of a scheduler, as long as they are needed.

    Parameters
    ----------
    where : str
        Address of a scheduler (``tcp://10.0.0.1:8786``), ``"slurm"`` (dask-jobqueue, set up in its own file), or
        ``"ssh:HOST,HOST"``: the scheduler on the first host, workers on the others.
    workers : int, optional
        Workers to start, where they are started for us, by SSH on each host; one if left out. A worker plays one run at
        a time.

    Raises
    ------
    InputError
        If a library is not installed, the scheduler does not answer, or none can be started.
    """
    library = _library("distributed", where)
    with _quiet(), _started(library, where, workers or 1) as place:
        try:
            if place is where:
                library.comm.resolve_address(where)  # a client of what is no address waits for its own end
            client = library.Client(place, timeout=REACHED, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise _refusal(where, Message("cluster.unreached", why=str(error))) from None
        try:
            yield _Cluster(library, client, where).play
        finally:
            client.close()


@contextmanager
def _started(library: ModuleType, where: str, workers: int) -> Iterator[Any]:
    """What a client connects to."""
    if where == "slurm":
        start = _slurm(_library("dask_jobqueue", where), workers)
    elif where.startswith("ssh:"):
        _library("asyncssh", where)
        start = _ssh(library, where, workers)
    else:
        yield where
        return
    try:
        cluster = start()
    except (OSError, RuntimeError, ValueError) as error:
        raise _refusal(where, Message("cluster.not_started", why=str(error))) from None
    try:
        yield cluster
    finally:
        cluster.close()


def _slurm(library: ModuleType, workers: int) -> Callable[[], Any]:
    def start() -> Any:
        cluster = library.SLURMCluster()
        cluster.scale(workers)
        return cluster

    return start


def _ssh(library: ModuleType, where: str, workers: int) -> Callable[[], Any]:
    hosts = [host for host in where.removeprefix("ssh:").split(",") if host]
    if len(hosts) < 2:
        raise _refusal(where, Message("cluster.hosts"))
    return lambda: library.SSHCluster(hosts, worker_options={"nthreads": 1, "n_workers": workers})


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what the library logs of a scheduler that is lost or does not start; we say it in a sentence."""
    before = [(log, log.level) for log in map(logging.getLogger, LOGS)]
    for log, _ in before:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in before:
            log.setLevel(level)


def _refusal(where: str, message: Message) -> InputError:
    return InputError([Fault("--cluster", where, "", message)])


def _library(name: str, where: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise _refusal(where, Message("cluster.missing", library=name)) from None


class _Cluster:
    """Plays jobs on the workers of a scheduler."""

    def __init__(self, library: ModuleType, client: Any, where: str) -> None:
        self.library, self.client, self.where = library, client, where

    def play(self, tasks: Sequence[Task], job: Job) -> Iterator[RunOutcome]:
        """Yield the outcome of every task, as it arrives; never more of them under way than keep the workers busy.

        Raises
        ------
        GpssError
            If the scheduler has gone, or no worker is there for too long.
        """
        work = _Work(self.client, job)
        waiting, under_way = deque(tasks), dict[Any, list[Task]]()
        with self._reachable():
            try:
                while waiting or under_way:
                    while waiting and len(under_way) < self._most():
                        task = waiting.popleft()
                        under_way.setdefault(work.submit(task), []).append(task)
                    for future in self._finished(list(under_way)):
                        outcome = self._outcome(future)
                        yield from (outcome._replace(task=task) for task in under_way.pop(future))
            finally:
                self.client.cancel(list(under_way))

    def _most(self) -> int:
        return max(AHEAD * sum(self.client.nthreads().values()), AHEAD)

    def _finished(self, futures: Sequence[Any]) -> list[Any]:
        """Those that are done; at least one of them is.

        Raises
        ------
        GpssError
            If no worker is there for too long.
        """
        alone = time.monotonic()
        while True:
            try:
                with self.client.as_current():
                    done = self.library.wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if self.client.nthreads():
                    alone = time.monotonic()
                elif time.monotonic() - alone > PATIENCE:
                    raise GpssError(Message("cluster.alone", where=self.where, seconds=f"{PATIENCE:.0f}")) from None
                continue
            return [future for future in futures if future in done]

    def _outcome(self, future: Any) -> RunOutcome:
        try:
            outcome: RunOutcome = future.result()
        except self.library.KilledWorker as error:
            return RunOutcome(Task(0, 0), FAILED, (), 0.0, f"the workers that played it died: {error}")
        if outcome.status == REFUSED:
            raise _refusal(self.where, Message("cluster.refused", why=outcome.error))
        return outcome

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """Tell in a sentence that the scheduler has gone: what it had is cancelled, what is asked of it fails."""
        try:
            yield
        except (self.library.CancelledError, OSError) as error:
            raise GpssError(Message("cluster.lost", where=self.where, why=" ".join(str(error).split()))) from None


class _Work:
    """Hands the runs of one job to a scheduler."""

    def __init__(self, client: Any, job: Job) -> None:
        self.client, self.job = client, job
        self.ours = versions()
        self.digests = [digest_of_scenario(scenario) for scenario in job.scenarios]
        self.way = f"{job.play.__module__}.{job.play.__qualname__}{'+parts' * job.breakdown}"
        self.scenarios: dict[str, Any] = {}

    def submit(self, task: Task) -> Any:
        """The future of a run; the same run is the same future."""
        inputs = self.digests[task.point]
        key = f"gpss-run-{digest(run_key(inputs, self.job.seed, task.replication) + self.way)}"
        scenario = self._scenario(inputs, task.point)
        words = (self.job.seed, task.replication, self.job.play, self.job.breakdown, self.ours)
        return self.client.submit(play_one, scenario, *words, key=key, pure=True)

    def _scenario(self, inputs: str, point: int) -> Any:
        if inputs not in self.scenarios:
            packed = zlib.compress(pickle.dumps(self.job.scenarios[point]))
            key = f"gpss-scenario-{digest(inputs + code_version())}"
            self.scenarios[inputs] = self.client.submit(unpacked, packed, key=key, pure=True)
        return self.scenarios[inputs]


def unpacked(packed: bytes) -> Any:
    """A scenario as a worker plays it; what cannot be read with the code of the worker is None."""
    try:
        return pickle.loads(zlib.decompress(packed))
    except Exception:  # other code: the run that asks for it refuses
        return None


def play_one(
    scenario: Any, seed: int, replication: int, play: Play, breakdown: bool, ours: tuple[str, ...]
) -> RunOutcome:
    """Play one run on a worker, or refuse where code or libraries are not those of who asks.

    One run at a time in a process, whatever the number of its threads.
    """
    task, own = Task(replication, 0), versions()
    if own != ours:
        others = [f"{there} ≠ {here}" for there, here in zip_longest(own, ours, fillvalue="?") if there != here]
        return RunOutcome(task, REFUSED, (), 0.0, f"{platform.node()}: {', '.join(others)}")
    with _one:
        return perform(Job((scenario,), seed, play, breakdown), task)
