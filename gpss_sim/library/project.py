"""One project of the library, as the budget decision sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

TIERS = (5, 4, 3, 2, 1)
"""Urgency classes, the most urgent first."""

Number = int | float | Fraction | Decimal


def exact(number: Number) -> Fraction:
    """Return a number as people write it, exactly: 9.8 is 98/10, not its nearest binary fraction.

    >>> exact(9.8)
    Fraction(49, 5)
    """
    if isinstance(number, Fraction):
        return number
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def scale_of(numbers: Iterable[Fraction]) -> int:
    """Return the smallest factor that makes every number whole.

    >>> scale_of([Fraction(1, 4), Fraction(1, 6)])
    12
    """
    return lcm(*{number.denominator for number in numbers})


@dataclass(frozen=True, slots=True, kw_only=False)
class Project:
    """A project that may be bought this budget.

    Parameters
    ----------
    id : str
        Identifier, unique in the library.
    urgency : int
        1 (can wait) to 5 (most urgent).
    benefit : int or float or Fraction [any unit]
        What buying the whole project is worth; taken as the decimal number it prints as.
    cost : int or mapping of int to int [fen]
        Price, or price by year; with years the project is bought for all of them or not at all.
    posts, min_posts : int [post]
        Largest and smallest number of posts; a project with ``min_posts < posts`` may be bought in part.
    sources : tuple of str
        Sources of money that may pay for it; empty means any.
    mandatory : bool
        Must be bought.
    requires, excludes : tuple of str
        Projects without which, and with which, it cannot be bought.
    beneficiaries : number or None [person]
        People served, where the library says so.
    """

    id: str
    urgency: int
    benefit: Number
    cost: int | Mapping[int, int]
    name: str = ""
    domain: str = ""
    group: str = ""
    district: str = ""
    form: str = ""
    agency: str = ""
    posts: int = 1
    min_posts: int | None = None
    sources: tuple[str, ...] = ()
    mandatory: bool = False
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    beneficiaries: Number | None = None

    @property
    def total(self) -> int:
        """Price of the whole project over all years [fen]."""
        return self.cost if isinstance(self.cost, int) else sum(self.cost.values())

    @property
    def years(self) -> dict[int | None, int]:
        """Price by year [fen]; the key is None when the library has no years."""
        return {None: self.cost} if isinstance(self.cost, int) else dict(sorted(self.cost.items()))

    @property
    def smallest(self) -> int:
        """Fewest posts in which the project may be bought [post]."""
        return self.posts if self.min_posts is None else self.min_posts

    @property
    def divisible(self) -> bool:
        """Whether fewer than all posts may be bought."""
        return self.smallest < self.posts

    def price(self, posts: int) -> dict[int | None, int]:
        """Price by year when `posts` posts are bought [fen]: proportional, to the nearest fen, halves up."""
        if posts == self.posts:
            return self.years
        return {y: (2 * c * posts + self.posts) // (2 * self.posts) for y, c in self.years.items()}

    def worth(self, posts: int) -> Fraction:
        """Benefit of `posts` posts, proportional."""
        return exact(self.benefit) * posts / self.posts
