"""Decisions over a handful of projects that cost a few fen, so that every budget can be tried."""

from __future__ import annotations

from itertools import product
from random import Random

from gpss_sim.allocation import Problem, Project, Rules


def packings(values: list[int], costs: list[int]) -> list[tuple[int, int, tuple[int, ...]]]:
    """Value, cost and choice of every subset."""
    found = []
    for choice in product((0, 1), repeat=len(values)):
        taken = tuple(k for k, bit in enumerate(choice) if bit)
        found.append((sum(values[k] for k in taken), sum(costs[k] for k in taken), taken))
    return found


def best_packing(values: list[int], costs: list[int], money: int) -> tuple[int, int, tuple[int, ...]]:
    """Most value, then least money, then the smallest positions, within `money`; nothing without value is taken."""
    able = [
        (value, cost, taken)
        for value, cost, taken in packings(values, costs)
        if cost <= money and all(values[k] for k in taken)
    ]
    return min(able, key=lambda found: (-found[0], found[1], [k not in found[2] for k in range(len(values))]))


def numbers(luck: Random, most: int = 6) -> tuple[list[int], list[int]]:
    """Values, some of them 0, and costs, with ties."""
    count = luck.randint(1, most)
    return [luck.randint(0, 9) for _ in range(count)], [luck.randint(1, 9) for _ in range(count)]


def problem(luck: Random, rules: dict[str, object] | None = None, most: int = 6) -> Problem:
    """One budget over projects of few different numbers."""
    values, costs = numbers(luck, most)
    library = [
        Project(
            f"p{k}",
            luck.randint(2, 5),
            value,
            cost,
            domain=luck.choice("xy"),
            district=luck.choice("SN"),
            agency=luck.choice("uv"),
        )
        for k, (value, cost) in enumerate(zip(values, costs, strict=True))
    ]
    return Problem(library, luck.randint(0, sum(costs)), Rules.model_validate(rules or {}))


CAPPED: dict[str, object] = {
    "limit": [{"name": "two at most", "each": "district", "max_projects": 2}],
    "concentration": [{"name": "one of an agency", "at_most": 1}],
}
"""Rules that tie projects and let budgets be compared."""
