"""The equilibrium of a contest in which price and quality points decide (the statutory formula, T3c; equation 8.9).

A rival's type is its cost and its deviation in quality; a strategy is a price for each type of a grid. Against a
strategy the chance of winning is computed by quadrature, without sampling: the lowest price ``m`` of all offers
scales everybody's price points, and given ``m`` the rivals are independent. With ``G(z, m)`` the probability that a
rival who offers asks for at least ``m`` and scores below ``z``, and ``B`` the polynomial of
:meth:`~gpss_sim.market.policies.contest.Contest.wins`, a bidder at price ``p`` with total score ``z`` wins with

    B(G(z, p)) at the lowest price p, plus the integral over m < p of −dB(G(z, m))

The strategy moves towards the best responses until nobody of any type gains more than ``REGRET`` by another price and
the expected distance of what is asked from the best response is at most ``GAP``, both undamped. Where few rivals are
expected, many types are nearly indifferent between prices far apart, and best responses to one another overshoot for
ever; there it is enough that nobody gains more than ``REGRET``, and who gains no more than that by another price asks
what is expected of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gpss_sim.errors import GpssError
from gpss_sim.market.policies.closed_form import bids, reservation_price
from gpss_sim.market.policies.contest import Contest, Solution, best_price
from gpss_sim.market.policies.payoff import Payoff
from gpss_sim.streams import Floats

ALIKE = 0.001
"""Spread of quality, in prices [share of ceiling], below which bidders count as equal."""
REGRET = 0.001
"""Most that a type may gain by another price [share of ceiling]."""
GAP = 0.002
"""Largest mean distance of prices asked from best responses, weighted by who wins [share of ceiling]."""
PATIENCE = 12
"""Steps after which a small regret is enough: more than the first way takes."""

Places = NDArray[np.int64]

_DEVIATIONS = np.linspace(-3.2, 3.2, 13)
_FINE, _FINEST = (2, np.linspace(-3.5, 3.5, 15)), (4, np.linspace(-3.5, 3.5, 25))
"""Rivals' costs between two of the grid, and their deviations: more where raters' errors do not blur them."""
_OWN_POINTS = 41
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)


class Relaxation(NamedTuple):
    """A way towards the best responses, from the closed form on.

    Parameters
    ----------
    steps : int
        After them the next way begins anew.
    share, least : float
        Share of the way to the best responses that the first step takes, and the smallest that any takes.
    factor : float
        The share is multiplied by it where regret did not fall by three tenths.
    allowed : float [share of ceiling]
        Most that a type may gain by another price where all do as they will.
    finest : bool
        Rivals are laid out as finely as can be, also where raters' errors blur them.
    """

    steps: int
    share: float
    least: float
    factor: float
    allowed: float = REGRET
    finest: bool = True


RELAXATIONS = (
    Relaxation(PATIENCE, 1.0, 0.25, 0.7),
    Relaxation(60, 0.2, 0.01, 0.8),
    Relaxation(240, 0.5, 0.01, 0.97, 1.5 * REGRET),
)
"""Long steps settle most contests at once; where hardly a rival is expected types change their mind at small changes of
the others', and only short steps come to rest."""


class UnsettledContestError(GpssError):
    """Best responses did not settle: no price is asked rather than one that nobody would stay with."""

    exit_code = 3


class Scored(Solution):
    """Price and quality points decide.

    Parameters
    ----------
    contest : Contest
        Its rule and what is believed about those who take part.

    Attributes
    ----------
    regret : float [share of ceiling]
        Most that a type of the grid gains by another price.
    gap : float [share of ceiling]
        Mean distance of prices asked from best responses, by who wins.
    """

    def __init__(self, contest: Contest) -> None:
        self._grid = Grid(contest)
        self.strategy, self.regret, self.gap = self._settle(contest)

    def _settle(self, contest: Contest) -> tuple[Floats, float, float]:
        for way in RELAXATIONS:
            found = self._relax(way)
            if found.settled:
                self._indifferent = found.indifferent
                return found.asked, found.regret, found.gap
        steps = sum(way.steps for way in RELAXATIONS)
        raise UnsettledContestError(
            f"bids do not settle in {steps} steps: somebody gains {found.regret:.4f} of "
            f"the ceiling by another price (allowed: {REGRET}), mean distance from the best price {found.gap:.4f} "
            f"(allowed: {GAP}), in {contest}"
        )

    def _relax(self, way: Relaxation) -> Relaxed:
        grid, share, before = self._grid, way.share, np.inf
        asked = grid.start()
        for step in range(way.steps):
            self._table = grid.chances(asked, finest=way.finest)
            best = grid.respond(self._table)
            regret, gap = grid.regret(self._table, asked), grid.distance(self._table, asked, best)
            near = gap <= GAP
            if regret <= way.allowed and (near or (step >= PATIENCE and self._stays(asked, best, way.allowed))):
                return Relaxed(asked, regret, gap, settled=True, indifferent=not near)
            if regret > 0.7 * before:
                share = max(share * way.factor, way.least)
            before = regret
            asked = asked + share * (best - asked)
        return Relaxed(asked, regret, gap, settled=False, indifferent=False)

    def _stays(self, asked: Floats, best: Floats, allowed: float) -> bool:
        """Whether what bidders do, asking what is expected or the best price, is nearly best where all do it."""
        grid = self._grid
        done = np.where(grid.gains(self._table, asked) <= REGRET, asked, best)
        return grid.regret(grid.chances(done), done) <= allowed

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Interpolated in the table."""
        return np.interp(prices, self._grid.prices, self._row(advantage))

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """The price of the table that maximises the expected worth, refined by a parabola; what is expected of the type
        where that is worth hardly less."""
        if payoff.cost > self._grid.prices[-1]:
            return None
        row = self._row(advantage)
        best = best_price(self._grid.prices, lambda _: row, payoff)
        if not self._indifferent:
            return best
        usual = max(self.price(payoff.cost, advantage), payoff.cost)
        chances = np.interp([best, usual], self._grid.prices, row)
        gained = chances * payoff.worth(np.array([best, usual]))
        return usual if gained[0] - gained[1] <= REGRET else best

    def price(self, cost: float, advantage: float) -> float:
        """What a rival of a cost and advantage asks by the strategy settled on [share of ceiling]."""
        grid = self._grid
        columns = [np.interp(cost, grid.costs, column) for column in self.strategy.T]
        return float(np.interp(advantage, grid.advantages, columns))

    def _row(self, advantage: float) -> Floats:
        advantages = self._grid.advantages
        place = float(np.interp(advantage, advantages, np.arange(len(advantages))))
        lower = min(int(place), len(advantages) - 2)
        share = place - lower
        return np.asarray((1 - share) * self._table[lower] + share * self._table[lower + 1])


class Relaxed(NamedTuple):
    """Where a way ended: prices by type, the most that a type gains by another, mean distance from best prices."""

    asked: Floats
    regret: float
    gap: float
    settled: bool
    indifferent: bool
    """Best prices are further from those asked than ``GAP``, and worth hardly more."""


class Grid:
    """Types, prices and scores of one contest on grids fine enough for its spread of quality."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._points = 100 * contest.price_weight
        weight = 1 - contest.price_weight
        self._quality, self._noise = weight * contest.quality_sd, weight * contest.noise_sd
        public, top, highest = contest.costs.quantiles(), contest.highest_cost, contest.payoff.highest
        size = self._size(highest - public[0])
        level = (np.arange(len(public)) + 0.5) / len(public)
        self._level = np.linspace(0, np.interp(top, public, level), size // 2)
        self.costs = np.interp(self._level, level, public)
        self.prices = np.linspace(min(public[0], top, 0.999), highest, size)
        self.advantages = np.maximum(self._quality, 1e-3) * _DEVIATIONS
        self._lay_out_scores(size)
        self._worth = np.stack([self._worth_of(a / weight) for a in self.advantages], axis=1)
        self._allowed = np.broadcast_to(self.prices >= self.costs[:, None, None], self._worth.shape)
        self._kind = np.exp(-0.5 * _DEVIATIONS**2)

    def _size(self, width: float) -> int:
        """Number of prices: steps of at most half the spread of quality, in prices."""
        return int(np.clip(ceil(width / (0.5 * self._contest.spread / self._points)), 48, 200))

    def _worth_of(self, deviation: float) -> Floats:
        return self._contest.payoff.worth(self.prices[None, :], self.costs[:, None], deviation)

    def _lay_out_scores(self, size: int) -> None:
        span = 3.5 * (self._quality + self._noise)
        self._own = np.linspace(-span, span, _OWN_POINTS)
        low, high = self._points * self.prices[0] - span - 0.5, self._points + span + 0.5
        self._scores = np.linspace(low, high, max(4 * size, 192))
        self._step = self._scores[1] - self._scores[0]
        error = max(self._noise, 0.5 * self._step)
        self._blur = ndtr((self._scores[None, :] - self._scores[:, None]) / error)

    def start(self) -> Floats:
        """Bids of the closed form among pseudotypes.

        A deviation of ``a`` score points is worth the share ``a / points`` of the price, so that an offer counts as one
        on price alone at ``p · (1 − a / points)``. The raters' error is taken for a part of what is known.
        """
        discount = 1 - self.advantages / self._points
        reservation = self._reservations()
        error = _NODES * self._noise / self._points
        types = (reservation[:, :, None] * (discount[:, None] - error)).ravel()
        weight = np.broadcast_to(self._kind[:, None] * _WEIGHTS, (*reservation.shape, len(_NODES))).ravel()
        order = np.argsort(types, kind="stable")
        grid = np.linspace(types[order[0]], max(1.0, types[order[-1]]), 601)
        below = np.interp(grid, types[order], np.cumsum(weight[order]) / weight.sum())
        floor = grid + np.average(self.costs[:, None] - reservation, weights=np.tile(self._kind, (len(self.costs), 1)))
        price = bids(floor, grid, self._contest.wins(1 - below))
        asked = np.interp(reservation * discount, grid, price) / discount
        return np.clip(asked, self.costs[:, None], self.prices[-1])

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

    def chances(self, asked: Floats, *, finest: bool = True) -> Floats:
        """P(win) by advantage and price against a strategy, shape (advantages, prices)."""
        price, quality, weight = self._rivals(asked, finest)
        prices, size = self.prices, len(self.prices)
        h = prices[1] - prices[0]
        middle = np.append(prices[:-1] + 0.5 * h, prices[-1])
        cell = np.minimum(((price - prices[0]) / h + 1e-9).astype(int), size - 1)
        own = np.arange(size)
        rows, rivals = np.nonzero(own[:, None] <= cell[None, :])
        pair = (rows, rivals)
        alone = self._below(prices, pair, price, quality, weight)
        at_least = self._below(middle, pair, price, quality, weight)
        above = at_least - self._below(middle, (cell, np.arange(len(cell))), price, quality, weight)
        mass = np.append(np.bincount(cell, weight, size)[::-1].cumsum()[::-1], 0.0)
        place = self._place(self._points + self._own[:, None])
        chance = self._contest.wins(_read(alone @ self._blur, own, place), mass[own])
        k, m = np.tril_indices(size, -1)
        place = self._place(self._points * (middle[m] / prices[k])[None, :] + self._own[:, None])
        lost = self._contest.wins(_read(at_least @ self._blur, m, place), mass[m])
        lost -= self._contest.wins(_read(above @ self._blur, m, place), mass[m + 1])
        sums = np.concatenate([np.zeros((len(self._own), 1)), np.cumsum(lost, axis=1)], axis=1)
        ends = own * (own + 1) // 2
        return self._over_noise(chance + sums[:, ends] - sums[:, ends - own])

    def _rivals(self, asked: Floats, finest: bool) -> tuple[Floats, Floats, Floats]:
        """Prices, quality in score points and weights of rivals, on a finer grid than the strategy's."""
        between, deviations = _FINEST if finest or self._noise < 0.5 * self._quality else _FINE
        nodes = between * len(self.costs)
        place = (np.arange(nodes) + 0.5) / nodes * (len(self.costs) - 1)
        fine = _between(asked, place)
        if self._quality == 0:
            return fine[:, 0], np.zeros(nodes), np.full(nodes, 1 / nodes)
        step = _DEVIATIONS[1] - _DEVIATIONS[0]
        place = np.clip((deviations - _DEVIATIONS[0]) / step, 0, len(_DEVIATIONS) - 1)
        fine = _between(fine.T, place).T
        usual = np.exp(-0.5 * deviations**2)
        weight = np.broadcast_to(usual / usual.sum() / nodes, fine.shape)
        quality = np.broadcast_to(self._quality * deviations, fine.shape)
        return fine.ravel(), quality.ravel(), weight.ravel()

    def _below(
        self, lowest: Floats, pair: tuple[Places, Places], price: Floats, quality: Floats, weight: Floats
    ) -> Floats:
        """Mass of rivals by lowest price and score, before the raters' error; shape (prices, scores)."""
        row, rival = pair
        place = (self._points * lowest[row] / price[rival] + quality[rival] - self._scores[0]) / self._step
        left = place.astype(np.int64)
        share, mass, n = place - left, weight[rival], len(self._scores)
        flat = row * n + left
        size = len(lowest) * n
        found = np.bincount(flat, mass * (1 - share), size + 1) + np.bincount(flat + 1, mass * share, size + 1)
        return np.asarray(found[:size].reshape(len(lowest), n), dtype=float)

    def _place(self, score: Floats) -> Floats:
        return np.clip((score - self._scores[0]) / self._step, 0, len(self._scores) - 1.001)

    def _over_noise(self, chance: Floats) -> Floats:
        """Mean over the raters' error on one's own offer, by advantage."""
        step = self._own[1] - self._own[0]
        table = np.zeros((len(self.advantages), chance.shape[1]))
        for node, weight in zip(_NODES * self._noise, _WEIGHTS / _WEIGHTS.sum(), strict=True):
            place = np.clip((self.advantages + node - self._own[0]) / step, 0, len(self._own) - 1.001)
            table += weight * _between(chance, place)
        return table

    def respond(self, table: Floats) -> Floats:
        """Best prices of all types against a table."""
        expected = self._expected(table)
        top = expected.argmax(axis=2)
        k = np.clip(top, 1, len(self.prices) - 2)
        left, mid, right = (np.take_along_axis(expected, (k + d)[..., None], 2)[..., 0] for d in (-1, 0, 1))
        inside = (top == k) & np.take_along_axis(self._allowed, (k - 1)[..., None], 2)[..., 0]
        bend = np.minimum(left - 2 * mid + right, -1e-15)
        offset = np.where(inside, np.clip(0.5 * (left - right) / bend, -1, 1), 0.0)
        best = self.prices[top] + offset * (self.prices[1] - self.prices[0])
        return np.asarray(np.clip(best, self.costs[:, None], self.prices[-1]))

    def regret(self, table: Floats, asked: Floats) -> float:
        """Most that a type gains by another price than it asks [share of ceiling].

        What is asked may jump between two costs of the grid; a type there asks as one of its neighbours does.
        """
        wider = np.concatenate([asked[:1], asked, asked[-1:]])
        offered = (np.maximum(prices, self.costs[:, None]) for prices in (wider[:-2], asked, wider[2:]))
        return float(np.min([self.gains(table, prices) for prices in offered], axis=0).max())

    def gains(self, table: Floats, asked: Floats) -> Floats:
        """What each type gains by its best price [share of ceiling]; who only loses makes no offer."""
        most = self._expected(table).max(axis=2)
        chance = self._at(np.broadcast_to(table[None], self._worth.shape), asked)
        return np.where(most > 0, most - chance * self._at(self._worth, asked), 0.0)

    def _expected(self, table: Floats) -> Floats:
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


def _between(values: Floats, place: Floats) -> Floats:
    """Rows of `values` interpolated at fractional places."""
    left = np.minimum(place.astype(int), len(values) - 2)
    share = (place - left)[:, None]
    return np.asarray((1 - share) * values[left] + share * values[left + 1])


def _read(table: Floats, row: Places, place: Floats) -> Floats:
    """Values of `table` in given rows at fractional places along them."""
    left = place.astype(int)
    share = place - left
    return np.asarray((1 - share) * table[row, left] + share * table[row, left + 1])
