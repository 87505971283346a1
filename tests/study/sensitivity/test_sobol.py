"""Indices of variance: known answers, luck kept apart, intervals that cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.study.designs.sobol import saltelli
from gpss_sim.study.sensitivity.sobol import sobol_indices
from tests.study.sensitivity.functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, g_star, g_star_indices, ishigami

STREAMS = Streams(1, 0)


def played(function: Callable[[np.ndarray], np.ndarray], blocks: int, factors: int, luck: int = 0) -> np.ndarray:
    """Outcomes of a Saltelli design, shape (blocks, factors + 2, 1)."""
    return function(saltelli(blocks, factors, Streams(luck, 0))).reshape(blocks, factors + 2, 1)


@pytest.mark.parametrize(
    ("function", "factors", "first", "total"),
    [(ishigami, 3, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_star, 6, *g_star_indices())],
)
def test_known_answers(
    function: Callable[[np.ndarray], np.ndarray], factors: int, first: Sequence[float], total: Sequence[float]
) -> None:
    found = sobol_indices(played(function, 2048, factors), 0.95, STREAMS)
    assert [each.value for each in found.first] == pytest.approx(list(first), abs=0.02)
    assert [each.value for each in found.total] == pytest.approx(list(total), abs=0.02)
    assert all(each.low <= each.value <= each.high for each in [*found.first, *found.total])
    assert np.isnan(found.noise), "one replication cannot tell luck from effect"


def test_salib_agrees_on_the_same_runs() -> None:
    from SALib.analyze import sobol

    outcomes = played(ishigami, 1024, 3)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = sobol.analyze(problem, outcomes.ravel(), calc_second_order=False, seed=1)
    ours = sobol_indices(outcomes, 0.95, STREAMS)
    assert [each.value for each in ours.first] == pytest.approx(list(theirs["S1"]), abs=0.01)
    assert [each.value for each in ours.total] == pytest.approx(list(theirs["ST"]), abs=0.01)
    widths = [(each.high - each.low) / 2 for each in ours.total]
    assert widths == pytest.approx(list(theirs["ST_conf"]), rel=0.25)


def noisy(own: float, common: float, replications: int) -> np.ndarray:
    """Ishigami with luck of each run and luck that all rows of a replication share."""
    truth = played(ishigami, 1024, 3)
    luck = ndtri(Streams(8, 0).uniforms("own", n=truth.size * replications)).reshape(*truth.shape[:2], replications)
    shared = ndtri(Streams(8, 0).uniforms("shared", n=replications))
    return truth + own * luck + common * shared


def test_luck_is_no_effect() -> None:
    """Variance of Ishigami is 13.8; an sd of 8 in 4 replications adds 16 to it: more than half is luck."""
    found = sobol_indices(noisy(8.0, 20.0, 4), 0.95, STREAMS)
    assert found.noise == pytest.approx(16 / (16 + 13.84), abs=0.03)
    for each, known in zip([*found.first, *found.total], [*ISHIGAMI_FIRST, *ISHIGAMI_TOTAL], strict=True):
        assert each.low - 0.05 <= known <= each.high + 0.05
        assert each.value == pytest.approx(known, abs=0.12)
    naive = noisy(8.0, 20.0, 4).mean(axis=2, keepdims=True)
    wrong = sobol_indices(naive, 0.95, STREAMS)
    assert wrong.total[2].value > ISHIGAMI_TOTAL[2] + 0.25, "without the correction luck passes for interaction"


def test_luck_that_all_rows_share_is_no_noise() -> None:
    assert sobol_indices(noisy(0.0, 20.0, 4), 0.95, STREAMS).noise == pytest.approx(0, abs=1e-12)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    held = []
    for luck in range(120):
        found = sobol_indices(played(ishigami, 256, 3, luck=luck), 0.9, STREAMS)
        pairs = zip([*found.first, *found.total], [*ISHIGAMI_FIRST, *ISHIGAMI_TOTAL], strict=True)
        held += [each.low <= known <= each.high for each, known in pairs]
    # Points of a sequence are spread better than luck, so resampling says too much rather than too little.
    assert 0.86 <= np.mean(held) <= 1


def test_blocks_with_a_missing_run_are_left_out() -> None:
    outcomes = played(ishigami, 64, 3)
    outcomes[5, 2, 0] = np.nan
    found = sobol_indices(outcomes, 0.95, STREAMS)
    assert found.blocks == 63
    assert np.isfinite(found.first[0].value)
    assert np.isnan(sobol_indices(outcomes * np.nan, 0.95, STREAMS).first[0].value)
