"""Quick bounds of a knapsack: a value that money reaches at least, and money that a value costs at least."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Bounds:
    """Prefix sums of projects by value for money.

    Parameters
    ----------
    values, costs : sequence of int
        Worth and price [fen] of each project.
    """

    def __init__(self, values: Sequence[int], costs: Sequence[int]) -> None:
        self.order = sorted((k for k, v in enumerate(values) if v > 0), key=lambda k: -values[k] / costs[k])
        self.values, self.costs = values, costs
        self.value = [0, *accumulate(values[k] for k in self.order)]
        self.cost = [0, *accumulate(costs[k] for k in self.order)]

    @property
    def everything(self) -> int:
        """Price of all projects worth anything [fen]."""
        return self.cost[-1]

    def bought(self, money: int) -> int:
        """Return a value that `money` fen reach: the best value for money first, then what still fits."""
        full = bisect_right(self.cost, money) - 1
        value, left = self.value[full], money - self.cost[full]
        for k in self.order[full : full + 40]:
            if self.costs[k] <= left:
                left -= self.costs[k]
                value += self.values[k]
        return value

    def price(self, value: int) -> int:
        """Return a lower bound on the money that buys `value`: the linear relaxation, rounded up [fen]."""
        if value <= 0:
            return 0
        full = bisect_left(self.value, value)
        if full >= len(self.value):
            return self.everything
        k = self.order[full - 1]
        missing = value - self.value[full - 1]
        return self.cost[full - 1] - (-missing * self.costs[k] // self.values[k])
