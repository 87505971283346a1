"""A proved best value of a knapsack, and one choice that has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BestValue:
    """A proved best value.

    Parameters
    ----------
    chosen : tuple of int
        Positions of a choice that has it, ascending.
    value, cost : int
        Totals of the choice.
    cheapest : bool
        Whether it is proved that no choice of this value is cheaper.
    bound : int
        Upper bound from which the proof began.
    open : int
        Positions that the bound alone could not settle.
    ties : bool
        Whether it is proved that no choice of this value and cost has smaller positions.
    """

    chosen: tuple[int, ...]
    value: int
    cost: int
    cheapest: bool
    bound: int
    open: int
    ties: bool = False
