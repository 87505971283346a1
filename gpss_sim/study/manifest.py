"""The record of a study: what was run, with which code, on what, and what its tables weigh."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import our_file, refuse
from gpss_sim.i18n import Message
from gpss_sim.numbers import read_whole
from gpss_sim.study.alarms import alarms
from gpss_sim.study.choice import PolicyChoice
from gpss_sim.study.findings import Findings
from gpss_sim.study.identity import code_version
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import Precision
from gpss_sim.study.record import FILE, TABLES, read_record, table_digest, write_record
from gpss_sim.study.store import Store, StoredRun
from gpss_sim.study.tables import tables_of

LIBRARIES = ("numpy", "scipy", "simpy", "pulp", "highspy", "pydantic")


def now() -> str:
    """Time of day in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_manifest(
    folder: Path, plan: StudyPlan, findings: Findings, runs: list[StoredRun], inputs: Mapping[str, str]
) -> None:
    """Write ``manifest.json``.

    Parameters
    ----------
    folder : Path
        Result folder, its tables already written.
    plan, findings : Plan, Findings
        The study.
    runs : list of Run
        Every run in the store.
    inputs : mapping
        Digest of the resolved scenario of each design point.
    """
    content: dict[str, Any] = {
        "kind": "batch",
        "study": plan.experiment.study.name,
        "experiment": plan.experiment.model_dump(),
        "seed": plan.seed,
        "replications": findings.replications,
        "window": plan.window,
        "design_points": dict(inputs),
        "runs": len({*findings.values, *findings.failed}),
        "failed": sorted(findings.failed),
        "precision": [_precision(each) for each in findings.precision],
        "choice": choice_record(findings.choice),
        "alarms": [str(each) for each in alarms(plan, findings)],
        "run_seconds": round(sum(run.seconds for run in runs), 3),
        **circumstances(),
        TABLES: {name: table_digest(folder / name) for name in tables_of(plan)},
    }
    write_record(folder, content)


def _precision(each: Precision) -> dict[str, Any]:
    """One target as the record holds it; a half-width that is unknown is null."""
    half = each.found.half_width
    return {
        "of": each.of.value,
        "metric": each.metric,
        "design_point": each.point,
        "baseline": each.baseline,
        "asked": each.asked,
        "half_width": half if math.isfinite(half) else None,
        "met": each.met,
        "further_replications": each.needed,
    }


def choice_record(choice: PolicyChoice | None) -> dict[str, Any] | None:
    """A choice as the record holds it; null where none is to be made."""
    if choice is None:
        return None
    known = {"indifference": choice.indifference, "probability": choice.probability}
    return {
        "metric": choice.metric,
        "best": choice.best,
        "settled": choice.settled,
        **{name: value if math.isfinite(value) else None for name, value in known.items()},
        "runs": choice.runs,
    }


def circumstances() -> dict[str, Any]:
    """With which code, on what and when a result is written."""
    return {
        "code": code_version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "written": now(),
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the record of a finished study.

    Raises
    ------
    InputError
        If there is none, or it is not one of a batch, damaged or altered.
    """
    path = folder / FILE
    if not path.exists():
        raise refuse(str(path), "manifest.missing")
    content = read_record(folder)
    kind = content.get("kind")
    if kind != "batch":
        raise InputError([Fault(str(path), "kind", str(kind), Message("manifest.kind"))])
    with our_file(path):
        read_whole(content["replications"], 1)
        if not isinstance(content["code"], str):
            raise TypeError("code")
    return content


def read_manifest_of(runs: Store) -> dict[str, Any]:
    """Read the record of a finished study beside its store.

    Raises
    ------
    InputError
        As :func:`read_manifest`, or if it tells of another study than the store holds.
    """
    folder = runs.path.parent
    record = read_manifest(folder)
    told = {"design_points": runs.inputs(), "seed": json.loads(runs.facts().get("seed", "null"))}
    if any(record.get(name) != value for name, value in told.items()):
        raise refuse(str(folder / FILE), "manifest.other", store=runs.path.name)
    return record


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
