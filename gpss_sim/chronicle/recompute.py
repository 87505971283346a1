"""Indicators of a stored run, computed again from its files alone."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gpss_sim.chronicle.run_files import METRICS, write_metrics
from gpss_sim.files import our_file, refuse
from gpss_sim.metrics.evaluate import MetricRow, evaluate_tables
from gpss_sim.metrics.slices import tables_for
from gpss_sim.metrics.stored import FILES, FOLDER, read_tables
from gpss_sim.study.record import refuse_altered, table_digest
from gpss_sim.tabular import read_rows

LABELS = MetricRow._fields[:-2]


class ValueMismatch(NamedTuple):
    """One value that the files do not give: which, what ``metrics.csv`` says, what was computed; empty for missing."""

    labels: tuple[str, ...]
    stored: str
    computed: str


def stored_metrics(folder: Path) -> list[MetricRow]:
    """Every indicator of a run that ``gpss-sim run`` wrote, from the tables under ``record``.

    Parameters
    ----------
    folder : Path
        Folder of the run.

    Raises
    ------
    InputError
        If a table is missing, damaged or not the one that was written.
    """
    for name in FILES:
        if not (folder / name).is_file():
            raise refuse(str(folder / name), "metrics.missing")
    refuse_altered(folder, FILES)
    run = read_tables(folder)
    with our_file(folder / FOLDER):
        return evaluate_tables(tables_for(run), breakdown=True)


def differences(folder: Path, rows: Sequence[MetricRow]) -> list[ValueMismatch]:
    """Where the table of indicators of a run differs from the one that `rows` give; empty if not by one byte.

    Raises
    ------
    InputError
        If it was altered in another way than by its values.
    """
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / METRICS
        write_metrics(fresh, rows)
        if fresh.read_bytes() == (folder / METRICS).read_bytes():
            return []
        stored, computed = _values(folder / METRICS), _values(fresh)
        digests = [table_digest(path)[:12] for path in (folder / METRICS, fresh)]
    names = dict.fromkeys([*stored, *computed])
    found = [
        ValueMismatch(name, stored.get(name, ""), computed.get(name, ""))
        for name in names
        if stored.get(name) != computed.get(name)
    ]
    if not found:  # rows in another order, another unit
        refuse_altered(folder, [METRICS])
    return found or [ValueMismatch((METRICS,), *digests)]


def _values(path: Path) -> Mapping[tuple[str, ...], str]:
    """Value by labels; all of them where the same labels stand in several rows."""
    values: dict[tuple[str, ...], list[str]] = {}
    for row in read_rows(path, MetricRow._fields):
        values.setdefault(tuple(row[label] for label in LABELS), []).append(row["value"])
    return {labels: "; ".join(several) for labels, several in values.items()}
