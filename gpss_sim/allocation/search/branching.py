"""The 0-1 knapsack where a few positions are far dearer than the rest: they are decided first, the rest is packed.

Beside a very dear position the linear bound of the whole is far from what can be reached, and hardly anything is
settled by it. With the dear positions decided, it is close. They are decided by branch and bound, best bound first;
the linear bound of every branch is that of the positions left in it, rounded down.

References
----------
Martello and Toth (1990), Knapsack problems: algorithms and computer implementations, chapter 2.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from statistics import median_low

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search.knapsack import STATES, Packing, packed

DEAR = 20
"""How many times the median price a position costs that is decided first."""

MANY = 20_000
"""Positions beyond which that is not begun where branches are limited: ordering the rest would take longer."""

MOST = 40
"""Positions decided first at most: the dearest."""


def pack_dear_first(
    values: Sequence[int],
    costs: Sequence[int],
    capacity: int,
    deadline: Deadline,
    least: int = 0,
    branches: int | None = None,
    work: int | None = None,
) -> Packing:
    """Choose as `pack` does, the dearest positions first.

    Parameters
    ----------
    values, costs, capacity, deadline
        As `pack` takes them.
    least : int
        Value that the best choice is known to have at least.
    branches : int, optional
        Branches that are looked at.
    work : int, optional
        Partial answers looked at in each of them.

    Raises
    ------
    TooHardError
        If no position is far dearer than the rest, or time, branches or work are used up.

    >>> costs = [10] * 20 + [900, 1000]
    >>> pack_dear_first([1] * 20 + [90, 95], costs, 1000, Deadline()).value
    100
    """
    usable = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= capacity]
    dear = _dear(usable, costs)
    if not dear or (branches is not None and len(usable) > MANY):
        raise TooHardError
    return _Tree(values, costs, usable, dear, least, work).search(capacity, deadline, branches)


def _dear(usable: Sequence[int], costs: Sequence[int]) -> list[int]:
    """The dearest positions, the dearest first; none where prices are alike."""
    if not usable:
        return []
    least = DEAR * median_low([costs[i] for i in usable])
    return sorted((i for i in usable if costs[i] > least), key=lambda i: (-costs[i], i))[:MOST]


@dataclass(slots=True)
class _Level:
    """Positions left once some of the dear ones are decided: by value for money, with totals up to each."""

    order: list[int]
    cost: list[int]
    value: list[int]


class _Tree:
    """The decisions on the dear positions, and the best choice found."""

    def __init__(
        self,
        values: Sequence[int],
        costs: Sequence[int],
        usable: list[int],
        dear: list[int],
        least: int,
        work: int | None,
    ) -> None:
        self.values, self.costs, self.dear = values, costs, dear
        self.least, self.work = least, work
        order = sorted(usable, key=lambda i: -values[i] / costs[i])
        self.levels = [self._level(order)]
        for i in dear:
            order = [j for j in order if j != i]
            self.levels.append(self._level(order))
        self.rest = sorted(order)
        self.best: Packing | None = None

    def _level(self, order: list[int]) -> _Level:
        cost = list(accumulate([self.costs[i] for i in order], initial=0))
        return _Level(order, cost, list(accumulate([self.values[i] for i in order], initial=0)))

    def _bound(self, depth: int, room: int) -> int:
        """Most that the positions left can be worth within `room`, by the linear relaxation, rounded down."""
        level = self.levels[depth]
        full = bisect_right(level.cost, room) - 1
        value = level.value[full]
        if full == len(level.order):
            return value
        i = level.order[full]
        return value + (room - level.cost[full]) * self.values[i] // self.costs[i]

    @property
    def _reached(self) -> int:
        """Value that a branch has to reach to be of use."""
        return self.least if self.best is None else self.best.value

    def search(self, capacity: int, deadline: Deadline, branches: int | None = None) -> Packing:
        """Decide the branches, best bound first, until none can reach what was found."""
        top = self._bound(0, capacity)
        heap: list[tuple[int, int, int, int, int, tuple[int, ...]]] = [(-top, 0, 0, capacity, 0, ())]
        number = 0
        while heap:
            deadline.check()
            below, _, depth, room, value, chosen = heappop(heap)
            if -below < self._reached:
                break
            if branches is not None and number > branches:
                raise TooHardError
            if depth == len(self.dear):
                self._pack(room, value, chosen, deadline)
                continue
            i = self.dear[depth]
            for taken in (True, False):
                left = room - self.costs[i] * taken
                if left < 0:
                    continue
                worth = value + self.values[i] * taken
                bound = worth + self._bound(depth + 1, left)
                if bound >= self._reached:
                    number += 1
                    heappush(heap, (-bound, number, depth + 1, left, worth, (*chosen, i) if taken else chosen))
        if self.best is None:
            raise TooHardError
        return Packing(self.best.chosen, self.best.value, self.best.cost, top, len(self.dear))

    def _pack(self, room: int, value: int, chosen: tuple[int, ...], deadline: Deadline) -> None:
        """Pack the rest beside the dear positions chosen, and keep it if it is better than the best so far."""
        least = max(0, self._reached - value)
        values, costs = [self.values[i] for i in self.rest], [self.costs[i] for i in self.rest]
        found = packed(values, costs, room, least, deadline, STATES, self.work)
        if found is None:
            return
        positions = tuple(sorted([*chosen, *(self.rest[k] for k in found.chosen)]))
        cost = found.cost + sum([self.costs[i] for i in chosen])
        new = Packing(positions, found.value + value, cost, 0, 0)
        if self.best is None or _better(new, self.best):
            self.best = new


def _better(one: Packing, other: Packing) -> bool:
    """More value, then less cost, then the smallest position in which they differ."""
    if (one.value, -one.cost) != (other.value, -other.cost):
        return (one.value, -one.cost) > (other.value, -other.cost)
    apart = set(one.chosen) ^ set(other.chosen)
    return bool(apart) and min(apart) in one.chosen
