"""Positions far dearer than the rest are decided first: against every choice, and by the branches looked at."""

from __future__ import annotations

from random import Random

import pytest

from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search import branching, knapsack
from gpss_sim.allocation.search.branching import pack_dear_first
from gpss_sim.allocation.search.knapsack import Packing, linear_bound, pack, packed
from gpss_sim.allocation.search.proof_of_value import _Search
from tests.allocation.search.knapsacks import best_choice, positive, total, whole


def uneven(luck: Random) -> tuple[list[int], list[int], int]:
    """A knapsack in which two or three positions cost more than twenty times the median."""
    cheap, dear = luck.randint(5, 6), luck.randint(2, 3)
    costs = [luck.randint(1, 4) for _ in range(cheap)] + [luck.randint(100, 160) for _ in range(dear)]
    values = [0] + [luck.randint(1, 5) for _ in range(cheap - 1)] + [luck.randint(80, 150) for _ in range(dear)]
    together = [*zip(values, costs, strict=True)]
    luck.shuffle(together)
    return [v for v, _ in together], [c for _, c in together], luck.randint(160, sum(costs) - 1)


def valuable(values: list[int], costs: list[int], money: int) -> tuple[int, ...]:
    """Positions of the best choice, of which those worth nothing are never bought."""
    able = [i for i, value in enumerate(values) if value]
    best = best_choice([values[i] for i in able], [costs[i] for i in able], money)
    return tuple(i for i, taken in zip(able, best, strict=True) if taken)


def test_the_choice_is_the_best_with_the_smallest_positions() -> None:
    luck = Random(1)
    for _ in range(120):
        values, costs, money = uneven(luck)
        found = pack_dear_first(values, costs, money, Deadline())
        assert found.chosen == valuable(values, costs, money), (values, costs, money)
        assert (found.value, found.cost) == tuple(sum(x[i] for i in found.chosen) for x in (values, costs))
        assert found.value <= found.bound <= linear_bound(values, costs, money) + max(values)
        usable = [i for i, cost in enumerate(costs) if values[i] and cost <= money]
        assert found.open == sum(costs[i] >= 100 for i in usable)
        least = pack_dear_first(values, costs, money, Deadline(), least=found.value)
        assert least.chosen == found.chosen


def test_a_value_that_no_choice_reaches_is_none() -> None:
    values, costs, money = uneven(Random(2))
    best = pack_dear_first(values, costs, money, Deadline()).value
    with pytest.raises(TooHardError):
        pack_dear_first(values, costs, money, Deadline(), least=best + 1)


def test_dear_is_what_costs_more_than_twenty_times_the_lower_median() -> None:
    assert branching._dear([0, 1, 2, 3], [5, 1, 101, 100]) == [2]
    assert branching._dear([0, 1, 2], [1, 20, 21]) == []
    assert branching._dear([0, 1, 2, 3, 4, 5], [1, 1, 1, 20, 21, 22]) == [5, 4]
    assert branching._dear([1, 2, 3, 4], [1, 1, 1, 50, 50]) == [3, 4]
    assert branching._dear([], [1]) == []
    many = [1] * 60 + [100 + k for k in range(50)]
    assert branching._dear(range(110), many) == [*range(109, 69, -1)]
    for costs in ([3, 4, 5], [1, 1, 20]):
        with pytest.raises(TooHardError):
            pack_dear_first([1, 1, 1], costs, 7, Deadline())


def test_long_libraries_are_begun_only_where_branches_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    values, costs, money = [1] * 6 + [90], [1] * 6 + [100], 103
    monkeypatch.setattr(branching, "MANY", 7)
    assert pack_dear_first(values, costs, money, Deadline(), branches=10).value == 93
    monkeypatch.setattr(branching, "MANY", 6)
    assert pack_dear_first(values, costs, money, Deadline()).value == 93
    with pytest.raises(TooHardError):
        pack_dear_first(values, costs, money, Deadline(), branches=10)


def case(seed: int) -> tuple[list[int], list[int], int]:
    """Sixty cheap positions and twelve dear ones."""
    luck = Random(seed)
    costs = [luck.randint(50, 100) for _ in range(60)] + [luck.randint(5_000, 20_000) for _ in range(12)]
    values = [cost + luck.randint(0, 40) for cost in costs]
    return values, costs, 60_000


def fewest(succeeds: object, high: int) -> int:
    """The least limit with which a question is settled, by halving."""
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        try:
            succeeds(middle)  # type: ignore[operator]
            high = middle
        except TooHardError:
            low = middle
    return high


def test_branches_that_cannot_reach_the_best_are_left() -> None:
    """Of 4,096 ways to decide twelve dear positions hardly any is looked at, the fewer the more is known before."""
    values, costs, money = case(3)
    best = pack_dear_first(values, costs, money, Deadline())
    assert best.value == pack(values, costs, money).value

    def asked(least: int) -> int:
        return fewest(lambda most: pack_dear_first(values, costs, money, Deadline(), least, most), 5_000)

    assert (asked(0), asked(best.value)) == BRANCHES


BRANCHES = (140, 90)
"""Branches of the case above, with nothing known and with the best value known."""


def test_partial_answers_are_looked_at_no_more_often_than_they_must() -> None:
    luck = Random(5)
    costs = [luck.randint(1_000, 9_000) for _ in range(60)]
    values = [cost + luck.randint(0, 900) for cost in costs]
    money = sum(costs) // 3

    def looks(least: int) -> int:
        return fewest(lambda most: packed(values, costs, money, least, Deadline(), work=most), 10**6)

    found = pack(values, costs, money)
    assert (looks(0), looks(found.value), found.open) == LOOKS
    kept = fewest(lambda most: packed(values, costs, money, 0, Deadline(), states=most), 10**6)
    assert kept == KEPT
    assert packed(values, costs, money, found.value + 1, Deadline()) is None


LOOKS = (1_412, 1_304, 29)
"""Partial answers looked at in the case above, with nothing known and with the value; positions the bound left open."""

KEPT = 190
"""Partial answers kept at once."""


def test_packing_agrees_with_every_choice() -> None:
    luck = Random(6)
    for _ in range(200):
        values, costs, money = positive(luck)
        values = [v if luck.random() < 0.9 else 0 for v in values]
        found = pack(values, costs, money)
        expected = valuable(values, costs, money)
        assert found.chosen == expected
        worth = sum(values[i] for i in expected)
        assert (found.value, found.cost) == (worth, sum(costs[i] for i in expected))
        again = packed(values, costs, money, worth, Deadline())
        assert again is not None
        assert again.chosen == expected
        assert packed(values, costs, money, worth + 1, Deadline()) is None
        assert worth <= found.bound
        if all(cost <= money for cost in costs):
            assert found.bound == linear_bound(values, costs, money)


def test_of_two_choices_the_better_is_that_of_more_value_less_cost_smaller_positions() -> None:
    one = Packing((1, 4), 9, 5, 0, 0)
    for worse in (Packing((0,), 8, 1, 0, 0), Packing((0,), 9, 6, 0, 0), Packing((2, 3), 9, 5, 0, 0)):
        assert branching._better(one, worse)
        assert not branching._better(worse, one)
    assert not branching._better(one, one)
    assert branching._better(Packing((1, 3), 9, 5, 0, 0), one)


def test_the_answer_to_begin_with_is_the_best_of_the_fillings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Down the ratios, also without one of the last bought, or with one of the first that are not."""
    from gpss_sim.allocation.search import proof_of_value

    monkeypatch.setattr(proof_of_value, "TURNED", 2)
    luck = Random(7)
    for _ in range(150):
        values, costs, money = positive(luck)
        order = sorted(range(len(costs)), key=lambda i: -values[i] / costs[i])
        spent = [sum(costs[i] for i in order[: k + 1]) for k in range(len(order))]
        cut = sum(cost <= money for cost in spent)

        def down(left: int, given: set[int], without: int | None, order: list[int] = order) -> set[int]:
            for i in order:
                if i != without and i not in given and costs[i] <= left:  # noqa: B023
                    left, given = left - costs[i], given | {i}  # noqa: B023
            return given

        tried = [down(money, set(), None)]
        tried += [down(money, set(), k) for k in order[max(0, cut - 2) : cut]]
        tried += [down(money - costs[k], {k}, k) for k in order[cut : cut + 2] if costs[k] <= money]
        expected = max((sum(values[i] for i in each), -sum(costs[i] for i in each)) for each in tried)
        search = _Search(whole(values), whole(costs), whole([1] * len(costs)), money, Deadline())
        _, last = search.begin()
        assert (search.best.value, -search.best.cost) == expected, (values, costs, money)
        assert last == order[min(cut, len(order) - 1)]
        assert total(values, search.best.chosen.tolist()) == search.best.value


def test_a_good_answer_is_known_before_the_enumeration() -> None:
    """The prefix filled up, or with one position of it given up; never more than the best there is."""
    luck, reached = Random(8), 0
    for _ in range(200):
        values, costs, money = positive(luck)
        if sum(costs) <= money:
            continue
        usable = [i for i in range(len(costs)) if costs[i] <= money]
        if sum(costs[i] for i in usable) <= money:
            continue
        order = sorted(usable, key=lambda i: -values[i] / costs[i])
        filled = [sum(costs[i] for i in order[: k + 1]) for k in range(len(order))]
        cut = next(k for k, spent in enumerate(filled) if spent > money)

        def fill(left: int, rest: list[int]) -> int:
            gained = 0
            for i in rest:
                if costs[i] <= left:  # noqa: B023
                    left, gained = left - costs[i], gained + values[i]  # noqa: B023
            return gained

        prefix, rest = order[:cut], order[cut:]
        worth, spare = sum(values[i] for i in prefix), money - sum(costs[i] for i in prefix)
        tried = [worth + fill(spare, rest), *(worth - values[i] + fill(spare + costs[i], rest) for i in prefix)]
        good = knapsack._incumbent(values, costs, order, cut, money)
        assert good == max(tried)
        reached += good == pack(values, costs, money).value
    assert reached > 50
