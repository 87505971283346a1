"""Contract years that end with the fiscal year, on paper."""

from __future__ import annotations

import pytest

from gpss_sim.market.delivery.contract_year import bind_to_fiscal_year
from gpss_sim.market.delivery.payments import schedule_tranches
from gpss_sim.market.delivery.year_end import write_year
from tests.market.town import YUAN, balance, running, town

FISCAL = ("budget.amount=0", "calendar.contract_year=fiscal")


def test_a_year_that_begins_on_day_45_lasts_320_days_and_is_paid_in_proportion() -> None:
    """Noon of day 45 to noon of day 365: 400,000 · 320 / 365 yuan, the rest returns to the budget."""
    state = town(*FISCAL)
    state.env.run(until=365 + 45.5)
    made = running(state)
    bind_to_fiscal_year(state.contract_desk, made)
    assert (made.book.length, made.book.end) == (320.0, 730.5)
    assert made.book.price == round(400_000 * YUAN * 320 / 365)
    assert balance(state, "budget") == 400_000 * YUAN - made.book.price
    schedule_tranches(state.contract_desk, made, made.funds.commitments[-1])
    assert [row.due - 365 for row in state.record.invoices] == [45.5, pytest.approx(45.5 + 160, abs=1e-5)]


@pytest.mark.parametrize(("day", "length"), [(334.5, 31.0), (335.5, 365)])
def test_a_rest_of_less_than_a_month_is_no_year_of_its_own(day: float, length: float) -> None:
    """A month is 30.42 days."""
    state = town(*FISCAL)
    state.env.run(until=365 + day)
    made = running(state)
    bind_to_fiscal_year(state.contract_desk, made)
    assert made.book.length == length


def test_a_year_already_shorter_stays_and_anniversaries_bind_nothing() -> None:
    state = town(*FISCAL)
    made = running(state)
    made.book.length = 182.5
    bind_to_fiscal_year(state.contract_desk, made)
    assert made.book.length == 182.5
    usual = town("budget.amount=0")
    usual.env.run(until=365 + 45.5)
    made = running(usual)
    bind_to_fiscal_year(usual.contract_desk, made)
    assert (made.book.length, made.book.price) == (365, 400_000 * YUAN)


def test_price_ceiling_and_cost_of_a_short_year_are_told_in_proportion() -> None:
    """73 of 365 days: a fifth of 400,000; the term of three years ends two whole years after the first short one."""
    state = town(*FISCAL)
    state.env.run(until=365 + 365.5 - 73)
    made = running(state)
    bind_to_fiscal_year(state.contract_desk, made)
    write_year(state, made, 80.0, True, "continues")
    row = state.record.contract_years[-1]
    assert (row.price, row.ceiling, row.cost) == (80_000 * YUAN,) * 3
    assert made.term_end == 730.5 + 2 * 365
