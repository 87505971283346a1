"""Tables of a run as columns, and slices of them by period and breakdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from gpss_sim import fiscal
from gpss_sim.market.record import AgencyYearRow, ContractYearRow, LibraryRow, MonthRow, NeedRow, TenderRow
from gpss_sim.market.statuses import COMPLETED
from gpss_sim.market.survey import URGENCY_WEIGHTS
from gpss_sim.market.world import World

Column = NDArray[Any]
Columns = dict[str, Column]

KINDS = (
    "grant", "budget", "committed", "lapsed", "procurement", "agency",
    "wages", "overhead", "effort", "offers", "rectification", "endowment", "creditors",
    "evaluation", "support", "leaked", "host", "donors", "private",
)  # fmt: skip
"""Kinds of account of the ledger."""

CHANGE_REFERENCE = 0.09
"""Worker changes at which the success probability is quoted: 18 % a year over half a year."""


class Tables(NamedTuple):
    """All tables of one run in columns; ``project`` and ``contract`` columns are indices."""

    people: Columns
    tenders: Columns
    contract_years: Columns
    months: Columns
    agency_years: Columns
    needs: Columns
    library: Columns
    ledger: Columns
    codes: dict[str, Column]
    values: dict[str, list[str]]
    world: World


def columns(rows: Sequence[NamedTuple], kind: type) -> Columns:
    """Columns of a list of named tuples, also when it is empty."""
    names = kind._fields  # type: ignore[attr-defined]
    return {name: np.array(list(map(itemgetter(k), rows))) for k, name in enumerate(names)}


def tabulate(world: World) -> Tables:
    """Turn what happened in a world into columns."""
    state = world.state
    months = columns(state.record.months, MonthRow)
    months["year"] = months["month"] // fiscal.MONTHS
    codes, values = _codes(world)
    tenders = columns(state.record.tenders, TenderRow)
    tenders["method"] = _encode(tenders["method"], values["method"])
    return Tables(
        people=_people(world, months, values),
        tenders=tenders,
        contract_years=_without(columns(state.record.contract_years, ContractYearRow), "form", "method"),
        months=months,
        agency_years=columns(state.record.agency_years, AgencyYearRow),
        needs=columns(state.record.needs, NeedRow),
        library=columns(state.record.library, LibraryRow),
        ledger=_ledger(world),
        codes=codes,
        values=values,
        world=world,
    )


def _codes(world: World) -> tuple[dict[str, Column], dict[str, list[str]]]:
    """Breakdowns as small integers: district, domain, group by project; project, form, method by contract."""
    projects, contracts = world.state.projects, world.state.contracts
    domains = {domain.id: domain.group for domain in world.state.scenario.city.domains}
    names = {
        "district": [p.template.district for p in projects],
        "domain": [p.template.domain for p in projects],
        "group": [p.template.group or domains[p.template.domain] for p in projects],
        "form": [c.terms.form_name for c in contracts],
        "method": [c.terms.method for c in contracts],
    }
    values = {by: sorted(dict.fromkeys(column)) for by, column in names.items()}
    values["method"] = sorted({*values["method"], *(row.method for row in world.state.record.tenders)})
    codes = {by: _encode(column, values[by]) for by, column in names.items()}
    codes["project"] = np.array([c.project.index for c in contracts], dtype=int)
    return codes, values


def _encode(column: Sequence[str] | Column, values: list[str]) -> Column:
    place = {value: k for k, value in enumerate(values)}
    return np.array([place.get(value, -1) for value in column], dtype=np.int16)


def _without(table: Columns, *names: str) -> Columns:
    return {name: column for name, column in table.items() if name not in names}


def _people(world: World, months: Columns, values: dict[str, list[str]]) -> Columns:
    queues, state = world.state.queues, world.state
    people, scenario = queues.people, state.scenario
    city = scenario.city
    by_cell = {
        "district": [city.districts[cell.district].id for cell in world.cells],
        "domain": [city.domains[cell.domain].id for cell in world.cells],
        "group": [city.domains[cell.domain].group for cell in world.cells],
    }
    server = np.array(queues.server, dtype=np.int64)  # of nobody too
    found = {
        "state": np.frombuffer(bytes(queues.state), dtype=np.uint8),
        "start": np.array(queues.start, dtype=float),
        "end": np.array(queues.end, dtype=float),
        "server": server,
        "breaks": np.array(queues.breaks, dtype=np.int64),
        "arrival": people.arrival,
        "duration": people.duration,
        "urgency": people.urgency,
        "weight": URGENCY_WEIGHTS[people.urgency - 1],
        "luck": people.luck,
        "cell": people.cell,
    }
    found.update({by: _encode(names, values[by])[people.cell] for by, names in by_cell.items()})
    found.update(_outcome(world, months, found))
    return found


def _outcome(world: World, months: Columns, people: Columns) -> Columns:
    """Quality met and probability of improving, for completed cases (equation 4.2)."""
    delivery = world.state.scenario.delivery
    n, done = len(people["state"]), people["state"] == COMPLETED
    quality, success = np.full(n, np.nan), np.full(n, np.nan)
    if done.any():
        horizon = (world.state.scenario.calendar.years + 1) * fiscal.MONTHS
        shape = (len(world.state.contracts), horizon)
        when = np.minimum((people["end"][done] / fiscal.MONTH).astype(int), horizon - 1)
        at = (people["server"][done], when)
        quality[done] = _by_month(months, "quality", shape, delivery.quality_base)[at]
        turnover = _by_month(months, "turnover", shape, 0.0)[at]
        changes = turnover * people["duration"][done] / fiscal.YEAR + people["breaks"][done]
        odds = (
            logit(delivery.success)
            + delivery.success_quality * (quality[done] - 80)
            - delivery.success_change * (changes - CHANGE_REFERENCE)
        )
        success[done] = expit(odds)
    return {"quality": quality, "success": success}


def _by_month(months: Columns, name: str, shape: tuple[int, int], otherwise: float) -> Column:
    """Value of each contract in each month; months without a row take the nearest earlier, else later, one."""
    table = np.full(shape, np.nan)
    if len(months["month"]):
        table[months["contract"], months["month"]] = months[name]
    known = ~np.isnan(table)
    place = np.where(known, np.arange(shape[1]), -1)
    last = np.maximum.accumulate(place, axis=1)
    first = np.argmax(known, axis=1)
    use = np.where(last >= 0, last, first[:, None])
    filled = np.take_along_axis(table, use, axis=1)
    return np.where(np.isnan(filled), otherwise, filled)


def _ledger(world: World) -> Columns:
    """Movements by kind of account (the part of the name before the colon), as codes of ``KINDS``."""
    kind = {account: KINDS.index(account.partition(":")[0]) for account in world.state.ledger.balances}
    entries = world.state.ledger.entries

    def column(k: int, kind_of: type) -> Column:
        return np.fromiter(map(itemgetter(k), entries), kind_of, count=len(entries))

    def kinds(accounts: Iterable[str]) -> Column:
        return np.fromiter((kind[account] for account in accounts), np.int8, count=len(entries))

    return {
        "day": column(0, np.float64),
        "from": kinds(entry.account_from for entry in entries),
        "to": kinds(entry.account_to for entry in entries),
        "contract": column(4, np.int64),
        "amount": column(5, np.int64),
    }


class Slice:
    """A period of a run, whole or for one value of one breakdown.

    Parameters
    ----------
    tables : Tables
        The run.
    first, last : int
        Fiscal years, both included.
    by, value : str
        Breakdown and its value; empty for all.
    """

    def __init__(self, tables: Tables, first: int, last: int, by: str = "", value: str = "") -> None:
        self.tables, self.first, self.last, self.by = tables, first, last, by
        self._code = tables.values[by].index(value) if by else -1
        self._people = self._who() if by else None
        self._rows: dict[int, Columns] = {}
        self._within: dict[int, Column] = {}
        self._once: dict[str, Column] = {}

    @property
    def days(self) -> tuple[float, float]:
        """First day, and the day after the last [day]."""
        return float(fiscal.year_start(self.first)), float(fiscal.year_start(self.last + 1))

    @property
    def years(self) -> int:
        """Number of fiscal years."""
        return self.last - self.first + 1

    def within(self, day: Column) -> Column:
        """Which days of a column of the tables fall in the period; NaN does not."""
        found = self._within.get(id(day))
        if found is None:
            start, stop = self.days
            found = self._within[id(day)] = (day >= start) & (day < stop)
        return found

    def once(self, name: str, make: Callable[[], Column]) -> Column:
        """What several indicators of the slice look at, made when the first asks."""
        if name not in self._once:
            self._once[name] = make()
        return self._once[name]

    def people(self, mask: Column) -> Column:
        """Indices of recipients in `mask` and in the breakdown."""
        return np.flatnonzero(mask if self._people is None else mask & self._people)

    def _who(self) -> Column:
        people = self.tables.people
        if self.by in people:
            return people[self.by] == self._code
        served = people["server"] >= 0
        served[served] = self.tables.codes[self.by][people["server"][served]] == self._code
        return served

    def rows(self, table: Columns) -> Columns:
        """Rows of a table with a ``year`` in the period and breakdown."""
        found = self._rows.get(id(table))
        if found is None:
            keep = (table["year"] >= self.first) & (table["year"] <= self.last)
            found = self._rows[id(table)] = self.cut({name: column[keep] for name, column in table.items()})
        return found

    def cut(self, table: Columns) -> Columns:
        """Rows of a table in the breakdown."""
        if not self.by:
            return table
        codes = self.tables.codes
        if self.by in table:
            keep = table[self.by] == self._code
        elif self.by in ("form", "method"):
            keep = codes[self.by][table["contract"].astype(int)] == self._code
        else:
            project = table["project"] if "project" in table else codes["project"][table["contract"].astype(int)]
            keep = codes[self.by][project.astype(int)] == self._code
        return {name: column[keep] for name, column in table.items()}

    def flow(self, source: str, target: str) -> int:
        """Money that moved between two kinds of account [fen]."""
        ledger = self.tables.ledger
        kinds = (ledger["from"] == KINDS.index(source)) & (ledger["to"] == KINDS.index(target))
        mask = kinds & self.within(ledger["day"])
        if not self.by:
            return int(ledger["amount"][mask].sum())
        mask &= ledger["contract"] >= 0
        return int(self.cut({"contract": ledger["contract"][mask], "amount": ledger["amount"][mask]})["amount"].sum())

    def balance(self, account: str, day: float) -> int:
        """Balance of a kind of account before `day` [fen]."""
        ledger, kind = self.tables.ledger, KINDS.index(account)
        before = ledger["day"] < day
        came = ledger["amount"][before & (ledger["to"] == kind)].sum()
        went = ledger["amount"][before & (ledger["from"] == kind)].sum()
        return int(came - went)
