"""Every indicator of a run, by year, for the steady window and for the whole horizon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gpss_sim.metrics.registry import METRICS
from gpss_sim.metrics.slices import ScenarioTerms, Slice, Tables, tabulate
from gpss_sim.simulate import Results

BREAKDOWNS = ("district", "group", "domain", "form", "method")


class MetricRow(NamedTuple):
    """One value; an empty breakdown means all."""

    metric: str
    year: str
    district: str
    group: str
    domain: str
    form: str
    method: str
    value: float
    unit: str


def periods(terms: ScenarioTerms) -> list[tuple[str, int, int]]:
    """Reported periods: each fiscal year, the steady window, the horizon; as (name, first, last)."""
    years = [(str(y), y, y) for y in range(terms.first_year, terms.years + 1)]
    spans = dict.fromkeys([(min(terms.steady_from, terms.years), terms.years), (1, terms.years)])
    return years + [(f"{first}-{last}", first, last) for first, last in spans if first < last]


def steady_years(results: Results) -> tuple[int, int]:
    """First and last year of the period from which headline values are taken."""
    calendar = results.scenario.calendar
    return min(calendar.steady_from, calendar.years), calendar.years


def steady_window(results: Results) -> str:
    """Name of the period from which headline values are taken."""
    first, last = steady_years(results)
    return f"{first}-{last}" if first < last else str(last)


def evaluate(results: Results, breakdown: bool = False) -> list[MetricRow]:
    """All indicators of a run, sorted by name, period and breakdown.

    Parameters
    ----------
    results : Results
        A finished run.
    breakdown : bool
        Also by district, group, domain, form and method where an indicator has a meaning there.
    """
    return evaluate_tables(tabulate(results.world), breakdown)


def evaluate_tables(tables: Tables, breakdown: bool = False) -> list[MetricRow]:
    """The same from a run's tables, wherever they come from."""
    rows: list[MetricRow] = []
    for period, first, last in periods(tables.terms):
        for by, value in _cuts(tables, breakdown):
            rows.extend(_rows(Slice(tables, first, last, by, value), period, by, value))
    return sorted(rows, key=lambda row: (row.metric, row.year, row[2:7]))


def _rows(cut: Slice, period: str, by: str, value: str) -> Iterator[MetricRow]:
    labels = dict.fromkeys(BREAKDOWNS, "")
    if by:
        labels[by] = value
    for name in METRICS:
        metric = METRICS[name]
        if not by or by in metric.by:
            yield MetricRow(name, period, **labels, value=metric.function(cut), unit=metric.unit)


def _cuts(tables: Tables, breakdown: bool) -> Iterator[tuple[str, str]]:
    yield "", ""
    if breakdown:
        for by in BREAKDOWNS:
            for value in tables.values[by]:
                yield by, value
