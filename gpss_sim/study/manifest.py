"""The record of a study: what was run, with which code, on what, and what its tables weigh."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import our_file, read_json, refuse, write_whole
from gpss_sim.i18n import Message
from gpss_sim.numbers import read_whole
from gpss_sim.study.alarms import alarms
from gpss_sim.study.choice import PolicyChoice
from gpss_sim.study.findings import Findings
from gpss_sim.study.identity import code_version
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import Precision
from gpss_sim.study.store import StoredRun
from gpss_sim.study.tables import tables_of

FILE = "manifest.json"
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
        "sha256": {name: table_digest(folder / name) for name in tables_of(plan)},
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


def write_record(folder: Path, content: Mapping[str, Any]) -> None:
    """Write ``manifest.json``; an interruption leaves the old file or the new one."""
    write_whole(folder / FILE, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the record of a finished study.

    Raises
    ------
    InputError
        If there is none, or it is not one of a batch.
    """
    path = folder / FILE
    if not path.exists():
        raise refuse(str(path), "manifest.missing")
    content = read_json(path)
    kind = content.get("kind") if isinstance(content, dict) else None
    if kind != "batch":
        raise InputError([Fault(str(path), "kind", str(kind), Message("manifest.kind"))])
    with our_file(path):
        read_whole(content["replications"], 1)
        if not isinstance(content["code"], str):
            raise TypeError("code")
    return dict(content)


def refuse_altered(path: Path, folder: Path | None = None) -> None:
    """See that a table is the one that the manifest tells of; without a manifest nothing is known.

    Parameters
    ----------
    path : Path
        The table.
    folder : Path, optional
        Result folder that has the manifest; the table's own if left out.

    Raises
    ------
    InputError
        If its digest is another.
    """
    home = folder or path.parent
    record, name = home / FILE, path.relative_to(home).as_posix()
    if not (record.is_file() and path.is_file()):
        return
    with our_file(record):
        known = read_json(record)["sha256"]
        if not isinstance(known, dict):
            raise TypeError("digests have names")
        if name in known and known[name] != table_digest(path):
            raise refuse(str(path), "table.altered", record=FILE)


def table_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
