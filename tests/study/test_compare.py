"""Intervals: known answers, and how often they hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.compare import correlation, difference, estimate

STUDIES = 8000
PROMISED = (0.94, 0.97)
"""Share of studies in which a 95 % interval has to hold the truth."""


def normals(purpose: str, *entity: object, n: int) -> np.ndarray:
    return ndtri(Streams(20240601, 0).uniforms(purpose, *entity, n=n))


def test_estimate_agrees_with_scipy() -> None:
    values = normals("values", n=12)
    found = estimate(list(values), 0.9)
    low, high = stats.t.interval(0.9, 11, loc=values.mean(), scale=stats.sem(values))
    assert (found.mean, found.low, found.high) == pytest.approx((values.mean(), low, high), rel=1e-12)


def test_what_is_not_a_number_is_left_out() -> None:
    assert estimate([1.0, math.nan, 3.0], 0.95) == estimate([1.0, 3.0], 0.95)
    found = difference([1.0, math.nan, 3.0, 5.0], [0.0, 0.0, math.nan, 1.0], 0.95, 1)
    assert (found.estimate.n, found.estimate.mean) == (2, 2.5)


@pytest.mark.parametrize(("values", "n"), [([], 0), ([2.0], 1)])
def test_too_few_values_give_no_interval(values: list[float], n: int) -> None:
    found = estimate(values, 0.95)
    assert found.n == n
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize("n", [5, 30])
def test_ninety_five_percent_of_intervals_hold_the_mean(n: int) -> None:
    draws = normals("coverage", n, n=STUDIES * n).reshape(STUDIES, n)
    found = [estimate(list(7 + 2 * row), 0.95) for row in draws]
    assert PROMISED[0] <= np.mean([each.low <= 7 <= each.high for each in found]) <= PROMISED[1]


def test_the_normal_quantile_in_place_of_t_would_be_caught() -> None:
    draws = normals("coverage", 5, n=STUDIES * 5).reshape(STUDIES, 5)
    half = 1.959964 * draws.std(axis=1, ddof=1) / math.sqrt(5)
    assert np.mean(np.abs(draws.mean(axis=1)) <= half) < PROMISED[0]


@pytest.mark.parametrize(("points", "family", "low", "high"), [(7, 7, *PROMISED), (7, 1, 0.0, 0.85), (1, 1, *PROMISED)])
def test_all_differences_of_a_family_hold_at_once(points: int, family: int, low: float, high: float) -> None:
    """Paired differences from one baseline: Bonferroni holds what it promises, one by one they would not."""
    n = 12
    luck = normals("family", points, family, n=STUDIES * (points + 1) * n).reshape(STUDIES, points + 1, n)
    held = []
    for common, *others in luck:
        found = [difference(list(common + 3 + own), list(common), 0.95, family).estimate for own in others]
        held.append(all(each.low <= 3 <= each.high for each in found))
    assert low <= np.mean(held) <= high


def test_pairing_removes_what_is_common() -> None:
    common, own = normals("common", n=30), 0.1 * normals("own", n=30)
    paired = difference(list(5 * common + 1 + own), list(5 * common), 0.95, 1)
    unpaired = difference(list(5 * common + 1 + own), list(5 * np.roll(common, 1)), 0.95, 1)
    assert paired.correlation > 0.99
    assert paired.estimate.half_width < 0.1 * unpaired.estimate.half_width


def test_correlation_agrees_with_numpy_and_is_unknown_without_variation() -> None:
    a, b = normals("a", n=20), normals("b", n=20)
    assert correlation(list(zip(a, b, strict=True))) == pytest.approx(np.corrcoef(a, b)[0, 1], rel=1e-12)
    assert math.isnan(correlation([(1.0, 2.0), (1.0, 3.0)]))
    assert math.isnan(correlation([(1.0, 2.0), (2.0, 5.0)]))
    assert math.isnan(correlation([(1.0, 2.0)]))


def test_the_order_of_replications_changes_no_bit() -> None:
    values = list(1e9 + normals("order", n=50))
    assert estimate(values, 0.95) == estimate(values[::-1], 0.95)
