"""The knapsack of which few positions fit, against every choice, and by the selections it looks at."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search import few_fit
from gpss_sim.allocation.search.few_fit import FEW, FewChosen, best_of_few
from tests.allocation.search.knapsacks import best_choice, positive, total, whole


def asked(values: list[int], costs: list[int], money: int) -> FewChosen | None:
    return best_of_few(whole(values), whole(costs), money, Deadline())


def test_the_choice_is_the_cheapest_of_greatest_value_with_the_smallest_positions() -> None:
    luck = Random(1)
    for _ in range(300):
        values, costs, money = positive(luck)
        found = asked(values, costs, money)
        assert found is not None
        assert tuple(found.chosen.tolist()) == best_choice(values, costs, money), (values, costs, money)
        assert found.ties


def test_without_room_for_flags_value_and_cost_are_the_same_and_ties_are_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(few_fit, "TIED", 0)
    luck = Random(2)
    for _ in range(60):
        values, costs, money = positive(luck)
        found, best = asked(values, costs, money), best_choice(values, costs, money)
        assert found is not None
        assert not found.ties
        chosen = found.chosen.tolist()
        assert (total(values, chosen), total(costs, chosen)) == (total(values, best), total(costs, best))


def test_of_many_positions_that_are_alike_the_first_are_chosen() -> None:
    for count in (63, 64, 65, 130):
        for fit in (1, 5, FEW):
            found = asked([1] * count, [1] * count, fit)
            assert found is not None
            assert np.flatnonzero(found.chosen).tolist() == list(range(fit))
    last = asked([1] * 69 + [2], [1] * 70, 2)
    assert last is not None
    assert np.flatnonzero(last.chosen).tolist() == [0, 69]


def test_where_more_than_a_few_fit_it_is_not_begun() -> None:
    """What counts is how often the money pays for the median position."""
    costs = [1, 4, 4, 4, 90]
    assert asked([1] * 5, costs, 4 * FEW) is not None
    assert asked([1] * 5, costs, 4 * FEW + 1) is None
    assert asked([], [], 10) is None


def test_an_answer_takes_few_looks_because_what_cannot_lead_on_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    luck = Random(3)
    costs = [luck.randint(50, 150) for _ in range(40)]
    values = [cost + luck.randint(0, 60) for cost in costs]
    monkeypatch.setattr(few_fit, "WORK", LOOKS)
    assert asked(values, costs, 800) is not None
    monkeypatch.setattr(few_fit, "WORK", LOOKS - 1)
    assert asked(values, costs, 800) is None


LOOKS = 5_616
"""Partial selections of the case above: 40 positions have a million million choices."""


def test_time_that_is_up_ends_it() -> None:
    with pytest.raises(TooHardError):
        best_of_few(whole([3, 4]), whole([1, 2]), 2, Deadline.of(-1.0))
