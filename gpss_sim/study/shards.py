"""Parts of a study played on machines that do not know each other, and joined afterwards.

Part I of N holds every N-th run, beginning with the I-th, replications outermost. A part is an ordinary folder of the
study without tables; joined, the parts are the study as one machine would have played it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.study import folder, store
from gpss_sim.study.batch import Batch, BatchResult, Progress, comparable, every_task, folder_of, read_plan, written
from gpss_sim.study.executors import hands
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Model, market
from gpss_sim.study.results import stored_plan
from gpss_sim.study.store import OK, Store, StoredRun
from gpss_sim.study.targets import KEYS, sequential

CODE = "code version"
"""Fact of a store that names the code that played its runs."""
WHOLE = "replications of the whole"
"""Fact of a part's store: how many replications the whole study has, of which this part may hold none of the last."""

Part = tuple[int, int]
"""(I, N): part I of N, from 1."""


class PlayedPart(NamedTuple):
    """Where a part stands, the runs played now, how many of its runs are good, and those that failed."""

    folder: Path
    played: int
    good: int
    failed: list[StoredRun]


def play_shard(
    experiment: str | Path | Experiment,
    part: Part,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    model: Model | None = None,
    cluster: str | None = None,
) -> PlayedPart:
    """Play one part of a study, or what is missing of it; see :func:`gpss_sim.study.batch.run_batch`.

    Parameters
    ----------
    part : Part
        Which part of how many.
    out : str or Path, optional
        Folder of the part; ``results/<name>.<I>of<N>`` if left out.

    Returns
    -------
    PlayedPart
        The folder, and what it holds.

    Raises
    ------
    InputError
        If the experiment is faulty, leaves its number of runs to what is found, or the folder holds another study.
    """
    chosen = model or market()
    plan = read_plan(experiment, chosen, seed)
    design = plan.experiment.design
    if replications is None and (design.chooses or sequential(design)):
        named = ["select"] if design.chooses else [each for each in KEYS.values() if getattr(design, each)]
        key = f"design.{named[0]}"
        raise InputError([Fault(plan.experiment.file, key, "", Message("shard.sequential", key=key))])
    number, of = part
    target = Path("results") / f"{folder_of(plan, None).name}.{number}of{of}" if out is None else Path(out)
    with (
        hands(workers, cluster) as play_tasks,
        folder.prepared(target),
        Store(target / store.FILE, write=True) as runs,
    ):
        batch = Batch(plan, chosen, runs, folder.open_study(runs, plan), play_tasks, progress)
        wanted = replications or design.replications
        runs.note(WHOLE, json.dumps(max(wanted, _whole(runs))))
        batch.perform(every_task(plan, wanted)[number - 1 :: of])
        stored = runs.runs()
    failed = [run for run in stored if run.status != OK]
    return PlayedPart(target, batch.played, len(stored) - len(failed), failed)


def _whole(part: Store) -> int:
    """Replications of the study that a store is a part of; 0 where it is no part."""
    return int(json.loads(part.facts().get(WHOLE, "0")))


def merge(out: str | Path, parts: Sequence[str | Path], *, model: Model | None = None) -> tuple[BatchResult, int]:
    """Join parts of a study into one folder, and write its tables.

    Parameters
    ----------
    out : str or Path
        A new folder, or one that holds the study already.
    parts : sequence of str or Path
        Folders of parts; a run that stands in several must have the same result in all.
    model : Model, optional
        What was studied; the market if left out.

    Returns
    -------
    (BatchResult, int)
        The study, and the runs taken over.

    Raises
    ------
    InputError
        If a part is of another study, two parts differ in a run, or runs are missing.
    """
    chosen, target = model or market(), Path(out)
    with Store(Path(parts[0]) / store.FILE) as first:
        plan = stored_plan(first, chosen.metrics)
    with folder.prepared(target), Store(target / store.FILE, write=True) as runs:
        folder.open_study(runs, plan)
        taken = sum(_take(runs, Path(part), Path(parts[0])) for part in parts)
        if (whole := _whole_of(parts)) > _whole(runs):
            runs.note(WHOLE, json.dumps(whole))
        there = {(run.design_point, run.replication) for run in runs.runs()}
        number = max(_whole(runs), 1 + max((replication for _, replication in there), default=0))
        wanted = [(plan.points[task.point].name, task.replication) for task in every_task(plan, number)]
        missing = [place for place in wanted if place not in there]
        if missing:
            point, replication = missing[0]
            facts = {"missing": len(missing), "all": len(wanted), "point": point, "replication": replication}
            rule = Message("shard.missing", **facts, folder=str(target))
            raise InputError([Fault(str(target), "runs", "", rule)])
        return written(target, plan, chosen, runs, number, 0), taken


def _whole_of(parts: Sequence[str | Path]) -> int:
    found = []
    for part in parts:
        with Store(Path(part) / store.FILE, check=False) as there:
            found.append(_whole(there))
    return max(found)


def _take(runs: Store, part: Path, first: Path) -> int:
    """Take over the runs of a part; return how many are new."""
    known = {(run.design_point, run.replication): run for run in runs.runs()}
    taken = 0
    with Store(part / store.FILE) as other:
        then, now = (each.facts().get(CODE, "").strip('"') for each in (other, runs))
        if then != now:
            raise InputError([Fault(str(part), CODE, then, Message("shard.code", now=now))])
        if _identity(other) != _identity(runs):
            raise InputError([Fault(str(part), "study", "", Message("shard.other", first=str(first)))])
        for run in other.runs():
            old = known.get((run.design_point, run.replication))
            if old is not None and old.status == OK:
                if run.status == OK:
                    _compare(runs, other, run, part)
                continue
            runs.add(run, other.rows(run.design_point, run.replication))
            taken += 1
    return taken


def _identity(study: Store) -> tuple[object, ...]:
    """What two parts of one study have in common."""
    facts = study.facts()
    return (*(facts.get(name) for name in (CODE, "seed", "experiment")), tuple(study.inputs().items()))


def _compare(runs: Store, other: Store, run: StoredRun, part: Path) -> None:
    one, two = ([comparable(row) for row in each.rows(run.design_point, run.replication)] for each in (runs, other))
    if one != two:
        rule = Message("shard.differs", point=run.design_point, replication=run.replication)
        raise InputError([Fault(str(part), "runs", "", rule)])
