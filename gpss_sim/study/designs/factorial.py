"""Factorial designs on a few levels: all combinations, a two-level fraction of them, one factor at a time.

References
----------
Box, G. E. P., Hunter, J. S. (1961). The 2^(k−p) fractional factorial designs. Technometrics 3, 311–351 and 449–458.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

Levels = tuple[tuple[int, ...], ...]
"""Level of every factor (columns), counted from 0, in every run (rows)."""


def full(sizes: Sequence[int]) -> Levels:
    """All combinations; the last factor changes fastest.

    Parameters
    ----------
    sizes : sequence of int
        Number of levels of each factor.

    >>> full([2, 2])
    ((0, 0), (0, 1), (1, 0), (1, 1))
    """
    return tuple(itertools.product(*map(range, sizes)))


def one_at_a_time(sizes: Sequence[int]) -> Levels:
    """Every factor at its first level, then each other level of each factor alone.

    Parameters
    ----------
    sizes : sequence of int
        Number of levels of each factor.

    >>> one_at_a_time([2, 3])
    ((0, 0), (1, 0), (0, 1), (0, 2))
    """
    start = (0,) * len(sizes)
    changed = (
        (*start[:factor], level, *start[factor + 1 :]) for factor, size in enumerate(sizes) for level in range(1, size)
    )
    return (start, *changed)


def fractional(factors: int) -> Levels:
    """Smallest regular two-level fraction of resolution IV or better.

    Main effects are clear of one another and of every interaction of two factors; interactions of two factors may be
    aliased with one another.

    Parameters
    ----------
    factors : int
        Number of factors, at least 1.

    Notes
    -----
    2^m runs hold up to 2^(m−1) factors. The first m columns are a full factorial; every further column is the product
    of an odd number (three or more) of them, so every word of the defining relation has even length, four at least.
    A single further column is the product of all m: resolution m + 1.

    >>> len(fractional(3)), len(fractional(4)), len(fractional(8)), len(fractional(9))
    (8, 8, 16, 32)
    """
    base = next(m for m in itertools.count(1) if factors <= max(m, 2 ** (m - 1)))
    words = _words(base, factors - base)
    rows = full([2] * base)
    return tuple((*row, *(_product(row, word) for word in words)) for row in rows)


def _words(base: int, number: int) -> list[tuple[int, ...]]:
    """Columns of the base whose product makes each further column."""
    if number <= 0:
        return []
    if number == 1:
        return [tuple(range(base))]
    return list(itertools.islice(_odd_words(base), number))


def _odd_words(base: int) -> Iterator[tuple[int, ...]]:
    for length in range(3, base + 1, 2):
        yield from itertools.combinations(range(base), length)


def _product(row: Sequence[int], word: Sequence[int]) -> int:
    """Level of a product of columns: −1 and 1 are written 0 and 1.

    The sign of the product of j columns is chosen so that the first run has every factor at level 0.
    """
    return sum(row[column] for column in word) % 2
