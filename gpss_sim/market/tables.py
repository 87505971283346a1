"""What a run left behind as tables of columns, with the terms in which indicators are stated.

Indicators are functions of these tables and of nothing else; ``gpss_sim.metrics.stored`` writes and reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.ledger import KINDS, Ledger
from gpss_sim.market.recipients.demand import Cell
from gpss_sim.market.recipients.outcome import success_of
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.record import (
    AgencyYearRow,
    ContractYearRow,
    InvoiceRow,
    LibraryRow,
    MonthRow,
    NeedRow,
    OfferRow,
    TenderRow,
)
from gpss_sim.market.statuses import COMPLETED
from gpss_sim.market.world import World
from gpss_sim.scenario.schema import Scenario

Column = NDArray[Any]
Columns = dict[str, Column]

ROWS: Mapping[str, type] = {
    "tenders": TenderRow,
    "offers": OfferRow,
    "invoices": InvoiceRow,
    "contract_years": ContractYearRow,
    "months": MonthRow,
    "agency_years": AgencyYearRow,
    "needs": NeedRow,
    "library": LibraryRow,
}
"""Tables of the record, by the kind of their rows."""


class ScenarioTerms(NamedTuple):
    """What indicators ask of a scenario.

    Parameters
    ----------
    first_year, years, steady_from : int
        Fiscal years: the first that was simulated, the last, and the first of the steady window.
    excellent_line, bar_line, effort_max : float [points]
        Lines of the assessment, and the most effort there is.
    effort_paid : float
        Part of the cost of effort that agencies pay.
    unaided : float
        Probability of improving without service.
    """

    first_year: int
    years: int
    steady_from: int
    excellent_line: float
    bar_line: float
    effort_max: float
    effort_paid: float
    unaided: float


class RunTables(NamedTuple):
    """All tables of a run by name, in columns; ``project``, ``contract``, ``agency`` and ``cell`` are row numbers."""

    tables: dict[str, Columns]
    terms: ScenarioTerms


def columns(rows: Sequence[NamedTuple], kind: type) -> Columns:
    """Columns of a list of named tuples, also when it is empty."""
    names = kind._fields  # type: ignore[attr-defined]
    return {name: np.array(list(map(itemgetter(k), rows))) for k, name in enumerate(names)}


def tables_of(world: World) -> RunTables:
    """Everything that indicators look at, of a world that has run."""
    state = world.state
    record, scenario = state.record, state.scenario
    tables = {name: columns(getattr(record, name), kind) for name, kind in ROWS.items()}
    tables["cells"] = _cells(scenario, world.cells)
    tables["projects"] = _projects(scenario, state.projects)
    tables["contracts"] = _contracts(state.contracts)
    tables["agencies"] = _agencies(state.agencies)
    tables["people"] = _people(scenario, state.queues, len(state.contracts), tables["months"])
    tables["movements"] = _movements(state.ledger)
    return RunTables(tables, terms_of(scenario, world.first_year))


def terms_of(scenario: Scenario, first_year: int) -> ScenarioTerms:
    """What indicators ask of a scenario whose simulation begins with a fiscal year."""
    calendar, assessment = scenario.calendar, scenario.assessment
    return ScenarioTerms(
        first_year=first_year,
        years=calendar.years,
        steady_from=calendar.steady_from,
        excellent_line=assessment.excellent_line,
        bar_line=assessment.bar_line,
        effort_max=assessment.effort_max,
        effort_paid=scenario.agencies.effort_paid,
        unaided=scenario.delivery.unaided,
    )


def _cells(scenario: Scenario, cells: Sequence[Cell]) -> Columns:
    city = scenario.city
    return {
        "district": np.array([city.districts[cell.district].id for cell in cells]),
        "domain": np.array([city.domains[cell.domain].id for cell in cells]),
        "group": np.array([city.domains[cell.domain].group for cell in cells]),
    }


def _projects(scenario: Scenario, projects: Sequence[CityProject]) -> Columns:
    groups = {domain.id: domain.group for domain in scenario.city.domains}
    templates = [project.template for project in projects]
    return {
        "id": np.array([each.id for each in templates]),
        "district": np.array([each.district for each in templates]),
        "domain": np.array([each.domain for each in templates]),
        "group": np.array([each.group or groups[each.domain] for each in templates]),
    }


def _contracts(contracts: Sequence[Contract]) -> Columns:
    return {
        "project": np.array([contract.project.index for contract in contracts], dtype=int),
        "form": np.array([contract.terms.arrangement.form_name for contract in contracts]),
        "method": np.array([contract.terms.arrangement.method for contract in contracts]),
    }


def _agencies(agencies: Sequence[Agency]) -> Columns:
    profiles = [agency.profile for agency in agencies]
    return {
        "key": np.array([profile.key for profile in profiles]),
        "newcomer": np.array([profile.newcomer for profile in profiles], dtype=bool),
        "scale": np.array([profile.abilities.scale for profile in profiles]),
    }


def _people(scenario: Scenario, queues: Queues, contracts: int, months: Columns) -> Columns:
    people = queues.people
    found: Columns = {
        "cell": people.cell,
        "arrival": people.arrival,
        "urgency": people.urgency,
        "duration": people.duration,
        "luck": people.luck,
        "state": np.frombuffer(bytes(queues.state), dtype=np.uint8),
        "start": np.array(queues.start, dtype=float),
        "end": np.array(queues.end, dtype=float),
        "server": np.array(queues.server, dtype=np.int64),
        "breaks": np.array(queues.breaks, dtype=np.int64),
    }
    found["quality"], found["success"] = _outcome(scenario, contracts, months, found)
    return found


def _outcome(scenario: Scenario, contracts: int, months: Columns, people: Columns) -> tuple[Column, Column]:
    """Quality met and probability of improving, for completed cases (equation 4.2)."""
    n, done = len(people["state"]), people["state"] == COMPLETED
    quality, success = np.full(n, np.nan), np.full(n, np.nan)
    if done.any():
        horizon = (scenario.calendar.years + 1) * fiscal.MONTHS
        shape = (contracts, horizon)
        when = np.minimum((people["end"][done] / fiscal.MONTH).astype(int), horizon - 1)
        at = (people["server"][done], when)
        quality[done] = _by_month(months, "quality", shape, scenario.delivery.quality_base)[at]
        turnover = _by_month(months, "turnover", shape, 0.0)[at]
        success[done] = success_of(
            scenario.delivery, quality[done], turnover, people["duration"][done], people["breaks"][done]
        )
    return quality, success


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


def _movements(ledger: Ledger) -> Columns:
    """Movements of money by kind of account, as places in ``KINDS``; amounts in fen."""
    kind = {account: KINDS.index(account.partition(":")[0]) for account in ledger.balances}
    entries = ledger.entries

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
