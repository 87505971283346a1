"""Flip points: planted ones are found, intervals hold them, and where there is none that is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.sensitivity.flip import Differences, flip_points

GRID = [0.0, 0.25, 0.5, 0.75, 1.0]


def planted(at: float, slope: float = 3.0, spread: float = 0.0, luck: int = 0, replications: int = 20) -> Differences:
    """A difference that crosses nought at a value; every replication has a height and a slope of its own."""
    draws = ndtri(Streams(luck, 0).uniforms("planted", n=2 * replications)).reshape(2, replications)

    def differences(values: Sequence[float]) -> list[list[float]]:
        return [list(slope * (x - at) * (1 + 0.2 * spread * draws[1]) + spread * draws[0]) for x in values]

    return differences


def test_a_planted_flip_is_found_to_the_tolerance() -> None:
    tried: list[float] = []

    def differences(values: Sequence[float]) -> list[list[float]]:
        tried.extend(values)
        return [[(x - 0.37) ** 3] * 3 for x in values]

    found = flip_points(differences, GRID, 0.005, 0.95, Streams(1, 0))
    assert len(found.flips) == 1
    assert found.flips[0].value == pytest.approx(0.37, abs=0.005)
    assert found.flips[0].rises
    assert len(tried) == len(set(tried)) <= 5 + 6, "halving, and nothing twice"


def wave(values: Sequence[float]) -> list[list[float]]:
    return [[np.cos(2 * np.pi * x + 0.3)] * 2 for x in values]


def test_every_bracket_is_halved() -> None:
    found = flip_points(wave, GRID, 0.01, 0.95, Streams(1, 0))
    truth = [(quarters * np.pi / 2 - 0.3) / (2 * np.pi) for quarters in (1, 3)]
    assert [flip.value for flip in found.flips] == pytest.approx(truth, abs=0.01)
    assert [flip.rises for flip in found.flips] == [False, True]


def test_where_the_sign_stays_there_is_no_flip() -> None:
    found = flip_points(planted(2.0), GRID, 0.01, 0.95, Streams(1, 0))
    assert found.flips == ()
    assert (found.means < 0).all()
    assert list(found.values) == GRID


def test_whole_numbers_stay_whole() -> None:
    found = flip_points(planted(6.4), [1.0, 4.0, 12.0], 1, 0.95, Streams(1, 0))
    assert all(value.is_integer() for value in found.values)
    assert found.flips[0].value == pytest.approx(6.4)


def test_a_flip_that_luck_may_push_out_of_the_range_has_an_open_end() -> None:
    """The mean at the upper end is 0.13 with a standard error of 0.45: many resamples never cross."""
    found = flip_points(planted(0.95, spread=2.0, luck=10), GRID, 0.02, 0.95, Streams(1, 0))
    assert found.flips[-1].high == np.inf
    assert found.flips[-1].low < 0.9


def test_replications_without_a_value_are_left_out() -> None:
    def differences(values: Sequence[float]) -> list[list[float]]:
        return [[x - 0.4, float("nan"), x - 0.4] for x in values]

    assert flip_points(differences, GRID, 0.01, 0.95, Streams(1, 0)).flips[0].value == pytest.approx(0.4)


@pytest.mark.slow
def test_the_interval_holds_the_flip_as_often_as_it_says() -> None:
    held = []
    for luck in range(300):
        found = flip_points(planted(0.37, spread=0.5, luck=luck, replications=30), GRID, 0.02, 0.95, Streams(1, 0))
        held.append(any(flip.low <= 0.37 <= flip.high for flip in found.flips))
    assert 0.91 <= np.mean(held) <= 0.98
