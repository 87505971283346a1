"""Release and record packages of a run, as JSON files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gpss_sim.files import write_whole
from gpss_sim.ocds.calendar import RunDates
from gpss_sim.ocds.process import Exporter, Process
from gpss_sim.ocds.run import ContractingRun

RELEASES, RECORDS = "releases.json", "records.json"
VERSION = "1.1"
BIDS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
"""Extension that defines ``bids``."""
PREFIX = "ocds-simulated"
"""Beginning of every ocid: of no publisher, since nothing here was bought."""


def processes_of(run: ContractingRun, first_year: int) -> tuple[Process, ...]:
    """Every contracting process of a run."""
    return tuple(Exporter(run, RunDates(first_year), f"{PREFIX}-{run.scenario}").processes())


def release_package(run: ContractingRun, processes: Sequence[Process], first_year: int) -> dict[str, Any]:
    """Every release of every process."""
    return _head(run, first_year, "releases") | {"releases": [r for process in processes for r in process.releases]}


def record_package(run: ContractingRun, processes: Sequence[Process], first_year: int) -> dict[str, Any]:
    """One record a process: its releases, and what they come to."""
    return _head(run, first_year, "records") | {"records": [_record(process) for process in processes]}


def write_packages(folder: Path, run: ContractingRun, first_year: int) -> tuple[Process, ...]:
    """Write both packages into an existing folder; the same bytes for the same run."""
    processes = processes_of(run, first_year)
    for name, package in (
        (RELEASES, release_package(run, processes, first_year)),
        (RECORDS, record_package(run, processes, first_year)),
    ):
        write_whole(folder / name, json.dumps(package, ensure_ascii=False, indent=1) + "\n")
    return processes


def _head(run: ContractingRun, first_year: int, kind: str) -> dict[str, Any]:
    name = f"{run.scenario}-{run.seed}-{run.replication}"
    return {
        "uri": f"urn:gpss-sim:{name}:{kind}",
        "version": VERSION,
        "extensions": [BIDS],
        "publisher": {"name": "gpss-sim: a simulation, no real procurement"},
        "publishedDate": RunDates(first_year).date(run.last_day),
    }


def _record(process: Process) -> dict[str, Any]:
    last = process.releases[-1]
    compiled = last | {"id": f"{process.ocid}-{last['date']}", "tag": ["compiled"]}
    return {"ocid": process.ocid, "releases": list(process.releases), "compiledRelease": compiled}
