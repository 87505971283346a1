"""Runs on a real Dask scheduler and worker processes on loopback, some of which are killed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study import cluster, run_batch
from gpss_sim.study.executors import hands
from gpss_sim.study.worker import Job, Task
from tests.study.fake import MODEL, play, write_experiment
from tests.study.process import ROOT, tables

distributed = pytest.importorskip("distributed", reason="gpss-sim[cluster] is not installed")


class Fleet:
    """A scheduler in this process, and workers in processes of their own."""

    def __init__(self, place: object) -> None:
        self.place = place
        self.address: str = place.scheduler_address  # type: ignore[attr-defined]
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, number: int, **environment: str) -> list[subprocess.Popen[bytes]]:
        words = ["-m", "distributed.cli.dask_worker", self.address, "--nthreads", "2", "--no-nanny", "--no-dashboard"]
        variables = os.environ | {"PYTHONPATH": str(ROOT), "FAKE_SLEEP": "0.02"} | environment
        quiet = subprocess.DEVNULL
        started = [
            subprocess.Popen([sys.executable, *words], env=variables, stdout=quiet, stderr=quiet) for _ in range(number)
        ]
        self.workers += started
        return started

    def stop(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    local = distributed.LocalCluster(
        n_workers=0, dashboard_address=":0", host="127.0.0.1", protocol="tcp", silence_logs=50
    )
    found = Fleet(local)
    yield found
    found.stop()
    local.close()


def test_workers_that_come_die_and_come_again_change_no_byte(fleet: Fleet, tmp_path: Path) -> None:
    path = write_experiment(tmp_path)
    run_batch(path, tmp_path / "here", workers=0, replications=12, model=MODEL)
    first = fleet.start(2)
    kills = iter([(10, first[0]), (35, first[1])])
    moment, victim = next(kills)

    def kill(done: int, _total: int) -> None:
        nonlocal moment, victim
        if done == moment:
            fleet.start(1)
            victim.send_signal(signal.SIGKILL)
            moment, victim = next(kills, (-1, victim))

    found = run_batch(path, tmp_path / "there", replications=12, model=MODEL, cluster=fleet.address, progress=kill)
    assert found.played == 72
    assert not found.errors
    assert moment == -1
    assert tables(tmp_path / "there") == tables(tmp_path / "here")
    again = run_batch(path, tmp_path / "there", replications=13, model=MODEL, cluster=fleet.address)
    assert again.played == 6


def test_a_worker_with_other_code_refuses(fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet.start(1)
    ours = cluster.versions()
    assert ours[-1].startswith("networkx ")
    monkeypatch.setattr(cluster, "versions", lambda: ("gpss-sim 0.0.0+another", *ours[1:-1], "networkx 0.1"))
    told = r"a worker refuses.*: gpss-sim \S+ ≠ gpss-sim 0\.0\.0\+another, networkx \S+ ≠ networkx 0\.1\)"
    with pytest.raises(InputError, match=told):
        run_batch(write_experiment(tmp_path), tmp_path / "out", model=MODEL, cluster=fleet.address)


def test_a_scheduler_that_dies_is_told_and_another_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_experiment(tmp_path)
    run_batch(path, tmp_path / "here", workers=0, replications=6, model=MODEL)
    with _scheduler(tmp_path / "first.json") as (process, first):
        first.start(1)

        def kill(done: int, _total: int) -> None:
            if done == 10:
                process.kill()

        lost = pytest.raises(cluster.GpssError, match=f"{first.address}: the scheduler has gone")
        with lost:
            run_batch(path, tmp_path / "there", replications=6, model=MODEL, cluster=first.address, progress=kill)
    assert capfd.readouterr().err == ""
    with _scheduler(tmp_path / "second.json") as (_, second):
        second.start(1)
        found = run_batch(path, tmp_path / "there", replications=6, model=MODEL, cluster=second.address)
    assert 0 < found.played < 36
    assert tables(tmp_path / "there") == tables(tmp_path / "here")


@contextmanager
def _scheduler(file: Path) -> Iterator[tuple[subprocess.Popen[bytes], Fleet]]:
    """A scheduler in a process of its own, with its workers."""
    words = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *words, "--scheduler-file", str(file)], stdout=quiet, stderr=quiet)
    try:
        while not file.exists():
            assert process.poll() is None
            time.sleep(0.05)
        found = Fleet(SimpleNamespace(scheduler_address=json.loads(file.read_text())["address"]))
        try:
            yield process, found
        finally:
            found.stop()
    finally:
        process.kill()
        process.wait()


def test_two_design_points_of_one_scenario_are_both_answered(fleet: Fleet) -> None:
    from gpss_sim.scenario.load import load_scenario

    fleet.start(1)
    city = load_scenario("baseline")
    tasks = [Task(replication, point) for replication in range(3) for point in (0, 1)]
    with hands(None, fleet.address) as executor:
        found = {
            outcome.task: [tuple(row) for row in outcome.rows]
            for outcome in executor(tasks, Job((city, city), 1, play))
        }
    assert sorted(found) == tasks
    assert all(found[Task(k, 0)] == found[Task(k, 1)] for k in range(3))
    assert found[Task(0, 0)] != found[Task(1, 0)]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("tcp://127.0.0.1:1", "no scheduler answers there"),
        ("slurm", "needs the package dask_jobqueue, which is not installed"),
        ("ssh:first,second", "needs the package asyncssh, which is not installed"),
    ],
)
def test_a_scheduler_that_is_not_there_is_told(
    where: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cluster, "REACHED", 0.3)
    for name in ("asyncssh", "dask_jobqueue"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=told):
        run_batch(write_experiment(tmp_path), tmp_path / "out", model=MODEL, cluster=where)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("where", ["tcp://127.0.0.1", "nowhere", "ssh"])
def test_what_is_no_address_is_told_before_a_client_waits_for_its_own_end(
    where: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("a client of no address"))
    with pytest.raises(InputError, match=r"no scheduler answers there \(missing port number"):
        run_batch(write_experiment(tmp_path), tmp_path / "out", model=MODEL, cluster=where)


def test_with_no_worker_for_too_long_it_ends_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    options = {"n_workers": 0, "dashboard_address": ":0", "host": "127.0.0.1", "protocol": "tcp"}
    lost = pytest.raises(cluster.GpssError, match="no worker for")
    with distributed.LocalCluster(**options, silence_logs=50) as empty, lost:
        run_batch(write_experiment(tmp_path), tmp_path / "out", model=MODEL, cluster=empty.scheduler_address)
