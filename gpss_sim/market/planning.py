"""What the buyer hands to whoever plans its budget, and what it gets back. The market does not know the planner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project of this year's library.

    Parameters
    ----------
    index : int
        Place in the library.
    id : str
        Identifier; ties are broken by it.
    urgency : int
        1 (can wait) … 5 (most urgent).
    benefit : float
        Expected benefit of a year.
    cost : int [fen]
        Ceiling and cost of buying.
    district, domain, group, form : str
        For rules that look at them.
    posts : int [posts]
        Reference staffing.
    remote : bool
        It lies in a remote district.
    """

    index: int
    id: str
    urgency: int
    benefit: float
    cost: int
    district: str
    domain: str
    group: str
    form: str
    posts: int
    remote: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Indices of the projects to buy, and of those next in line, in order."""

    selected: tuple[int, ...]
    reserve: tuple[int, ...]


Planner = Callable[[Sequence[Candidate], int], Plan]
"""Given this year's candidates and the money [fen], decide what to buy."""
