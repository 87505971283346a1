"""What a run folder says of contracting: its procurements, offers and contracts, read from its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gpss_sim.chronicle.procurements import OFFER_COLUMNS, OFFERS, PROCUREMENT_COLUMNS, PROCUREMENTS
from gpss_sim.chronicle.run_files import EVENTS
from gpss_sim.chronicle.story import read_events
from gpss_sim.files import our_file, refuse
from gpss_sim.numbers import read_whole
from gpss_sim.study.record import FILE, read_record, refuse_altered
from gpss_sim.tabular import read_rows

MOST_NUMBER = 10**15
"""Largest number of a seed or a replication."""

Row = dict[str, str]


@dataclass(slots=True)
class ContractHistory:
    """One contract as its events tell it; days since the first of the run.

    Parameters
    ----------
    name : str
        ``contract:12``.
    agency, project : str
        Who holds it, and for what.
    signed : float [day]
    value : float [yuan]
        Price of a year.
    opened, ended : float or None [day]
        First and last day of service.
    reason : str
        Why it ended.
    paid, assessed, changed : list of (day, amount)
        Payments [yuan], scores [points] and changes by the buyer [yuan].
    """

    name: str
    agency: str
    signed: float
    value: float
    project: str = ""
    opened: float | None = None
    ended: float | None = None
    reason: str = ""
    paid: list[tuple[float, float]] = field(default_factory=list)
    assessed: list[tuple[float, float]] = field(default_factory=list)
    changed: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ContractingRun:
    """Everything that is exported of a run."""

    scenario: str
    seed: int
    replication: int
    last_day: float
    procurements: tuple[Row, ...]
    offers: tuple[Row, ...]
    contracts: tuple[ContractHistory, ...]


def read_run(folder: Path) -> ContractingRun:
    """Read the tables of a folder that ``gpss-sim run`` wrote.

    Raises
    ------
    InputError
        If a table is missing, damaged or not the one that was written.
    """
    manifest = read_record(folder)
    if manifest.get("kind") != "run":
        raise refuse(str(folder / FILE), "ocds.no_run")
    with our_file(folder / FILE):
        scenario = manifest["scenario"]
        if not isinstance(scenario, str):
            raise TypeError(scenario)
        seed, replication = (read_whole(manifest[name], 0, MOST_NUMBER) for name in ("seed", "replication"))
    for name in (EVENTS, PROCUREMENTS, OFFERS):
        if not (folder / name).is_file():
            raise refuse(str(folder / name), "trace.missing")
    refuse_altered(folder, (PROCUREMENTS, OFFERS))
    events = read_events(folder)
    with our_file(folder / EVENTS):
        contracts = _contracts(
            [(float(row.day), row.event, row.entity, row.counterparty, row.amount) for row in events]
        )
        last = max((float(row.day) for row in events), default=0.0)
    return ContractingRun(
        scenario,
        seed,
        replication,
        last,
        tuple(read_rows(folder / PROCUREMENTS, PROCUREMENT_COLUMNS)),
        tuple(read_rows(folder / OFFERS, OFFER_COLUMNS)),
        contracts,
    )


def _contracts(events: list[tuple[float, str, str, str, str]]) -> tuple[ContractHistory, ...]:
    found: dict[str, ContractHistory] = {}
    for day, event, entity, other, amount in events:
        if event == "signed":
            found[entity] = ContractHistory(entity, other, day, float(amount))
        contract = found.get(entity)
        if contract is None:
            continue
        if event == "opened":
            contract.project, contract.opened = other.partition(":")[2], day
        elif event == "paid":
            contract.paid.append((day, float(amount)))
        elif event == "assessed":
            contract.assessed.append((day, float(amount)))
        elif event == "changed by the buyer":
            contract.changed.append((day, float(amount or 0)))
        elif event == "ended":
            contract.ended, contract.reason = day, other
    return tuple(found.values())
