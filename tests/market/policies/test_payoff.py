"""What a contract is worth, worked out by hand, and the effort that follows from it."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from gpss_sim.market.policies.envelope import UpperEnvelope
from gpss_sim.market.policies.payoff import Payoff, Stakes, choose_effort, within
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.retention import RetainedAbove, RetainedByContest

LINES = Lines(70.0, 80.0, 90.0)


def stakes(**changes: object) -> Stakes:
    return Stakes(**{"lines": LINES, "noise": 5.0, "effort_cost": 0.002, "effort_max": 20.0, **changes})  # type: ignore[arg-type]


def test_with_nothing_at_stake_a_contract_is_worth_its_margins_and_survival() -> None:
    """A margin of .1 now, .6 of it for a later term, .05 for holding a contract; a loss is made once."""
    plain = Payoff(0.8, 78.0, stakes(), continuation=0.6, survival=0.05)
    assert plain.at(0.9) == pytest.approx(0.1 + 0.06 + 0.05)
    assert plain.at(0.7) == pytest.approx(-0.1 + 0.05)
    assert Payoff(0.8, 78.0, stakes(mission=0.008)).at(0.9) == pytest.approx(0.1)  # the cause is no part of the price


def test_what_the_score_decides_is_part_of_the_worth() -> None:
    """Expected score at the line, no room for effort: half of a fifth and of a fine are lost, half the next term."""
    told = stakes(held_back=0.2, fine=0.01, reward=0.05, retention=RetainedAbove(75.0), effort_max=1e-9)
    worth = Payoff(0.8, 80.0, told, continuation=0.6, survival=0.05).at(0.9)
    next_term = 0.6 * 0.1 + 0.05
    assert worth == pytest.approx(0.1 - 0.9 * (0.1 + 0.005 - 0.05 * ndtr(-2.0)) + next_term * ndtr(1.0))


def test_waiting_for_late_money_costs_a_share_of_the_price() -> None:
    assert Payoff(0.8, 78.0, stakes(), waiting=0.02).at(0.9) == pytest.approx(0.1 - 0.018)


def test_the_price_at_which_a_year_pays_covers_what_the_score_takes() -> None:
    told = stakes(held_back=0.2, effort_max=1e-9)
    year = Payoff(0.8, 80.0, told, waiting=0.02, survival=0.3)
    assert year.full_cost == pytest.approx(0.8 / (1 - 0.02 - 0.1))
    assert Payoff(0.8, 80.0, told, waiting=0.02).at(year.full_cost) == pytest.approx(0.0)


def test_a_secret_ceiling_may_be_exceeded() -> None:
    """At the expected ceiling half of all offers are above it."""
    assert within(np.array([1.0, exp(0.1), exp(-0.2)]), 0.1) == pytest.approx([0.5, ndtr(-1.0), ndtr(2.0)])
    assert Payoff(0.8, 78.0, stakes(), secrecy=0.1).at(1.0) == pytest.approx(0.1)


def test_for_the_cause_alone_effort_is_mission_over_its_cost() -> None:
    assert choose_effort(stakes(mission=0.008), 74.0, 0.0) == (4.0, pytest.approx(0.008))
    assert choose_effort(stakes(), 74.0, 0.0) == (0.0, 0.0)
    assert choose_effort(stakes(mission=1.0), 74.0, 0.0)[0] == 20.0


def test_effort_beyond_the_cause_costs_its_square() -> None:
    """Four points are given for the cause; six more cost ½ · .002 · 36 of the price."""
    assert stakes(mission=0.008).cost_of(10.0) == pytest.approx(0.036)
    assert stakes(mission=0.008).cost_of(3.0) == 0.0


def test_a_threshold_is_approached_until_its_density_meets_the_cost() -> None:
    """H φ((q − T) / σ) / σ = k e where q = 74 + e: checked at the effort found, on a grid of .05."""
    effort, slope = choose_effort(stakes(held_back=0.2), 74.0, 0.0)
    z = (74 + effort - 80) / 5
    density = 0.2 * exp(-z * z / 2) / sqrt(2 * pi) / 5
    assert slope == pytest.approx(density, rel=1e-3)
    assert density == pytest.approx(0.002 * effort, abs=0.002 * 0.06)


def test_bidder_and_holder_expect_the_same_year() -> None:
    """The worth at a price is the margin and the holder's best year at that price: one function."""
    told = stakes(held_back=0.2, fine=0.01, mission=0.008, retention=RetainedAbove(80.0))
    price, cost = 0.9, 0.8
    next_term = (0.6 * (price - cost) + 0.05) / price
    effort, _ = choose_effort(told, 78.0, next_term)
    passed = ndtr((78 + effort - 80) / 5)
    year = -0.2 * (1 - passed) - 0.01 * (1 - passed) + next_term * passed - told.cost_of(effort)
    worth = Payoff(cost, 78.0, told, continuation=0.6, survival=0.05).at(price)
    assert worth == pytest.approx(price - cost + price * year, abs=2e-5)


def test_a_chance_that_rises_with_the_score_is_the_mean_over_its_error() -> None:
    """Between 60 and 100 the chance is a straight line: its mean over a symmetric error is its value."""
    contest = RetainedByContest((60.0, 100.0), (0.2, 0.6))
    assert contest.chance(np.array([80.0]), 3.0)[0] == pytest.approx(0.4, abs=1e-6)
    assert contest.chance(np.array([20.0]), 3.0)[0] == pytest.approx(0.2)
    assert contest.chance(np.array([60.0]), 5.0)[0] == pytest.approx(0.2 + 0.01 * 5 / sqrt(2 * pi), abs=2e-3)


def test_of_four_lines_three_are_the_largest_somewhere() -> None:
    """1; .5 + x / 2 from 1 on; and 2 x − 2 from 5 / 3 on; 0.2 + x / 3 lies below them all."""
    envelope = UpperEnvelope.of(np.array([-2.0, 0.2, 1.0, 0.5]), np.array([2.0, 1 / 3, 0.0, 0.5]))
    assert envelope.ends == pytest.approx([1.0, 5 / 3])
    assert envelope.at(np.array([0.0, 1.5, 2.0])) == pytest.approx([1.0, 1.25, 2.0])


LINE = st.tuples(st.floats(-2, 2), st.floats(0, 1))


@given(st.lists(LINE, min_size=1, max_size=60), st.lists(st.floats(0, 50), min_size=1, max_size=20))
def test_the_best_effort_is_the_largest_of_all_lines(lines: list[tuple[float, float]], at: list[float]) -> None:
    """Looked up by part, it is what trying every effort gives."""
    starts, slopes = map(np.array, zip(*lines, strict=True))
    envelope, x = UpperEnvelope.of(starts, slopes), np.array(at)
    tried = (starts + x[:, None] * slopes).max(axis=1)
    assert envelope.at(x) == pytest.approx(tried, rel=1e-12, abs=1e-12)
    assert [envelope.at_one(each) for each in at] == envelope.at(x).tolist()


def test_the_return_to_a_point_at_the_ends_of_effort() -> None:
    """For a mission worth more than effort costs all effort is given, and a point is worth the mission."""
    assert choose_effort(stakes(mission=1.0), 74.0, 0.0) == (20.0, pytest.approx(1.0))
    assert choose_effort(stakes(draw=0.001, effort_cost=0.1), 74.0, 0.0) == (0.0, pytest.approx(0.001))


def test_a_bidder_looks_at_half_points_of_effort_and_a_holder_at_twentieths() -> None:
    ahead = stakes().at(78.0)
    assert ahead.effort.tolist() == [0.5 * k for k in range(41)]
    effort, _ = choose_effort(stakes(mission=0.00813), 74.0, 0.0)
    assert effort == pytest.approx(4.05)  # 4.065 in steps of .05


def test_the_full_cost_counts_a_next_term_that_effort_saves() -> None:
    """Effort up to 20 for nothing: all of it is given, the line is passed, and no tranche is lost."""
    sure = stakes(effort_cost=1e-12, effort_max=1000.0, held_back=0.2, retention=RetainedAbove(80.0))
    assert Payoff(0.8, 78.0, sure, continuation=0.6, waiting=0.02).full_cost == pytest.approx(0.8 / 0.98, abs=1e-6)


def test_a_published_ceiling_is_never_exceeded() -> None:
    assert within(np.array([0.5, 1.0, 1.2]), 0.0).tolist() == [1.0, 1.0, 1.0]
    assert Payoff(0.8, 78.0, stakes()).highest == 1.0
    assert Payoff(0.8, 78.0, stakes(), secrecy=0.2).highest == pytest.approx(exp(0.5))


def test_worth_at_many_prices_is_that_at_each() -> None:
    told = stakes(held_back=0.2, fine=0.01, reward=0.05, mission=0.008, draw=0.001, retention=RetainedAbove(80.0))
    payoff = Payoff(0.8, 78.0, told, continuation=0.6, survival=0.05, waiting=0.01, secrecy=0.1)
    prices = np.array([0.6, 0.8, 0.95, 1.1])
    assert payoff.worth(prices) == pytest.approx([payoff.at(float(price)) for price in prices])
