"""The files of one run: indicators, events, ledger, record. The same bytes for the same scenario and seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gpss_sim import money
from gpss_sim.chronicle.history import amount_of, history
from gpss_sim.chronicle.procurements import (
    OFFER_COLUMNS,
    OFFERS,
    PROCUREMENT_COLUMNS,
    PROCUREMENTS,
    offers,
    procurements,
)
from gpss_sim.market.tables import tables_of
from gpss_sim.metrics.evaluate import MetricRow
from gpss_sim.metrics.stored import FILES, FOLDER, write_tables
from gpss_sim.scenario.digest import digest
from gpss_sim.simulate import Results
from gpss_sim.study.manifest import circumstances
from gpss_sim.study.record import TABLES as DIGESTS
from gpss_sim.study.record import table_digest, write_record
from gpss_sim.tabular import measured, write_csv

METRICS, EVENTS, LEDGER = "metrics.csv", "events.csv", "ledger.csv"
TABLES = (METRICS, EVENTS, LEDGER, PROCUREMENTS, OFFERS)
DECIMALS = 5
"""Days are written to the second (1e-5 of a day)."""


def write_run(folder: Path, results: Results, rows: Sequence[MetricRow], overrides: Sequence[str]) -> list[str]:
    """Write the files of a run; the manifest comes last, so that a folder with one is whole.

    Parameters
    ----------
    folder : Path
        An existing folder.
    results : Results
        A finished run; without its event log there is no ``events.csv``.
    rows : sequence of MetricRow
        Its indicators.
    overrides : sequence of str
        What was set over the scenario's files.

    Returns
    -------
    list of str
        Names of the tables written, and of the folder of those from which indicators are computed.
    """
    tables = [name for name in TABLES if name != EVENTS or results.world.state.record.log]
    write_metrics(folder / METRICS, rows)
    if EVENTS in tables:
        write_events(folder / EVENTS, results)
    write_csv(folder / LEDGER, ("day", "account_from", "account_to", "source", "contract", "amount"), _ledger(results))
    write_csv(folder / PROCUREMENTS, PROCUREMENT_COLUMNS, procurements(results))
    write_csv(folder / OFFERS, OFFER_COLUMNS, offers(results))
    write_tables(folder, tables_of(results.world))
    content = {
        "kind": "run",
        "scenario": results.scenario.name,
        "inputs": digest(results.scenario),
        "overrides": list(overrides),
        "seed": results.seed,
        "replication": results.replication,
        **circumstances(),
        DIGESTS: {name: table_digest(folder / name) for name in (*tables, *FILES)},
    }
    write_record(folder, content)
    return [*tables, FOLDER]


def write_metrics(path: Path, rows: Iterable[MetricRow]) -> None:
    """Write indicators as ``metrics.csv`` has them."""
    write_csv(path, MetricRow._fields, _metrics(rows))


def write_events(path: Path, results: Results) -> None:
    """Write the event log as ``events.csv`` has it, line by line as it is told."""
    write_csv(path, ("day", "event", "entity", "counterparty", "amount"), _events(results))


def _metrics(rows: Iterable[MetricRow]) -> Iterator[Sequence[object]]:
    for row in rows:
        yield [*row[:-2], measured(row.value, row.unit), row.unit]


def _events(results: Results) -> Iterator[Sequence[object]]:
    for event in history(results):
        yield [round(event.day, DECIMALS), event.event, event.entity, event.counterparty, amount_of(event)]


def _ledger(results: Results) -> Iterator[Sequence[object]]:
    for entry in results.world.state.ledger.entries:
        contract = f"contract:{entry.contract}" if entry.contract >= 0 else ""
        accounts = (entry.account_from, entry.account_to, entry.source)
        yield [round(entry.day, DECIMALS), *accounts, contract, money.yuan(entry.amount)]
