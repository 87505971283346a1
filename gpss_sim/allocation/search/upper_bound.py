"""An upper bound on the value of a single budget, for lists that nobody could prove best in time."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

import numpy as np

from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.knapsack import linear_bound
from gpss_sim.allocation.search.proof_of_value import LARGEST
from gpss_sim.allocation.search.relaxation import Relaxation


def upper_bound(values: Sequence[int], costs: Sequence[int], capacity: int) -> int:
    """Most that positions can be worth within `capacity`: by the linear relaxation, with places limited if that helps.

    >>> upper_bound([100, 80, 80], [60, 50, 50], 100)
    160
    """
    usable = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= capacity]
    weight, worth = sum([costs[i] for i in usable]), sum([values[i] for i in usable])
    if weight <= capacity:
        return worth
    if max(weight, worth) > LARGEST:
        return linear_bound(values, costs, capacity)
    by_cost, by_value = gcd(*(costs[i] for i in usable)), gcd(*(values[i] for i in usable))
    v = np.array([values[i] // by_value for i in usable], dtype=np.int64)
    w = np.array([costs[i] // by_cost for i in usable], dtype=np.int64)
    size = float(max(v.sum(), w.sum()))
    relaxation = Relaxation(v, w, np.ones(len(v), dtype=np.int64), capacity // by_cost, size, Deadline())
    reached = int(v[relaxation.prefix].sum())
    return min(relaxation.plain.top, relaxation.limited(reached).top) * by_value
