"""Parts of a contest worked out by hand: who can offer, who wins, the top of a sampled curve, bids on price alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binom

from gpss_sim.market.policies.closed_form import (
    PriceIrrelevant,
    PriceOnly,
    _price_worth,
    bids,
    reservation_price,
    schedule,
)
from gpss_sim.market.policies.contest import Contest, PublicPayoff, best_price, levels, peak
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.scored import Looked, Scored, Settled, settle

MARGIN = PublicPayoff(Stakes(Lines(70.0, 80.0, 90.0), noise=4.2, effort_cost=0.002, effort_max=20.0), quality=78.0)
LATER = replace(MARGIN, continuation=0.6, survival=0.08)
"""Worth 1.6 (p − c) + .08 from cost on."""
EVEN = CostDistribution(0.8, 1.0, 0, 0, 1.0, 0.0, 1.0)


def contest(**changes: object) -> Contest:
    usual = {"rivals": 2, "participation": 1.0, "minimum": 1, "price_weight": 1.0, "quality_sd": 0.0, "noise_sd": 0.0}
    return Contest(**{**usual, "costs": EVEN, "payoff": MARGIN, **changes})  # type: ignore[arg-type]


# What a contract is worth to a rival.


def test_a_rival_is_as_good_as_its_offer_is_reliable() -> None:
    """Eight points above the mean, of which a quarter is expected to be delivered."""
    public = replace(LATER, reliability=0.25, waiting=0.02, secrecy=0.1)
    payoff = public.of(0.8, 8.0)
    assert (payoff.cost, payoff.quality, payoff.stakes) == (0.8, 80.0, public.stakes)
    assert (payoff.continuation, payoff.survival, payoff.waiting, payoff.secrecy) == (0.6, 0.08, 0.02, 0.1)
    prices = np.array([0.7, 0.85, 1.0])
    assert public.worth(prices, np.array([0.8]), 8.0) == pytest.approx(payoff.worth(prices))
    told = replace(public, secrecy=0.0)
    assert told.worth(prices, np.array([0.8])) == pytest.approx(told.of(0.8).worth(prices))


def test_unless_more_is_said_a_contract_is_worth_its_margin() -> None:
    assert (MARGIN.reliability, MARGIN.continuation, MARGIN.survival) == (1.0, 0.0, 0.0)
    assert (MARGIN.waiting, MARGIN.secrecy, MARGIN.highest) == (0.0, 0.0, 1.0)
    assert MARGIN.of(0.8).at(0.9) == pytest.approx(0.1)
    assert replace(MARGIN, secrecy=0.1).highest == pytest.approx(np.exp(0.25))


def test_by_default_one_wins_and_price_and_quality_decide() -> None:
    told = contest()
    assert (told.admits, told.price_decides, told.quality_decides) == (1, True, True)


# Who can offer.


@pytest.mark.parametrize(
    ("waiting", "highest", "able"), [(0.0, 1.0, 1.0), (0.1, 0.9, 0.5), (0.2, 0.8, 0.0), (1.5, 0.0, 0.0)]
)
def test_who_can_offer_covers_cost_and_waiting_at_the_ceiling(waiting: float, highest: float, able: float) -> None:
    """Costs lie evenly between .8 and 1."""
    told = contest(payoff=replace(MARGIN, waiting=waiting))
    assert told.highest_cost == pytest.approx(highest, abs=1e-3)
    assert told.able == pytest.approx(able, abs=5e-3)


def test_enough_offers_are_the_rivals_and_ones_own() -> None:
    """Each of three offers with .4 of the half that can; at least two offers: one rival or more."""
    told = contest(rivals=3, participation=0.4, minimum=2, payoff=replace(MARGIN, waiting=0.1))
    number = binom.pmf([0, 1, 2, 3], 3, 0.4 * told.able)
    assert told.enough() == pytest.approx([0, *number[1:]])
    assert replace(told, minimum=1).enough() == pytest.approx(number)
    assert replace(told, minimum=4).enough() == pytest.approx([0, 0, 0, number[3]])


def test_the_chance_that_fewer_than_the_admitted_are_better() -> None:
    """Each of three rivals is there; it is beaten with .3 where it is looked at, which it is with .8."""
    beaten = np.array([0.3])
    told = contest(rivals=3)
    assert told.wins(beaten) == pytest.approx(0.3**3)
    two = replace(told, admits=2)
    assert two.wins(beaten) == pytest.approx(0.3**3 + 3 * 0.3**2 * 0.7)
    assert two.wins(beaten, 0.8) == pytest.approx(0.3**3 + 3 * 0.3**2 * 0.5)
    three = replace(told, admits=3)
    assert three.wins(beaten) == pytest.approx(1 - 0.7**3)
    assert replace(told, admits=5).wins(beaten) == pytest.approx(1.0)


def test_quality_spreads_scores_by_its_weight() -> None:
    """A quarter of hypot(3, 4)."""
    assert contest(price_weight=0.75, quality_sd=3.0, noise_sd=4.0).spread == pytest.approx(1.25)


def test_levels_are_the_middles_of_equal_steps() -> None:
    assert levels(np.zeros(4)).tolist() == [0.125, 0.375, 0.625, 0.875]


# The top of a curve.


@pytest.mark.parametrize(
    ("y", "top"),
    [
        ([1.0, 3.0, 2.0], 10 + 2 / 6),
        ([0.0, 1.0, 3.0, 1.0], 12.0),
        ([0.0, 1.0, 2.0, 3.5, 3.0], 10 + 4 + 2 * 0.25),
        ([3.0, 2.0, 1.0], 8.0),
        ([1.0, 2.0, 3.0], 12.0),
        ([-1.0, 3.0, 2.0], 10.0),
        ([0.0, 3.0, 2.0], 10.0 + 2 * 0.25),
        ([1 - 2**-53, 1.0, 1.0], 10.0),
    ],
)
def test_the_top_of_a_sampled_curve(y: list[float], top: float) -> None:
    """Between samples by the parabola through three; ends stay, and below nothing no curve is known."""
    x = 8.0 + 2.0 * np.arange(len(y))
    assert peak(x, np.array(y)) == pytest.approx(top)


def test_the_best_price_of_a_chance_that_falls_evenly() -> None:
    """(1 − p) (p − .5) is largest at .75; who costs more than the grid's highest price asks its cost."""
    grid = np.linspace(0.4, 1.0, 41)
    assert best_price(grid, lambda p: 1 - p, MARGIN.of(0.5)) == pytest.approx(0.75)
    assert best_price(grid, lambda p: 1 - p, MARGIN.of(0.62)) == pytest.approx(0.81)
    assert best_price(grid, lambda p: 1 - p, MARGIN.of(1.1)) == 1.1
    low = best_price(np.linspace(0.4, 1.0, 4), lambda p: np.where(p < 0.7, 1.0, 0.0), MARGIN.of(0.55))
    assert low == pytest.approx(0.6)
    assert best_price(grid, np.ones_like, MARGIN.of(0.5)) == 1.0


# Where no price wins.


def test_who_can_pay_for_it_asks_the_ceiling_where_no_price_wins() -> None:
    told = solve(contest(price_decides=False))
    assert isinstance(told, PriceIrrelevant)
    assert told.ask(MARGIN.of(1.0), 0.0) == 1.0
    assert told.ask(MARGIN.of(1.0 + 1e-9), 0.0) is None


def test_lots_admit_as_many_as_they_are_for() -> None:
    """Both of two rivals, one or none offers with a quarter, a half, a quarter: two of three, both, the only one."""
    told = contest(price_decides=False, participation=0.5, admits=2)
    assert solve(told).win(np.ones(3), 0.0) == pytest.approx([0.25 + 0.5 + 0.25 * 2 / 3] * 3)
    certain = replace(told, quality_decides=False, quality_sd=4.0, noise_sd=2.0)
    assert solve(certain).win(np.ones(1), 3.0) == pytest.approx(0.25 + 0.5 + 0.25 * 2 / 3)


def test_where_quality_decides_the_chance_is_that_of_the_better_offer() -> None:
    """Two rivals whose quality spreads by 4 and who err, as oneself does, by 3; six points ahead of the mean."""
    told = contest(price_decides=False, quality_sd=4.0, noise_sd=3.0, price_weight=0.2)
    error = np.linspace(-6, 6, 2001)
    usual = np.exp(-0.5 * error**2)
    right = np.average(ndtr((4.8 + 0.8 * 3 * error) / (0.8 * 5)) ** 2, weights=usual)
    assert solve(told).win(np.ones(2), 4.8) == pytest.approx([right] * 2, abs=1e-4)


# Where price alone decides.


def test_bids_from_the_highest_down() -> None:
    """Chances 1, .5 and 0 at reservation prices of .6, .8 and 1: b P = b′ P′ + (P − P′) times the middle."""
    reservation, win = np.array([0.6, 0.8, 1.0]), np.array([1.0, 0.5, 0.0])
    assert bids(np.zeros(3), reservation, win).tolist() == pytest.approx([0.8, 0.9, 1.0])
    assert bids(np.array([0.85, 0.95, 0]), reservation, win).tolist() == pytest.approx([0.85, 0.95, 1.0])
    assert bids(np.array([0.2, 0.95, 0]), reservation, win).tolist() == pytest.approx([0.825, 0.95, 1.0])
    assert bids(np.zeros(3), reservation, np.zeros(3)).tolist() == [1.0, 1.0, 1.0]
    steeper = bids(np.zeros(4), np.array([0.5, 0.6, 0.9, 1.0]), np.array([0.8, 0.4, 0.2, 0.1]))
    third = (0.1 + 0.95 * 0.1) / 0.2
    second = (third * 0.2 + 0.75 * 0.2) / 0.4
    assert steeper.tolist() == pytest.approx([(second * 0.4 + 0.55 * 0.4) / 0.8, second, third, 1.0])


def test_the_price_at_which_a_contract_is_worth_a_share() -> None:
    """Of .44 at the ceiling, 1.6 (p − .775) + .08; below cost the same line goes on."""
    assert _price_worth(MARGIN.of(0.5), 0.5, 1.0) == pytest.approx(0.75)
    payoff = LATER.of(0.775)
    for share in (1.0, 0.5, 0.2, 0.1):
        worth = share * (1.6 * 0.225 + 0.08)
        assert _price_worth(payoff, share, 1.0) == pytest.approx(0.775 + (worth - 0.08) / 1.6, abs=1e-4)
    assert _price_worth(payoff, 0.5, 0.9) == pytest.approx(0.775 + (0.5 * (1.6 * 0.125 + 0.08) - 0.08) / 1.6, abs=1e-4)


def test_a_worth_that_does_not_rise_with_the_price_leaves_cost() -> None:
    """Waiting that costs all of the price and more: no price is worth more than another, and the cost is asked."""
    assert _price_worth(replace(MARGIN, waiting=1.0).of(0.5), 0.5, 1.0) == 0.5


def test_a_reservation_price_is_where_the_tangent_is_nil() -> None:
    prices = np.array([0.8, 0.9])
    assert reservation_price(lambda p: 1.6 * (p - 0.7) + 0.08, prices) == pytest.approx([0.65, 0.65])
    assert reservation_price(lambda p: (p - 0.5) ** 2, prices) == pytest.approx([0.8 - 0.15, 0.9 - 0.2])
    flat = reservation_price(lambda p: 0.0 * p + 2e-5, prices)
    assert flat == pytest.approx([0.6, 0.7])  # as if it rose by .0001 a unit


def test_a_schedule_by_cost() -> None:
    """Three bidders of costs between .8 and 1 ask c + (1 − c) / 3 and win with the square of what costs more."""
    told = schedule(contest())
    assert (told.cost[0], told.cost[-1], len(told.cost)) == (pytest.approx(0.8, abs=1e-4), 1.0, 601)
    assert told.win == pytest.approx(((1 - told.cost) / 0.2) ** 2, abs=2e-3)
    assert told.price == pytest.approx(told.cost + (1 - told.cost) / 3, abs=2e-4)
    assert told.reservation == pytest.approx(told.cost, abs=1e-6)


def test_a_schedule_of_those_who_can_offer_alone() -> None:
    """Waiting costs a tenth: only costs up to .9 can offer; nobody whose cost is above a ceiling of .75 can."""
    told = schedule(contest(payoff=replace(MARGIN, waiting=0.1)))
    assert told.cost[-1] == pytest.approx(0.9, abs=1e-3)
    assert told.win[[0, 300, 600]] == pytest.approx([1.0, 0.75**2, 0.5**2], abs=5e-3)
    assert told.price[-1] == 1.0
    none = schedule(contest(payoff=replace(MARGIN, waiting=0.25)))
    assert none.win.tolist() == [1.0] * 601


def test_points_ahead_are_worth_a_share_of_the_price() -> None:
    """All weight on price: five points ahead count as 5 % off; five behind as .95 of the price above."""
    solution = solve(contest())
    assert isinstance(solution, PriceOnly)
    prices = np.array([0.9, 0.95])
    assert solution.win(prices, 5.0) == pytest.approx(solution.win(prices * 0.95, 0.0))
    assert solution.win(prices, -5.0) == pytest.approx(solution.win(prices / 0.95, 0.0))
    assert solution.win(np.array([0.2]), -100.0).tolist() == [0.0]


def test_who_is_ahead_asks_the_best_of_all_prices() -> None:
    """Two bidders, costs between .8 and 1: ahead by 5 % it wins with 1 − (.95 p − .9) / .1 at a price of p."""
    told = contest(rivals=1)
    asked = solve(told).ask(MARGIN.of(0.9), 5.0)
    prices = np.linspace(0.9, 1.0, 10_001)
    chance = np.clip((1 - 0.95 * prices) / 0.1, 0, 1)
    assert asked == pytest.approx(prices[np.argmax(chance * (prices - 0.9))], abs=1e-3)


def test_a_type_that_others_do_not_expect_asks_as_one_of_its_reservation_price() -> None:
    """Survival worth .05 to it alone: it asks as who costs .05 less, but never less than its own cost."""
    solution = solve(contest(rivals=1))
    hungry = replace(MARGIN, survival=0.05)
    assert solution.ask(hungry.of(0.9), 0.0) == pytest.approx(0.85 + 0.15 / 2, abs=1e-4)
    assert solution.ask(hungry.of(0.97), 0.0) == 0.97
    assert solution.ask(MARGIN.of(1.0), 0.0) == pytest.approx(1.0)
    assert solution.ask(MARGIN.of(1.0 + 1e-9), 0.0) is None


# Settled contests.


def settled() -> Settled:
    """Two costs, three advantages, three prices."""
    strategy = np.array([[0.8, 0.85, 0.9], [0.9, 0.95, 1.0]])
    table = np.array([[0.9, 0.3, 0.0], [1.0, 0.5, 0.1], [1.0, 0.9, 0.4]])
    prices, costs, advantages = np.array([0.8, 0.9, 1.0]), np.array([0.7, 0.9]), np.array([-2.0, 0.0, 2.0])
    return Settled(prices, costs, advantages, strategy, table, np.zeros(3))


def test_a_settled_table_is_read_between_its_prices_and_advantages() -> None:
    solution = Scored(settled())
    prices = np.array([0.7, 0.85, 1.0])
    assert solution.win(prices, 0.0) == pytest.approx([1.0, 0.75, 0.1])
    assert solution.win(prices, 0.5) == pytest.approx([1.0, 0.75 * 0.75 + 0.25 * 0.95, 0.75 * 0.1 + 0.25 * 0.4])
    assert solution.win(prices, -9.0) == pytest.approx([0.9, 0.6, 0.0])
    assert solution.win(prices, 9.0) == pytest.approx([1.0, 0.95, 0.4])
    assert solution.win(prices, 0.0) == pytest.approx([1.0, 0.75, 0.1])


def test_what_a_rival_asks_is_read_between_costs_and_advantages() -> None:
    solution = Scored(settled())
    assert solution.price(0.7, 0.0) == pytest.approx(0.85)
    assert solution.price(0.75, 1.0) == pytest.approx(0.75 * 0.875 + 0.25 * 0.975)
    assert solution.price(0.2, -9.0) == 0.8


def test_where_best_prices_stand_apart_the_usual_is_asked_if_it_is_worth_hardly_less() -> None:
    """Chances of 1, .5, .1 at .8, .9, 1: who costs .5 gains .3, .2 and .05; rivals of .7 ask .85."""
    straight, cooled = Scored(settled()), Scored(settled()._replace(told=np.array([0.0, 0.0, 1.0])))
    assert straight.ask(MARGIN.of(0.5), 0.0) == cooled.ask(MARGIN.of(0.5), 0.0) == 0.8
    level = settled()._replace(table=np.tile([1.0, 0.75, 0.6], (3, 1)), told=np.array([0.0, 0.0, 1.0]))
    assert Scored(level).ask(MARGIN.of(0.5), 0.0) == pytest.approx(0.85)  # .306 against .3
    assert Scored(level._replace(told=np.zeros(3))).ask(MARGIN.of(0.5), 0.0) == pytest.approx(0.8)
    assert cooled.ask(MARGIN.of(1.0), 0.0) == 1.0
    assert cooled.ask(MARGIN.of(1.0 + 1e-9), 0.0) is None


def test_a_strategy_is_settled_by_what_is_gained_and_by_how_far_it_is_from_the_best() -> None:
    """.001 and .002 of the ceiling."""
    blank = np.zeros(1)
    for regret, gap, found in ((0.001, 0.002, True), (0.00101, 0.0, False), (0.0, 0.00201, False)):
        assert Looked(blank, blank, blank, blank, regret, gap).settled is found


def test_what_is_told_of_a_settled_contest() -> None:
    told = settle(contest(price_weight=0.5, quality_sd=4.0, noise_sd=2.0)).told
    assert 0 < told[0] <= 0.001
    assert 0 < told[1] <= 0.002
    assert told[2] == 0.0
