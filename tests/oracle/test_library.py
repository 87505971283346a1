"""T9: what the buyer of a simulated city selects, against enumeration of its library."""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.simulated import run

UNIT = 10_000
TIERS = (5, 4, 3, 2, 1)


class Item(NamedTuple):
    """One project: cost in units of 10,000 yuan."""

    cost: int
    urgency: int
    benefit: int


COSTS, BENEFITS = (30, 45, 25, 60, 20, 40, 35, 15), (90, 120, 60, 150, 55, 95, 98, 30)
EIGHT = [Item(cost, 5, benefit) for cost, benefit in zip(COSTS, BENEFITS, strict=True)]
THREE = [Item(60, 5, 100), Item(50, 5, 80), Item(50, 5, 80)]
PRINTED = [
    ("library", "urgency-first", EIGHT, 120, {0, 1, 2, 4}, 325),
    ("library", "rank-and-cut", EIGHT, 120, {0, 2, 4, 6}, 303),
    ("library_three", "urgency-first", THREE, 100, {1, 2}, 160),
    ("library_three", "rank-and-cut", THREE, 100, {0}, 100),
]


def best(items: list[Item], budget: int) -> set[int]:
    """Most benefit in the most urgent tier, then in the next …; then least money, then the smallest identifiers."""

    def key(chosen: tuple[int, ...]) -> tuple[object, ...]:
        tiers = [-sum(items[k].benefit for k in chosen if items[k].urgency == tier) for tier in TIERS]
        return (*tiers, cost(chosen), chosen)

    def cost(chosen: tuple[int, ...]) -> int:
        return sum(items[k].cost for k in chosen)

    lists = [chosen for size in range(len(items) + 1) for chosen in combinations(range(len(items)), size)]
    return set(min((chosen for chosen in lists if cost(chosen) <= budget), key=key))


def selected(found: dict[tuple[str, str, str], float], number: int) -> set[int]:
    """Projects whose district saw a contract begin."""
    return {k for k in range(number) if found["contract_years", "1", f"p{k}"] == 1}


@pytest.mark.parametrize(("scenario", "policy", "items", "budget", "expected", "value"), PRINTED)
def test_the_printed_libraries(
    tmp_path: Path, scenario: str, policy: str, items: list[Item], budget: int, expected: set[int], value: int
) -> None:
    found = run(tmp_path, f"verification/{scenario}", f"rules.selection={policy}", seed=1)
    assert selected(found, len(items)) == expected
    assert sum(items[k].benefit for k in expected) == value
    assert (best(items, budget) == expected) == (policy == "urgency-first")


ITEMS = st.lists(st.builds(Item, st.integers(1, 9), st.integers(1, 5), st.integers(1, 6)), min_size=2, max_size=7)


@given(items=ITEMS, share=st.integers(0, 10))
@settings(max_examples=25)
def test_any_small_library(items: list[Item], share: int) -> None:
    budget = sum(item.cost for item in items) * share // 10
    places = ", ".join(f'{{ id = "p{k}", residents = 1 }}' for k in range(len(items)))
    rows = ",\n".join(
        f'{{ id = "p{k}", district = "p{k}", domain = "care", posts = 1, cost = {item.cost * UNIT}, '
        f"urgency = {item.urgency}, benefit = {item.benefit} }}"
        for k, item in enumerate(items)
    )
    text = (
        f'extends = "verification/library"\nname = "any"\ntemplates = [\n{rows}\n]\n'
        f"[city]\ndistricts = [{places}]\n[budget]\namount = {budget * UNIT}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "any.toml").write_text(text, "utf-8")
        found = run(Path(folder), Path(folder) / "any.toml", seed=1)
    assert selected(found, len(items)) == best(items, budget)
