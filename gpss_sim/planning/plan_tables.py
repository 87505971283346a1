"""Tables of a simulated plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gpss_sim.metrics.accounts import AccountRow
from gpss_sim.money import yuan
from gpss_sim.planning.measures import ALL, PLACES, DistrictField, Key, about
from gpss_sim.planning.simulated import CHOSEN, Simulated, Variant, disappointing
from gpss_sim.study.compare import Estimate
from gpss_sim.tabular import write_csv

PLAN = (
    "plan",
    "metric",
    "district",
    "group",
    "mean",
    "ci_low",
    "ci_high",
    "difference",
    "d_low",
    "d_high",
    "n",
    "unit",
)
NEED = ("plan", "district", "domain", "met", "ci_low", "ci_high", "difference", "d_low", "d_high")
MONTHS = ("month", "mean", "ci_low", "ci_high")
ACCOUNTS = ("run", *AccountRow._fields)
PROJECTS = ("id", "promised", "served", "share_of_runs_short")
SHORT = 0.8
"""Share of its promise below which a project disappoints."""


def write_tables(
    folder: Path,
    simulated: Simulated,
    variants: Sequence[Variant],
    promised: Mapping[str, float],
    districts: Mapping[str, str],
    domains: Mapping[str, str],
) -> None:
    """Write ``plan.csv``, ``need.csv``, ``payments.csv``, ``accounts.csv`` and ``projects.csv``.

    Parameters
    ----------
    promised : mapping of str to float [person]
        By id, of the chosen projects.
    districts, domains : mapping of str to str
        Names of districts and fields by their ids in the city.
    """
    write_csv(folder / "plan.csv", PLAN, plan_rows(simulated, variants, districts))
    write_csv(folder / "need.csv", NEED, need_rows(simulated, variants, districts, domains))
    write_csv(folder / "payments.csv", MONTHS, month_rows(simulated))
    write_csv(folder / "accounts.csv", ACCOUNTS, account_rows(simulated))
    write_csv(folder / "projects.csv", PROJECTS, disappointing(simulated, promised, SHORT))


def month_rows(simulated: Simulated) -> Iterator[tuple[object, ...]]:
    """One row a month: money paid for service by the chosen plan [yuan]."""
    return ((month, *_ends(found)) for month, found in enumerate(simulated.payments(), start=1))


def account_rows(simulated: Simulated) -> Iterator[tuple[object, ...]]:
    """One row a run of the chosen plan, year and source: its final accounts [yuan], to the fen."""
    for run in simulated.of(CHOSEN):
        for row in run.accounts:
            yield (run.replication, row.year, row.source, *(yuan(fen) for fen in row[2:]))


def plan_rows(
    simulated: Simulated, variants: Sequence[Variant], districts: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """One row a plan and indicator; of the chosen plan also by district and group."""
    for variant in variants:
        for metric in ALL:
            key = Key(metric)
            found = simulated.estimate(variant.name, key)
            other = ("", "", "") if variant.name == CHOSEN else _ends(simulated.against(variant.name, key))
            yield (variant.name, metric, "", "", *_ends(found), *other, found.n, about(metric).unit)
    places = sorted({k for run in simulated.runs for k in run.values if k.district or k.group})
    for key in places:
        if key.metric in PLACES:
            found = simulated.estimate(CHOSEN, key)
            place = (districts.get(key.district, key.district), key.group)
            yield (CHOSEN, key.metric, *place, *_ends(found), "", "", "", found.n, about(key.metric).unit)


def need_rows(
    simulated: Simulated, variants: Sequence[Variant], districts: Mapping[str, str], domains: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """Share of need met by plan, district and field, and what the chosen plan has over each of the others."""
    places = sorted({place for run in simulated.runs for place in run.need})
    for variant in variants:
        for place in places:
            own = _ends(simulated.met(place, variant.name))
            chosen = variant.name == CHOSEN
            other = ("", "", "") if chosen else _ends(simulated.met_against(place, variant.name))
            yield (variant.name, *names_of(place, districts, domains), *own, *other)


def names_of(place: DistrictField, districts: Mapping[str, str], domains: Mapping[str, str]) -> tuple[str, str]:
    """Names of a district and a field; the id where it has none."""
    return districts.get(place.district, place.district), domains.get(place.domain, place.domain)


def _ends(found: Estimate) -> tuple[float, float, float]:
    return found.mean, found.low, found.high
