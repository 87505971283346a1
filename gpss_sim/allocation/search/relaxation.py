"""Linear bounds of a 0-1 knapsack, with the number of positions limited or not, and what turning one round loses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim.allocation.problem.deadline import Deadline

SLIP = 1e-13
"""Share of a total by which sums in floating point may miss it."""

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Real = np.ndarray[tuple[int], np.dtype[np.float64]]
Chosen = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of money and of a place, the bound they give, and what turning each position round loses of it.

    Parameters
    ----------
    money : float
        Value of a unit of money.
    bound : float
        Upper bound on the value of every choice.
    top : int
        The bound rounded down, exactly.
    start : array of bool
        The choice from which the bound counts.
    loss : array of float
        What the bound falls by when a position is decided otherwise.
    place : int
        Value of a place.
    """

    money: float
    bound: float
    top: int
    start: Chosen
    loss: Real
    place: int


class Relaxation:
    """Linear bounds of one knapsack.

    Parameters
    ----------
    v, w, times : array of int
        Value and cost of each position, and for how many alike it stands.
    capacity : int
    size : float
        Total of which floating point may miss a share `SLIP`.
    deadline : Deadline
    """

    def __init__(self, v: Whole, w: Whole, times: Whole, capacity: int, size: float, deadline: Deadline) -> None:
        self.v, self.w, self.times, self.capacity = v, w, times, capacity
        self.size, self.deadline = size, deadline
        self.prefix: Chosen = np.zeros(len(v), dtype=bool)
        self.plain = self._prices(0, 0)
        self.prefix = self.plain.start

    def _prices(self, place: int, places: int) -> Prices:
        """Linear bound when each position costs `place` of its value, and there are so many places in all.

        Positions that are worth just their price of money and place start as they do without a price of places.
        """
        worth = self.v - place * self.times
        if not len(worth):
            return Prices(0.0, 0.0, 0, np.zeros(0, dtype=bool), np.zeros(0), place)
        order = np.argsort(-(worth / self.w), kind="stable")
        order = order[worth[order] > 0]
        cut = int(np.searchsorted(np.cumsum(self.w[order]), self.capacity, side="right"))
        part, unit = (int(worth[order[cut]]), int(self.w[order[cut]])) if cut < len(order) else (0, 1)
        gain = worth - self.w * (part / unit)
        near = np.abs(gain) <= SLIP * self.size
        start = gain > 0
        exact = {int(k): int(worth[k]) * unit - int(self.w[k]) * part for k in np.flatnonzero(near)}
        first = np.zeros(len(worth), dtype=bool)
        first[order[:cut]] = True
        usual = self.prefix if place else first
        for k, sure in exact.items():
            start[k] = sure > 0 or (sure == 0 and usual[k])
        spare = self.capacity - int(self.w[start].sum())
        total = unit * (int(worth[start].sum()) + place * places) + part * spare
        return Prices(part / unit, total / unit, total // unit, start, np.abs(gain), place)

    def limited(self, value: int) -> Prices:
        """Best prices, also with the number of positions limited, for choices worth `value` at least.

        It is limited from above by how many of the cheapest the money pays for, and from below by how many of the most
        valuable are worth so much.
        """
        cheap, rich = (np.sort(np.repeat(total // self.times, self.times)) for total in (self.w, self.v))
        most = int(np.searchsorted(np.cumsum(cheap), self.capacity, side="right"))
        fewest = int(np.searchsorted(np.cumsum(rich[::-1]), value, side="left")) + 1
        taken = int(self.times[self.plain.start].sum())
        found = [self.plain]
        if taken >= most - int(self.times.max()):
            found.append(self._least(most, 0, int(self.v.max())))
        if taken <= fewest:
            found.append(self._least(fewest, -int(self.w.max()), 0))
        return min(found, key=lambda prices: prices.bound)

    def one_more(self) -> Prices:
        """Prices under which a choice has one position more than the linear one; they bound no others."""
        return self._least(int(self.times[self.plain.start].sum()) + 1, -int(self.w.max()), 0)

    def _least(self, places: int, low: int, high: int) -> Prices:
        """Prices with the least bound, which is convex in the price of a place."""
        known: dict[int, Prices] = {}

        def at(place: int) -> Prices:
            self.deadline.check()
            if place not in known:
                known[place] = self._prices(place, places)
            return known[place]

        while high - low > 2:
            middle = (low + high) // 2
            if at(middle).bound <= at(middle + 1).bound:
                high = middle
            else:
                low = middle + 1
        return min((at(place) for place in range(low, high + 1)), key=lambda prices: prices.bound)
