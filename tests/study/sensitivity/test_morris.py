"""Elementary effects of mixed factors: a function whose effects are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.designs.morris import trajectories
from gpss_sim.study.designs.scales import FactorScale
from gpss_sim.study.sensitivity.morris import Effects, elementary_effects

SCALES = (
    FactorScale(0.0, 10.0),
    FactorScale(1, 3),
    FactorScale(values=("a", "b", "c")),
    FactorScale(0.1, 10.0, log=True),
    FactorScale(0.0, 1.0),
)
LETTERS = {"a": 0.0, "b": 6.0, "c": 0.0}
NUMBER = 300
WALKS = trajectories(NUMBER, SCALES, 4, Streams(2, 0))


def value(shares: np.ndarray) -> float:
    """2 x0 + 5 x1 + letter + log10(x3) · x0, and x4 does nothing."""
    x0, x1, letter, x3, _ = (scale.at(share) for scale, share in zip(SCALES, shares, strict=True))
    return 2 * x0 + 5 * x1 + LETTERS[letter] + np.log10(x3) * x0


TRUTH = np.array([value(row) for row in WALKS.points]).reshape(NUMBER, len(SCALES) + 1, 1)


def effects(outcomes: np.ndarray) -> Effects:
    return elementary_effects(outcomes, WALKS.moved, WALKS.steps, 0.95, Streams(1, 0))


def test_effects_are_slopes_over_the_whole_range() -> None:
    found = effects(TRUTH)
    sizes = [each.value for each in found.size]
    # x0: (2 + log10 x3) over a range of 10, log10 x3 at −1, −⅓, ⅓, 1; x1: 5 over a range of 2; the idle one nothing.
    assert sizes[0] == pytest.approx(20, rel=0.1)
    assert sizes[1] == pytest.approx(10)
    assert found.spread[1].value == pytest.approx(0, abs=1e-9)
    assert sizes[4] == 0
    assert found.size[4][1:] == (0, 0)
    # Two of the three pairs of letters differ, by 6.
    assert sizes[2] == pytest.approx(4, rel=0.15)
    # log10 x3 runs from −1 to 1 times x0, whose mean is 5.
    assert sizes[3] == pytest.approx(10, rel=0.1)
    assert found.spread[3].value > 3, "the interaction"
    assert found.mean[0].value == pytest.approx(sizes[0]), "the slope is never negative"


def test_intervals_surround_the_values() -> None:
    found = effects(TRUTH)
    assert all(each.low <= each.value <= each.high for each in [*found.size, *found.mean, *found.spread])
    assert found.size[0].low > found.size[2].high


def test_luck_shows_in_an_idle_factor_and_is_told() -> None:
    luck = ndtri(Streams(4, 0).uniforms("luck", n=TRUTH.size * 5)).reshape(*TRUTH.shape[:2], 5)
    found = effects(TRUTH + luck)
    assert found.size[4].value == pytest.approx(found.noise[4], rel=0.1)
    assert found.size[0].value > 10 * found.noise[0]
    assert np.isnan(effects(TRUTH).noise).all()
