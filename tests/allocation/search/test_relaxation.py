"""Linear bounds of a knapsack and what turning a position round loses, in exact fractions and against every choice."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from random import Random

import numpy as np
import pytest

from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search import partial_selections
from gpss_sim.allocation.search.alike import alike, apart
from gpss_sim.allocation.search.knapsack import linear_bound
from gpss_sim.allocation.search.relaxation import Prices, Relaxation
from tests.allocation.search.knapsacks import choices, positive, total, whole


def relaxation(values: list[int], costs: list[int], money: int, times: list[int] | None = None) -> Relaxation:
    size = float(max(sum(values), sum(costs)))
    return Relaxation(whole(values), whole(costs), whole(times or [1] * len(values)), money, size, Deadline())


def linear(values: list[int], costs: list[int], money: int) -> Fraction:
    """Value of the best choice when the last position may be bought in part."""
    worth = Fraction(0)
    for value, cost in sorted(zip(values, costs, strict=True), key=lambda pair: -Fraction(*pair)):
        part = min(Fraction(1), Fraction(money, cost))
        worth, money = worth + part * value, max(0, money - cost)
        if part < 1:
            break
    return worth


def check_losses(prices: Prices, values: list[int], costs: list[int], money: int, places: int) -> None:
    """Start and losses are those of the prices: value less the price of money and place, position by position."""
    gains = [v - prices.money * c - prices.place for v, c in zip(values, costs, strict=True)]
    for k, gain in enumerate(gains):
        assert prices.loss[k] == pytest.approx(abs(gain), abs=1e-9)
        assert bool(prices.start[k]) == (gain > 0) or abs(gain) < 1e-9
    bound = sum(max(0.0, gain) for gain in gains) + prices.money * money + prices.place * places
    assert prices.bound == pytest.approx(bound)
    assert prices.top == floor(prices.bound + 1e-9)


def test_the_bound_is_that_of_the_linear_relaxation() -> None:
    luck = Random(1)
    for _ in range(200):
        values, costs, money = positive(luck)
        plain = relaxation(values, costs, money).plain
        exact = linear(values, costs, money)
        assert plain.bound == pytest.approx(float(exact))
        assert plain.top == floor(exact) == linear_bound(values, costs, money)
        check_losses(plain, values, costs, money, 0)


def test_a_price_for_places_bounds_choices_of_that_many_positions() -> None:
    luck = Random(2)
    for _ in range(100):
        values, costs, money = positive(luck, 6)
        asked = relaxation(values, costs, money)
        for place, places in ((1, 2), (3, 1), (-2, 3), (-5, 4)):
            prices = asked._prices(place, places)
            assert prices.place == place
            check_losses(prices, values, costs, money, places)
            for chosen in choices(len(values)):
                fits = total(costs, chosen) <= money
                if fits and (sum(chosen) <= places if place > 0 else sum(chosen) >= places):
                    assert total(values, chosen) <= prices.bound + 1e-9


def test_with_places_limited_the_bound_holds_for_every_choice_that_is_worth_as_much() -> None:
    luck, tighter = Random(3), 0
    for _ in range(150):
        values, costs, money = positive(luck, 7)
        costs = [min(cost, max(money, 1)) for cost in costs]
        money = max(money, 1)
        if luck.random() < 0.5:
            values = [cost + 4 for cost in costs]
        asked = relaxation(values, costs, money)
        able = [total(values, chosen) for chosen in choices(len(values)) if total(costs, chosen) <= money]
        limited = asked.limited(max(able) - 1)
        assert max(able) <= limited.bound + 1e-9
        assert limited.bound <= asked.plain.bound
        tighter += limited.top < asked.plain.top
    assert tighter > 10


def test_of_all_prices_of_a_place_the_one_with_the_least_bound_is_found() -> None:
    luck = Random(4)
    for _ in range(60):
        values, costs, money = positive(luck, 7)
        asked = relaxation(values, costs, money)
        for places, low, high in ((2, 0, max(values)), (len(values), -max(costs), 0), (3, -1, 1), (1, 2, 2)):
            least = min(asked._prices(place, places).bound for place in range(low, high + 1))
            found = asked._least(places, low, high)
            assert found.bound == pytest.approx(least)
            assert low <= found.place <= high


def test_one_more_position_than_the_linear_choice_has() -> None:
    luck = Random(5)
    for _ in range(80):
        values, costs, money = positive(luck, 7)
        asked = relaxation(values, costs, money)
        more = int(asked.plain.start.sum()) + 1
        prices = asked.one_more()
        assert prices.bound == pytest.approx(min(asked._prices(p, more).bound for p in range(-max(costs), 1)))
        for chosen in choices(len(values)):
            if total(costs, chosen) <= money and sum(chosen) >= more:
                assert total(values, chosen) <= prices.bound + 1e-9


def test_groups_of_positions_count_as_many_places_as_they_stand_for() -> None:
    """Two of a kind taken together need two places; limits of places are those of the positions apart."""
    luck = Random(6)
    for _ in range(60):
        values, costs, money = positive(luck, 5)
        apart_ = relaxation([v for v in values for _ in "ab"], [c for c in costs for _ in "ab"], money)
        pairs = relaxation([2 * v for v in values], [2 * c for c in costs], money, [2] * len(values))
        assert pairs.plain.bound == pytest.approx(apart_.plain.bound)
        for place in (1, -2):
            assert pairs._prices(place, 3).bound == pytest.approx(apart_._prices(place, 3).bound)


def test_nothing_to_choose_from_is_worth_nothing() -> None:
    plain = relaxation([], [], 5).plain
    assert (plain.money, plain.bound, plain.top, len(plain.start), len(plain.loss), plain.place) == (0, 0, 0, 0, 0, 0)


def test_kept_is_what_is_worth_more_than_everything_that_costs_no_more() -> None:
    luck = Random(8)
    for _ in range(200):
        values, costs, _ = positive(luck, 8, 5)
        kept = partial_selections.undominated(whole(costs), whole(values)).tolist()
        pairs = {*zip(costs, values, strict=True)}
        expected = sorted((c, v) for c, v in pairs if not any(d <= c and w >= v for d, w in pairs if (d, w) != (c, v)))
        assert [(costs[k], values[k]) for k in kept] == expected


def test_thinned_out_are_those_that_have_lost_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial_selections, "NARROW", 3)
    kept, loss = whole([5, 7, 8, 11, 12]), np.array([4.0, 0.0, 9.0, 2.0, 7.0])
    assert partial_selections.thinned(kept, loss, 0.5).tolist() == [5, 7, 11]
    assert partial_selections.thinned(kept, loss, 0.0).tolist() == [5, 7, 11]
    equals = partial_selections.thinned(whole([*range(100)]), np.zeros(100), 1.0).tolist()
    assert equals == sorted(equals)
    assert len(equals) == 3
    assert max(equals) - min(equals) > 10, "of equals those kept lie apart"


def test_positions_that_are_alike_are_taken_in_groups_of_1_2_4() -> None:
    values, costs = [3, 1, 3, 3, 1, 3, 3, 3], [2, 1, 2, 2, 1, 2, 2, 2]
    groups = alike(whole(values), whole(costs))
    assert groups is not None
    assert [group.tolist() for group in groups] == [[1], [4], [0], [2, 3], [5, 6, 7]]
    assert alike(whole([1, 1, 2, 2]), whole([1, 1, 1, 1])) is not None
    assert alike(whole([1, 1, 2]), whole([1, 1, 1])) is None
    assert alike(whole([1, 1]), whole([1, 2])) is None
    seven = alike(whole([1] * 7), whole([1] * 7))
    assert seven is not None
    assert [len(group) for group in seven] == [1, 2, 4]


def test_groups_taken_are_as_many_of_the_first_of_their_kind() -> None:
    values, costs = [3, 1, 3, 3, 1, 3, 3, 3], [2, 1, 2, 2, 1, 2, 2, 2]
    v, w = whole(values), whole(costs)
    groups = alike(v, w)
    assert groups is not None
    for chosen in choices(len(groups)):
        places = apart(groups, np.array(chosen), v, w).tolist()
        ones = sum(len(group) for group, there in zip(groups, chosen, strict=True) if there and v[group[0]] == 1)
        threes = sum(len(group) for group, there in zip(groups, chosen, strict=True) if there and v[group[0]] == 3)
        assert places == sorted([1, 4][:ones] + [0, 2, 3, 5, 6, 7][:threes])
