"""Contests: the chance of winning at each price, against rivals who answer the same rule best.

Two solutions of one game. When price alone decides, the equilibrium has a closed form in the cost
distribution (T1, with the entry and minimum-bidder conditions of T4). When quality counts, the
statutory formula (T3c) has none: best responses are iterated against a fixed sample of rivals.
Both are tabulated once for each rule and number of rivals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.integrate import cumulative_trapezoid
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.streams import Floats, Streams

RIVALS_AT_MOST = 24
_GRID = 1501
_PROFILES = 128
_PRICES = 41
_TOLERANCE = 0.004
_ADVANTAGES = np.linspace(-4, 4, 17)


@dataclass(frozen=True, slots=True)
class Contest:
    """The rule of an award and what is publicly believed about those who take part.

    Parameters
    ----------
    rivals : int
        Eligible rivals.
    participation : float
        Public belief that an eligible rival makes an offer.
    minimum : int [bidders]
        Fewer offers make the procedure fail.
    price_weight : float
        Weight of price points, 100 · lowest price / price (Order 87 art. 55; T3c).
    quality_sd : float [points]
        Spread of rivals' expected quality.
    noise_sd : float [points]
        Spread of the raters' error on one written offer.
    fixed : bool
        The guideline price is paid whatever is asked.
    costs : CostDistribution
        Public distribution of costs.
    continuation, survival : float
        Worth of a later term per unit of margin; worth of holding a contract [share of ceiling].
    """

    rivals: int
    participation: float
    minimum: int
    price_weight: float
    quality_sd: float
    noise_sd: float
    fixed: bool
    costs: CostDistribution
    continuation: float
    survival: float

    def solve(self) -> Solution:
        """Equilibrium of the contest, from the table if it was solved before."""
        return _solve(self)


class Solution:
    """Chance of winning by price and advantage, and the best price for a cost."""

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Probability of winning at `prices` [share of ceiling] with `advantage` [score points]."""
        raise NotImplementedError

    def ask(self, cost: float, advantage: float) -> float | None:
        """Best price for a `cost` [share of ceiling]; None if no price up to the ceiling covers it."""
        raise NotImplementedError


@lru_cache(maxsize=1024)
def _solve(contest: Contest) -> Solution:
    return PriceOnly(contest) if contest.price_weight == 1 and not contest.fixed else Scored(contest)


class PriceOnly(Solution):
    """Lowest price wins: T1 with a reserve, an uncertain number of rivals and a minimum of bids."""

    def __init__(self, contest: Contest) -> None:
        costs = contest.costs.quantiles()
        self._shift = contest.survival / (1 + contest.continuation)
        low = min(costs[0] - self._shift, 1.0)
        self._cost = np.linspace(low, 1.0, _GRID)
        cdf = np.interp(self._cost, costs - self._shift, (np.arange(len(costs)) + 0.5) / len(costs), left=0, right=1)
        win = _win_by_threshold(cdf, contest)
        rest = cumulative_trapezoid(win[::-1], -self._cost[::-1], initial=0)[::-1]
        markup = np.divide(rest, win, out=np.zeros_like(rest), where=win > 0)
        self._price = np.maximum.accumulate(self._cost + markup)
        self._win = win

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Rivals of higher threshold lose; the advantage does not count."""
        thresholds = np.interp(prices, self._price, self._cost)
        return np.interp(thresholds, self._cost, self._win)

    def ask(self, cost: float, advantage: float) -> float | None:
        """The equilibrium bid, never below cost."""
        if cost > 1.0:
            return None
        return max(float(np.interp(cost - self._shift, self._cost, self._price)), cost)


def _win_by_threshold(cdf: Floats, contest: Contest) -> Floats:
    """P(enough bids and all rivals above a threshold cost), by the cdf at that threshold.

    Who cannot deliver at the ceiling makes no offer, and is no part of the participation seen.
    """
    valid = cdf[-1]
    rivals = np.arange(contest.rivals + 1)
    weights = binom.pmf(rivals, contest.rivals, contest.participation)
    weights = np.where(rivals + 1 >= contest.minimum, weights, 0.0)
    above = 1 - cdf / valid if valid > 0 else np.ones_like(cdf)
    return (weights[None, :] * np.power(above[:, None], rivals[None, :])).sum(axis=1)


class Scored(Solution):
    """Price and quality points decide: iterated best responses against a fixed sample of rivals."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._prices = np.linspace(min(contest.costs.quantiles()[0], 0.999), 1.0, _PRICES)
        self._advantages = (1 - contest.price_weight) * max(contest.quality_sd, 1.0) * _ADVANTAGES
        self._table = self._settle(Rivals(contest))

    def _settle(self, rivals: Rivals) -> Floats:
        asked = np.ones_like(rivals.quality)
        for step in range(12):
            table = self._win_table(asked, rivals)
            if self._contest.fixed or self._contest.price_weight == 0 or not asked.size:
                return table
            change = 0.5 * 0.85**step * (self._responses(table, rivals) - asked)  # shrinking steps end cycles
            if np.abs(change).max() < _TOLERANCE:
                return table
            asked = asked + change
        return table

    def _win_table(self, asked: Floats, rivals: Rivals) -> Floats:
        """P(win) by advantage and price, shape (advantages, prices)."""
        contest, prices = self._contest, self._prices
        bids = np.where(rivals.present, asked, np.inf)
        lowest = np.minimum(bids.min(axis=1, initial=np.inf)[:, None], prices[None, :])
        points = 100 * contest.price_weight
        scores = points * lowest[:, None, :] / bids[:, :, None] + rivals.quality[:, :, None]
        scores = np.where(rivals.present[:, :, None], scores, -np.inf)
        lead = points * lowest / prices[None, :] - scores.max(axis=1, initial=-np.inf)
        noise = max((1 - contest.price_weight) * contest.noise_sd, 1e-6)
        chance = ndtr((lead[:, None, :] + self._advantages[None, :, None]) / noise)
        enough = rivals.present.sum(axis=1) + 1 >= contest.minimum
        return (chance * enough[:, None, None]).mean(axis=0)

    def _responses(self, table: Floats, rivals: Rivals) -> Floats:
        """Best prices of the sampled rivals against `table`."""
        costs = rivals.costs
        steps = np.linspace(costs.min(), costs.max(), 33)
        worth = self._worth(steps[:, None])
        best = self._prices[(table[None, :, :] * worth[:, None, :]).argmax(axis=2)]
        row = np.rint(np.interp(costs, steps, np.arange(33))).astype(int)
        column = np.rint(np.interp(rivals.quality, self._advantages, np.arange(len(_ADVANTAGES)))).astype(int)
        return best[row, column]

    def _worth(self, cost: Floats) -> Floats:
        """Worth of winning at each price of the table; below cost nobody would."""
        worth = (self._prices - cost) * (1 + self._contest.continuation) + self._contest.survival
        return np.where(self._prices >= cost, worth, -1.0)

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Interpolated in the table."""
        return np.interp(prices, self._prices, self._row(advantage))

    def ask(self, cost: float, advantage: float) -> float | None:
        """The price of the table that maximises the expected worth, refined by a parabola."""
        if cost > 1.0:
            return None
        worth = self._worth(np.array(cost))
        return max(_peak(self._prices, np.where(worth >= 0, self._row(advantage) * worth, -1.0)), cost)

    def _row(self, advantage: float) -> Floats:
        place = float(np.interp(advantage, self._advantages, np.arange(len(_ADVANTAGES))))
        lower = min(int(place), len(_ADVANTAGES) - 2)
        share = place - lower
        return (1 - share) * self._table[lower] + share * self._table[lower + 1]


def _peak(x: Floats, y: Floats) -> float:
    """Abscissa of the maximum of a sampled curve, between the samples where it is inside."""
    i = int(y.argmax())
    if i in (0, len(x) - 1) or y[i - 1] < 0:
        return float(x[i])
    bend = y[i - 1] - 2 * y[i] + y[i + 1]
    offset = 0.0 if bend == 0 else 0.5 * (y[i - 1] - y[i + 1]) / bend
    return float(x[i] + offset * (x[1] - x[0]))


class Rivals:
    """A fixed sample of rivals: costs, quality as scored, presence; the same for every contest."""

    def __init__(self, contest: Contest) -> None:
        number = min(contest.rivals, RIVALS_AT_MOST)
        spread = 1 - contest.price_weight
        costs = contest.costs.quantiles()
        costs = costs[: max(int(np.searchsorted(costs, 1.0, side="right")), 1)]  # dearer types make no offer
        self.present = self._sample("presence", number) < contest.participation
        self.costs = costs[(self._sample("cost", number) * len(costs)).astype(int)] if number else np.zeros((1, 1))
        quality = contest.quality_sd * ndtri(self._sample("quality", number))
        noise = contest.noise_sd * ndtri(self._sample("raters", number))
        self.quality = spread * (quality + noise)

    @staticmethod
    def _sample(purpose: str, number: int) -> Floats:
        return _public_sample(purpose)[:, :number]


@lru_cache(maxsize=8)
def _public_sample(purpose: str) -> Floats:
    """The same sample for every study: it belongs to the table, not to any city's luck."""
    flat = Streams(0, 0).uniforms("public beliefs", purpose, n=_PROFILES * RIVALS_AT_MOST)
    return flat.reshape(RIVALS_AT_MOST, _PROFILES).T
