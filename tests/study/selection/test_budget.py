"""Shares of a budget: the published rule, and that it chooses right more often than equal shares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.selection.budget import next_runs, probability_right, shares


def test_shares_follow_the_rule() -> None:
    """N_i / N_j = (σ_i / δ_i)² / (σ_j / δ_j)², N_b = σ_b √Σ (N_i / σ_i)²."""
    means, sd = np.array([5.0, 4.0, 3.0, 1.0]), np.array([2.0, 1.0, 2.0, 3.0])
    found = shares(means, sd**2)
    assert found.sum() == pytest.approx(1)
    gaps = means[0] - means[1:]
    ratios = (sd[1:] / gaps) ** 2
    assert list(found[1:] / found[1]) == pytest.approx(list(ratios / ratios[0]))
    assert found[0] == pytest.approx(sd[0] * np.sqrt(((found[1:] / sd[1:]) ** 2).sum()))


def test_a_tie_does_not_take_everything() -> None:
    found = shares(np.array([1.0, 1.0, 0.0]), np.ones(3))
    assert np.isfinite(found).all()
    assert found[2] >= 0


def test_runs_are_handed_out_to_the_last_one_and_never_taken_back() -> None:
    means, variances = np.array([5.0, 4.0, 3.0, 1.0]), np.ones(4)
    counts = np.array([10, 10, 10, 10])
    given = next_runs(means, variances, counts, 17)
    assert given.sum() == 17
    assert (given >= 0).all()
    assert given[3] == 0, "far behind: it has more than its share already"


def test_the_bound_of_the_probability_is_that_of_two_policies_exactly() -> None:
    assert probability_right(np.array([1.959964]), np.array([1.0])) == pytest.approx(0.975)
    assert probability_right(np.array([1.0, 2.0]), np.array([0.0, 0.0])) == 1
    assert probability_right(np.zeros(3), np.ones(3)) == 0


@pytest.mark.slow
def test_it_chooses_right_more_often_than_equal_shares() -> None:
    """Ten policies 0 … 9, sd 6, 400 runs: the published example of monotone means."""
    means, rights = -np.arange(10.0), {"ocba": 0, "equal": 0}
    trials = 400
    for trial in range(trials):
        draws = 6 * ndtri(Streams(trial, 0).uniforms("draws", n=10 * 400)).reshape(10, 400) + means[:, None]
        rights["equal"] += draws[:, :40].mean(axis=1).argmax() == 0
        counts = np.full(10, 10)
        while counts.sum() < 400:
            seen = [draws[policy, : counts[policy]] for policy in range(10)]
            now = np.array([each.mean() for each in seen])
            spread = np.array([each.var(ddof=1) for each in seen])
            counts = counts + next_runs(now, spread, counts, 20)
        rights["ocba"] += int(np.argmax([draws[policy, : counts[policy]].mean() for policy in range(10)])) == 0
    assert rights["ocba"] / trials > rights["equal"] / trials + 0.08
