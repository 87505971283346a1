"""CBC beside our own proof: the list is the same whoever is first; and all choices where few positions fit."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from gpss_sim.allocation.milp.cbc import has_cbc
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search import packing, rival
from gpss_sim.allocation.search.few_fit import best_of_few
from gpss_sim.allocation.search.knapsack import pack
from gpss_sim.allocation.search.packing import best_worth
from gpss_sim.allocation.search.proof_of_value import best_value
from gpss_sim.allocation.search.proved_value import BestValue
from tests.allocation.search.test_proof_of_value import knapsack

Whole = Sequence[int]


def never(values: Whole, costs: Whole, capacity: int, deadline: Deadline) -> BestValue:
    """A proof of ours that comes to no end."""
    while True:
        deadline.check()


def gives_up(*_: object) -> None:
    raise TooHardError


def dear_and_cheap(luck: Random) -> tuple[list[int], list[int], int]:
    costs = [luck.randint(1, 10_000) for _ in range(120)]
    return [luck.randint(1, 10_000) for _ in costs], costs, sum(costs) // 2


@pytest.mark.skipif(not has_cbc(), reason="no CBC is installed")
def test_the_list_is_the_same_whoever_proves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    values, costs, money = dear_and_cheap(Random(1))
    mine = pack(values, costs, money)
    monkeypatch.setattr(packing, "pack", gives_up)
    monkeypatch.setattr(packing, "pack_dear_first", gives_up)
    monkeypatch.setattr(rival, "HEAD_START", 0.0)
    monkeypatch.setattr("gpss_sim.allocation.milp.race.two_processors", lambda: True)
    ours = best_worth(values, costs, money, Deadline.of(30))
    monkeypatch.setattr(packing, "best_value", never)
    theirs = best_worth(values, costs, money, Deadline.of(30))
    assert mine.chosen == ours.chosen == theirs.chosen
    assert theirs.ties


def test_without_a_second_processor_nobody_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    values, costs, money = dear_and_cheap(Random(2))
    monkeypatch.setattr(rival, "HEAD_START", 0.0)
    monkeypatch.setattr("gpss_sim.allocation.milp.race.two_processors", lambda: False)
    beside = rival.Rival(values, costs, money, Deadline.of(30))
    assert not beside.won()
    assert not beside.won()
    beside.stop()


@pytest.mark.skipif(not has_cbc(), reason="no CBC is installed")
def test_a_rival_that_is_not_needed_any_more_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    luck = Random(3)
    costs = [luck.randint(1, 10**6) for _ in range(3_000)]
    monkeypatch.setattr(rival, "HEAD_START", 0.0)
    monkeypatch.setattr("gpss_sim.allocation.milp.race.two_processors", lambda: True)
    values = [cost + 10**5 for cost in costs]
    monkeypatch.setattr(rival, "EXACT", 10**12)
    beside = rival.Rival(values, costs, sum(costs) // 2, Deadline.of(60))
    assert not beside.won()
    run = beside._run
    assert run is not None
    beside.stop()
    assert run.ended


def test_few_positions_that_fit_are_settled_to_the_last_tie() -> None:
    settled = 0
    for seed in range(400):
        values, costs, money = knapsack(Random(seed))
        able = [i for i, cost in enumerate(costs) if values[i] > 0 and cost <= money]
        few = best_of_few(np.array([values[i] for i in able]), np.array([costs[i] for i in able]), money, Deadline())
        if few is not None:
            settled += 1
            assert tuple(able[k] for k in np.flatnonzero(few.chosen)) == pack(values, costs, money).chosen
    assert settled > 200


def test_groups_near_a_half_and_a_quarter_of_the_money_are_proved_at_once() -> None:
    """The linear bound of such a library lies a third above what can be reached."""
    luck, money = Random(1), 10**10
    near = [int((1 / part + 1e-5) * money) for part in (2, 4) for _ in range(270)] + [0] * 60
    values, costs = ([c + luck.randint(1, 100) for c in near] for _ in range(2))
    found = best_value(values, costs, money, Deadline.of(60))
    assert found.ties
    assert sum(costs[i] for i in found.chosen) == found.cost <= money
