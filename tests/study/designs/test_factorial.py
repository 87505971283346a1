"""Factorial designs: balance and resolution, counted by brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from gpss_sim.study.designs.factorial import fractional, full, one_at_a_time


def signs(factors: int) -> np.ndarray:
    return 2 * np.array(fractional(factors)) - 1


def test_full_takes_every_combination_once_and_the_last_factor_changes_fastest() -> None:
    rows = full([2, 3])
    assert rows == tuple((a, b) for a in range(2) for b in range(3))


@pytest.mark.parametrize("sizes", [[2], [3, 2, 4], [1, 2]])
def test_one_at_a_time_leaves_the_start_in_one_factor_only(sizes: list[int]) -> None:
    rows = one_at_a_time(sizes)
    assert rows[0] == (0,) * len(sizes)
    assert len(rows) == len(set(rows)) == 1 + sum(size - 1 for size in sizes)
    assert all(sum(level > 0 for level in row) == 1 for row in rows[1:])


@pytest.mark.parametrize("factors", range(1, 18))
def test_a_fraction_has_resolution_four_and_is_the_smallest(factors: int) -> None:
    """Every product of up to three columns sums to nought: no main effect shares a contrast with a pair."""
    table = signs(factors)
    runs = len(table)
    for size in (1, 2, 3):
        for columns in itertools.combinations(range(factors), size):
            assert table[:, columns].prod(axis=1).sum() == 0, columns
    # A resolution IV design of k factors needs 2k runs at least (Webb 1968).
    assert runs >= min(2 * factors, 2**factors)
    assert runs == min(2 ** int(np.ceil(np.log2(2 * factors))), 2**factors)
    assert not any(fractional(factors)[0]), "the first run has every factor at its first level"


def test_five_factors_in_sixteen_runs_have_resolution_five() -> None:
    table = signs(5)
    assert len(table) == 16
    assert all(table[:, columns].prod(axis=1).sum() == 0 for columns in itertools.combinations(range(5), 4))


def test_main_effects_are_found_among_pairs() -> None:
    """y = x0 − 2 x3 + 5 x1 x2: the pair does not touch the effects of the seven factors."""
    table = signs(7)
    y = table[:, 0] - 2 * table[:, 3] + 5 * table[:, 1] * table[:, 2]
    assert list(table.T @ y / len(table)) == [1, 0, 0, -2, 0, 0, 0]
