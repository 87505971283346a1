"""Small knapsacks, and every choice of their positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

import numpy as np

from gpss_sim.allocation.search.relaxation import Whole


def whole(numbers: Sequence[int]) -> Whole:
    """Whole numbers as the arrays of a proof have them."""
    return np.array(numbers, dtype=np.int64)


def choices(n: int) -> Iterator[tuple[bool, ...]]:
    """Every choice of so many positions."""
    return product((False, True), repeat=n)


def total(numbers: Sequence[int], chosen: Sequence[bool]) -> int:
    """Sum of the numbers of a choice."""
    return sum(number for number, taken in zip(numbers, chosen, strict=True) if taken)


def best_choice(values: Sequence[int], costs: Sequence[int], money: int) -> tuple[bool, ...]:
    """Most value, then least cost, then the smallest positions."""
    able = [chosen for chosen in choices(len(costs)) if total(costs, chosen) <= money]
    return max(able, key=lambda chosen: (total(values, chosen), -total(costs, chosen), chosen))


def positive(luck: Random, most: int = 8, largest: int = 12) -> tuple[list[int], list[int], int]:
    """Values and costs above 0, with ties, and money for some of them."""
    n = luck.randint(1, most)
    values, costs = ([luck.randint(1, largest) for _ in range(n)] for _ in range(2))
    return values, costs, luck.randint(0, sum(costs))
