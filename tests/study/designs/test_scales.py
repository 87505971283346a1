"""Scales: equal parts for equal values, ends reached, whole numbers whole."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from gpss_sim.study.designs.scales import FactorScale

SHARES = (np.arange(6000) + 0.5) / 6000


def test_a_real_range_reaches_its_ends_and_is_straight() -> None:
    scale = FactorScale(0.5, 2.5)
    assert [scale.at(share) for share in (0.0, 0.25, 1.0)] == [0.5, 1.0, 2.5]
    assert not scale.whole


@pytest.mark.parametrize("scale", [FactorScale(1, 6), FactorScale(values=("a", "b", "c"))])
def test_every_value_of_a_list_or_of_whole_numbers_is_equally_likely(scale: FactorScale) -> None:
    counts = Counter(scale.at(share) for share in SHARES)
    assert len(counts) == scale.size
    assert len(set(counts.values())) == 1
    assert {scale.at(0.0), scale.at(1.0)} <= set(counts)


def test_equal_ratios_are_equally_likely_on_a_log_scale() -> None:
    scale = FactorScale(0.01, 1.0, log=True)
    values = [scale.at(share) for share in SHARES]
    assert np.mean([value < 0.1 for value in values]) == pytest.approx(0.5, abs=1e-3)
    assert (scale.at(0.0), scale.at(1.0)) == (0.01, 1.0)


def test_whole_numbers_on_a_log_scale_have_the_parts_of_their_logarithms() -> None:
    scale = FactorScale(1, 50, log=True)
    counts = Counter(scale.at(share) for share in SHARES)
    assert set(counts) == set(range(1, 51))
    whole = math.log(50.5 / 0.5)
    assert counts[1] / 6000 == pytest.approx(math.log(1.5 / 0.5) / whole, abs=2e-3)
    assert counts[20] / 6000 == pytest.approx(math.log(20.5 / 19.5) / whole, abs=2e-3)
    assert all(isinstance(value, int) for value in counts)


def test_values_have_digits_a_reader_can_copy() -> None:
    assert FactorScale(0.0, 1.0).at(1 / 3) == 0.333333


@pytest.mark.parametrize(
    ("scale", "ordered"),
    [
        (FactorScale(0.0, 1.0), True),
        (FactorScale(values=(1, 2, 5)), True),
        (FactorScale(values=(2, 1)), False),
        (FactorScale(values=(False, True)), False),
        (FactorScale(values=("a", "b")), False),
    ],
)
def test_only_numbers_that_rise_have_an_order(scale: FactorScale, ordered: bool) -> None:
    assert scale.ordered is ordered
