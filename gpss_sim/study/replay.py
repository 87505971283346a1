"""Playing stored runs again, and checking that the tables are what the store says."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gpss_sim.study import store
from gpss_sim.study.findings import find
from gpss_sim.study.identity import code_version
from gpss_sim.study.manifest import read_manifest, read_manifest_of
from gpss_sim.study.model import MeasureRow, Model, market
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.results import stored_plan
from gpss_sim.study.runner import play_all, usable_cores
from gpss_sim.study.store import OK, Store
from gpss_sim.study.tables import tables_of, write_tables
from gpss_sim.study.worker import RunOutcome, Task

SAMPLE = 4
"""Runs played again unless more are asked for."""


class Mismatch(NamedTuple):
    """One value that came out differently."""

    design_point: str
    replication: int
    what: str
    stored: str
    replayed: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of running a study again.

    Parameters
    ----------
    runs : int
        Runs played again.
    stored : int
        Runs in the store.
    mismatches : tuple of Mismatch
        Values that differ, the first of each run.
    altered : tuple of str
        Tables whose bytes are not what the store gives.
    code_then, code_now : str
        Code versions of the store and of this program.
    """

    runs: int
    stored: int
    mismatches: tuple[Mismatch, ...]
    altered: tuple[str, ...]
    code_then: str
    code_now: str

    @property
    def holds(self) -> bool:
        """Whether everything came out the same."""
        return not self.mismatches and not self.altered


def reproduce(
    directory: Path, *, number: int | None = SAMPLE, workers: int | None = None, model: Model | None = None
) -> Reproduction:
    """Run a study again, in part or whole, from what its store says; nothing in its folder changes.

    Parameters
    ----------
    directory : Path
        Result folder of a batch.
    number : int, optional
        Runs to play again, spread evenly over the study; None for all.
    workers : int, optional
        Worker processes; one a processor if left out.
    model : Model, optional
        What plays a run; the market if left out.

    Raises
    ------
    InputError
        If the folder holds no finished study.
    """
    chosen = model or market()
    read_manifest(directory)
    with Store(directory / store.FILE) as runs:
        record = read_manifest_of(runs)
        plan = stored_plan(runs, chosen.metrics)
        kept = sorted((run.replication, run.design_point) for run in runs.runs() if run.status == OK)
        names = [point.name for point in plan.points]
        tasks = [Task(replication, names.index(name)) for replication, name in _spread(kept, number)]
        job = plan.job(chosen.play)
        outcomes = play_all(tasks, job, usable_cores() if workers is None else workers)
        mismatches = [_compare(names[each.task.point], each, runs) for each in outcomes]
        altered = tuple(_altered(directory, runs, plan, chosen, record["replications"]))
    found = tuple(sorted(mismatch for mismatch in mismatches if mismatch is not None))
    return Reproduction(len(tasks), len(kept), found, altered, record["code"], code_version())


def _spread(kept: Sequence[tuple[int, str]], number: int | None) -> list[tuple[int, str]]:
    """`number` of the runs, evenly spread; all of them where `number` is None or more than there are."""
    if number is None or number >= len(kept):
        return list(kept)
    return [kept[index * len(kept) // number] for index in range(number)]


def _compare(name: str, outcome: RunOutcome, runs: Store) -> Mismatch | None:
    """The first value of a run that differs from the store, or None."""
    place = (name, outcome.task.replication)
    if outcome.status != OK:
        return Mismatch(*place, "run", OK, outcome.error.strip().splitlines()[-1])
    old, new = runs.rows(*place), [MeasureRow(*row) for row in outcome.rows]
    for before, after in zip(old, new, strict=False):
        if before[:7] != after[:7] or before.unit != after.unit:
            return Mismatch(*place, "row", " ".join(filter(None, before[:7])), " ".join(filter(None, after[:7])))
        if not _same(before.value, after.value):
            what = " ".join(filter(None, before[:7]))
            return Mismatch(*place, what, repr(before.value), repr(float(after.value)))
    if len(old) != len(new):
        return Mismatch(*place, "rows", str(len(old)), str(len(new)))
    return None


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _altered(directory: Path, runs: Store, plan: StudyPlan, model: Model, replications: int) -> Iterator[str]:
    """Names of the tables that are missing or hold other bytes than the store gives."""
    with tempfile.TemporaryDirectory() as scratch:
        write_tables(Path(scratch), plan, find(plan, model.metrics, runs, replications))
        for name in tables_of(plan):
            kept = directory / name
            if not kept.is_file() or kept.read_bytes() != (Path(scratch) / name).read_bytes():
                yield name
