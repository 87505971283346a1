"""What every amount of money buys of a group, all at once, and the amount at which each project is first bought.

The best selection changes at finitely many amounts: the Pareto frontier of cost and value. It is built project by
project, as the pairs of cost and value that nothing cheaper equals. What one tier leaves of an amount is what the next
has, so the amounts are split tier by tier where a tier's selection changes.

References
----------
Nemhauser and Ullmann (1969), Discrete dynamic programming and capital allocation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError

STEPS = 30_000
"""Points of one frontier beyond which it is called too hard."""

SPANS = 4_000_000
"""Ranges of money examined beyond which the search is called too hard."""

_PART = 50_000
_WORD = 32
_NO_END = 2**62


@dataclass(frozen=True, slots=True)
class ParetoFrontier:
    """The best selection of a group at every amount of money.

    Parameters
    ----------
    cost : ndarray (m,) [fen]
        Amounts from which a new selection is best, ascending, the first 0; it costs exactly that.
    chosen : ndarray (m, n) of bool
        Which of the group each selection holds.
    """

    cost: NDArray[np.int64]
    chosen: NDArray[np.bool_]


def pareto_frontier(values: Sequence[int], costs: Sequence[int], deadline: Deadline | None = None) -> ParetoFrontier:
    """Return the best selection at every amount; of equal ones the cheapest, then the smallest positions.

    Raises
    ------
    TooHardError
        If there are more than `STEPS` of them, amounts that 64 bits do not hold, or the time is up.

    >>> pareto_frontier([3, 4], [10, 20]).cost.tolist()
    [0, 10, 20, 30]
    """
    if max(sum(values), sum(costs)) >= _NO_END:
        raise TooHardError
    words = -(-len(values) // _WORD)
    cost, worth = np.zeros(1, np.int64), np.zeros(1, np.int64)
    flags = np.zeros((words, 1), np.int64)
    worthy = [k for k, v in enumerate(values) if v > 0]
    for k in sorted(worthy, key=lambda k: -values[k] / costs[k]):
        if deadline is not None:
            deadline.check()
        more = flags.copy()
        more[k // _WORD] += 1 << (_WORD - 1 - k % _WORD)
        cost, worth = np.concatenate([cost, cost + costs[k]]), np.concatenate([worth, worth + values[k]])
        flags = np.concatenate([flags, more], axis=1)
        order = np.lexsort((*(-flags[::-1]), -worth, cost))
        most = np.maximum.accumulate(worth[order])
        order = order[np.concatenate([[True], worth[order][1:] > most[:-1]])]
        cost, worth, flags = cost[order], worth[order], flags[:, order]
        if len(cost) > STEPS:
            raise TooHardError
    bits = [(flags[k // _WORD] >> (_WORD - 1 - k % _WORD)) & 1 for k in range(len(values))]
    return ParetoFrontier(cost, np.array(bits, bool).T.reshape(len(cost), len(values)))


def entry_budgets(groups: Sequence[ParetoFrontier], money: int) -> list[list[int | None]]:
    """Return, for every project of every group, the least amount from `money` on at which it is in [fen].

    None where no amount brings it in.

    Parameters
    ----------
    groups : sequence of ParetoFrontier
        In the order in which they are served.
    money : int [fen]

    Raises
    ------
    TooHardError
        If more than `SPANS` spans of money had to be looked at.
    """
    search = _EntrySearch(groups)
    search.climb(0, _MoneyRanges(np.array([money]), np.array([_NO_END]), np.zeros(1, np.int64)))
    return [[None if amount == _NO_END else int(amount) for amount in first] for first in search.first]


@dataclass(frozen=True, slots=True)
class _MoneyRanges:
    """Spans of money, ascending: from `start` up to, not with, `end` the groups before spend `spent` [fen]."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    spent: NDArray[np.int64]

    def split(self, group: ParetoFrontier) -> Iterator[tuple[NDArray[np.int64], _MoneyRanges]]:
        """Split where the selection of a group changes; yield its point in each new range, a part at a time."""
        top = np.append(group.cost[1:], _NO_END)
        low = np.searchsorted(group.cost, self.start - self.spent, "right") - 1
        high = np.searchsorted(group.cost, self.end - self.spent, "left")
        upto = np.cumsum(high - low)
        for first in range(0, int(upto[-1]), _PART):
            place = np.arange(first, min(first + _PART, int(upto[-1])), dtype=np.int64)
            of = np.searchsorted(upto, place, "right")
            step: NDArray[np.int64] = np.asarray(high[of] - (upto[of] - place), np.int64)
            start = np.maximum(self.start[of], self.spent[of] + group.cost[step])
            end = np.minimum(self.end[of] - self.spent[of], top[step]) + self.spent[of]
            yield step, _MoneyRanges(start, end, self.spent[of] + group.cost[step])


class _EntrySearch:
    """Amounts at which projects are first bought; amounts are examined in ascending order."""

    def __init__(self, groups: Sequence[ParetoFrontier]) -> None:
        self.groups = groups
        self.first = [np.full(group.chosen.shape[1], _NO_END) for group in groups]
        self.open: list[NDArray[np.bool_]] = [np.any(group.chosen, axis=0) for group in groups]
        self.seen = 0

    def climb(self, number: int, spans: _MoneyRanges) -> None:
        """Examine one group over all ranges, and the groups after it part by part."""
        for step, parts in spans.split(self.groups[number]):
            if not any(waiting.any() for waiting in self.open[number:]):
                return
            self.seen += len(step)
            if self.seen > SPANS:
                raise TooHardError
            self._mark(number, step, parts.start)
            if number + 1 < len(self.groups):
                self.climb(number + 1, parts)

    def _mark(self, number: int, step: NDArray[np.int64], start: NDArray[np.int64]) -> None:
        """Record where projects that were never bought before are bought first."""
        waiting = np.flatnonzero(self.open[number])
        inside = self.groups[number].chosen[np.ix_(step, waiting)]
        found = waiting[inside.any(axis=0)]
        self.first[number][found] = start[inside.argmax(axis=0)[inside.any(axis=0)]]
        self.open[number][found] = False
