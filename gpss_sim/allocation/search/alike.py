"""Positions of a knapsack that are alike in value and cost, taken together in groups of 1, 2, 4, …"""

from __future__ import annotations

import numpy as np

from gpss_sim.allocation.search.relaxation import Chosen, Whole


def alike(v: Whole, w: Whole) -> list[Whole] | None:
    """Places of positions alike in value and cost, in groups of 1, 2, 4, …; None where few are alike."""
    order = np.lexsort((np.arange(len(v)), w, v))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (v[order[1:]] != v[order[:-1]]) | (w[order[1:]] != w[order[:-1]])
    starts = np.flatnonzero(new)
    if 2 * len(starts) > len(v):
        return None
    groups = []
    for begin, end in zip(starts, [*starts[1:], len(v)], strict=True):
        size = 1
        while begin < end:
            groups.append(order[begin : min(end, begin + size)])
            begin, size = begin + size, 2 * size
    return groups


def apart(groups: list[Whole], chosen: Chosen, v: Whole, w: Whole) -> Whole:
    """Places of as many positions of each kind as the chosen groups hold, the first of the kind."""
    taken: dict[tuple[int, int], int] = {}
    members: dict[tuple[int, int], list[int]] = {}
    for group, there in zip(groups, chosen, strict=True):
        kind = int(v[group[0]]), int(w[group[0]])
        taken[kind] = taken.get(kind, 0) + len(group) * bool(there)
        members.setdefault(kind, []).extend(map(int, group))
    return np.array(sorted(k for kind, many in members.items() for k in sorted(many)[: taken[kind]]), dtype=np.int64)
