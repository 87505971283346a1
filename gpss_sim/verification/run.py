"""Playing the cases on a pool of workers and comparing every row with its theory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gpss_sim.errors import GpssError
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Job, RunOutcome, Task
from gpss_sim.verification.play import SECONDS, play, prepare
from gpss_sim.verification.row import TheoryCase
from gpss_sim.verification.table import choose
from gpss_sim.verification.verdict import RowResult, compare


class VerificationError(GpssError):
    """A replication could not be played."""

    exit_code = 1


def verify(
    rows: Sequence[str] = (),
    *,
    quick: bool = False,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[RowResult]:
    """Compare rows with their theory.

    Parameters
    ----------
    rows : sequence of str
        Names of rows, or their beginnings; all if empty.
    quick : bool
        Fewer replications: the first of those of full verification.
    workers : int
        Worker processes; 0 plays in this one. The result is the same.
    progress : callable
        Told (replications done, replications in all).

    Raises
    ------
    InputError
        If a name is unknown.
    VerificationError
        If a replication failed.
    """
    chosen = [(case, name) for case, name in choose(rows) if not quick or case.size.quick]
    cases = list({case.id: case for case, _ in chosen}.values())
    played = _play(cases, quick, workers, progress)
    return [_compare(case, name, played[case.id]) for case, name in chosen]


class PlayedCase:
    """What was played of a case: replication → row → value, and the seconds of all replications."""

    def __init__(self) -> None:
        self.values: dict[int, dict[str, float]] = {}
        self.seconds = 0.0

    def add(self, outcome: RunOutcome) -> None:
        """One replication more."""
        values = dict(outcome.rows)
        self.seconds += values.pop(SECONDS)
        self.values[outcome.task.replication] = values


def _play(
    cases: Sequence[TheoryCase], quick: bool, workers: int, progress: Callable[[int, int], None]
) -> dict[str, PlayedCase]:
    job = Job(tuple(prepare(case) for case in cases), 0, play)
    tasks = [
        Task(replication, point)
        for point, case in enumerate(cases)
        for replication in range(case.size.quick if quick else case.size.full)
    ]
    played = {case.id: PlayedCase() for case in cases}
    for done, outcome in enumerate(play_all(tasks, job, workers), start=1):
        case = cases[outcome.task.point]
        if outcome.status != OK:
            reason = outcome.error.strip().splitlines()[-1]
            raise VerificationError(f"{case.id}, replication {outcome.task.replication}: {reason}")
        played[case.id].add(outcome)
        progress(done, len(tasks))
    return played


def _compare(case: TheoryCase, name: str, played: PlayedCase) -> RowResult:
    row = case.row(name)
    found = [values[row.name] for _, values in sorted(played.values.items())]
    return compare(name, row.exact, found, row.grain, played.seconds / len(found))
