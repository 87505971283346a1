"""The 0-1 knapsack: the best selection within one budget, proved, without a solver.

The prefix of projects by benefit per yuan gives the linear bound; a project whose reduced cost
exceeds the distance between that bound and a good answer has its final decision; the few that
remain are enumerated as flips of the prefix, cheapest flip first, with dominance and the same bound.
All comparisons are in whole numbers.

References
----------
Balas and Zemel (1980), An algorithm for large zero-one knapsack problems; Pisinger (1997), A
minimal algorithm for the 0-1 knapsack problem; T9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError

STATES = 400_000
"""Partial selections kept at once, beyond which an integer-programming solver takes over."""


WORD = 64
"""Open positions that count as one look at a partial selection."""


@dataclass(frozen=True, slots=True)
class Packing:
    """A proved best choice of positions.

    Parameters
    ----------
    chosen : tuple of int
        Positions, ascending.
    value, cost : int
        Their totals.
    bound : int
        Linear bound on the value, rounded down.
    open : int
        Positions the bound alone could not settle.
    cheapest : bool
        Whether it is proved that no choice of this value costs less.
    ties : bool
        Whether it is proved that none of this value and cost has smaller positions.
    """

    chosen: tuple[int, ...]
    value: int
    cost: int
    bound: int
    open: int
    cheapest: bool = True
    ties: bool = True


def pack(
    values: Sequence[int],
    costs: Sequence[int],
    capacity: int,
    deadline: Deadline | None = None,
    states: int = STATES,
    work: int | None = None,
) -> Packing:
    """Choose positions of greatest value within `capacity`, then least cost, then smallest positions.

    Parameters
    ----------
    values : sequence of int
        Worth of each position, in tie-breaking order; positions worth nothing are never chosen.
    costs : sequence of int [fen]
        Price of each position, positive.
    capacity : int [fen]
        Money.
    deadline : Deadline, optional
        When the enumeration has to end.
    states : int
        Partial answers allowed at once.
    work : int, optional
        Partial answers looked at in all; one that leaves more than `WORD` positions open counts more than once.

    Raises
    ------
    TooHardError
        If more partial answers would have to be kept, or the time is up.

    >>> pack([100, 80, 80], [60, 50, 50], 100).chosen
    (1, 2)
    """
    found = packed(values, costs, capacity, 0, deadline or Deadline(), states, work)
    assert found is not None, "nothing at all is always a choice"
    return found


def packed(
    values: Sequence[int],
    costs: Sequence[int],
    capacity: int,
    least: int,
    deadline: Deadline,
    states: int = STATES,
    work: int | None = None,
) -> Packing | None:
    """Choose as `pack` does; None if no choice is worth `least`."""
    usable = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= capacity]
    weight = sum([costs[i] for i in usable])
    if weight <= capacity:
        worth = sum([values[i] for i in usable])
        return None if worth < least else Packing(tuple(usable), worth, weight, worth, 0)
    order = sorted(usable, key=lambda i: -values[i] / costs[i])
    filled = list(accumulate([costs[i] for i in order]))
    cut = next(k for k, total in enumerate(filled) if total > capacity)
    best = max(least, _incumbent(values, costs, order, cut, capacity))
    core = _Core(values, costs, order, cut, capacity)
    if core.bound < best * core.unit:
        return None
    core.narrow(best)
    chosen, value, cost = core.enumerate(best, states, deadline, work)
    if value < best:
        return None
    return Packing(tuple(sorted(chosen)), value, cost, core.bound // core.unit, len(core.open))


def linear_bound(values: Sequence[int], costs: Sequence[int], capacity: int) -> int:
    """Most that positions can be worth within `capacity` when the last of them may be bought in part, rounded down.

    >>> linear_bound([100, 80, 80], [60, 50, 50], 100)
    164
    """
    worth = 0
    for i in sorted(range(len(costs)), key=lambda i: -values[i] / costs[i]):
        if costs[i] > capacity:
            return worth + max(0, values[i]) * capacity // costs[i]
        worth, capacity = worth + values[i], capacity - costs[i]
    return worth


def _incumbent(values: Sequence[int], costs: Sequence[int], order: list[int], cut: int, capacity: int) -> int:
    """Value of a good answer: the prefix, filled up; or with one position of it given up, filled up."""
    prefix, rest = order[:cut], order[cut : cut + 60]
    value = sum([values[i] for i in prefix])
    spare = capacity - sum([costs[i] for i in prefix])

    def fill(money: int) -> int:
        gained = 0
        for i in rest:
            if costs[i] <= money:
                money -= costs[i]
                gained += values[i]
        return gained

    swaps = [value - values[i] + fill(spare + costs[i]) for i in prefix[-30:]]
    return max([value + fill(spare), *swaps])


class _Core:
    """The linear answer, and the decisions it leaves open.

    Everything is in units of value × `unit`, the price of the position where the money runs out, so
    that the linear price of money, `price`/`unit`, needs no fractions. A position worth more than its
    price of money starts chosen; `loss` is what the bound loses when its decision is turned round.
    """

    __slots__ = ("bound", "capacity", "cost", "costs", "loss", "open", "price", "start", "unit", "value", "values")

    def __init__(self, values: Sequence[int], costs: Sequence[int], order: list[int], cut: int, capacity: int) -> None:
        self.values, self.costs, self.capacity = values, costs, capacity
        unit, price = costs[order[cut]], values[order[cut]]
        gain = [values[i] * unit - costs[i] * price for i in order]
        self.unit, self.price = unit, price
        self.start = {i for k, i in enumerate(order) if gain[k] > 0 or (gain[k] == 0 and k < cut)}
        self.loss = {i: abs(gain[k]) for k, i in enumerate(order)}
        self.value = sum([values[i] for i in self.start])
        self.cost = sum([costs[i] for i in self.start])
        self.bound = self.value * unit + (capacity - self.cost) * price
        self.open: list[int] = []

    def narrow(self, best: int) -> None:
        """Leave open only what an answer worth `best` or more may decide otherwise."""
        slack = self.bound - best * self.unit
        self.open = sorted([i for i, loss in self.loss.items() if loss <= slack], key=lambda i: (self.loss[i], i))

    def enumerate(
        self, best: int, limit: int, deadline: Deadline, work: int | None = None
    ) -> tuple[set[int], int, int]:
        """Turn round open decisions, cheapest first; return the best answer, its value and its cost.

        A state is (cost, −value, −flags): sorted, it reads "less money, more value, smaller positions".
        `flags` has one bit for each open position, the smallest position highest, set when chosen.
        """
        unit, price, capacity = self.unit, self.price, self.capacity
        rank = {i: place for place, i in enumerate(sorted(self.open, reverse=True))}
        flags = _bits([rank[i] for i in self.open if i in self.start])
        states = [(self.cost, -self.value, -flags)]
        champion, looked, words = (1, 0, 0), 0, 1 + len(self.open) // WORD
        if self.cost <= capacity and self.value >= best:
            best, champion = self.value, (-self.value, self.cost, -flags)
        for position, i in enumerate(self.open):
            sign = -1 if i in self.start else 1
            cost, value, flag = sign * self.costs[i], -sign * self.values[i], -sign << rank[i]
            deadline.check()
            turned = [(w + cost, v + value, f + flag) for w, v, f in states]
            for w, v, f in turned:
                if w <= capacity and -v >= best and (v, w, f) < champion:
                    best, champion = -v, (v, w, f)
            after = self.open[position + 1] if position + 1 < len(self.open) else i
            deadline.check()
            need = best * unit + self.loss[after] - capacity * price
            states = _undominated(states + turned, unit, price, need, deadline)
            if not states:
                break
            looked += len(states) * words
            if len(states) > limit or (work is not None and looked > work):
                raise TooHardError
        value, cost, flags = -champion[0], champion[1], -champion[2]
        return self.start.difference(self.open).union(i for i in self.open if flags >> rank[i] & 1), value, cost


def _bits(places: list[int]) -> int:
    """The whole number with ones at these places."""
    held = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        held[place // 8] |= 1 << place % 8
    return int.from_bytes(held, "little")


def _undominated(
    states: list[tuple[int, int, int]], unit: int, price: int, need: int, deadline: Deadline
) -> list[tuple[int, int, int]]:
    """States that no cheaper one equals, and whose bound after one more turn still reaches `need`."""
    states.sort()
    deadline.check()
    kept = []
    most = 1
    for state in states:
        if state[1] < most:
            most = state[1]
            if -most * unit - state[0] * price >= need:
                kept.append(state)
    return kept
