"""Linear expressions with whole coefficients, in which rules and objectives are written."""

from __future__ import annotations

Terms = dict[int, int]
"""Coefficients by column of the integer program."""


def plus(*parts: Terms) -> Terms:
    """Sum of expressions.

    >>> plus({0: 1, 1: 2}, {1: 3})
    {0: 1, 1: 5}
    """
    total: Terms = {}
    for part in parts:
        for column, coefficient in part.items():
            total[column] = total.get(column, 0) + coefficient
    return total


def largest(*parts: Terms) -> int:
    """Largest coefficient, at least 1: the unit of an amount beside them, for rows solve best with numbers of one size.

    >>> largest({0: -7}, {1: 2}), largest()
    (7, 1)
    """
    return max((abs(a) for part in parts for a in part.values()), default=0) or 1
