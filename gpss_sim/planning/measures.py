"""What is read off the simulated city of a plan: indicators, need met by district and field, money by month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE
from gpss_sim.metrics.accounts import AccountRow, final_accounts
from gpss_sim.metrics.registry import METRICS as KNOWN
from gpss_sim.metrics.slices import KINDS, Slice, Tables
from gpss_sim.simulate import Results

METRICS = (
    "served",
    "improved",
    "completed",
    "gave_up",
    "waiting",
    "wait_urgent",
    "paid",
    "lapsed",
    "execution_rate",
    "failed_share",
    "days_to_award",
    "late_share",
    "vacancy",
    "cash_months",
    "closure_rate",
)
"""Indicators of a plan that every study has."""
PLACES = ("served", "improved", "gave_up", "wait_urgent")
"""Indicators told by district and group as well."""
LATE = 3
"""Months into the first year after which a start is late [month]."""
LEAST_CASH = 1.0
"""Months of payroll below which an agency's cash is a risk [month]."""
TOGETHER = "all"
"""Stands for every source where the city does not keep them apart."""
URGENT = 4
"""Lowest urgency of a recipient that counts as urgent."""


class PlanIndicator(NamedTuple):
    """An indicator that only plans have: unit, better direction, titles."""

    unit: str
    better: str
    title_en: str
    title_zh: str


OWN = {
    "urgent_left": PlanIndicator(
        "persons", "less", "Urgent recipients not served by the end", "期末未获服务的紧急对象（4–5级）"
    ),
    "late_starts": PlanIndicator(
        "projects", "less", "Projects begun after the first quarter, or never", "首季后才开工或未开工的项目"
    ),
    "at_risk": PlanIndicator(
        "agencies", "less", "Agencies with cash for less than a month of wages", "现金不足一个月工资的机构"
    ),
}
"""Indicators of plans by name; where a scenario has none of their kind they stand beside :data:`METRICS`."""
ALL = (*METRICS[:6], "urgent_left", *METRICS[6:10], "late_starts", *METRICS[10:], "at_risk")
"""Every indicator of a plan, in the order of its table."""


class Key(NamedTuple):
    """What a value is of; empty district and group: all."""

    metric: str
    district: str = ""
    group: str = ""


class DistrictField(NamedTuple):
    """A district and a field of service."""

    district: str
    domain: str


class NeedMet(NamedTuple):
    """People of one place who asked for service, and those whose service started [person]."""

    asked: int
    served: int


def about(metric: str) -> PlanIndicator:
    """Unit, direction and titles of an indicator of a plan."""
    if metric in OWN:
        return OWN[metric]
    known = KNOWN[metric]
    return PlanIndicator(known.unit, known.better, known.title_en, known.title_zh)


def values(
    tables: Tables, results: Results, years: int, projects: tuple[str, ...], *, broken_down: bool
) -> dict[Key, float]:
    """Every indicator of a plan over all its years.

    Parameters
    ----------
    years : int [year]
    projects : tuple of str
        Ids of the plan, of which the late ones are counted.
    broken_down : bool
        Also by district and by group.
    """
    whole = Slice(tables, 1, years)
    found = {Key(name): KNOWN[name].function(whole) for name in METRICS}
    found[Key("urgent_left")] = float(_urgent_left(tables, years))
    found[Key("late_starts")] = float(_late(tables, results, projects))
    found[Key("at_risk")] = float(_at_risk(tables, years))
    if broken_down:
        for by in ("district", "group"):
            for value in tables.values[by]:
                part = Slice(tables, 1, years, by, value)
                found |= {Key(name, **{by: value}): KNOWN[name].function(part) for name in PLACES}
    return found


def _urgent_left(tables: Tables, years: int) -> int:
    """Urgent recipients who asked within the years and were not served in them."""
    people, (start, stop) = tables.people, Slice(tables, 1, years).days
    asked = (people["arrival"] >= start) & (people["arrival"] < stop) & (people["urgency"] >= URGENT)
    return int((asked & ~(people["start"] < stop)).sum())


def _late(tables: Tables, results: Results, projects: tuple[str, ...]) -> int:
    """Projects of the plan without a running contract at the end of the first quarter."""
    months, known = tables.months, results.world.state.projects
    early = months["month"] < fiscal.MONTHS + LATE
    begun = {known[k].template.id for k in np.unique(tables.codes["project"][months["contract"][early].astype(int)])}
    return sum(name not in begun for name in projects)


def _at_risk(tables: Tables, years: int) -> int:
    """Active agencies with contracts whose cash pays for less than :data:`LEAST_CASH` months of wages at the end."""
    rows = tables.agency_years
    if not len(rows["year"]):
        return 0
    last = (rows["year"] == years) & (rows["status"] == ACTIVE) & (rows["payroll"] > 0)
    return int((rows["cash"][last] < LEAST_CASH * rows["payroll"][last]).sum())


def need(tables: Tables, results: Results, years: int) -> dict[DistrictField, NeedMet]:
    """People who asked and people served, by district and field, over all years; also where no project is."""
    people, (start, stop) = tables.people, Slice(tables, 1, years).days
    asked = (people["arrival"] >= start) & (people["arrival"] < stop)
    served = asked & (people["start"] < stop)
    world = results.world
    city, cells = world.state.scenario.city, len(world.cells)
    counts = [np.bincount(people["cell"][mask], minlength=cells) for mask in (asked, served)]
    found: dict[DistrictField, NeedMet] = {}
    for k, cell in enumerate(world.cells):
        place = DistrictField(city.districts[cell.district].id, city.domains[cell.domain].id)
        before = found.get(place, NeedMet(0, 0))
        found[place] = NeedMet(before.asked + int(counts[0][k]), before.served + int(counts[1][k]))
    return {place: each for place, each in found.items() if each.asked}


def served(tables: Tables, results: Results) -> dict[str, int]:
    """Recipients whose service started, by project [person]."""
    projects = results.world.state.projects
    begun = tables.people["server"][tables.people["server"] >= 0]
    if not len(begun):
        return {}
    counts = np.bincount(tables.codes["project"][begun], minlength=len(projects))
    return {projects[k].template.id: int(n) for k, n in enumerate(counts) if n}


def paid_by_month(tables: Tables, years: int) -> list[float]:
    """Paid for service by month [yuan]."""
    ledger = tables.ledger
    to = [KINDS.index(kind) for kind in ("agency", "wages", "overhead", "effort")]
    paid = (ledger["from"] == KINDS.index("committed")) & np.isin(ledger["to"], to)
    month = (ledger["day"][paid] // fiscal.MONTH).astype(int) - tables.terms.first_year * fiscal.MONTHS
    inside = (month >= 0) & (month < years * fiscal.MONTHS)
    sums = np.bincount(month[inside], weights=ledger["amount"][paid][inside], minlength=years * fiscal.MONTHS)
    return [float(fen) / 100 for fen in sums]


def accounts(results: Results) -> tuple[AccountRow, ...]:
    """Final accounts of a run by year and source; of all sources together where they are not kept apart."""
    state = results.world.state
    apart = state.scenario.budget.earmarked
    return tuple(
        final_accounts(
            (entry.day, entry.account_from, entry.account_to, entry.source if apart else TOGETHER, entry.amount)
            for entry in state.ledger.entries
            if entry.source
        )
    )
