"""The best value of a 0-1 knapsack and its least price, proved by arrays of partial selections.

What makes libraries hard is a linear bound that no choice comes near. Where every project is worth its price and a
fixed amount more, the bound falls when the number of projects is limited too, from above by how many of the cheapest
fit, or from below by how many a better choice needs; a price for each place then changes the values. Where few projects
are far dearer than the rest, it falls once they are decided. The rest is as in `knapsack`: positions that lose less
than bound and good answer lie apart may be decided otherwise, cheapest loss first.

Which of several choices of the same value and price comes first by position is not settled here.

References
----------
Martello and Toth (1997), Upper bounds and algorithms for hard 0-1 knapsack problems; Pisinger (1997), A minimal
algorithm for the 0-1 knapsack problem; Martello, Pisinger and Toth (1999), Dynamic programming and strong bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from math import floor, gcd
from typing import NamedTuple

import numpy as np

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search import partial_selections
from gpss_sim.allocation.search.alike import alike, apart
from gpss_sim.allocation.search.few_fit import best_of_few
from gpss_sim.allocation.search.greedy_fills import Fill, GreedyFills
from gpss_sim.allocation.search.proved_value import BestValue
from gpss_sim.allocation.search.relaxation import SLIP, Chosen, Prices, Real, Relaxation, Whole

FIRST, MOST = 300_000, 100_000_000
"""Partial selections looked at: by the linear bound alone, and with the number of positions limited."""

TURNS = ((3_000_000, 200), (100_000_000, 2_000))
"""Partial selections, then branches, in turns: which of the two settles a knapsack is not known before.

A hundred million partial selections take a second or two, two thousand branches several.
"""

BRANCH = 100_000
"""Partial selections looked at in a branch."""

AFTER = 1_000_000
"""Partial selections looked at once the value is proved, for one that is cheaper."""

LARGEST = 2**52
"""Totals beyond which floating point does not tell one unit from the next."""

TURNED = 20
"""Positions before and after the end of the money that are turned round for a good answer to begin with."""


def best_value(values: Sequence[int], costs: Sequence[int], capacity: int, deadline: Deadline) -> BestValue:
    """Settle the most that can be had within `capacity`, and if possible the least that it costs.

    Raises
    ------
    TooHardError
        If more partial selections would have to be looked at, numbers are too large, or the time is up.

    >>> best_value([100, 80, 80], [60, 50, 50], 100, Deadline()).value
    160
    """
    usable = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= capacity]
    weight, worth = sum([costs[i] for i in usable]), sum([values[i] for i in usable])
    if weight <= capacity:
        return BestValue(tuple(usable), worth, weight, True, worth, 0)
    if max(weight, worth) > LARGEST:
        raise TooHardError
    by_cost, by_value = gcd(*(costs[i] for i in usable)), gcd(*(values[i] for i in usable))
    v = np.array([values[i] // by_value for i in usable], dtype=np.int64)
    w = np.array([costs[i] // by_cost for i in usable], dtype=np.int64)
    few = best_of_few(v, w, capacity // by_cost, deadline)
    if few is not None:
        found = tuple(usable[k] for k in np.flatnonzero(few.chosen))
        value, cost = int(v[few.chosen].sum()) * by_value, int(w[few.chosen].sum()) * by_cost
        return BestValue(found, value, cost, True, value, len(usable), few.ties)
    groups = alike(v, w)
    times = np.ones(len(v), dtype=np.int64) if groups is None else np.array([len(group) for group in groups])
    first = np.arange(len(v)) if groups is None else np.array([group[0] for group in groups])
    search = _Search(v[first] * times, w[first] * times, times, capacity // by_cost, deadline)
    search.run()
    chosen = search.best.chosen
    places = np.flatnonzero(chosen) if groups is None else apart(groups, chosen, v, w)
    found = tuple(usable[k] for k in places)
    value, cost = search.best.value * by_value, search.best.cost * by_cost
    return BestValue(found, value, cost, search.cheapest, search.top * by_value, search.open)


class Incumbent(NamedTuple):
    """The best choice found so far, what it is worth and what it costs."""

    chosen: Chosen
    value: int
    cost: int

    def is_beaten_by(self, value: int, cost: int) -> bool:
        """Whether another choice is worth more, or as much for less."""
        return (value, -cost) > (self.value, -self.cost)


class _Search:
    """One knapsack in whole numbers without a common factor; a position may stand for several that are alike."""

    def __init__(self, v: Whole, w: Whole, times: Whole, capacity: int, deadline: Deadline) -> None:
        self.v, self.w, self.times, self.capacity, self.deadline = v, w, times, capacity, deadline
        self.size = float(max(v.sum(), w.sum()))
        self.best = Incumbent(np.zeros(len(v), dtype=bool), 0, 0)
        self.top = self.open = 0
        self.cheapest = False
        self.relaxation = Relaxation(v, w, times, capacity, self.size, deadline)

    def run(self) -> None:
        """Find a best choice: by the linear bound, then with the number of positions limited too."""
        plain, _ = self.begin()
        if self._enumerate(plain, FIRST):
            return
        self._try_one_more()
        prices = self.relaxation.limited(self.best.value)
        self.top = prices.top
        if prices.place and self._enumerate(prices, MOST):
            return
        if not any(self._enumerate(prices, looks) or self._branch(branches) for looks, branches in TURNS):
            raise TooHardError

    def _branch(self, most: int) -> bool:
        """Decide positions at which the money runs out, the best bound first; return whether all branches are settled.

        Where a few positions are far dearer than the rest, hardly anything is settled beside them, and everything once
        they are decided.
        """
        known = np.zeros(len(self.v), dtype=np.int64)
        heap: list[tuple[int, int, Whole]] = [(-self.top, 0, known)]
        number, cheapest = 0, True
        while heap:
            below, _, known = heappop(heap)
            if -below < self.best.value:
                break
            if number > most:
                return False
            taken = known == 1
            money = self.capacity - int(self.w[taken].sum())
            free = np.flatnonzero((known == 0) & (self.w <= money))
            part = _Search(self.v[free], self.w[free], self.times[free], money, self.deadline)
            value, cost = int(self.v[taken].sum()), int(self.w[taken].sum())
            part.best = Incumbent(part.best.chosen, self.best.value - value, self.best.cost - cost)
            prices, last = part.begin()
            settled = part._enumerate(prices, BRANCH)
            if self.best.is_beaten_by(part.best.value + value, part.best.cost + cost):
                chosen = taken.copy()
                chosen[free] = part.best.chosen
                self.best = Incumbent(chosen, part.best.value + value, part.best.cost + cost)
            if settled:
                cheapest = cheapest and part.cheapest
                continue
            for decided in (1, 2):
                number += 1
                other = known.copy()
                other[free[last]] = decided
                if decided == 2 or int(self.w[other == 1].sum()) <= self.capacity:
                    heappush(heap, (-(prices.top + value), number, other))
        self.cheapest = cheapest
        return True

    def _take_fill(self, fills: GreedyFills, fill: Fill, beside: int | None = None) -> None:
        """Take a choice, with a position beside it, where it is better than the best."""
        value, cost = fill.value, fill.cost
        if beside is not None:
            value, cost = value + int(self.v[beside]), cost + int(self.w[beside])
        if cost <= self.capacity and self.best.is_beaten_by(value, cost):
            self.best = Incumbent(fills.chosen(fill), value, cost)
            if beside is not None:
                self.best.chosen[beside] = True

    def _try_one_more(self) -> None:
        """Look for a better answer among choices of one position more than the linear one has; it proves nothing."""
        self._enumerate(self.relaxation.one_more(), FIRST)
        self.cheapest = False

    def begin(self) -> tuple[Prices, int]:
        """Linear bound, the position at which the money runs out, and good answers to begin with.

        They are the best for their money that fit, also with one of the last that are bought, or of the first that are
        not, turned round.
        """
        plain = self.relaxation.plain
        self.top = plain.top
        fills = GreedyFills(self.v, self.w, np.argsort(-(self.v / self.w), kind="stable"))
        order, cut = fills.order, fills.cut(self.capacity)
        self._take_fill(fills, fills.fill(self.capacity))
        for place in range(max(0, cut - TURNED), cut):
            self._take_fill(fills, fills.fill(self.capacity, place))
        for place in range(cut, min(cut + TURNED, len(order))):
            if self.w[order[place]] <= self.capacity:
                rest = fills.fill(self.capacity - int(self.w[order[place]]), place)
                self._take_fill(fills, rest, int(order[place]))
        return plain, int(order[min(cut, len(order) - 1)]) if len(order) else -1

    def _proved(self, prices: Prices) -> bool:
        """Whether the bound is reached, by a choice that leaves no more money than every such choice must."""
        if self.best.value < self.top:
            return False
        above = prices.bound - self.best.value + 4 * SLIP * self.size
        spare = above / prices.money if prices.money else self.capacity
        self.cheapest = self.capacity - self.best.cost >= floor(spare)
        return True

    def _enumerate(self, prices: Prices, limit: int) -> bool:
        """Turn positions round, the least loss first; return whether the best value is proved.

        A partial selection is kept where no cheaper one is worth as much, and as long as what it has lost leaves the
        best value within reach.
        """
        if self._proved(prices) and self.cheapest:
            return True
        slip = 16 * SLIP * self.size
        mixed = np.arange(len(self.v)) * 2654435761 % (1 << 32)
        order = np.lexsort((mixed, np.round(prices.loss / (slip or 1.0))))
        opened = order[prices.loss[order] <= prices.bound - self.best.value + slip]
        self.open = len(opened)
        ends = self._ends(prices, opened)
        whole = True
        history: list[tuple[np.ndarray[tuple[int], np.dtype[np.int32]], int]] = []
        cost, value = np.array([int(self.w[prices.start].sum())]), np.array([int(self.v[prices.start].sum())])
        loss = np.zeros(1)
        self._note(history, opened, cost, value, prices)
        looked = 0
        for turn, k in enumerate(opened):
            self.deadline.check()
            if self._proved(prices):
                if self.cheapest:
                    return True
                limit = min(limit, looked + AFTER)
            sign = -1 if prices.start[k] else 1
            half = len(cost)
            looked += 2 * half
            if looked > limit:
                break
            cost = np.concatenate((cost, cost + sign * self.w[k]))
            value = np.concatenate((value, value + sign * self.v[k]))
            loss = np.concatenate((loss, loss + prices.loss[k]))
            kept = partial_selections.undominated(cost, value)
            after = float(prices.loss[opened[turn + 1]]) if turn + 1 < len(opened) else 0.0
            history.append((kept.astype(np.int32), half))
            self._note(history, opened, cost[kept], value[kept], prices)
            kept = kept[loss[kept] <= prices.bound - self.best.value + slip - after]
            if ends is not None:
                spare = self.capacity - cost[kept]
                reach = value[kept] + spare * np.where(spare >= 0, ends[0][turn + 1], ends[1][turn + 1])
                kept = kept[reach >= self.best.value - slip]
            if len(kept) > partial_selections.WIDE:
                kept, whole = partial_selections.thinned(kept, loss[kept], slip), False
            history[-1] = (kept.astype(np.int32), half)
            cost, value, loss = cost[kept], value[kept], loss[kept]
            if not len(kept):
                break
        else:
            turn = len(opened)
        self.cheapest = self.cheapest or (whole and (turn == len(opened) or not len(cost)))
        return (whole and looked <= limit) or self.best.value >= self.top

    def _ends(self, prices: Prices, opened: Whole) -> tuple[Real, Real] | None:
        """Most that a unit of money left can still bring, and least that a unit too much costs, before each turn."""
        if prices.place:
            return None
        rate = self.v[opened] / self.w[opened]
        out = np.where(prices.start[opened], 0.0, rate)
        into = np.where(prices.start[opened], rate, np.inf)
        best = np.append(np.maximum.accumulate(out[::-1])[::-1], 0.0)
        least = np.append(np.minimum.accumulate(into[::-1])[::-1], np.inf)
        return best * (1 + SLIP), least * (1 - SLIP)

    def _note(
        self,
        history: list[tuple[np.ndarray[tuple[int], np.dtype[np.int32]], int]],
        opened: Whole,
        cost: Whole,
        value: Whole,
        prices: Prices,
    ) -> None:
        """Take over the best partial selection that the money pays for, where it is better than the best so far."""
        place = int(np.searchsorted(cost, self.capacity, side="right")) - 1
        if place < 0 or not self.best.is_beaten_by(int(value[place]), int(cost[place])):
            return
        worth, price = int(value[place]), int(cost[place])
        chosen = prices.start.copy()
        for turn in range(len(history) - 1, -1, -1):
            kept, half = history[turn]
            place = int(kept[place])
            if place >= half:
                place -= half
                chosen[opened[turn]] ^= True
        self.best = Incumbent(chosen, worth, price)
