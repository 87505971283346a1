"""Choices down one order of a knapsack, against going down it one by one."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation.search.greedy_fills import GreedyFills
from tests.allocation.search.knapsacks import positive, whole


def one_by_one(costs: list[int], order: list[int], money: int, left_out: int | None) -> list[bool]:
    chosen = [False] * len(costs)
    for k in order:
        if k != left_out and costs[k] <= money:
            money, chosen[k] = money - costs[k], True
    return chosen


def test_what_fits_is_taken_down_the_order() -> None:
    luck = Random(7)
    for _ in range(300):
        values, costs, money = positive(luck)
        order = [*range(len(costs))]
        luck.shuffle(order)
        fills = GreedyFills(whole(values), whole(costs), whole(order))
        for without in (None, *range(len(order))):
            fill = fills.fill(money, without)
            expected = one_by_one(costs, order, money, None if without is None else order[without])
            assert fills.chosen(fill).tolist() == expected
            assert fill.value == sum(v for v, taken in zip(values, expected, strict=True) if taken)
            assert fill.cost == sum(c for c, taken in zip(costs, expected, strict=True) if taken)


@pytest.mark.parametrize(("money", "place"), [(0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (100, 3)])
def test_the_money_runs_out_at_the_first_that_does_not_fit(money: int, place: int) -> None:
    assert GreedyFills(whole([1, 1, 1]), whole([3, 5, 1]), whole([0, 1, 2])).cut(money) == place


def test_of_nothing_nothing_is_taken() -> None:
    fills = GreedyFills(whole([]), whole([]), whole([]))
    assert fills.fill(5)[:3] == (0, 0, 0)
    assert fills.chosen(fills.fill(5)).tolist() == []
