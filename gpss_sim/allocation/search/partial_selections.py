"""Partial selections of a knapsack as arrays: which of them are kept."""

from __future__ import annotations

import numpy as np

from gpss_sim.allocation.search.relaxation import Real, Whole

WIDE, NARROW = 1_000_000, 100_000
"""Partial selections at once beyond which they are thinned out, and how many are left."""


def thinned(kept: Whole, loss: Real, slip: float) -> Whole:
    """Those that have lost least, and among equals every so many: no proof, but a bound may be reached from them."""
    mixed = np.arange(len(kept)) * 2654435761 % (1 << 32)
    order = np.lexsort((mixed, np.round(loss / (slip or 1.0))))[:NARROW]
    return kept[np.sort(order)]


def undominated(cost: Whole, value: Whole) -> Whole:
    """Places of what is worth more than everything that costs no more, the cheapest first."""
    order = np.argsort(cost, kind="stable")
    worth = value[order]
    better = np.ones(len(order), dtype=bool)
    better[1:] = worth[1:] > np.maximum.accumulate(worth)[:-1]
    order = order[better]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = cost[order[1:]] != cost[order[:-1]]
    return order[last]
