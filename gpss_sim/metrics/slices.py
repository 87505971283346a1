"""Tables of a run as indicators read them, and slices of them by period and breakdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gpss_sim import fiscal
from gpss_sim.market.buyers.survey import URGENCY_WEIGHTS
from gpss_sim.market.ledger import KINDS
from gpss_sim.market.tables import Column, Columns, RunTables, ScenarioTerms, columns, tables_of
from gpss_sim.market.world import World

__all__ = ["KINDS", "Column", "Columns", "ScenarioTerms", "Slice", "Tables", "columns", "tables_for", "tabulate"]


class Tables(NamedTuple):
    """All tables of one run in columns; ``project`` and ``contract`` columns are row numbers, breakdowns are codes."""

    people: Columns
    tenders: Columns
    contract_years: Columns
    months: Columns
    agency_years: Columns
    needs: Columns
    library: Columns
    ledger: Columns
    agencies: Columns
    offers: Columns
    invoices: Columns
    codes: dict[str, Column]
    values: dict[str, list[str]]
    terms: ScenarioTerms


def tabulate(world: World) -> Tables:
    """Turn what happened in a world into the tables of its indicators."""
    return tables_for(tables_of(world))


def tables_for(run: RunTables) -> Tables:
    """The same of a run's tables, wherever they come from: the world itself, or the files of a stored run."""
    raw = run.tables
    codes, values = _codes(raw)
    months = {**raw["months"], "year": raw["months"]["month"] // fiscal.MONTHS}
    tenders = {**raw["tenders"], "method": _encode(raw["tenders"]["method"], values["method"])}
    return Tables(
        people=_people(raw, values),
        tenders=tenders,
        contract_years=_without(raw["contract_years"], "form", "method"),
        months=months,
        agency_years=raw["agency_years"],
        needs=raw["needs"],
        library=raw["library"],
        ledger=raw["movements"],
        agencies=raw["agencies"],
        offers=raw["offers"],
        invoices=raw["invoices"],
        codes=codes,
        values=values,
        terms=run.terms,
    )


def _codes(raw: dict[str, Columns]) -> tuple[dict[str, Column], dict[str, list[str]]]:
    """Breakdowns as small integers: district, domain, group by project; project, form, method by contract."""
    projects, contracts = raw["projects"], raw["contracts"]
    names: dict[str, list[str]] = {by: projects[by].tolist() for by in ("district", "domain", "group")}
    names |= {by: contracts[by].tolist() for by in ("form", "method")}
    values = {by: sorted(dict.fromkeys(column)) for by, column in names.items()}
    values["method"] = sorted({*values["method"], *raw["tenders"]["method"].tolist()})
    codes = {by: _encode(column, values[by]) for by, column in names.items()}
    codes["project"] = contracts["project"]
    return codes, values


def _encode(column: Sequence[str] | Column, values: list[str]) -> Column:
    place = {value: k for k, value in enumerate(values)}
    return np.array([place.get(value, -1) for value in column], dtype=np.int16)


def _without(table: Columns, *names: str) -> Columns:
    return {name: column for name, column in table.items() if name not in names}


def _people(raw: dict[str, Columns], values: dict[str, list[str]]) -> Columns:
    people, cells = raw["people"], raw["cells"]
    places = {by: _encode(cells[by], values[by])[people["cell"]] for by in ("district", "domain", "group")}
    return {**people, "weight": URGENCY_WEIGHTS[people["urgency"] - 1], **places}


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
