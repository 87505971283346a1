"""T4: entry at a cost of bidding under a minimum of bids, with costs known before entry.

The belief of the model: each of the N − 1 rivals takes part with chance q, whatever its cost; q is the share that does
take part. Who takes part has a cost up to c*, at which the expected profit is the bid cost k. (Samuelson's bidders also
know that only low costs enter, Levin and Smith's do not know their cost; neither is nested.)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binom


class EntryEquilibrium:
    """The equilibrium of high participation among costs uniform on [low, high], reserve `high`.

    Parameters
    ----------
    low, high : float
        Range of costs.
    agencies : int
        Potential bidders N.
    bid_cost : float
        Cost of an offer k.
    minimum : int
        Fewer bids and the tender fails.

    Examples
    --------
    >>> round(EntryEquilibrium(80, 100, 8, 1).share, 6), round(EntryEquilibrium(80, 100, 8, 1, 3).share, 6)
    (0.436264, 0.319133)
    >>> EntryEquilibrium(80, 100, 8, 4, 3).share
    0.0
    >>> round(EntryEquilibrium(80, 100, 8, 1, 3).critical_cost, 6)
    1.234206
    """

    def __init__(self, low: float, high: float, agencies: int, bid_cost: float, minimum: int = 1) -> None:
        self.low, self.high = low, high
        self.agencies, self.bid_cost, self.minimum = agencies, bid_cost, minimum

    @cached_property
    def share(self) -> float:
        """Share that takes part, q: the largest at which the marginal entrant just earns the bid cost; 0 if none."""
        grid = np.linspace(1.0, 1e-3, 1000)
        gain = [self._gain(share) for share in grid]
        for k in range(1, len(grid)):
            if gain[k - 1] < 0 <= gain[k]:
                return float(brentq(self._gain, grid[k], grid[k - 1]))
        return 0.0

    @cached_property
    def critical_cost(self) -> float:
        """Cost of an offer above which nobody takes part: the most that a marginal entrant can earn."""
        best = minimize_scalar(lambda share: -self._earned(share), bounds=(1e-6, 1), method="bounded")
        return float(-best.fun)

    def _gain(self, share: float) -> float:
        """Profit of the marginal entrant less the bid cost, if `share` takes part and is expected to."""
        return self._earned(share) - self.bid_cost

    def _earned(self, share: float) -> float:
        return self._rent(self.low + share * (self.high - self.low), share)

    def _rivals(self, share: float) -> np.ndarray:
        """Chance of each number of rivals with which enough bid."""
        rivals = np.arange(self.agencies)
        return np.where(rivals + 1 >= self.minimum, binom.pmf(rivals, self.agencies - 1, share), 0.0)

    def _win(self, cost: float, share: float) -> float:
        """Chance that enough rivals bid and all have a higher cost."""
        above = (self.high - cost) / (self.high - self.low)
        return float(np.dot(self._rivals(share), above ** np.arange(self.agencies)))

    def _rent(self, cost: float, share: float) -> float:
        """Integral of the chance to win from a cost up: a polynomial in the share of costs above."""
        width, number = self.high - self.low, np.arange(1, self.agencies + 1)
        above = (self.high - cost) / width
        return float(width * np.dot(self._rivals(share), above**number / number))

    @property
    def bidders(self) -> float:
        """Mean number of offers."""
        return self.agencies * self.share

    @property
    def failed(self) -> float:
        """Chance of fewer offers than the minimum."""
        return float(binom.cdf(self.minimum - 1, self.agencies, self.share))

    @cached_property
    def price(self) -> float:
        """Mean price given an award: the bid of the lowest of the costs that entered."""
        top = self.low + self.share * (self.high - self.low)
        number = np.arange(self.minimum, self.agencies + 1)
        chance = binom.pmf(number, self.agencies, self.share)

        def density(cost: float) -> float:
            above = (top - cost) / (top - self.low)
            return float(np.dot(chance, number * above ** (number - 1)) / (top - self.low))

        def bid(cost: float) -> float:
            return cost + self._rent(cost, self.share) / self._win(cost, self.share)

        total = _integral(lambda cost: bid(cost) * density(cost), self.low, top)
        return total / float(chance.sum())


def _integral(f: Callable[[float], float], low: float, high: float) -> float:
    return float(quad(f, low, high, epsabs=1e-10, epsrel=1e-9)[0])
