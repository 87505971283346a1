"""Bids settle: closed forms where there are any, and nobody gains by another price against rivals drawn anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import binom

from gpss_sim.market.policies import scored
from gpss_sim.market.policies.closed_form import PriceIrrelevant, PriceOnly
from gpss_sim.market.policies.contest import Contest, PublicPayoff
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.fixed_point import FixedPoint
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.retention import RetainedAbove
from gpss_sim.market.policies.scored import UnsettledContestError, settle
from gpss_sim.streams import Floats
from gpss_sim.verification.regret import ALLOWED, regret

LINES = Lines(70.0, 80.0, 90.0)
PLAIN = PublicPayoff(Stakes(LINES, noise=4.2, effort_cost=0.002, effort_max=20.0), quality=78.0)
RICH = PublicPayoff(
    Stakes(
        LINES, 4.2, 0.002, 20.0, mission=0.008, held_back=0.2, fine=0.01, retention=RetainedAbove(80.0)
    ),
    quality=78.0,
    continuation=0.6,
    survival=0.05,
    waiting=0.005,
)  # fmt: skip
UNIFORM = CostDistribution(0.8, 1.0, 0, 0, 1.0, 0.0, 1.0)
CITY = CostDistribution(0.75, 1.0, 0, 0.03, 0.8, 0.12, 1.0)


def contest(rivals: int, weight: float, **changes: object) -> Contest:
    usual = {"participation": 1.0, "minimum": 1, "quality_sd": 4.0, "noise_sd": 4.2, "costs": CITY, "payoff": PLAIN}
    return Contest(rivals=rivals, price_weight=weight, **{**usual, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", [0.1, 0.15, 0.3, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("bidders", [2, 3, 5])
def test_of_equals_the_cheapest_wins_whatever_the_weight(bidders: int, weight: float) -> None:
    """c + (1 − c) / n (T1), since equal qualities decide nothing."""
    solution = solve(contest(bidders - 1, weight, quality_sd=0.0, noise_sd=0.0, costs=UNIFORM))
    for cost in (0.81, 0.85, 0.95):
        assert solution.ask(PLAIN.of(cost), 0.0) == pytest.approx(cost + (1 - cost) / bidders, abs=1e-5)


def test_an_advantage_is_worth_its_points_over_the_price_weight() -> None:
    """Half the weight on price: two points are 4 % of the price; who costs .9 bids against rivals as at .9 · .96."""
    solution = solve(contest(1, 0.5, quality_sd=0.0, noise_sd=0.0, costs=UNIFORM))
    assert isinstance(solution, PriceOnly)
    prices = np.array([0.95])
    assert solution.win(prices, 2.0)[0] == pytest.approx(solution.win(prices * 0.96, 0.0)[0])
    assert solution.win(prices, -2.0)[0] == pytest.approx(solution.win(prices / 0.96, 0.0)[0])


def test_where_prices_do_not_compete_quality_does() -> None:
    """Of four alike each wins one in four; eight points ahead of one rival whose quality and raters err."""
    even = solve(contest(3, 0.15, price_decides=False, quality_sd=0.0))
    assert isinstance(even, PriceIrrelevant)
    assert even.win(np.ones(1), 0.0)[0] == pytest.approx(0.25, abs=1e-4)
    ahead = solve(contest(1, 0.0)).win(np.ones(1), 8.0)[0]
    assert ahead == pytest.approx(ndtr(8 / np.hypot(4.2, np.hypot(4, 4.2))), abs=1e-4)
    assert solve(contest(3, 0.15, price_decides=False)).ask(PLAIN.of(0.9), 0.0) == 1.0


def test_lots_are_blind_and_fail_below_the_minimum() -> None:
    lots = contest(3, 0.15, price_decides=False, quality_decides=False, participation=0.5, minimum=3)
    chances = binom.pmf([2, 3], 3, 0.5) / np.array([3, 4])
    assert solve(lots).win(np.array([0.7, 1.0]), 5.0) == pytest.approx([chances.sum()] * 2)


def test_of_several_admitted_the_second_cheapest_wins_too() -> None:
    """Two of three are admitted on price alone: one of the two rivals may be cheaper."""
    told = contest(2, 1.0, quality_sd=0.0, noise_sd=0.0, costs=UNIFORM, admits=2)
    assert told.wins(np.array([0.3]))[0] == pytest.approx(0.3**2 + 2 * 0.3 * 0.7)


@pytest.mark.parametrize("payoff", [PLAIN, RICH], ids=["margin alone", "all that a score decides"])
@pytest.mark.parametrize(
    ("rivals", "participation", "minimum", "admits"), [(1, 1.0, 1, 1), (8, 0.5, 3, 1), (4, 1.0, 1, 2)]
)
@pytest.mark.parametrize("weight", [0.15, 0.5, 0.8, 0.95])
def test_nobody_gains_by_another_price(
    weight: float, rivals: int, participation: float, minimum: int, admits: int, payoff: PublicPayoff
) -> None:
    """No type gains .2 % of the ceiling against rivals drawn anew, by the award's own formula."""
    told = contest(rivals, weight, participation=participation, minimum=minimum, admits=admits, payoff=payoff)
    assert regret(told, draws=8_000, seed=7) <= ALLOWED


@pytest.mark.parametrize(
    ("weight", "rivals", "participation", "quality_sd", "noise_sd"),
    [
        (0.5, 3, 0.4, 3.0, 2.1),
        (0.5, 6, 0.3, 3.0, 2.1),
        (0.5, 11, 0.2, 3.0, 2.1),
        (0.8, 11, 0.1, 3.0, 2.1),
        (0.61, 14, 0.24, 1.0, 0.7),
        (0.7, 1, 0.6, 3.0, 2.1),
    ],
)
def test_bids_settle_where_hardly_anybody_else_is_expected(
    weight: float, rivals: int, participation: float, quality_sd: float, noise_sd: float
) -> None:
    """Some compete and some hope to be alone: best responses jump between a competing price and the ceiling."""
    wide = replace(CITY, ceiling=1.105)
    told = contest(
        rivals,
        weight,
        participation=participation,
        quality_sd=quality_sd,
        noise_sd=noise_sd,
        costs=wide,
        payoff=RICH,
    )
    assert regret(told, draws=8_000, seed=7) <= ALLOWED


def test_rivals_who_cannot_afford_an_offer_stay_away_in_the_check_too() -> None:
    """A low ceiling keeps a third of the eligible out; rivals drawn anew are as many as the table expects."""
    low = replace(CITY, ceiling=0.85)
    told = contest(3, 0.3, participation=0.6, quality_sd=3.0, noise_sd=1.6, costs=low, payoff=RICH)
    assert 0.6 < told.able < 0.7
    assert regret(told, draws=20_000, seed=7) <= 0.001


def test_price_falls_as_its_weight_grows() -> None:
    usual = [
        np.mean([solve(contest(3, weight)).ask(PLAIN.of(cost), 0.0) for cost in (0.75, 0.82, 0.9)])
        for weight in (0.1, 0.15, 0.3, 0.5, 0.8, 0.95, 1.0)
    ]
    assert all(after <= before + 1e-3 for before, after in pairwise(usual)), usual


def test_a_published_ceiling_is_what_a_lone_bidder_asks_and_a_secret_one_is_not() -> None:
    lone = contest(0, 1.0, quality_sd=0.0, noise_sd=0.0)
    assert solve(lone).ask(PLAIN.of(0.8), 0.0) == 1.0
    secret = replace(PLAIN, secrecy=0.1)
    asked = solve(contest(0, 1.0, quality_sd=0.0, noise_sd=0.0, payoff=secret)).ask(secret.of(0.8), 0.0)
    prices = np.linspace(0.8, 1.2, 4001)
    assert asked == pytest.approx(prices[np.argmax((prices - 0.8) * ndtr(-np.log(prices) / 0.1))], abs=2e-3)


@pytest.mark.parametrize(
    ("rivals", "participation", "quality_sd", "ceiling"), [(3, 0.5, 2.0, 0.9512294245), (2, 0.7, 3.0, 1.1051709181)]
)
def test_bids_settle_where_raters_do_not_err(
    rivals: int, participation: float, quality_sd: float, ceiling: float
) -> None:
    """Best prices jump where an offer overtakes another for sure: the first settles at the lowest temperatures alone,
    the second between the ends of two stages."""
    exact = replace(
        RICH,
        stakes=replace(RICH.stakes, noise=0.0, retention=RetainedAbove(80.0)),
        quality=74.0,
        reliability=8 / 9,
        waiting=0.004848730320643331,
    )
    told = contest(
        rivals,
        0.15,
        participation=participation,
        quality_sd=quality_sd,
        noise_sd=0.0,
        costs=replace(CITY, ceiling=ceiling),
        payoff=exact,
    )
    assert regret(told, draws=8_000, seed=7) <= ALLOWED


def test_bids_that_do_not_settle_are_an_error_that_names_the_contest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored, "DIRECT_STEPS", 2)
    monkeypatch.setattr(scored, "TEMPERATURES", (0.03,))
    monkeypatch.setattr(scored, "REGRET", 1e-9)
    with pytest.raises(UnsettledContestError, match=r"rivals=3.*price_weight=0\.3"):
        settle(contest(3, 0.3))


def test_straight_and_cooled_solutions_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ways to one equilibrium: hardly another price or chance where both settle."""
    told = contest(3, 0.5)
    straight = settle(told)
    monkeypatch.setattr(scored, "DIRECT_STEPS", 1)
    cooled = settle(told)
    assert (straight.told[2], cooled.told[2]) == (0.0, 1.0)
    apart = cooled.strategy - straight.strategy
    assert np.average(apart, weights=chances(straight)) == pytest.approx(0, abs=4e-3)


def chances(settled: scored.Settled) -> Floats:
    """How often each type wins."""
    types = range(len(settled.advantages))
    winning = [np.interp(settled.strategy[:, a], settled.prices, settled.table[a]) for a in types]
    usual = np.exp(-0.5 * (settled.advantages / settled.advantages[-1] * 3.2) ** 2)
    return np.stack(winning, axis=1) * usual


@given(st.floats(-40.0, 0.9), st.floats(-5.0, 5.0))
def test_a_fixed_point_of_a_map_that_overshoots_is_found(slope: float, start: float) -> None:
    """x = 1 + slope · x, from anywhere, however steep."""
    steps, x = FixedPoint(), np.array([start])
    for _ in range(5):
        x = steps.after(x, 1.0 + slope * x - x)
    assert x[0] == pytest.approx(1.0 / (1.0 - slope), abs=1e-6)


def test_a_first_step_takes_three_tenths_of_what_is_left() -> None:
    found = FixedPoint().after(np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]))
    assert found.tolist() == [[pytest.approx(1.6), pytest.approx(1.7)]]
