"""Trajectories of mixed factors: one factor a step, every factor once, steps as written down."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from gpss_sim.streams import Streams
from gpss_sim.study.designs.morris import trajectories
from gpss_sim.study.designs.scales import FactorScale

MIXED = (
    FactorScale(0.0, 1.0),
    FactorScale(0.01, 10.0, log=True),
    FactorScale(1, 3),
    FactorScale(0, 100),
    FactorScale(values=("a", "b", "c")),
    FactorScale(values=(False, True)),
    FactorScale(values=(1, 2, 5)),
)
NUMBER = 200
WALKS = trajectories(NUMBER, MIXED, 4, Streams(5, 0))
POINTS = WALKS.points.reshape(NUMBER, len(MIXED) + 1, len(MIXED))


def test_each_step_moves_the_factor_it_says_and_no_other() -> None:
    changed = POINTS[:, 1:] != POINTS[:, :-1]
    assert (changed.sum(axis=2) == 1).all()
    assert (changed.argmax(axis=2) == WALKS.moved).all()


def test_every_factor_moves_once_in_each_trajectory() -> None:
    assert (np.sort(WALKS.moved, axis=1) == np.arange(len(MIXED))).all()
    assert len({tuple(row) for row in WALKS.moved}) > NUMBER / 2, "orders differ"


@pytest.mark.parametrize("factor", [0, 1, 3])
def test_a_range_moves_by_two_thirds_between_four_equally_likely_levels(factor: int) -> None:
    at = np.argwhere(WALKS.moved == factor)
    assert {round(abs(WALKS.steps[walk, step]), 9) for walk, step in at} == {round(2 / 3, 9)}
    moves = [POINTS[walk, step + 1, factor] - POINTS[walk, step, factor] for walk, step in at]
    assert np.allclose(moves, [WALKS.steps[walk, step] for walk, step in at])
    levels = Counter(round(POINTS[walk, 0, factor] * 3) for walk in range(NUMBER))
    assert set(levels) == {0, 1, 2, 3}
    assert min(levels.values()) > NUMBER / 4 * 0.6


def test_few_whole_numbers_and_lists_have_a_level_for_each_value() -> None:
    values = {factor: {MIXED[factor].at(share) for share in POINTS[:, :, factor].ravel()} for factor in (2, 4, 5, 6)}
    assert values == {2: {1, 2, 3}, 4: {"a", "b", "c"}, 5: {False, True}, 6: {1, 2, 5}}


def test_many_whole_numbers_keep_to_the_grid() -> None:
    assert {MIXED[3].at(share) for share in POINTS[:, :, 3].ravel()} == {0, 33, 67, 100}


def test_a_list_without_order_moves_between_any_two_values_and_its_step_counts_as_one() -> None:
    at = np.argwhere(WALKS.moved == 4)
    pairs = Counter(tuple(MIXED[4].at(POINTS[walk, step + k, 4]) for k in (0, 1)) for walk, step in at)
    assert len(pairs) == 6
    assert {WALKS.steps[walk, step] for walk, step in at} == {1.0}


def test_more_trajectories_leave_the_first_as_they_were() -> None:
    assert (trajectories(3, MIXED, 4, Streams(5, 0)).points == WALKS.points[: 3 * (len(MIXED) + 1)]).all()
