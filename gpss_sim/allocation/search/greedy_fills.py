"""Down one order of a knapsack, whatever fits: many such choices, of which only what differs is worked out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gpss_sim.allocation.search.relaxation import Chosen, Whole


class Fill(NamedTuple):
    """A choice: all places of the order before `until` but the one left out, and some behind.

    Parameters
    ----------
    value, cost : int
    until : int
    behind : array of int
        Positions, not places of the order.
    without : int or None
        Place of the order that is left out.
    """

    value: int
    cost: int
    until: int
    behind: Whole
    without: int | None


class GreedyFills:
    """Choices that go down one order and take what fits.

    Parameters
    ----------
    v, w : array of int
        Value and cost of each position.
    order : array of int
        Positions, the first to be taken first.
    """

    def __init__(self, v: Whole, w: Whole, order: Whole) -> None:
        self._v, self._w, self.order = v, w, order
        self._worth, self._total = np.cumsum(v[order]), np.cumsum(w[order])

    def cut(self, money: int) -> int:
        """Place at which the money runs out for the first time."""
        return int(np.searchsorted(self._total, money, side="right"))

    def fill(self, money: int, without: int | None = None) -> Fill:
        """Take what fits, one place left out."""
        until, value, cost = self.cut(money), 0, 0
        if without is not None and without < until:
            left_out = self.order[without]
            until = self.cut(money + int(self._w[left_out]))
            value, cost = -int(self._v[left_out]), -int(self._w[left_out])
        if until:
            value, cost = value + int(self._worth[until - 1]), cost + int(self._total[until - 1])
        rest = self.order[until:]
        if without is not None and without >= until:
            rest = np.delete(rest, without - until)
        behind = self._behind(rest, money - cost)
        return Fill(value + int(self._v[behind].sum()), cost + int(self._w[behind].sum()), until, behind, without)

    def _behind(self, rest: Whole, money: int) -> Whole:
        """What of the rest still fits; runs that all fit are taken at once."""
        taken = [rest[:0]]
        rest = rest[self._w[rest] <= money]
        while len(rest):
            total = np.cumsum(self._w[rest])
            fits = int(np.searchsorted(total, money, side="right"))
            if fits:
                taken.append(rest[:fits])
                money -= int(total[fits - 1])
            rest = rest[fits + 1 :]
            rest = rest[self._w[rest] <= money]
        return np.concatenate(taken)

    def chosen(self, fill: Fill) -> Chosen:
        """Whether each position is taken."""
        chosen = np.zeros(len(self._w), dtype=bool)
        chosen[self.order[: fill.until]] = True
        if fill.without is not None:
            chosen[self.order[fill.without]] = False
        chosen[fill.behind] = True
        return chosen
