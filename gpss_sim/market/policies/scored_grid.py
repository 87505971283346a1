"""Types, prices and scores of one contest on grids: chances of winning against a strategy, and best responses.

A rival's type is its cost and its deviation in quality; a strategy is a price for each type. With ``G(z, m)`` the
probability that a rival who offers asks for at least ``m`` and scores below ``z``, the chance of winning is found by
quadrature over the lowest price of all offers (equation 8.9).
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np

from gpss_sim.market.policies.closed_form import bids, reservation_price
from gpss_sim.market.policies.contest import Contest, levels
from gpss_sim.market.policies.score_axis import NODES, WEIGHTS, ScoreAxis, Spreads
from gpss_sim.market.policies.scored_mass import Rivals, at_own_cell, below
from gpss_sim.streams import Floats

_DEVIATIONS = np.linspace(-3.2, 3.2, 13)
_BETWEEN, _RIVALS_DEVIATIONS = 4, np.linspace(-3.5, 3.5, 25)
"""Rivals' costs between two of the grid, and their deviations."""


class Grid:
    """Types, prices and scores of one contest on grids fine enough for its spread of quality."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        weight = 1 - contest.price_weight
        self._spreads = Spreads(100 * contest.price_weight, weight * contest.quality_sd, weight * contest.noise_sd)
        public, top, highest = contest.costs.quantiles(), contest.highest_cost, contest.payoff.highest
        lowest, level = public.min(), levels(public)
        size = self._size(highest - lowest)
        self._level = np.linspace(0, np.interp(top, public, level), size // 2)
        self.costs = np.interp(self._level, level, public)
        self.prices = np.linspace(min(lowest, top, 0.999), highest, size)
        self.advantages = np.maximum(self._spreads.quality, 1e-3) * _DEVIATIONS
        self.axis = ScoreAxis(self._spreads, self.prices, self.advantages)
        self._worth = np.stack([self._worth_of(a / weight) for a in self.advantages], axis=1)
        self._allowed = np.broadcast_to(self.prices >= self.costs[:, None, None], self._worth.shape)
        self._kind = np.exp(-0.5 * _DEVIATIONS**2)

    def _size(self, width: float) -> int:
        """Number of prices: steps of at most half the spread of quality, in prices."""
        return int(np.clip(ceil(width / (0.5 * self._contest.spread / self._spreads.points)), 48, 200))

    def _worth_of(self, deviation: float) -> Floats:
        return self._contest.payoff.worth(self.prices[None, :], self.costs[:, None], deviation)

    def start(self) -> Floats:
        """Bids of the closed form among pseudotypes.

        A deviation of ``a`` score points is worth the share ``a / points`` of the price, so that an offer counts as one
        on price alone at ``p · (1 − a / points)``. The raters' error is taken for a part of what is known.
        """
        discount = 1 - self.advantages / self._spreads.points
        reservation = self._reservations()
        error = NODES * self._spreads.noise / self._spreads.points
        types = (reservation[:, :, None] * (discount[:, None] - error)).ravel()
        weight = np.broadcast_to(self._kind[:, None] * WEIGHTS, (*reservation.shape, len(NODES))).ravel()
        order = np.argsort(types, kind="stable")
        grid = np.linspace(types[order[0]], max(1.0, types[order[-1]]), 601)
        below = np.interp(grid, types[order], np.cumsum(weight[order]) / weight.sum())
        floor = grid + np.average(self.costs[:, None] - reservation, weights=np.tile(self._kind, (len(self.costs), 1)))
        price = bids(floor, grid, self._contest.wins(1 - below))
        asked = np.interp(reservation * discount, grid, price) / discount
        return self.within(asked)

    def _reservations(self) -> Floats:
        """Price at which each type would gain nothing, by the tangent to its worth halfway to the ceiling."""
        halfway = 0.5 * (1 + self.costs)
        return np.stack([reservation_price(self._worth_with(a), halfway) for a in self.advantages], axis=1)

    def _worth_with(self, advantage: float) -> Callable[[Floats], Floats]:
        """Worth of winning at a price for each cost, with an advantage [score points]."""
        deviation = float(advantage) / (1 - self._contest.price_weight)

        def worth(prices: Floats) -> Floats:
            return self._contest.payoff.worth(prices, self.costs, deviation)

        return worth

    def chances(self, asked: Floats) -> Floats:
        """P(win) by advantage and price against a strategy, shape (advantages, prices)."""
        rivals, size, axis = self._rivals(asked), len(self.prices), self.axis
        alone = below(axis.scale, self.prices, rivals)
        at_least = below(axis.scale, axis.middle, rivals)
        above = at_least - at_own_cell(axis.scale, axis.middle, rivals)
        mass = np.append(np.bincount(rivals.cell, rivals.weight, size)[::-1].cumsum()[::-1], 0.0)
        own = np.arange(size)
        chance = self._contest.wins(axis.read_own.of(alone @ axis.blur), mass[own])
        m = axis.lower
        lost = self._contest.wins(axis.read_lower.of(at_least @ axis.blur), mass[m])
        lost -= self._contest.wins(axis.read_lower.of(above @ axis.blur), mass[m + 1])
        sums = np.concatenate([np.zeros((len(axis.own), 1)), np.cumsum(lost, axis=1)], axis=1)
        ends = own * (own + 1) // 2
        return axis.over_noise(chance + sums[:, ends] - sums[:, ends - own])

    def _rivals(self, asked: Floats) -> Rivals:
        """Rivals on a finer grid than the strategy's."""
        price, quality, weight = self._types(asked)
        h = self.prices[1] - self.prices[0]
        cell = np.minimum(((price - self.prices[0]) / h + 1e-9).astype(int), len(self.prices) - 1)
        return Rivals(price, quality, weight, cell)

    def _types(self, asked: Floats) -> tuple[Floats, Floats, Floats]:
        """Prices, quality in score points and weights of rivals."""
        deviations = _RIVALS_DEVIATIONS
        nodes = _BETWEEN * len(self.costs)
        place = (np.arange(nodes) + 0.5) / nodes * (len(self.costs) - 1)
        fine = rows_between(asked, place)
        if self._spreads.quality == 0:
            return fine[:, 0], np.zeros(nodes), np.full(nodes, 1 / nodes)
        step = _DEVIATIONS[1] - _DEVIATIONS[0]
        place = np.clip((deviations - _DEVIATIONS[0]) / step, 0, len(_DEVIATIONS) - 1)
        fine = rows_between(fine.T, place).T
        usual = np.exp(-0.5 * deviations**2)
        weight = np.broadcast_to(usual / usual.sum() / nodes, fine.shape)
        quality = np.broadcast_to(self._spreads.quality * deviations, fine.shape)
        return fine.ravel(), quality.ravel(), weight.ravel()

    def respond(self, expected: Floats) -> Floats:
        """Best prices of all types, by what each is expected to be worth."""
        top = expected.argmax(axis=2)
        k = np.clip(top, 1, len(self.prices) - 2)
        left, mid, right = (np.take_along_axis(expected, (k + d)[..., None], 2)[..., 0] for d in (-1, 0, 1))
        inside = (top == k) & np.take_along_axis(self._allowed, (k - 1)[..., None], 2)[..., 0]
        bend = np.minimum(left - 2 * mid + right, -1e-15)
        offset = np.where(inside, np.clip(0.5 * (left - right) / bend, -1, 1), 0.0)
        best = self.prices[top] + offset * (self.prices[1] - self.prices[0])
        return self.within(best)

    def average_choice(self, expected: Floats, temperature: float) -> Floats:
        """Prices that all types ask on average who choose each with a weight of exp(worth / temperature)."""
        weight = np.exp((expected - expected.max(axis=2, keepdims=True)) / temperature)
        return np.asarray((weight * self.prices).sum(axis=2) / weight.sum(axis=2))

    def within(self, asked: Floats) -> Floats:
        """Prices no lower than costs and no higher than the highest."""
        return np.asarray(np.clip(asked, self.costs[:, None], self.prices[-1]))

    def regret(self, table: Floats, expected: Floats, asked: Floats) -> float:
        """Most that a type gains by another price than it asks [share of ceiling].

        What is asked may jump between two costs of the grid; a type there asks as one of its neighbours does.
        """
        wider = np.concatenate([asked[:1], asked, asked[-1:]])
        offered = (np.maximum(prices, self.costs[:, None]) for prices in (wider[:-2], asked, wider[2:]))
        return float(np.min([self.gains(table, expected, prices) for prices in offered], axis=0).max())

    def gains(self, table: Floats, expected: Floats, asked: Floats) -> Floats:
        """What each type gains by its best price [share of ceiling]; who only loses makes no offer."""
        most = expected.max(axis=2)
        chance = self._at(np.broadcast_to(table[None], self._worth.shape), asked)
        return np.where(most > 0, most - chance * self._at(self._worth, asked), 0.0)

    def expected(self, table: Floats) -> Floats:
        """Chance times worth by type and price; nobody asks less than its cost."""
        return np.where(self._allowed, table[None, :, :] * self._worth, -1.0)

    def _at(self, values: Floats, asked: Floats) -> Floats:
        """`values` by type and price at the prices asked."""
        place = np.clip((asked - self.prices[0]) / (self.prices[1] - self.prices[0]), 0, len(self.prices) - 1.001)
        left = place.astype(int)
        share = place - left
        lower, upper = (np.take_along_axis(values, (left + d)[..., None], 2)[..., 0] for d in (0, 1))
        return np.asarray((1 - share) * lower + share * upper)

    def distance(self, table: Floats, asked: Floats, best: Floats) -> float:
        """Mean distance of prices asked from `best`, weighted by how often a type wins [share of ceiling]."""
        chance = self._at(np.broadcast_to(table[None], (len(self.costs), *table.shape)), asked) * self._kind
        return float((np.abs(best - asked) * chance).sum() / max(chance.sum(), 1e-12))


def rows_between(values: Floats, place: Floats) -> Floats:
    """Rows of `values` interpolated at fractional places."""
    left = np.minimum(place.astype(int), len(values) - 2)
    share = (place - left)[:, None]
    return np.asarray((1 - share) * values[left] + share * values[left + 1])
