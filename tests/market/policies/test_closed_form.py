"""Tenders in which price alone decides, against closed forms worked out by hand (T1, T4)."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from gpss_sim.market.policies.contest import Contest, PublicPayoff
from gpss_sim.market.policies.costs import CostDistribution, power_quantile
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines

EVEN = CostDistribution(0.8, 1.0, 0.0, 0.0, 1.0, 0.0, ceiling=1.0)
"""Costs spread evenly between .8 and 1 of the ceiling."""


NOTHING_AT_STAKE = Stakes(Lines(70.0, 80.0, 90.0), noise=4.0, effort_cost=0.002, effort_max=20.0)


def contest(**changes: object) -> Contest:
    given = {
        "rivals": 2,
        "participation": 1.0,
        "minimum": 1,
        "price_weight": 1.0,
        "quality_sd": 0.0,
        "noise_sd": 0.0,
        "costs": EVEN,
        **changes,
    }
    worth = {name: given.pop(name, 0.0) for name in ("continuation", "survival")}
    given["payoff"] = PublicPayoff(NOTHING_AT_STAKE, 78.0, **worth)  # type: ignore[arg-type]
    return Contest(**given)  # type: ignore[arg-type]


def ask(cost: float, **changes: object) -> float | None:
    told = contest(**changes)
    return solve(told).ask(told.payoff.of(cost), 0.0)


@pytest.mark.parametrize(("rivals", "cost"), [(1, 0.85), (2, 0.85), (2, 0.95), (4, 0.8)])
def test_each_adds_a_share_of_what_is_left_to_the_ceiling(rivals: int, cost: float) -> None:
    """n bidders of evenly spread costs ask c + (1 − c) / n."""
    assert ask(cost, rivals=rivals) == pytest.approx(cost + (1 - cost) / (rivals + 1), abs=2e-3)


def test_who_costs_more_than_the_ceiling_makes_no_offer_and_nobody_asks_less_than_cost() -> None:
    assert ask(1.001) is None
    assert ask(1.0) == pytest.approx(1.0)
    assert ask(0.999) >= 0.999  # type: ignore[operator]


def test_the_chance_is_that_of_the_cheapest() -> None:
    """Asked .9 by who costs .85: both rivals cost more with .75 squared."""
    solved = solve(contest())
    assert solved.win(np.array([0.9]), 0.0)[0] == pytest.approx(0.75**2, abs=5e-3)


def test_rivals_may_stay_away() -> None:
    """Each of two takes part with a half: chance 1/4 + 1/2 · .75 + 1/4 · .5625 at a cost of .85."""
    solved = solve(contest(participation=0.5))
    price = solved.ask(contest().payoff.of(0.85), 0.0)
    assert price is not None
    assert solved.win(np.array([price]), 0.0)[0] == pytest.approx(0.25 + 0.375 + 0.140625, abs=5e-3)


def test_the_highest_price_wins_where_nobody_else_offers_and_a_higher_one_never() -> None:
    """Each of two rivals stays away with a half; costs lie below the ceiling, which the highest of them asks."""
    solved = solve(contest(participation=0.5))
    assert solved.win(np.array([1.0, 1.0 + 1e-9]), 0.0) == pytest.approx([0.25, 0.0])


def test_too_few_offers_win_nothing() -> None:
    """At least three are asked for and each of four rivals offers with a half: two, three or four must."""
    solved = solve(contest(rivals=4, participation=0.5, minimum=3))
    price = solved.ask(contest().payoff.of(0.85), 0.0)
    assert price is not None
    chance = sum(comb(4, k) / 16 * 0.75**k for k in (2, 3, 4))
    assert solved.win(np.array([price]), 0.0)[0] == pytest.approx(chance, abs=5e-3)


def test_a_later_term_and_survival_make_costs_look_smaller() -> None:
    """Worth 1.6 (p − c) + .08 = 1.6 (p − (c − .05)): costs as if from .75 to .95, but nobody asks less than its own.

    Above .9 that binds: there b' = 2 · .05 / (1 − c) > 1. Below, b P = .9 · .25 + the integral of (c − .05) dP up
    to .9.
    """
    assert ask(0.95, continuation=0.6, survival=0.08) == 0.95
    assert ask(0.8, continuation=0.6, survival=0.08) == pytest.approx(0.225 + 0.595833, abs=2e-4)
    above = (0.95 * 0.75**2 - 0.4 / 3 * 0.75**3) - (0.95 * 0.5**2 - 0.4 / 3 * 0.5**3)
    assert ask(0.85, continuation=0.6, survival=0.08) == pytest.approx((0.225 + above) / 0.75**2, abs=2e-4)


def test_the_power_family_of_costs() -> None:
    """1 − F = (1 − x)^k: three quarters lie below a half for k = 2, below 15/16 for k = 1/2."""
    assert power_quantile(np.array([0.75]), 2.0)[0] == pytest.approx(0.5)
    assert power_quantile(np.array([0.75]), 0.5)[0] == pytest.approx(15 / 16)
    rare = CostDistribution(0.8, 1.0, 0.0, 0.0, 1.0, 0.0, ceiling=1.0, exponent=0.5)
    below = np.interp(0.8 + 0.2 * 15 / 16, rare.quantiles(), (np.arange(2048) + 0.5) / 2048)
    assert below == pytest.approx(0.75, abs=1e-3)


def test_the_draw_alone_where_everybody_needs_the_same_staff() -> None:
    """Staff 1, a draw between −.02 and .04: costs .8 · .98 + .1 to .8 · 1.04 + .1, over a ceiling of 1.1."""
    costs = CostDistribution(1.0, 1.0, 0.01, 0.03, 0.8, 0.1, ceiling=1.1)
    ends = costs.quantiles()[[0, -1]]
    assert ends == pytest.approx([(0.8 * 0.98 + 0.1) / 1.1, (0.8 * 1.04 + 0.1) / 1.1], abs=1e-4)
    both = CostDistribution(0.8, 1.0, 0.01, 0.03, 0.8, 0.1, ceiling=1.1)
    assert both.quantiles().mean() == pytest.approx((0.8 * 0.91 + 0.1) / 1.1)
    assert np.var(both.quantiles() * 1.1 / 0.8) == pytest.approx(0.2**2 / 12 + 0.06**2 / 12, rel=1e-2)
