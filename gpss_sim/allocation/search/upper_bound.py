"""Upper bounds on values, for lists that nobody could prove best in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd

import numpy as np

from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.allocation.search.knapsack import linear_bound
from gpss_sim.allocation.search.proof_of_value import LARGEST
from gpss_sim.allocation.search.relaxation import Relaxation


def bound_by_rows(columns: Sequence[ProgramColumn], rows: Sequence[ProgramRow], goal: Terms) -> Fraction | None:
    """Most that a goal can be within the bounds of its columns and any one of the rows; None where it has no end.

    Loose, and found at once: for programs that no solver has the time to read.

    >>> columns = [ProgramColumn(1), ProgramColumn(2)]
    >>> bound_by_rows(columns, [ProgramRow("", {0: 5, 1: 2}, None, 6)], {0: 5, 1: 3})
    Fraction(8, 1)
    """
    uppers = {c: columns[c].upper for c, value in goal.items() if value > 0}
    most = {c: goal[c] * upper for c, upper in uppers.items() if upper is not None}
    if len(most) < len(uppers):
        return None
    least = everything = Fraction(sum(most.values()))
    for row in rows:
        if row.high is not None and all(price >= 0 for price in row.terms.values()):
            costs = {c: price * (columns[c].upper or 0) for c, price in row.terms.items() if price and c in most}
            least = min(least, everything - _given_up(most, costs, row.high))
    return least


def _given_up(worth: Mapping[int, int], costs: Mapping[int, int], money: int) -> Fraction:
    """Least worth that has to go so that what is left costs no more than there is, the last column in part."""
    over, gone = sum(costs.values()) - money, Fraction(0)
    for c in sorted(costs, key=lambda c: worth[c] / costs[c]) if over > 0 else ():
        if costs[c] >= over:
            return gone + Fraction(worth[c] * over, costs[c])
        gone, over = gone + worth[c], over - costs[c]
    return gone


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
