"""T9: the best list within a budget by enumeration, and the officials' list by ratio."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

Item = tuple[int, int]
"""Cost and benefit."""


def best(items: Sequence[Item], budget: int) -> int:
    """Largest benefit that the budget buys, over all lists.

    >>> best([(60, 100), (50, 80), (50, 80)], 100)
    160
    """
    lists = (chosen for size in range(len(items) + 1) for chosen in combinations(items, size))
    return max(sum(benefit for _, benefit in chosen) for chosen in lists if sum(c for c, _ in chosen) <= budget)


def by_ratio(items: Sequence[Item], budget: int) -> int:
    """Benefit of taking the best ratio first and skipping what does not fit.

    >>> by_ratio([(60, 100), (50, 80), (50, 80)], 100)
    100
    """
    total = 0
    for cost, benefit in sorted(items, key=lambda item: -item[1] / item[0]):
        if cost <= budget:
            budget, total = budget - cost, total + benefit
    return total
