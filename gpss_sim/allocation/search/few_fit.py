"""The 0-1 knapsack of which only a few positions fit: all partial selections, the dearest positions first.

Where the money pays for a handful of positions, the linear bound is far from every choice and settles nothing, while
there are few choices: of those that cost no more, only the one worth most is kept, and only while the best value for
money of what follows may still lead beyond the best answer.

References
----------
Nemhauser and Ullmann (1969), Discrete dynamic programming and capital allocation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.relaxation import SLIP, Chosen, Real, Whole

FEW = 32
"""Positions of the median cost that the money may pay for."""

WORK = 1_000_000
"""Partial selections looked at in all."""

TIED = 2_048
"""Positions up to which choices of the same value and cost are told apart."""

Flags = np.ndarray[tuple[int, int], np.dtype[np.uint64]]
"""For each partial selection its positions, the first one in the highest bit."""


@dataclass(frozen=True, slots=True)
class FewChosen:
    """A proved cheapest choice of greatest value.

    Parameters
    ----------
    chosen : array of bool
    ties : bool
        Whether no choice alike in value and cost has smaller positions.
    """

    chosen: Chosen
    ties: bool


@dataclass(slots=True)
class _Partial:
    """Partial selections, the cheapest first, each worth more than those before it."""

    cost: Whole
    value: Whole
    flags: Flags

    def with_position(self, k: int, v: int, w: int, capacity: int) -> tuple[_Partial, Whole]:
        """Return these and those of them to which position `k` is added; and of the latter, from which they come."""
        fits = np.flatnonzero(self.cost + w <= capacity)
        flags = self.flags[fits].copy()
        if flags.shape[1]:
            flags[:, k // 64] |= np.uint64(1 << (63 - k % 64))
        return _Partial(
            np.concatenate((self.cost, self.cost[fits] + w)),
            np.concatenate((self.value, self.value[fits] + v)),
            np.concatenate((self.flags, flags)),
        ), fits

    def undominated(self) -> Whole:
        """Places of what is worth more than everything cheaper; of those alike, the one with the smallest positions."""
        order = np.lexsort((*(~self.flags.T[::-1]), -self.value, self.cost))
        worth = self.value[order]
        better = np.ones(len(worth), dtype=bool)
        better[1:] = worth[1:] > np.maximum.accumulate(worth)[:-1]
        kept: Whole = order[better]
        return kept

    def at(self, places: Whole) -> _Partial:
        """Return some of them."""
        return _Partial(self.cost[places], self.value[places], self.flags[places])


def best_of_few(v: Whole, w: Whole, capacity: int, deadline: Deadline) -> FewChosen | None:
    """Return the cheapest choice of greatest value, or None where too many positions fit, or choices are too many.

    Parameters
    ----------
    v, w : array of int
        Value and cost of each position, positive.
    capacity : int
    deadline : Deadline

    Raises
    ------
    TooHardError
        If the time is up.

    >>> best_of_few(np.array([100, 80, 80]), np.array([60, 50, 50]), 100, Deadline()).chosen.tolist()
    [False, True, True]
    """
    if not len(w) or capacity > FEW * int(np.median(w)):
        return None
    order = np.argsort(-w, kind="stable")
    rate, rest = _ahead(v[order], w[order])
    words = -(-len(w) // 64) if len(w) <= TIED else 0
    states = _Partial(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros((1, words), np.uint64))
    turns: list[tuple[int, Whole, int]] = []
    best = looked = 0
    for turn, k in enumerate(order):
        deadline.check()
        old = len(states.cost)
        states, fits = states.with_position(int(k), int(v[k]), int(w[k]), capacity)
        looked += len(states.cost)
        if looked > WORK:
            return None
        kept = states.undominated()
        best = max(best, int(states.value[kept[-1]]))
        spare = capacity - states.cost[kept]
        reach = states.value[kept] + np.minimum(spare * rate[turn + 1], rest[turn + 1])
        kept = kept[reach >= best * (1 - SLIP)]
        taken = kept >= old
        source = kept.copy()
        source[taken] = old + fits[kept[taken] - old]
        turns.append((int(k), source, old))
        states = states.at(kept)
    return FewChosen(_traced(turns, len(states.cost) - 1, len(v)), words > 0)


def _ahead(v: Whole, w: Whole) -> tuple[Real, Real]:
    """Best value for money, and value, of all positions from each turn on."""
    rate = np.maximum.accumulate((v / w)[::-1])[::-1] * (1 + SLIP)
    rest = np.cumsum(v[::-1])[::-1].astype(float)
    return np.append(rate, 0.0), np.append(rest, 0.0)


def _traced(turns: list[tuple[int, Whole, int]], place: int, n: int) -> Chosen:
    """The choice behind a partial selection of the last turn."""
    chosen = np.zeros(n, dtype=bool)
    for k, source, old in reversed(turns):
        place = int(source[place])
        if place >= old:
            chosen[k] = True
            place -= old
    return chosen
