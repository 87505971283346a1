"""Studies that ship with what was expected of them: which they are, and what was played of each, kept as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import parse_toml, read_text
from gpss_sim.i18n import Message
from gpss_sim.scenario.origin import shown
from gpss_sim.study.experiment_file import find_experiment, load_experiment, shipped_experiments
from gpss_sim.study.findings import Findings, find_in
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan, make_plan
from gpss_sim.tabular import read_rows, write_csv

KEYS = ("design_point", "replication", "seed", "code")
"""Columns of a kept table before the outcomes."""


@dataclass(frozen=True, slots=True)
class KeptStudy:
    """A study of the gallery as it was played.

    Parameters
    ----------
    plan : Plan
        What was asked.
    findings : Findings
        What was found.
    """

    plan: StudyPlan
    findings: Findings


def studies() -> list[str]:
    """Names of the studies that ship and say what is expected of them, sorted."""
    return [name for name in shipped_experiments() if _expects(find_experiment(name))]


def _expects(path: Path) -> bool:
    return bool(parse_toml(read_text(path), shown(path)).get("study", {}).get("expects"))


def outcomes(plan: StudyPlan) -> tuple[str, ...]:
    """Outcomes of a study that the gallery shows: those fixed in advance."""
    listed = plan.experiment.outcomes
    return tuple(dict.fromkeys([*listed.primary, *listed.secondary]))


def write(folder: Path, plan: StudyPlan, findings: Findings, code: str) -> Path:
    """Keep the values of single runs of a study."""
    folder.mkdir(parents=True, exist_ok=True)
    path, names = folder / f"{plan.experiment.study.name}.csv", outcomes(plan)
    rows = (
        [point.name, replication, plan.seed, code, *(values.get(name, math.nan) for name in names)]
        for point in plan.points
        for replication in range(findings.replications)
        if (values := findings.values.get((point.name, replication))) is not None
    )
    write_csv(path, [*KEYS, *names], rows)
    return path


def read(folder: Path, name: str, metrics: Measures) -> KeptStudy | None:
    """What the kept table of a study says; None where there is none.

    Raises
    ------
    InputError
        If the table is not that of the study's file.
    """
    path = folder / f"{name}.csv"
    if not path.exists():
        return None
    experiment = load_experiment(name, metrics)
    listed = experiment.outcomes.model_copy(update={"also": ()})
    plan = make_plan(experiment.model_copy(update={"outcomes": listed}).read_from(experiment.file), metrics)
    names = outcomes(plan)
    rows = read_rows(path, (*KEYS, *names))
    points = [point.name for point in plan.points]
    if {row["design_point"] for row in rows} != set(points):
        raise InputError([Fault(shown(path), "design_point", "", Message("gallery.stale", name=name))])
    values = {
        (row["design_point"], int(row["replication"])): {each: _number(row[each]) for each in names} for row in rows
    }
    number = 1 + max(replication for _, replication in values)
    missing = frozenset((point, k) for point in points for k in range(number)) - values.keys()
    return KeptStudy(plan, find_in(plan, metrics, values, missing, number))


def _number(text: str) -> float:
    return float(text) if text else math.nan


def play_all(
    names: Sequence[str],
    out: Path,
    replications: int | None,
    workers: int | None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Play studies, or what is missing of them, each into a folder of its own, and keep what was found."""
    from gpss_sim.study.batch import run_batch
    from gpss_sim.study.identity import code_version

    for name in names:
        result = run_batch(name, out / "runs" / name, workers=workers, replications=replications, progress=progress)
        write(out / "data" / "studies", result.plan, result.findings, code_version())
