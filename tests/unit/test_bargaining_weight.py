"""The shipped bargaining weight is the one that negotiated prices imply (evidence 2F)."""

from __future__ import annotations

import pytest

from gpss_sim.scenario.award import Negotiation
from gpss_sim.scenario.catalogue import entries
from gpss_sim.validation.bargain import implied_spread, implied_weight, negotiated, weight
from gpss_sim.validation.curve import Observed, observed


def test_by_hand() -> None:
    """Mean price .970; spreads .153 · 3, .198 · 2, .281 · 5/3, .326 · 3/2 with mean .4531: weight 1 − .030 / .2266."""
    assert negotiated() == Observed(0, 2766, 0.970, 0.095)
    spreads = [implied_spread(row) for row in observed() if row.bidders in (2, 3, 4, 5)]
    assert spreads == pytest.approx([0.459, 0.396, 0.468333, 0.489], abs=1e-6)
    best, least, most = weight()
    assert best == pytest.approx(1 - 0.030 / (sum(spreads) / 8), abs=1e-12)
    assert best == pytest.approx(0.8676, abs=5e-5)
    assert least == pytest.approx(1 - (0.030 + 2 * 0.095 / 2766**0.5) / 0.198, abs=1e-12)
    assert most == 1.0


def test_the_price_comes_back() -> None:
    """Nash bargaining at the implied weight gives the mean price again."""
    spread, price = 0.45, 0.97
    cost = 1 - spread / 2
    assert cost + implied_weight(price, spread) * (1 - cost) == pytest.approx(price)


def test_the_default_and_its_range_are_the_derived_ones() -> None:
    best, least, most = weight()
    assert Negotiation().alpha == round(best, 2)
    entry = next(entry for entry in entries() if entry.path == "rules.negotiation.alpha")
    assert entry.extra("sweep") == [round(least, 2), most]
    assert entry.extra("label") == "D"
