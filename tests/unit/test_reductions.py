"""Payment by score: what is expected equals the mean of what is paid; the pass line is the limit of both."""

from __future__ import annotations

import numpy as np
import pytest

from gpss_sim.market.policies.reductions import REDUCTIONS, Lines
from gpss_sim.streams import Streams

LINES = Lines(bar=70, passing=80, excellent=90)
SCORES = (0, 69.9, 70, 75, 79.9, 80, 100)
PAID = {
    "all_or_nothing": (0, 0, 0, 0, 0, 1, 1),
    "proportional": (0, 0, 0, 0.5, 0.99, 1, 1),
    "graded": (0, 0, 0.5, 0.5, 0.5, 1, 1),
}


def test_every_rule_is_met() -> None:
    assert set(PAID) == set(REDUCTIONS)


@pytest.mark.parametrize("name", PAID)
def test_a_score_earns(name: str) -> None:
    rule = REDUCTIONS[name]()
    assert [rule.share(score, LINES) for score in SCORES] == pytest.approx(PAID[name])


@pytest.mark.parametrize("name", REDUCTIONS)
@pytest.mark.parametrize("noise", [0.0, 2.0, 7.3])
def test_what_is_expected_is_the_mean_of_what_is_paid(name: str, noise: float) -> None:
    rule = REDUCTIONS[name]()
    errors = Streams(1, 0).open("errors").standard_normal(20_000)
    for quality in (66.0, 74.0, 81.0):
        paid = np.array([rule.share(quality + noise * error, LINES) for error in errors])
        expected = float(rule.expected(np.array([quality]), noise, LINES)[0])
        assert abs(paid.mean() - expected) <= 4 * paid.std() / len(errors) ** 0.5 + 1e-6


def test_lines_that_meet_make_proportion_a_threshold() -> None:
    quality, lines = np.linspace(60, 100, 41), Lines(80, 80, 90)
    threshold, proportion = REDUCTIONS["all_or_nothing"](), REDUCTIONS["proportional"]()
    assert (threshold.expected(quality, 5, lines) == proportion.expected(quality, 5, lines)).all()
    assert [proportion.share(score, lines) for score in (79.9, 80)] == [0, 1]
