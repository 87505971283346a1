"""The best selection within one budget, by whichever way settles it first: plainly, the dearest first, or at length."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search.branching import pack_dear_first
from gpss_sim.allocation.search.knapsack import Packing, pack

FEW = 50_000
"""Partial selections kept in the first attempt."""

FIRST, DEAR = 0.2, 0.6
"""Shares of the time left for the first attempt, and for deciding the dearest positions first."""


def best_packing(values: Sequence[int], costs: Sequence[int], capacity: int, deadline: Deadline) -> Packing:
    """Choose positions of greatest value within `capacity`, then least cost, then smallest positions.

    Parameters
    ----------
    values, costs, capacity
        As `pack` takes them.
    deadline : Deadline

    Raises
    ------
    TooHardError
        If no way settled it in its time and memory.
    """
    try:
        return pack(values, costs, capacity, deadline.part(FIRST), FEW)
    except TooHardError:
        pass
    try:
        return pack_dear_first(values, costs, capacity, deadline.part(DEAR))
    except TooHardError:
        return pack(values, costs, capacity, deadline)
