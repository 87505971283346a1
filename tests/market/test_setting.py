"""What everybody shares: the clock."""

from __future__ import annotations

from tests.market.town import town


def test_the_clock_tells_the_day_and_the_fiscal_year() -> None:
    """Midnight of day 365 begins year 1; its last day is day 729."""
    state = town("budget.amount=0")
    assert (state.now, state.year) == (365.0, 1)
    state.env.run(until=729.5)
    assert (state.now, state.year) == (729.5, 1)
