"""Generated libraries of the kinds that the literature of the knapsack calls easy and hard, of any size.

References
----------
Pisinger (2005), Where are the hard knapsack problems?; Jooken, Leyman and De Causmaecker (2022), A new class of hard
problem instances for the 0-1 knapsack problem; Glover and Kochenberger (1996), Critical event tabu search.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

RANGE = 10_000
"""Costs lie between 1 and so many units."""

Items = tuple[list[int], list[int]]
"""Values and costs."""


@dataclass(frozen=True, slots=True)
class Knapsack:
    """A library over one budget.

    Parameters
    ----------
    name : str
    values : list of int
    costs : list of int [yuan]
    capacity : int [yuan]
    """

    name: str
    values: list[int]
    costs: list[int]
    capacity: int

    def write(self, path: Path) -> None:
        """Write it as a project library."""
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "urgency", "benefit", "cost"))
            rows.writerows(
                (f"p{k:06}", 1 + k % 5, v, c) for k, (v, c) in enumerate(zip(self.values, self.costs, strict=True))
            )


def _uncorrelated(luck: Random, n: int) -> Items:
    return [luck.randint(1, RANGE) for _ in range(n)], [luck.randint(1, RANGE) for _ in range(n)]


def _weakly(luck: Random, n: int) -> Items:
    costs = [luck.randint(1, RANGE) for _ in range(n)]
    return [max(1, luck.randint(c - RANGE // 10, c + RANGE // 10)) for c in costs], costs


def _strongly(luck: Random, n: int) -> Items:
    costs = [luck.randint(1, RANGE) for _ in range(n)]
    return [c + RANGE // 10 for c in costs], costs


def _inverse(luck: Random, n: int) -> Items:
    values = [luck.randint(1, RANGE) for _ in range(n)]
    return values, [v + RANGE // 10 for v in values]


def _almost(luck: Random, n: int) -> Items:
    costs = [luck.randint(1, RANGE) for _ in range(n)]
    return [luck.randint(c + RANGE // 10 - RANGE // 500, c + RANGE // 10 + RANGE // 500) for c in costs], costs


def _subset_sum(luck: Random, n: int) -> Items:
    costs = [luck.randint(1, RANGE) for _ in range(n)]
    return list(costs), costs


def _ceiling(luck: Random, n: int) -> Items:
    costs = [luck.randint(1, RANGE) for _ in range(n)]
    return [3 * -(-c // 3) for c in costs], costs


def _spanner(luck: Random, n: int) -> Items:
    """Multiples, up to ten, of two strongly correlated projects."""
    few = [luck.randint(1, RANGE) for _ in range(2)]
    key = [(-(-2 * (c + RANGE // 10) // 10), -(-2 * c // 10)) for c in few]
    found = [(luck.randint(1, 10), key[luck.randrange(2)]) for _ in range(n)]
    return [times * v for times, (v, _) in found], [times * c for times, (_, c) in found]


def _heavy(luck: Random, n: int) -> Items:
    """Pareto tails of costs and of values for money."""
    costs = [int(1000 * min(luck.paretovariate(1.2), 1e6)) for _ in range(n)]
    return [max(1, int(c * luck.paretovariate(1.5) / 100)) for c in costs], costs


def _mixed(luck: Random, n: int) -> Items:
    """Prices of three currencies beside each other: one in a hundred projects counts ten thousand times as much."""
    values, costs = _uncorrelated(luck, n)
    scale = [10_000 if luck.random() < 0.01 else 100 if luck.random() < 0.1 else 1 for _ in range(n)]
    return [v * s for v, s in zip(values, scale, strict=True)], [c * s for c, s in zip(costs, scale, strict=True)]


FAMILIES: dict[str, Callable[[Random, int], Items]] = {
    "uncorrelated": _uncorrelated,
    "weakly": _weakly,
    "strongly": _strongly,
    "inverse strongly": _inverse,
    "almost strongly": _almost,
    "subset-sum": _subset_sum,
    "profit ceiling": _ceiling,
    "spanner": _spanner,
    "heavy tails": _heavy,
    "mixed scales": _mixed,
}
SIZES = (100, 1_000, 10_000, 100_000)


def family(name: str, n: int, seed: int = 1) -> Knapsack:
    """One library of a family, with half the money that everything costs."""
    values, costs = FAMILIES[name](Random(f"{name}/{n}/{seed}"), n)
    return Knapsack(f"{name} {n:,}", values, costs, sum(costs) // 2)


def dear(ordinary: int = 1000, few: int = 10, seed: int = 1) -> Knapsack:
    """Ordinary projects and a few a thousand times as dear; 30 % of the money."""
    luck = Random(seed)
    costs = [luck.randint(10_000, 100_000) for _ in range(ordinary)]
    values = [luck.randint(1, 1000) for _ in range(ordinary)]
    costs += [luck.randint(10**7, 10**8) for _ in range(few)]
    values += [luck.randint(10**5, 10**6) for _ in range(few)]
    return Knapsack("ordinary and dear", values, costs, sum(costs) * 3 // 10)


def noisy_groups(n: int, money: int, groups: int, share: float, eps: float, small: int, seed: int = 1) -> Knapsack:
    """Groups near 1/2, 1/4, … of the money, each with noise, and a share of tiny projects."""
    luck = Random(seed)
    tiny = int(n * share)
    values, costs = [], []
    part = 2
    for group in range(groups):
        for _ in range((n - tiny) // groups + (group < (n - tiny) % groups)):
            values.append(int((1 / part + eps) * money) + luck.randint(1, small))
            costs.append(int((1 / part + eps) * money) + luck.randint(1, small))
        part *= 2
    values += [luck.randint(1, small) for _ in range(tiny)]
    costs += [luck.randint(1, small) for _ in range(tiny)]
    return Knapsack(f"noisy groups {n}", values, costs, money)
