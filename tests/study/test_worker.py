"""A worker lives through many runs."""

from __future__ import annotations

import gc
import os
import signal

import pytest

from gpss_sim.study.runner import play_all
from gpss_sim.study.worker import Job, Task, Worker


class Knot:
    """Refers to itself, as a world does."""

    def __init__(self) -> None:
        self.itself = self


def count_knots(scenario: object, seed: int, replication: int, breakdown: bool) -> list[tuple[str, int]]:
    before = sum(isinstance(thing, Knot) for thing in gc.get_objects())
    Knot()
    return [("knots", before)]


def test_a_worker_keeps_nothing_of_the_runs_it_has_played() -> None:
    tasks = [Task(replication, 0) for replication in range(4)]
    outcomes = list(play_all(tasks, Job((None,), 0, count_knots), workers=1))
    assert [dict(outcome.rows)["knots"] for outcome in outcomes] == [0, 0, 0, 0]


def killed_at_start(scenario: object, seed: int, replication: int, breakdown: bool) -> list[tuple[str, int]]:
    return [("played", replication)]


def test_a_worker_killed_at_its_start_costs_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first process ends by a signal before it says a word; the others play."""
    start, begun = Worker.__init__, []

    def started(worker: Worker, job: Job) -> None:
        start(worker, job)
        if not begun:
            os.kill(worker.process.pid or 0, signal.SIGKILL)
        begun.append(worker)

    monkeypatch.setattr(Worker, "__init__", started)
    tasks = [Task(replication, 0) for replication in range(4)]
    outcomes = sorted(play_all(tasks, Job((None,), 0, killed_at_start), workers=2))
    assert sorted(outcome.status for outcome in outcomes) == ["failed", "ok", "ok", "ok"]
    (failed,) = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert "exit code -9" in failed.error


def test_a_worker_that_ends_in_the_middle_of_a_word_costs_one_run() -> None:
    outcomes = list(play_all([Task(0, 0), Task(1, 0)], Job((None,), 0, dies_while_speaking), workers=1))
    assert [outcome.status for outcome in sorted(outcomes)] == ["failed", "ok"]


class Speech:
    """A row that ends the process while it is being sent."""

    def __reduce__(self) -> tuple[object, ...]:
        os.kill(os.getpid(), signal.SIGKILL)
        return (Speech, ())


def dies_while_speaking(scenario: object, seed: int, replication: int, breakdown: bool) -> list[tuple[object, int]]:
    return [(Speech() if replication == 0 else "played", replication)]
