"""Who would make an offer, counted over costs, and qualities where they differ; which solution a contest has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from gpss_sim.market.policies.closed_form import PriceIrrelevant, PriceOnly
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.participation import _offering, offering
from gpss_sim.market.policies.scored import Scored
from tests.market.policies.test_contest_parts import MARGIN, contest


@pytest.mark.parametrize(("bid_cost", "share"), [(0.025, 0.5), (0.000999, 1 - 0.02 / 0.2), (0.1, 0.0), (-1.0, 1.0)])
def test_who_gains_more_than_an_offer_costs_makes_one(bid_cost: float, share: float) -> None:
    """Two bidders of costs between .8 and 1: chance (1 − c) / .2 times margin (1 − c) / 2 is .025 at a cost of .9."""
    assert offering(contest(rivals=1), bid_cost) == pytest.approx(share, abs=1 / 375)


def test_a_share_is_that_of_those_whose_cost_allows_an_offer() -> None:
    """Waiting takes a tenth of the price: half of the costs can offer, and all of them gain something."""
    late = contest(rivals=1, payoff=replace(MARGIN, waiting=0.1))
    assert offering(late, -0.001) == pytest.approx(1.0, abs=1e-2)
    assert offering(late, 1e-4) == pytest.approx(1.0, abs=0.02)
    nobody = contest(rivals=1, payoff=replace(MARGIN, waiting=0.3))
    assert nobody.able == 0
    assert offering(nobody, -1.0) == 0.0


def test_better_offers_are_made_at_higher_costs() -> None:
    """No price wins: chance Φ of the own lead times 1 − c, at leads of −1.5 to 1.5 spreads of quality."""
    told = contest(rivals=1, price_decides=False, quality_sd=4.0, noise_sd=3.0, price_weight=0.2)
    costs = told.costs.quantiles()[32::64]
    leads = 0.8 * 4 * np.array([-1.5, -0.75, 0.0, 0.75, 1.5])
    chance = ndtr(leads / np.hypot(0.8 * 5, 0.8 * 3))
    for bid_cost in (0.02, 0.05, 0.09):
        right = (chance[:, None] * (1 - costs) > bid_cost).mean()
        assert _offering(told, bid_cost) == pytest.approx(right, abs=1 / 160)


def test_each_contest_has_its_kind_of_solution() -> None:
    """Qualities that differ by a thousandth of the price count as equal."""
    scored = contest(price_weight=0.5, quality_sd=4.0, noise_sd=2.0)
    assert isinstance(solve(scored), Scored)
    assert isinstance(solve(replace(scored, price_decides=False)), PriceIrrelevant)
    assert isinstance(solve(replace(scored, price_weight=0.0)), PriceIrrelevant)
    assert isinstance(solve(replace(scored, quality_decides=False)), PriceOnly)
    alike = replace(scored, quality_sd=0.1, noise_sd=0.0)
    assert alike.spread == pytest.approx(0.001 * 50)
    assert isinstance(solve(alike), PriceOnly)


@pytest.mark.parametrize("weight", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize("deviation", [-4.0, 0.0, 4.0])
def test_what_many_ask_at_once_is_what_each_asks(weight: float, deviation: float) -> None:
    """Bit for bit, with those who ask nothing among them."""
    told = contest(rivals=3, price_weight=weight, quality_sd=4.0, noise_sd=3.0, payoff=replace(MARGIN, secrecy=0.05))
    costs, solution = np.linspace(0.75, 1.3, 23), solve(told)
    each = [solution.ask(told.payoff.of(cost, deviation), (1 - weight) * deviation) for cost in costs.tolist()]
    together = solution.asks(told.payoff, costs, deviation, (1 - weight) * deviation)
    assert [None if np.isnan(price) else price for price in together.tolist()] == each
    assert None in each
    assert each[0] is not None
