"""Contract years that end with the fiscal year: days, tranches and what goes back to the budget, by hand."""

from __future__ import annotations

import pytest

from gpss_sim.market import payments
from gpss_sim.market.assessment import write_year
from gpss_sim.market.contract import Contract
from gpss_sim.market.contract_year import bind_to_fiscal_year
from gpss_sim.market.state import State
from tests.market.town import YUAN, balance, running, town

NEXT_NOON = 730.5
"""Noon of the first day of fiscal year 2."""


def begun(days_left: float, rule: str = "fiscal") -> tuple[State, Contract]:
    """A contract of 400,000 yuan a year whose year begins so many days before that noon."""
    state = town("budget.amount=0", f"calendar.contract_year={rule}")
    state.env.run(until=NEXT_NOON - days_left)
    made = running(state)
    bind_to_fiscal_year(state, made)
    return state, made


def test_a_fifth_of_a_year_is_paid_a_fifth() -> None:
    """73 of 365 days: 80,000 yuan; 40 % at once and 40 % after 36.5 days; 320,000 go back to the budget."""
    before = balance(town("budget.amount=0"), "budget")
    state, made = begun(73)
    assert (made.book.length, made.book.price) == (73, 80_000 * YUAN)
    assert made.commitments[-1].total == 80_000 * YUAN
    assert balance(state, "budget") - before == 320_000 * YUAN
    state.record.invoices.clear()
    payments.schedule_tranches(state, made, made.commitments[-1])
    start = NEXT_NOON - 73
    assert [(row.due - start, row.amount) for row in state.record.invoices] == [
        (0.0, 32_000 * YUAN),
        (36.5, 32_000 * YUAN),
    ]


def test_price_ceiling_and_cost_of_a_short_year_are_told_in_proportion() -> None:
    state, made = begun(73)
    write_year(state, made, 80.0, True, "continues")
    row = state.record.contract_years[-1]
    assert (row.price, row.ceiling, row.cost) == (80_000 * YUAN,) * 3


def test_its_term_ends_whole_fiscal_years_later() -> None:
    """Three years, the first of them short: until noon of the first day of fiscal year 4."""
    _, made = begun(73)
    assert made.term_end == NEXT_NOON + 2 * 365


@pytest.mark.parametrize(
    ("days_left", "rule"),
    [(365, "fiscal"), (30, "fiscal"), (73, "anniversary")],
    ids=["a whole year", "less than a month", "anniversaries"],
)
def test_nothing_is_cut(days_left: float, rule: str) -> None:
    _, made = begun(days_left, rule)
    assert (made.book.length, made.book.price, made.book.pace) == (365, 400_000 * YUAN, 1)
    assert made.commitments[-1].total == 400_000 * YUAN
