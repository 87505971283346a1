"""What a search brought home, and the time it has left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from gpss_sim.allocation.plan.outcome import Tier

Clock = Callable[[], float | None]
"""Seconds that are left; None without a limit."""


@dataclass(slots=True)
class Found:
    """What a search brought home.

    Parameters
    ----------
    posts : dict of int to int [post] or None
        Posts by position; None when there is no list.
    stages : list of Tier
        Goal by goal, proved or not.
    infeasible : bool
        Whether it is proved that no list keeps the rules.
    ties_proven : bool
        Whether least money and smallest ids were proved.
    solvers : list of str
        Who answered, in order.
    """

    posts: dict[int, int] | None = None
    stages: list[Tier] = field(default_factory=list)
    infeasible: bool = False
    ties_proven: bool = False
    solvers: list[str] = field(default_factory=list)


def clock(limit: float | None) -> Clock:
    """Return a function that tells the seconds left of `limit`."""
    end = None if limit is None else perf_counter() + limit
    return lambda: None if end is None else max(0.05, end - perf_counter())
