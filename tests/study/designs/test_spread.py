"""Latin hypercubes, Sobol points and the blocks of Saltelli: stratified, balanced, theirs and nobody else's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from gpss_sim.streams import Streams
from gpss_sim.study.designs.latin import latin_hypercube
from gpss_sim.study.designs.sobol import saltelli, sobol

STREAMS = Streams(3, 0)


@pytest.mark.parametrize("samples", [1, 7, 64])
def test_every_slice_of_every_factor_holds_one_point(samples: int) -> None:
    points = latin_hypercube(samples, 5, STREAMS)
    assert points.shape == (samples, 5)
    assert (np.sort((points * samples).astype(int), axis=0) == np.arange(samples)[:, None]).all()


def test_a_factor_keeps_its_column_when_others_are_added() -> None:
    assert (latin_hypercube(16, 3, STREAMS) == latin_hypercube(16, 5, STREAMS)[:, :3]).all()


def test_columns_of_a_hypercube_are_in_orders_of_their_own() -> None:
    correlations = np.corrcoef(latin_hypercube(400, 6, STREAMS).T)
    assert np.abs(correlations - np.eye(6)).max() < 0.2


@pytest.mark.parametrize("samples", [8, 64, 100])
def test_sobol_points_are_spread_better_than_luck(samples: int) -> None:
    points = sobol(samples, 4, STREAMS)
    luck = STREAMS.uniforms("luck", n=samples * 4).reshape(samples, 4)
    assert points.shape == (samples, 4)
    assert ((points >= 0) & (points < 1)).all()
    assert qmc.discrepancy(points) < 0.5 * qmc.discrepancy(luck)


def test_a_power_of_two_of_sobol_points_fills_every_slice() -> None:
    points = sobol(32, 6, STREAMS)
    assert (np.sort((points * 32).astype(int), axis=0) == np.arange(32)[:, None]).all()


def test_luck_shifts_the_points_and_is_the_same_again() -> None:
    assert (sobol(16, 3, STREAMS) == sobol(16, 3, Streams(3, 0))).all()
    assert (sobol(16, 3, STREAMS) != sobol(16, 3, Streams(4, 0))).any()


def test_a_mixture_takes_one_column_of_the_other_block() -> None:
    blocks = saltelli(16, 3, STREAMS).reshape(16, 5, 3)
    one, other = blocks[:, 0], blocks[:, -1]
    assert (one != other).all()
    for factor in range(3):
        mixed = blocks[:, factor + 1]
        assert (mixed[:, factor] == other[:, factor]).all()
        rest = [k for k in range(3) if k != factor]
        assert (mixed[:, rest] == one[:, rest]).all()


def test_the_two_blocks_have_nothing_to_do_with_one_another() -> None:
    blocks = saltelli(512, 2, STREAMS).reshape(512, 4, 2)
    together = np.column_stack([blocks[:, 0], blocks[:, -1]])
    assert np.abs(np.corrcoef(together.T) - np.eye(4)).max() < 0.05
