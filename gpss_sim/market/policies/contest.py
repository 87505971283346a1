"""Contests: the chance of winning at each price, against rivals who answer the same rule best.

What everybody knows of a contest, and what a solution of it answers; `gpss_sim.market.policies.equilibrium` solves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import comb

import numpy as np
from scipy.special import binom

from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.payoff import Payoff, Stakes, highest_price, within, worth_of
from gpss_sim.streams import Floats

_COSTS = 1501
_SETTLED = 1e-9


@dataclass(frozen=True)
class PublicPayoff:
    """What everybody believes a contract is worth to a rival.

    Parameters
    ----------
    stakes : Stakes
        What a score decides, for the usual agency.
    quality : float [points]
        Expected quality without effort of the usual agency.
    reliability : float
        How much of a difference in offered quality is expected to be a difference in delivered quality.
    continuation, survival, waiting, secrecy : float
        As in :class:`~gpss_sim.market.policies.payoff.Payoff`.
    """

    stakes: Stakes
    quality: float
    reliability: float = 1.0
    continuation: float = 0.0
    survival: float = 0.0
    waiting: float = 0.0
    secrecy: float = 0.0

    def of(self, cost: float, deviation: float = 0.0) -> Payoff:
        """Payoff of a rival of some cost [share of ceiling] whose offer deviates in quality from the mean [points]."""
        quality = self.quality + self.reliability * deviation
        return Payoff(cost, quality, self.stakes, self.continuation, self.survival, self.waiting, self.secrecy)

    def worth(self, prices: Floats, cost: Floats, deviation: float = 0.0) -> Floats:
        """Worth of winning, `prices` and `cost` broadcast against one another [share of ceiling]."""
        year = self.stakes.at(self.quality + self.reliability * deviation)
        worth = worth_of(year, prices, cost, self.continuation, self.survival, self.waiting)
        return worth * within(prices, self.secrecy) if self.secrecy else worth

    @property
    def highest(self) -> float:
        """Price above which nobody asks [share of ceiling]."""
        return highest_price(self.secrecy)


@dataclass(frozen=True)
class Contest:
    """The rule of an award and what is publicly believed about those who take part.

    Parameters
    ----------
    rivals : int
        Eligible rivals.
    participation : float
        Public belief that an eligible rival whose cost allows it makes an offer.
    minimum : int [bidders]
        Fewer offers make the procedure fail.
    admits : int [bidders]
        Offers that win a part of the project.
    price_weight : float
        Weight of price points, 100 · lowest price / price (Order 87 art. 55; T3c).
    quality_sd : float [points]
        Spread of rivals' expected quality.
    noise_sd : float [points]
        Spread of the raters' error on one written offer.
    price_decides : bool
        A lower price can win; false for guideline prices and lots.
    quality_decides : bool
        Quality can win; false for lots and for the lowest price.
    costs : CostDistribution
        Public distribution of costs.
    payoff : PublicPayoff
        What a contract is worth to a rival.
    """

    rivals: int
    participation: float
    minimum: int
    price_weight: float
    quality_sd: float
    noise_sd: float
    costs: CostDistribution
    payoff: PublicPayoff
    admits: int = 1
    price_decides: bool = True
    quality_decides: bool = True

    @cached_property
    def highest_cost(self) -> float:
        """Highest cost at which the highest price is worth having, and not above it [share of ceiling]."""
        highest = self.payoff.highest
        grid = np.linspace(0.0, highest, _COSTS)
        worth = self.payoff.worth(np.array([highest]), grid)
        return float(grid[np.flatnonzero(worth >= -_SETTLED)[-1]]) if worth[0] >= 0 else 0.0

    @cached_property
    def able(self) -> float:
        """Share of rivals whose cost allows an offer."""
        costs = self.costs.quantiles()
        return float(np.interp(self.highest_cost, costs, levels(costs), left=0.0, right=1.0))

    @property
    def spread(self) -> float:
        """Standard deviation of rivals' quality as it counts in the score, raters' error included [score points]."""
        return float((1 - self.price_weight) * np.hypot(self.quality_sd, self.noise_sd))

    def enough(self) -> Floats:
        """Probability of each number of offering rivals with which enough offer; zero where too few do."""
        return self._enough

    @cached_property
    def _enough(self) -> Floats:
        number = np.arange(self.rivals + 1)
        offers = self.participation * self.able
        weights = binom(self.rivals, number) * offers**number * (1 - offers) ** (self.rivals - number)
        return np.where(number + 1 >= self.minimum, weights, 0.0)

    def wins(self, beaten: Floats, present: Floats | float = 1.0) -> Floats:
        """P(enough offers and fewer than ``admits`` better ones).

        Parameters
        ----------
        beaten : ndarray
            Chance that a rival who offers is beaten.
        present : ndarray or float
            Chance that it lies in the part of the prices that is looked at; 1 for all of them.
        """
        weights, total = self.enough(), np.zeros_like(beaten)
        if self.admits == 1:
            for weight in weights[::-1].tolist():
                total *= beaten
                total += weight
            return total
        for number in range(len(weights)):
            for better in range(min(self.admits, number + 1)):
                ways = comb(number, better) * (present - beaten) ** better
                total = total + weights[number] * ways * beaten ** (number - better)
        return total


class Solution:
    """Chance of winning by price and advantage, and the best price for a payoff."""

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Probability of winning at `prices` [share of ceiling] with `advantage` [score points]."""
        raise NotImplementedError

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """Best price for a `payoff` [share of ceiling]; None if no price up to the ceiling covers its cost."""
        raise NotImplementedError

    def asks(self, public: PublicPayoff, costs: Floats, deviation: float, advantage: float) -> Floats:
        """Best prices of rivals by cost, all of one deviation in quality [points]; not a number where none is asked."""
        asked = (self.ask(public.of(cost, deviation), advantage) for cost in costs.tolist())
        return np.array([np.nan if price is None else price for price in asked])


def levels(costs: Floats) -> Floats:
    """Probabilities at the quantiles of a distribution."""
    return (np.arange(len(costs)) + 0.5) / len(costs)


def best_price(prices: Floats, win: Callable[[Floats], Floats], payoff: Payoff) -> float:
    """The price of a grid that maximises chance times worth, refined by a parabola; never below cost."""
    worth = np.where(prices >= payoff.cost, payoff.worth(prices), -1.0)
    return max(peak(prices, np.where(worth >= -_SETTLED, win(prices) * worth, -1.0)), payoff.cost)


def best_prices(prices: Floats, win: Floats, worth: Floats, costs: Floats) -> Floats:
    """:func:`best_price` of many costs, from the chance of winning and each one's worth at the prices of the grid."""
    allowed = (prices >= costs[:, None]) & (worth >= -_SETTLED)
    return np.maximum(_peaks(prices, np.where(allowed, win * worth, -1.0)), costs)


def _peaks(x: Floats, y: Floats) -> Floats:
    """:func:`peak` of each row of `y`."""
    top = y.argmax(axis=1)
    middle = np.clip(top, 1, len(x) - 2)
    left, here, right = (np.take_along_axis(y, (middle + d)[:, None], 1)[:, 0] for d in (-1, 0, 1))
    bend = left - 2 * here + right
    inside = (top == middle) & (left >= 0) & (bend != 0)
    offset = 0.5 * (left - right) / np.where(inside, bend, 1.0)
    return np.asarray(x[top] + np.where(inside, offset, 0.0) * (x[1] - x[0]))


def peak(x: Floats, y: Floats) -> float:
    """Abscissa of the maximum of a sampled curve, between the samples where it is inside."""
    i = int(y.argmax())
    if i in (0, len(x) - 1) or y[i - 1] < 0:
        return float(x[i])
    bend = y[i - 1] - 2 * y[i] + y[i + 1]
    offset = 0.0 if bend == 0 else 0.5 * (y[i - 1] - y[i + 1]) / bend
    return float(x[i] + offset * (x[1] - x[0]))
