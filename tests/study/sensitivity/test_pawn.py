"""PAWN on a sample of any kind: known distances, ranks, and what luck alone gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from gpss_sim.streams import Streams
from gpss_sim.study.designs.latin import latin_hypercube
from gpss_sim.study.sensitivity.pawn import _distances, _idle, _parts, pawn
from tests.study.sensitivity.functions import ishigami

STREAMS = Streams(6, 0)


def test_distances_are_those_of_scipy_with_ties() -> None:
    outcome = np.round(STREAMS.uniforms("tied", n=200), 1)
    part = (STREAMS.uniforms("parts", n=200) * 3).astype(int)
    expected = [stats.ks_2samp(outcome[part == k], outcome).statistic for k in range(3)]
    assert list(_distances(part, outcome)) == pytest.approx(expected)


def test_a_factor_that_is_the_outcome_has_the_distance_of_its_slices() -> None:
    """In eight slices of a uniform outcome the distances are 7/8, 6/8, 5/8, 4/8 and back: median 11/16."""
    shares = latin_hypercube(800, 2, STREAMS)
    found = pawn(shares, [None, None], shares[:, 0], 0.95, STREAMS)
    assert found.median[0].value == pytest.approx(11 / 16, abs=0.01)
    assert found.largest[0].value == pytest.approx(7 / 8, abs=0.01)
    assert found.median[1].value == pytest.approx(found.idle[1].value, abs=0.05)


def test_a_choice_of_two_values_has_two_parts() -> None:
    shares = latin_hypercube(400, 1, STREAMS)
    found = pawn(shares, [2], (shares[:, 0] < 0.5) * 1.0, 0.95, STREAMS)
    assert found.median[0].value == pytest.approx(0.5)


def test_ishigami_is_ranked_and_an_idle_factor_is_seen_as_idle() -> None:
    shares = latin_hypercube(1600, 4, STREAMS)
    found = pawn(shares, [None] * 4, ishigami(shares), 0.95, STREAMS)
    first, second, third, idle = (each.value for each in found.median)
    assert second > first > third > idle
    assert found.median[2].value > found.idle[0].high
    assert found.median[3].value < found.idle[0].high


def test_a_factor_that_does_nothing_passes_for_one_that_does_as_seldom_as_stated() -> None:
    """Both of a pair stay below at a joint level of 90 %: one passes in 5 %, whatever its number of parts."""
    for number in (2, 6):
        passed = []
        for luck in range(150):
            outcome = Streams(luck, 1).uniforms("outcome", n=60)
            column = Streams(luck, 3).uniforms("column", n=60)
            ends = _idle(number, outcome, 1 - 2 * 0.1 / 2, Streams(luck, 2))
            passed.append(np.median(_distances(_parts(column, number), outcome)) > ends.high)
        assert 0 < np.mean(passed) <= 0.1


def test_rows_without_a_value_are_left_out() -> None:
    shares = latin_hypercube(300, 2, STREAMS)
    outcome = shares[:, 0].copy()
    outcome[::7] = np.nan
    assert pawn(shares, [None, None], outcome, 0.95, STREAMS).median[0].value == pytest.approx(11 / 16, abs=0.05)
