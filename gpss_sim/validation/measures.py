"""Measures that only the comparison with stylised facts needs, beside the indicators of every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE, CLOSED
from gpss_sim.metrics import METRICS, Metric
from gpss_sim.metrics.evaluate import evaluate, steady_window
from gpss_sim.metrics.market import INDEPENDENT, hhi, turnover
from gpss_sim.metrics.recipients import NAN, mean, served
from gpss_sim.metrics.slices import KINDS, Column, Columns, Slice, tabulate
from gpss_sim.registry import Registry
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import run
from gpss_sim.study.model import Model

SMALL = 10
"""Workers below which an agency counts as small (evidence §3 fact 12)."""
LATE = 0.25
"""Share of a quarter's money overdue above which pay counts as late (equation 5.2)."""

MEASURES: Registry[Metric] = Registry("measure")


def measure(unit: str, title: str) -> Callable[[Callable[[Slice], float]], Callable[[Slice], float]]:
    """Register a function as the measure of its own name."""

    def enter(function: Callable[[Slice], float]) -> Callable[[Slice], float]:
        name = function.__name__
        MEASURES.register(name)(Metric(name, unit, "", title, title, (), function))
        return function

    return enter


def _newcomers(s: Slice) -> Column:
    return s.tables.agencies["newcomer"]


def _scales(s: Slice) -> Column:
    return s.tables.agencies["scale"]


def _exits(s: Slice, who: Column) -> float:
    """Agencies of `who` that closed for lack of cash in the period, per active agency and year.

    Dissolution after years without a contract is left out: nobody who came late can have been dormant for so long.
    """
    table = s.tables.agency_years
    rows = (table["kind"] == INDEPENDENT) & who[table["agency"].astype(int)] & (table["year"] <= s.last)
    gone = rows & (table["status"] == CLOSED)
    ever, before = (len(np.unique(table["agency"][gone & (table["year"] <= y)])) for y in (s.last, s.first - 1))
    active = int((rows & (table["status"] == ACTIVE) & (table["year"] >= s.first)).sum())
    return (ever - before) / active if active else NAN


@measure("share/year", "closures of newcomers less those of founders, per agency and year")
def exit_gap_newcomers(s: Slice) -> float:
    """Exit hazard of newcomers above that of the founding population (fact 10)."""
    return _exits(s, _newcomers(s)) - _exits(s, ~_newcomers(s))


@measure("share/year", "closures of agencies under ten workers, per agency and year")
def exits_small(s: Slice) -> float:
    """Exit hazard of small agencies (fact 12)."""
    return _exits(s, _scales(s) < SMALL)


@measure("share/year", "closures of larger agencies, per agency and year")
def exits_large(s: Slice) -> float:
    """Exit hazard of agencies of ten workers and more (fact 12)."""
    return _exits(s, _scales(s) >= SMALL)


@measure("share of ceiling", "price that newcomers ask less that which incumbents ask")
def bid_gap_newcomers(s: Slice) -> float:
    """Offers of newcomers against offers of those who hold the project, won or lost (fact 10)."""
    rows = s.rows(s.tables.offers)
    if not len(rows["price"]):
        return NAN
    ratio, holds = rows["price"] / rows["ceiling"], rows["incumbent"].astype(bool)
    return mean(ratio[_newcomers(s)[rows["agency"]] & ~holds]) - mean(ratio[holds])


@measure("share", "re-win rate less what a lot among the bidders would give")
def rewin_over_lot(s: Slice) -> float:
    """Awards to the agency that held the project less the mean of one over the number of bidders (fact 9)."""
    rows = s.rows(s.tables.tenders)
    if not len(rows["result"]):
        return NAN
    again = (rows["result"] == "awarded") & (rows["incumbent"] >= 0)
    return mean(rows["winner"][again] == rows["incumbent"][again]) - mean(1 / rows["bidders"][again])


@measure("months", "mean delay of a yuan that falls due")
def mean_delay(s: Slice) -> float:
    """Months from the day on which money falls due to that on which it arrives, each yuan alike (fact 12)."""
    due, paid, amount = _invoices(s)
    mine = s.within(due)
    billed = float(amount[mine].sum())
    return float((amount * (paid - due))[mine].sum()) / billed / fiscal.MONTH if billed else NAN


@measure("months", "overdue money over a month's billing")
def arrears_over_billing(s: Slice) -> float:
    """Money overdue on a mean day, in months of what falls due (fact 12; Little's law, T11)."""
    (start, stop), (due, paid, amount) = s.days, _invoices(s)
    overdue = amount * np.maximum(np.minimum(paid, stop) - np.maximum(due, start), 0.0)
    billed = float(amount[s.within(due)].sum())
    return float(overdue.sum()) / billed / fiscal.MONTH if billed else NAN


def _invoices(s: Slice) -> tuple[Column, Column, Column]:
    rows = s.tables.invoices
    return rows["due"], rows["paid"], rows["amount"]


@measure("1/year", "turnover in contract months with late pay less that in months without")
def quits_when_late(s: Slice) -> float:
    """Workers leaving while money is overdue against workers leaving while none is (fact 15)."""
    rows = s.rows(s.tables.months)
    return _turnover(rows, rows["late"] > LATE) - _turnover(rows, rows["late"] == 0)


def _turnover(rows: Columns, which: Column) -> float:
    staff = rows["staff"][which].sum()
    return float(fiscal.MONTHS * rows["left"][which].sum() / staff) if staff else NAN


@measure("1/year²", "slope of yearly turnover over the years of the window")
def turnover_trend(s: Slice) -> float:
    """Least-squares slope of turnover over fiscal years (fact 14)."""
    years = np.arange(s.first, s.last + 1)
    by_year = np.array([turnover(Slice(s.tables, year, year)) for year in years.tolist()])
    return float(np.polyfit(years, by_year, 1)[0]) if len(years) > 1 else NAN


@measure("cases/post/year", "cases served a post and year")
def served_per_post(s: Slice) -> float:
    """Cases whose service began per post, filled or not (fact 17)."""
    posts = float(s.rows(s.tables.months)["seats"].sum()) / (fiscal.MONTHS * s.years)
    return served(s) / s.years / posts if posts else NAN


@measure("ratio", "concentration over that of the same contracts given out at random")
def hhi_over_random(s: Slice) -> float:
    """HHI over its expectation when each contract goes to any active agency alike (fact 19; T12)."""
    price = s.rows(s.tables.contract_years)["price"]
    rows = s.rows(s.tables.agency_years)
    active = np.unique(rows["agency"][(rows["kind"] == INDEPENDENT) & (rows["status"] == ACTIVE)])
    if not len(price) or not len(active):
        return NAN
    contract = s.rows(s.tables.contract_years)["contract"]
    value = np.bincount(np.unique(contract, return_inverse=True)[1], weights=price)
    share = value / value.sum()
    n = len(active)
    return hhi(s) / (1 / n + (1 - 1 / n) * float((share**2).sum()))


@measure("share", "squared correlation of a score with the quality it stands for")
def score_reliability(s: Slice) -> float:
    """Share of the variance of scores that is quality (fact 20; evidence 2E.7)."""
    rows = s.rows(s.tables.contract_years)
    known = ~np.isnan(rows["score"])
    if known.sum() < 3:
        return NAN
    return float(np.corrcoef(rows["score"][known], rows["quality"][known])[0, 1] ** 2)


@measure("share", "case slots of the first half-year as a share of the year's")
def first_half_slots(s: Slice) -> float:
    """Half where there is no season (fact 23)."""
    rows = s.rows(s.tables.months)
    total = rows["slots"].sum()
    return float(rows["slots"][rows["month"] % fiscal.MONTHS < fiscal.MONTHS // 2].sum() / total) if total else NAN


@measure("month", "month at whose end agencies together hold least cash")
def cash_low_month(s: Slice) -> float:
    """Mean over the years of the month (1–12) in which agencies' cash is lowest (fact 23)."""
    ledger, agency = s.tables.ledger, KINDS.index("agency")
    sign = (ledger["to"] == agency).astype(float) - (ledger["from"] == agency)
    order = np.argsort(ledger["day"], kind="stable")
    held = np.cumsum((sign * ledger["amount"])[order])
    ends = np.array([fiscal.month_end(m) for m in range(s.first * fiscal.MONTHS, (s.last + 1) * fiscal.MONTHS)])
    place = np.searchsorted(ledger["day"][order], ends, side="right") - 1
    return float((held[place].reshape(-1, fiscal.MONTHS).argmin(axis=1) + 1).mean())


class _Both:
    """Indicators and measures under one roof, as a study wants them."""

    def __getitem__(self, name: str) -> Metric:
        return MEASURES[name] if name in MEASURES else METRICS[name]

    def __iter__(self) -> Iterator[str]:
        yield from METRICS
        yield from MEASURES

    def __contains__(self, name: object) -> bool:
        return name in METRICS or name in MEASURES


def play(scenario: Scenario, seed: int, replication: int, breakdown: bool) -> Sequence[tuple[Any, ...]]:
    """Simulate one run; every indicator and measure over its steady window."""
    results = run(scenario, seed=seed, replication=replication)
    window = steady_window(results)
    rows = [tuple(row) for row in evaluate(results) if row.year == window]
    first, last = (int(year) for year in (window.split("-")[0], window.split("-")[-1]))
    cut = Slice(tabulate(results.world), first, last)
    nowhere = ("",) * 5
    return rows + [(name, window, *nowhere, MEASURES[name].function(cut), MEASURES[name].unit) for name in MEASURES]


def model() -> Model:
    """The market with the measures of the facts."""
    return Model(play, _Both())
