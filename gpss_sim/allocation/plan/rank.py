"""Which of two plans is better."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class RankKey:
    """Value first, then least money, then the smallest ids, then most posts in them; the greater key is the better.

    Parameters
    ----------
    value : tuple of Fraction
        Objectives in the order in which they are compared.
    saved : int [fen]
        Money spent, negated.
    bought : tuple of bool
        By position, so that of two plans the one that holds the smallest id they differ in comes first.
    posts : tuple of int [post]
        By position.
    """

    value: tuple[Fraction, ...]
    saved: int
    bought: tuple[bool, ...]
    posts: tuple[int, ...]
