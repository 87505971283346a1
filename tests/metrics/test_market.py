"""The health of the market, counted on the fingers from a handful of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gpss_sim.market.record import AgencyYearRow, ContractYearRow, MonthRow
from gpss_sim.metrics import market
from gpss_sim.metrics.slices import Slice, tabulate
from tests.market.town import BIRCH, CEDAR, HOME, YARD, running, world

NAN = float("nan")


def agency(year: int, number: int, **changes: Any) -> AgencyYearRow:
    row = AgencyYearRow(year, number, "independent", 5.0, 1, 4.0, 600, 200, 80.0, False, "active")
    return row._replace(**changes)


def contract_year(contract: int, number: int, end: float, **changes: Any) -> ContractYearRow:
    said = ("package", "tender", 100, 120, 90, 4.0, 0.01, 0.15, 0.0, 2, 78.0, 82.0, True, "continues")
    row = ContractYearRow(contract, YARD, number, 1, 1, 400.0, end, *said)
    return row._replace(**changes)


AGENCIES = (
    agency(1, 0),
    agency(1, 1, contracts=0, payroll=0, age=0.5),
    agency(1, 2, cash=-100, payroll=100, barred=True),
    agency(1, 3, cash=900, payroll=100),
    agency(1, 4, status="closed", contracts=0),
    agency(1, 5, kind="department", cash=10**9),
    agency(2, 0),
    agency(2, 2, status="closed", contracts=0),
    agency(2, 4, status="closed", contracts=0),
)
YEARS = (
    contract_year(0, 0, 700.0),
    contract_year(0, 1, 720.0, price=300, score=91.0, effort=20.0, threat=0.2, alternatives=0, quality=90.0),
    contract_year(1, 1, 729.0, price=200, score=65.0, passed=False, diverted=0.30, quality=70.0, project=HOME),
    contract_year(1, 0, 735.0, score=NAN, price=400, project=HOME, effort=2.0),
)
MONTHS = (
    MonthRow(12, 0, 3, 4, 60, 50, 78.0, 0.18, 1.0, 0.0, 1),
    MonthRow(13, 0, 4, 4, 40, 44, 78.0, 0.18, 1.1, 0.5, 0),
    MonthRow(13, 1, 5, 10, 100, 80, 78.0, 0.18, 0.9, 0.25, 2),
)


def cut(first: int = 1, last: int = 1, by: str = "", value: str = "") -> Slice:
    place = world()
    running(place.state, YARD, BIRCH)
    running(place.state, HOME, CEDAR)
    record = place.state.record
    record.agency_years += AGENCIES
    record.contract_years += YEARS
    record.months += MONTHS
    return Slice(tabulate(place), first, last, by, value)


NOTHING = (3, 3)


def test_agencies_at_the_end_of_the_year() -> None:
    assert market.agencies(cut()) == 4  # neither the closed one nor the department
    assert market.agencies(cut(1, 2)) == 5 / 2
    assert market.idle_share(cut()) == 1 / 4
    assert np.isnan(market.idle_share(cut(*NOTHING)))
    assert market.barred(cut()) == 1
    assert market.barred(cut(1, 2)) == 0.5


def test_agencies_founded_and_closed() -> None:
    assert market.founded(cut()) == 1
    assert market.founded(cut(1, 2)) == 0.5
    assert np.isnan(market.founded(cut(0, 0)))
    assert np.isnan(market.founded(cut(*NOTHING)))
    assert market.closure_rate(cut()) == 1 / 4
    assert market.closure_rate(cut(2, 2)) == 1  # one closed, one is left
    assert np.isnan(market.closure_rate(cut(*NOTHING)))


def test_before_any_year_has_ended_nothing_is_known_of_agencies() -> None:
    told = Slice(tabulate(world()), 1, 1)
    assert market.agencies(told) == market.barred(told) == 0
    for share in (market.idle_share, market.closure_rate, market.founded, market.cash_months):
        assert np.isnan(share(told))


def test_concentration_of_contract_value() -> None:
    """Agency 0 holds 500 of 1,000, agency 1 the other half."""
    assert market.hhi(cut()) == 0.5
    assert market.hhi(cut(by="district", value="north")) == pytest.approx((1 / 4) ** 2 + (3 / 4) ** 2)
    assert np.isnan(market.hhi(cut(*NOTHING)))


def test_months_of_cash_of_those_who_pay_somebody() -> None:
    """Medians of 3, -1 and 9 months: agency 1 has no payroll, the closed one and the department do not count."""
    assert market.cash_months(cut()) == 3
    assert np.isnan(market.cash_months(cut(*NOTHING)))


def test_workers_seats_and_leavers() -> None:
    """12 workers in 18 seats over a year of 12 months, 3 left."""
    assert market.workers(cut()) == 1
    assert market.workers(cut(1, 2)) == 0.5
    assert market.vacancy(cut()) == pytest.approx(6 / 18)
    assert market.turnover(cut()) == 12 * 3 / 12
    assert market.vacancy(cut(by="district", value="north")) == pytest.approx(1 / 8)
    assert np.isnan(market.vacancy(cut(*NOTHING)))
    assert np.isnan(market.turnover(cut(*NOTHING)))


def test_wages_late_money_and_slots() -> None:
    assert market.wage(cut()) == pytest.approx(1.0)
    assert market.late_share(cut()) == 0.25
    assert market.slots(cut()) == pytest.approx(200 / 12)
    assert market.utilisation(cut()) == (50 + 40 + 80) / 200  # 44 cases on 40 slots use 40
    assert np.isnan(market.utilisation(cut(*NOTHING)))


def test_scores_belong_to_the_day_they_are_given() -> None:
    """82, 91 and 65 within the year; the fourth year has no score."""
    assert market.score(cut()) == pytest.approx((82 + 91 + 65) / 3)
    assert market.pass_rate(cut()) == pytest.approx(2 / 3)
    assert market.excellent_share(cut()) == pytest.approx(1 / 3)
    assert market.poor_share(cut()) == pytest.approx(1 / 3)
    assert market.score_error(cut()) == pytest.approx((4 + 1 + 5) / 3)
    assert np.isnan(market.score(cut(2, 2)))


def test_the_lines_themselves_count_as_reached() -> None:
    place = world("assessment.excellent_line=91", "assessment.bar_line=65")
    running(place.state, YARD, BIRCH)
    running(place.state, HOME, CEDAR)
    place.state.record.contract_years += YEARS
    told = Slice(tabulate(place), 1, 1)
    assert market.excellent_share(told) == pytest.approx(1 / 3)
    assert market.poor_share(told) == 0


def test_effort_threat_and_diversion_over_contract_years() -> None:
    assert market.effort(cut()) == (4 + 20 + 4 + 2) / 4
    assert market.effort_at_limit(cut()) == 1 / 4
    assert market.threatened_share(cut()) == 1 / 4
    assert market.alternatives(cut()) == 6 / 4
    assert market.diverted(cut()) == pytest.approx((0.15 * 3 + 0.30) / 4)
    assert market.contract_years(cut()) == 4
    assert market.contract_years(cut(1, 2)) == 2
    assert np.isnan(market.effort_at_limit(cut(*NOTHING)))
    assert np.isnan(market.threatened_share(cut(*NOTHING)))


def test_effort_that_workers_bear_is_the_part_not_paid() -> None:
    """Half of .01 of 1, 3, 2 and 4 yuan over their days since day 400, the last beyond day 730 left out."""
    from gpss_sim.metrics import money

    days = 1.0 * 300 + 3 * 320 + 2 * 329 + 4 * 330
    assert money.unpaid_effort(cut()) == pytest.approx(0.5 * 0.01 * days / 365)
