"""A worker lives through many runs."""

from __future__ import annotations

import gc

from gpss_sim.study.runner import play_all
from gpss_sim.study.worker import Job, Task


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
