"""What a study will take: runs, minutes, disk; from one run really played."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.errors import NoAnswerError
from gpss_sim.i18n import Message
from gpss_sim.study.identity import run_key
from gpss_sim.study.model import Model
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import FILE, OK, Store
from gpss_sim.study.targets import sequential
from gpss_sim.study.worker import Task

CELL = 3
"""Bytes SQLite adds to a stored cell, about."""
PICTURES = 3_000_000
"""Bytes of plots and report, about."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a study will take.

    Parameters
    ----------
    points, replications, runs, missing : int
        Design points; replications (the most, where precision decides); runs in all; runs not in the store.
    seconds_a_run : float [s]
        Time of the run that was played.
    minutes : float [min]
        For the missing runs on all workers.
    megabytes : float [MB]
        Of store, tables and pictures.
    """

    points: int
    replications: int
    runs: int
    missing: int
    seconds_a_run: float
    minutes: float
    megabytes: float


def forecast(plan: StudyPlan, model: Model, out: Path, replications: int | None, workers: int) -> Forecast:
    """Play one run of the first design point and reckon from it; nothing is written.

    Raises
    ------
    NoAnswerError
        If that run fails.
    """
    design = plan.experiment.design
    number = replications or (design.maximum if sequential(design) or design.chooses else design.replications)
    outcome = next(iter(play_all([Task(0, 0)], plan.job(model.play), min(workers, 1))))
    if outcome.status != OK:
        raise NoAnswerError(Message("study.first_failed", why=outcome.error.strip().splitlines()[-1]))
    runs = len(plan.points) * number
    missing = runs - _stored(plan, out, number)
    size = sum(sum(len(str(cell).encode()) + CELL for cell in row) for row in outcome.rows)
    minutes = math.ceil(missing / max(workers, 1)) * outcome.seconds / 60
    return Forecast(
        len(plan.points), number, runs, missing, outcome.seconds, minutes, (runs * size + PICTURES) / 1_000_000
    )


def _stored(plan: StudyPlan, out: Path, number: int) -> int:
    """How many of the runs asked for are in the store already."""
    if not (out / FILE).is_file():
        return 0
    with Store(out / FILE) as store:
        kept = {(run.design_point, run.key) for run in store.runs() if run.status == OK}
    return sum(
        (name, run_key(content, plan.seed, replication)) in kept
        for name, content in plan.inputs.items()
        for replication in range(number)
    )
