"""The best selection within one budget: a little enumeration, else a proof of the value, then of who has it first."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search.branching import pack_dear_first
from gpss_sim.allocation.search.knapsack import STATES, Packing, pack, packed
from gpss_sim.allocation.search.proof_of_value import best_value
from gpss_sim.allocation.search.proved_value import BestValue
from gpss_sim.allocation.search.rival import Rival

LITTLE, MORE = 20_000, 200_000
"""Partial selections looked at in all, at first and once the value is proved.

They are counted, not timed, so that the answer is the same on every machine.
"""

FEW = 50_000
"""Partial selections kept at once."""

SOME, BRANCHES = 100, 2_000
"""Branches over the dearest positions that are looked at, at first and once the value is proved."""

PROOF = 0.8
"""Share of the time left for the proof of the value."""


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
        If no way settled it, ties included, in its time and memory.
    """
    found = best_worth(values, costs, capacity, deadline)
    return found if found.ties else pack(values, costs, capacity, deadline, STATES)


def best_worth(values: Sequence[int], costs: Sequence[int], capacity: int, deadline: Deadline) -> Packing:
    """Choose positions of greatest value within `capacity`; its `cheapest` and `ties` say what else is proved.

    Raises
    ------
    TooHardError
        If the value was not settled in the time and memory there is for it.
    """
    try:
        return pack(values, costs, capacity, deadline, FEW, LITTLE)
    except TooHardError:
        deadline.check()
    try:
        return pack_dear_first(values, costs, capacity, deadline, 0, SOME, LITTLE)
    except TooHardError:
        deadline.check()
    worth = _proved(values, costs, capacity, deadline.part(PROOF))
    mine = Packing(worth.chosen, worth.value, worth.cost, worth.bound, worth.open, worth.cheapest, worth.ties)
    return mine if worth.ties else _first(values, costs, capacity, worth, deadline) or mine


def _proved(values: Sequence[int], costs: Sequence[int], capacity: int, deadline: Deadline) -> BestValue:
    """The best value, by ourselves or by CBC beside us, whoever is first.

    Raises
    ------
    TooHardError
        If nobody proved it in time.
    """
    rival = Rival(values, costs, capacity, deadline)
    try:
        return best_value(values, costs, capacity, deadline.unless(rival.won))
    except TooHardError:
        if rival.answer is None:
            raise
        return rival.answer
    finally:
        rival.stop()


def _first(
    values: Sequence[int], costs: Sequence[int], capacity: int, worth: BestValue, deadline: Deadline
) -> Packing | None:
    """The cheapest selection of the proved value, with the smallest positions; None where that is too hard."""
    try:
        return packed(values, costs, capacity, worth.value, deadline, FEW, MORE)
    except TooHardError:
        pass
    try:
        return pack_dear_first(values, costs, capacity, deadline, worth.value, BRANCHES, MORE)
    except TooHardError:
        return None
