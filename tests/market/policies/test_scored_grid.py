"""A contest of scores on its grids: chances against sums over all types of rivals, best prices worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.special import ndtr

from gpss_sim.market.policies.closed_form import bids
from gpss_sim.market.policies.contest import Contest, PublicPayoff
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.scored_grid import Grid, rows_between
from gpss_sim.streams import Floats

MARGIN = PublicPayoff(Stakes(Lines(70.0, 80.0, 90.0), noise=4.2, effort_cost=0.002, effort_max=20.0), quality=78.0)
"""A contract is worth price less cost."""
EVEN = CostDistribution(0.8, 1.0, 0, 0, 1.0, 0.0, 1.0)
"""Costs spread evenly between .8 and 1 of the ceiling."""


def contest(**changes: object) -> Contest:
    """Half of the score is price; rivals differ by 2 score points, raters err by 1."""
    usual = {"rivals": 1, "participation": 1.0, "minimum": 1, "price_weight": 0.5, "quality_sd": 4.0, "noise_sd": 2.0}
    return Contest(**{**usual, "costs": EVEN, "payoff": MARGIN, **changes})  # type: ignore[arg-type]


@cache
def grid(**changes: object) -> Grid:
    return Grid(contest(**changes))


def shaded(told: Grid) -> Floats:
    """A third of the way to the ceiling, and a fifth of a per cent of it for each score point."""
    third = told.costs + (1 - told.costs) / 3
    return told.within(third[:, None] + 0.002 * told.advantages[None, :])


# The grids.


def test_prices_lie_from_the_lowest_cost_to_the_ceiling_in_steps_of_half_a_spread_at_most() -> None:
    """Costs begin at .8: .2 over half of 0.5 · hypot(q, r) / 50."""
    for quality, noise, number in ((4.0, 2.0, 48), (0.3, 0.1, 127), (0.1, 0.1, 200)):
        told = grid(quality_sd=quality, noise_sd=noise)
        steps = 0.2 / (0.5 * 0.5 * np.hypot(quality, noise) / 50)
        assert len(told.prices) == min(max(np.ceil(steps - 1e-2), 48), 200) == number
        assert told.prices[[0, -1]] == pytest.approx([0.8, 1.0], abs=1e-4)
        assert np.ptp(np.diff(told.prices)) < 1e-12
        assert len(told.costs) == number // 2


def test_costs_stand_at_equal_steps_of_probability_up_to_the_highest_that_can_offer() -> None:
    assert grid().costs == pytest.approx(np.linspace(0.8, 1.0, 24), abs=1e-4)
    waiting = grid(payoff=replace(MARGIN, waiting=0.1))
    assert waiting.costs == pytest.approx(np.linspace(0.8, 0.9, 24), abs=1e-3)
    dear = grid(costs=replace(EVEN, theta_low=1.1, theta_high=1.2))
    assert (dear.prices[0], dear.prices[-1]) == (0.999, 1.0)


def test_qualities_reach_a_little_more_than_three_spreads_to_both_sides() -> None:
    assert grid().advantages == pytest.approx(2 * 3.2 * np.arange(-6, 7) / 6)
    alike = grid(quality_sd=0.0)
    assert alike.advantages == pytest.approx(1e-3 * 3.2 * np.arange(-6, 7) / 6)
    assert grid()._kind == pytest.approx(np.exp(-0.5 * (3.2 * np.arange(-6, 7) / 6) ** 2))


def test_scores_reach_from_the_worst_at_the_lowest_price_to_the_best() -> None:
    """50 points of price; one's own quality and error reach 3.5 · (2 + 1) to both sides, and half a point is left."""
    told = grid()
    assert told.axis.own == pytest.approx(10.5 * np.arange(-20, 21) / 20)
    assert told.axis.scores[[0, -1]] == pytest.approx([50 * 0.8 - 11, 50 + 11], abs=5e-3)
    assert len(told.axis.scores) == 192
    assert len(grid(quality_sd=0.3, noise_sd=0.1).axis.scores) == 4 * 127
    assert told.axis.scale[:4] == (50.0, told.axis.scores[0], told.axis.scores[1] - told.axis.scores[0], 192)


@pytest.mark.parametrize(
    ("noise", "secrecy", "cheapest", "inside"),
    [(2.0, 0.0, 0.8, True), (0.0, 0.0, 0.8, True), (2.0, 0.2, 0.8, False), (0.0, 0.0, 0.3, False)],
)
def test_rivals_are_known_to_lie_on_the_grid_of_scores_where_they_do(
    noise: float, secrecy: float, cheapest: float, inside: bool
) -> None:
    """The least that a rival scores is 3.5 spreads below 50 · lowest / highest price; the most, above 50 points."""
    costs = replace(EVEN, theta_low=cheapest)
    told = grid(noise_sd=noise, payoff=replace(MARGIN, secrecy=secrecy), costs=costs)
    step = told.prices[1] - told.prices[0]
    points = 50 * np.array([told.prices[0] / told.prices[-1], 1 + 0.5 * step / told.prices[0]])
    ends = points + 7 * np.array([-1, 1]) + told.axis.step * np.array([-1, 1])
    assert told.axis.scale.inside is inside is bool(told.axis.scores[0] < ends[0] and ends[1] < told.axis.scores[-1])


def test_a_lowest_price_is_looked_at_in_the_middle_of_its_cell() -> None:
    told = grid()
    step = told.prices[1] - told.prices[0]
    assert told.axis.middle == pytest.approx([*(told.prices[:-1] + 0.5 * step), 1.0])


def test_raters_blur_scores_by_their_error_or_by_half_a_step_at_least() -> None:
    told, exact = grid(), grid(noise_sd=0.0)
    assert told.axis.blur[3, 5] == pytest.approx(ndtr(2 * told.axis.step / 1.0))
    assert exact.axis.blur[3, 5] == pytest.approx(ndtr(2 / 0.5))


def test_a_score_has_its_place_and_whatever_lies_beyond_the_last_but_one() -> None:
    told = grid()
    scores = told.axis.scores
    found = told.axis.place(np.array([scores[7] + 0.25 * told.axis.step, scores[0] - 3, scores[-1] + 3]))
    assert found == pytest.approx([7.25, 0.0, 191 - 0.001])


# Rivals.


def test_rivals_are_even_in_cost_and_normal_in_quality() -> None:
    """96 costs, in the middle of equal steps; 25 qualities up to 3.5 spreads, who beyond 3.2 ask as at 3.2."""
    told = grid()
    asked = 0.5 + told._level[:, None] / 2 + told.advantages[None, :] / 100
    price, quality, weight = (values.reshape(96, 25) for values in told._types(asked))
    deviations = 3.5 * np.arange(-12, 13) / 12
    assert quality == pytest.approx(np.tile(2 * deviations, (96, 1)))
    usual = np.exp(-0.5 * deviations**2)
    assert weight == pytest.approx(np.tile(usual / usual.sum() / 96, (96, 1)))
    level = (np.arange(96) + 0.5) / 96 * told._level[-1]
    assert price == pytest.approx(0.5 + level[:, None] / 2 + 2 * np.clip(deviations, -3.2, 3.2)[None, :] / 100)


def test_rivals_of_equal_quality_differ_in_cost_alone() -> None:
    told = grid(quality_sd=0.0)
    price, quality, weight = told._types(np.tile(told.costs[:, None], (1, 13)))
    assert price == pytest.approx(0.8 + 0.2 * (np.arange(96) + 0.5) / 96, abs=1e-4)
    assert quality.tolist() == [0.0] * 96
    assert weight == pytest.approx(np.full(96, 1 / 96))


def test_a_rival_stands_in_the_cell_of_its_price() -> None:
    """A price of the grid is in its own cell, and the highest in the last."""
    told = grid(quality_sd=0.0)
    for place, cell in ((0, 0), (5, 5), (46, 46), (47, 47)):
        assert set(told._rivals(np.full((24, 13), told.prices[place])).cell) == {cell}
    between = told.prices[5] + 0.9 * (told.prices[1] - told.prices[0])
    assert set(told._rivals(np.full((24, 13), between)).cell) == {5}


def test_rows_between_others_are_interpolated() -> None:
    values = np.array([[0.0, 10.0], [1.0, 20.0], [3.0, 0.0]])
    found = rows_between(values, np.array([0.0, 0.5, 1.0, 1.75, 2.0]))
    assert found.tolist() == [[0.0, 10.0], [0.5, 15.0], [1.0, 20.0], [2.5, 5.0], [3.0, 0.0]]


# Chances.

WHO = [(price, advantage) for price in (5, 20, 35, 47) for advantage in (0, 4, 6, 9)]
"""Places of the grids at which chances are compared."""


def beaten(told: Grid, price: float, advantage: float, own: Floats) -> Floats:
    """P(a rival is beaten) by own error, where there is one rival: the sum over its types."""
    asked, quality, weight = told._types(shaded(told))
    lowest = np.minimum(price, asked)
    lead = 50 * lowest / price + advantage - 50 * lowest / asked - quality
    return (weight * ndtr(lead + own[:, None])).sum(axis=1)


def over_error(values: Floats, own: Floats) -> float:
    return float(np.average(values, weights=np.exp(-0.5 * own**2)))


OWN = np.linspace(-5, 5, 101)


@pytest.mark.parametrize(
    ("changes", "alone", "met"),
    [
        ({}, 0.0, 1.0),
        ({"participation": 0.4}, 0.6, 0.4),
        ({"participation": 0.4, "minimum": 2}, 0.0, 0.4),
        ({"participation": 0.4, "admits": 2}, 1.0, 0.0),
    ],
)
def test_the_chance_against_one_rival(changes: dict[str, object], alone: float, met: float) -> None:
    """Every type of it counts by 50 · lowest price / price and its points, both offers with an error of one point."""
    told = grid(**changes)
    table = told.chances(shaded(told))
    assert table.shape == (13, 48)
    for place, a in WHO:
        right = alone + met * over_error(beaten(told, told.prices[place], told.advantages[a], OWN), OWN)
        assert table[a, place] == pytest.approx(right, abs=3e-3)


def test_the_chance_against_two_rivals_who_scale_each_others_points() -> None:
    """The lowest of three prices counts 50 points for everybody: the sum over all pairs of types."""
    told = grid(rivals=2)
    table = told.chances(shaded(told))
    asked, quality, weight = (values.reshape(96, 25)[1::4, ::2].ravel() for values in told._types(shaded(told)))
    weight = weight / weight.sum()
    own = np.linspace(-4, 4, 17)
    for place, a in ((5, 6), (20, 9), (40, 6)):
        price, advantage = told.prices[place], told.advantages[a]
        lowest = np.minimum(price, np.minimum(asked[:, None], asked[None, :]))
        first = 50 * lowest / price + advantage - 50 * lowest / asked[:, None] - quality[:, None]
        pairs = weight[:, None] * weight[None, :]
        right = [(pairs * ndtr(first + e) * ndtr(first.T + e)).sum() for e in own]
        assert table[a, place] == pytest.approx(over_error(np.array(right), own), abs=4e-3)


def test_the_better_and_the_cheaper_the_larger_the_chance() -> None:
    told = grid(rivals=3, participation=0.7)
    table = told.chances(shaded(told))
    assert (np.diff(table, axis=0) > 0).all()
    assert (np.diff(table, axis=1) < 1e-9).all()
    assert table.min() >= 0
    assert table.max() <= 1


def test_ones_own_error_is_averaged_over() -> None:
    """A chance that rises evenly with the score keeps its middle; of its square the mean error is one point squared."""
    told = grid()
    own = told.axis.own[:, None]
    assert told.axis.over_noise(own + 0 * told.prices)[:, 0] == pytest.approx(told.advantages, abs=1e-6)
    squares = told.axis.over_noise(own**2 + 0 * told.prices)[:, 0]
    assert squares[3:10] == pytest.approx(told.advantages[3:10] ** 2 + 1, abs=0.08)


# Prices.


def test_the_best_price_is_the_top_of_the_parabola() -> None:
    """Worth falls with the square of the distance from .9037: between two prices; ends and costs are not passed."""
    told = grid()
    worth = np.broadcast_to(-((told.prices - 0.9037) ** 2), (24, 13, 48))
    assert told.respond(worth) == pytest.approx(np.maximum(np.full((24, 13), 0.9037), told.costs[:, None]), abs=1e-9)
    for slope, best in ((1.0, np.ones(24)), (-1.0, told.costs)):
        found = told.respond(np.broadcast_to(slope * told.prices, (24, 13, 48)))
        assert found == pytest.approx(np.tile(best[:, None], (1, 13)), abs=1e-4)


@pytest.mark.parametrize("place", [1.3, 1.0, 45.7, 46.0])
def test_the_parabola_reaches_to_the_last_price_but_one(place: float) -> None:
    told = grid()
    best = told.prices[0] + place * (told.prices[1] - told.prices[0])
    worth = np.broadcast_to(-((told.prices - best) ** 2), (24, 13, 48))
    assert told.respond(worth)[0] == pytest.approx(np.full(13, best), abs=1e-9)


def test_a_price_next_to_those_below_cost_is_no_top_of_a_parabola() -> None:
    """Best at the lowest price that covers the cost: nothing is known of the worth of the one below."""
    told = grid()
    lowest = np.array([told.prices[told.prices >= cost][0] for cost in told.costs])
    table = np.tile(np.exp(-200 * told.prices), (13, 1))
    table[:, told.prices > 0.99] = 0
    expected = np.where(told._allowed, table[None] + 0 * told._worth, -1.0)
    covered = lowest < 0.99
    assert told.respond(expected)[covered] == pytest.approx(np.tile(lowest[covered, None], (1, 13)))


def test_what_a_price_is_worth_to_a_type_follows_its_quality() -> None:
    """A score point is two points of quality, of which a third is expected to be delivered and counts in the fine."""
    stakes = replace(MARGIN.stakes, held_back=0.2, fine=0.01)
    told = grid(payoff=replace(MARGIN, stakes=stakes, reliability=1 / 3))
    for k, a, p in ((0, 0, 40), (10, 12, 30), (23, 6, 47)):
        payoff = told._contest.payoff.of(told.costs[k], 2 * told.advantages[a])
        assert told._worth[k, a, p] == pytest.approx(payoff.at(told.prices[p]))


def test_nobody_is_expected_to_ask_less_than_its_cost() -> None:
    told = grid()
    expected = told.expected(np.full((13, 48), 0.5))
    margin = np.broadcast_to((told.prices[None, :] - told.costs[:, None])[:, None, :], expected.shape)
    assert expected == pytest.approx(np.where(margin >= 0, 0.5 * margin, -1.0))
    assert told.within(np.full((24, 13), 0.5)).tolist() == np.tile(told.costs[:, None], (1, 13)).tolist()
    assert told.within(np.full((24, 13), 1.5)).max() == 1.0


def test_who_chooses_by_worth_asks_the_mean_of_prices_each_with_its_weight() -> None:
    told = grid()
    expected = told.expected(told.chances(shaded(told)))
    found = told.average_choice(expected, 0.004)
    for k, a in ((0, 0), (5, 6), (23, 12)):
        worth = [float(each) for each in expected[k, a]]
        weights = [np.exp((each - max(worth)) / 0.004) for each in worth]
        mean = sum(w * p for w, p in zip(weights, told.prices, strict=True)) / sum(weights)
        assert found[k, a] == pytest.approx(mean)
        assert found[k, a] >= told.costs[k] - 1e-12


def test_who_chooses_ever_more_sharply_asks_the_best_price() -> None:
    """The lower the temperature the nearer; in the end nothing but the best price."""
    told = grid()
    expected = told.expected(told.chances(shaded(told)))
    best = told.prices[expected.argmax(axis=2)]
    apart = [np.abs(told.average_choice(expected, t) - best).mean() for t in (0.004, 0.0005, 0.000125)]
    assert apart[0] > apart[1] > apart[2]
    assert told.average_choice(expected, 1e-9) == pytest.approx(best, abs=1e-6)


def test_what_a_price_between_two_is_worth() -> None:
    told = grid()
    values = np.broadcast_to(7 * told.prices, (24, 13, 48))
    for asked, right in ((0.9037, 0.9037), (0.5, told.prices[0]), (told.prices[-1], 1.0), (1.2, 1.0)):
        assert told._at(values, np.full((24, 13), asked)) == pytest.approx(np.full((24, 13), 7 * right), abs=1e-4)
    kinked = np.broadcast_to(np.abs(told.prices - told.prices[20]), (24, 13, 48))
    middle = np.full((24, 13), told.prices[20] + 0.25 * (told.prices[1] - told.prices[0]))
    assert told._at(kinked, middle) == pytest.approx(middle - told.prices[20])


def test_what_somebody_gains_by_the_best_price() -> None:
    """Every price wins: the ceiling is best, and who asks .05 less loses that; who can only lose makes no offer."""
    told = grid()
    table = np.ones((13, 48))
    asked = np.maximum(0.95, told.costs)[:, None] + np.zeros(13)
    gained = told.gains(table, told.expected(table), asked)
    assert gained == pytest.approx(1 - asked, abs=1e-4)
    idle = told.gains(0 * table, told.expected(0 * table), asked)
    assert (idle == 0).all()


def test_who_only_loses_gains_nothing_by_another_price() -> None:
    """Waiting takes a tenth of the price: .86 does not pay for a cost of .8, and who asks .95 never wins."""
    told = grid(payoff=replace(MARGIN, waiting=0.1))
    table = np.tile(np.where(told.prices < 0.88, 1.0, 0.0), (13, 1))
    expected = told.expected(table)
    asked = told.within(np.full((24, 13), 0.86))
    assert expected.max() == 0
    assert told._at(told._worth, asked).max() < 0
    assert (told.gains(table, expected, asked) == 0).all()


@pytest.mark.parametrize(
    ("low", "most"),
    [([4], 0.0), ([4, 5], 0.0), ([4, 5, 6], 0.06), ([0], 0.0), ([0, 1], 0.06), ([22, 23], 0.02), ([23], 0.0)],
)
def test_a_type_at_a_jump_asks_as_one_of_its_neighbours_does(low: list[int], most: float) -> None:
    """All ask the ceiling, which is best; those in `low` ask .94, or their cost if that is more."""
    told = grid()
    table = np.ones((13, 48))
    asked = np.ones((24, 13))
    asked[low, 3] = np.maximum(0.94, told.costs[low])
    least = 1 - max(0.94, told.costs[low[-1]]) if low == [22, 23] else most
    assert told.regret(table, told.expected(table), asked) == pytest.approx(least, abs=1e-3)


def test_the_distance_from_the_best_price_counts_by_who_wins() -> None:
    """Half of them stand .04 off: those who win three times as often make it .03."""
    told = grid()
    table = np.ones((13, 48))
    best = np.ones((24, 13))
    asked = best.copy()
    asked[:12] = 0.96
    assert told.distance(table, asked, best) == pytest.approx(0.02)
    falling = np.tile(np.where(told.prices < 0.98, 0.9, 0.3), (13, 1))
    assert told.distance(falling, asked, best) == pytest.approx(0.03)
    one = np.zeros((13, 48))
    one[6] = 1.0
    asked = best.copy()
    asked[:, 5] = 0.5
    assert told.distance(one, asked, best) == 0
    assert told.distance(0 * one, asked, best) == 0


def test_bids_to_begin_with_are_those_of_price_alone_where_quality_hardly_counts() -> None:
    """c + (1 − c) / n among equals."""
    for rivals in (1, 3):
        told = grid(rivals=rivals, quality_sd=0.0, noise_sd=0.1)
        right = told.costs + (1 - told.costs) / (rivals + 1)
        assert told.start() == pytest.approx(np.tile(right[:, None], (1, 13)), abs=2e-3)


def test_to_begin_with_an_advantage_counts_as_a_lower_price() -> None:
    """Who stands two of 50 points ahead bids at .9 as another with costs of .864, 4 % more than it does."""
    told = grid()
    start, discount = told.start(), 1 - told.advantages / 50
    types, shown = told.costs[:, None] * discount, start * discount
    inside = (start < 1 - 1e-6) & (start > told.costs[:, None] + 1e-6)
    order = np.argsort(types[inside])
    types, shown = types[inside][order], shown[inside][order]
    assert (np.diff(shown) > -1e-4).all()
    line = [np.interp(t, np.delete(types, k), np.delete(shown, k)) for k, t in enumerate(types)]
    assert shown[1:-1] == pytest.approx(np.array(line)[1:-1], abs=2e-3)


def test_a_reservation_price_is_where_nothing_would_be_gained() -> None:
    """Worth 1.6 (p − c) + .08: costs less .05."""
    later = grid(payoff=replace(MARGIN, continuation=0.6, survival=0.08))
    assert grid()._reservations() == pytest.approx(np.tile(grid().costs[:, None], (1, 13)), abs=1e-6)
    assert later._reservations()[:20] == pytest.approx(np.tile(later.costs[:20, None] - 0.05, (1, 13)), abs=1e-4)


def test_a_reservation_price_is_read_halfway_from_cost_to_the_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worth (p − .5)²: the tangent at h = (1 + c) / 2 is nil at h − (h − .5) / 2."""
    monkeypatch.setattr(Grid, "_worth_with", lambda self, advantage: lambda prices: (prices - 0.5) ** 2)
    told = Grid(contest())
    halfway = 0.5 * (1 + told.costs)
    right = halfway - (halfway - 0.5) / 2
    assert told._reservations() == pytest.approx(np.tile(right[:, None], (1, 13)), abs=1e-6)


@pytest.mark.parametrize("noise", [0.5, 6.0])
def test_bids_to_begin_with_are_those_among_costs_that_quality_and_error_discount(noise: float) -> None:
    """One rival of a cost, a lead and an error in score points counts on price alone at c (1 − (a + e) / 50)."""
    told = grid(noise_sd=noise)
    steps = 3.2 * np.arange(-6, 7) / 6
    error = np.linspace(-5, 5, 201)
    cost, deviation, blur = np.meshgrid(np.linspace(0.8, 1.0, 81), steps, error, indexing="ij")
    types = (cost * (1 - (2 * deviation + 0.5 * noise * blur) / 50)).ravel()
    weight = np.exp(-0.5 * (deviation**2 + blur**2)).ravel()
    order = np.argsort(types)
    grid_of_types = np.linspace(types.min(), max(1.0, types.max()), 2001)
    lower = np.interp(grid_of_types, types[order], np.cumsum(weight[order]) / weight.sum())
    asked = bids(grid_of_types, grid_of_types, 1 - lower)
    discount = 1 - told.advantages / 50
    right = told.within(np.interp(told.costs[:, None] * discount, grid_of_types, asked) / discount)
    assert told.start()[:, 2:11] == pytest.approx(right[:, 2:11], abs=4e-3)


# The equilibrium.


@pytest.mark.parametrize("weight", [0.3, 0.7])
def test_where_all_ask_their_best_price_it_is_best(weight: float) -> None:
    """One rival of 40 costs and 21 qualities that asks what it is told to: no other price is worth .15 % more."""
    told = contest(price_weight=weight)
    solution, points, spread, error = solve(told), 100 * weight, (1 - weight) * 4, (1 - weight) * 2
    costs, deviations = 0.8 + 0.2 * (np.arange(40) + 0.5) / 40, np.linspace(-3, 3, 21)
    types = list(product(costs, deviations))
    asked = np.array([solution.ask(MARGIN.of(c, 4 * d), spread * d) for c, d in types], dtype=float)
    quality = np.array([spread * d for _, d in types])
    weight_of = np.array([np.exp(-0.5 * d * d) for _, d in types])
    prices = np.linspace(0.8, 1.0, 161)
    lowest = np.minimum(prices[:, None], asked)
    for cost, own in ((0.81, 0.0), (0.85, 1.5), (0.9, -1.5), (0.95, 0.0)):
        lead = points * lowest / prices[:, None] + spread * own - points * lowest / asked - quality
        chance = np.average(ndtr(lead / (2**0.5 * error)), axis=1, weights=weight_of)
        worth = chance * (prices - cost)
        price = solution.ask(MARGIN.of(cost, 4 * own), spread * own)
        assert price is not None
        assert worth.max() - np.interp(price, prices, worth) < 0.0015
