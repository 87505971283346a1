"""Boxes: a planted one is found by both ways, luck is thrown out, and measures are those of their definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from gpss_sim.streams import Streams
from gpss_sim.study.designs.latin import latin_hypercube
from gpss_sim.study.sensitivity.boxes import Box, Limits, SampleColumn, described, inside, without_luck
from gpss_sim.study.sensitivity.cart import cart
from gpss_sim.study.sensitivity.prim import prim

ROWS = 800
SHARES = latin_hypercube(ROWS, 6, Streams(9, 0))
COLUMNS = [
    SampleColumn("agencies", np.floor(SHARES[:, 0] * 12) + 1),
    SampleColumn("tender cost", SHARES[:, 1] * 0.06),
    SampleColumn("mode", np.floor(SHARES[:, 2] * 3), ("direct", "formal", "competitive")),
    *(SampleColumn(f"idle {k}", SHARES[:, k]) for k in (3, 4, 5)),
]
PLANTED = {"agencies": Limits(low=6), "tender cost": Limits(high=0.03), "mode": Limits(labels=frozenset({1, 2}))}
TRUE = inside(COLUMNS, PLANTED)
NOISY = TRUE ^ (Streams(9, 1).uniforms("wrong", n=ROWS) < 0.1)


def check_planted(box: Box) -> None:
    assert set(box.limits) == set(PLANTED), "idle factors have no limits"
    assert box.limits["agencies"].low == pytest.approx(6, abs=1)
    assert box.limits["tender cost"].high == pytest.approx(0.03, abs=0.003)
    assert box.limits["mode"].labels == {1, 2}


def test_prim_finds_the_planted_box_exactly_where_there_is_no_noise() -> None:
    box = prim(COLUMNS, TRUE)
    assert box is not None
    check_planted(box)
    assert box.density == 1
    assert box.coverage > 0.95
    assert max(box.quasi_p.values()) < 1e-6


def test_prim_finds_the_planted_box_under_noise() -> None:
    box = prim(COLUMNS, NOISY)
    assert box is not None
    check_planted(box)
    assert box.density == pytest.approx(0.9, abs=0.07)


def test_a_tree_finds_the_planted_box() -> None:
    boxes = cart(COLUMNS, TRUE)
    assert len(boxes) == 1
    check_planted(boxes[0])
    assert (boxes[0].density, boxes[0].coverage) == (1, 1)


def test_a_tree_finds_two_boxes_that_one_box_cannot_describe() -> None:
    x, y = SHARES[:, 3], SHARES[:, 4]
    boxes = cart([SampleColumn("x", x), SampleColumn("y", y)], (x < 0.3) | (y > 0.8))
    assert len(boxes) == 2
    assert sum(box.coverage for box in boxes) > 0.98
    assert min(box.density for box in boxes) > 0.98


def test_where_nothing_matters_no_limits_are_left() -> None:
    coin = Streams(9, 2).uniforms("coin", n=ROWS) < 0.4
    box = prim(COLUMNS, coin)
    assert box is not None
    assert len(box.limits) <= 1
    assert box.coverage > 0.6
    for everything in (np.ones(ROWS, dtype=bool), np.zeros(ROWS, dtype=bool)):
        assert prim(COLUMNS, everything) is None
        assert len(cart(COLUMNS, everything)) == int(everything.all())


def test_density_coverage_and_quasi_p_are_those_of_their_definition() -> None:
    box = described(COLUMNS, NOISY, PLANTED)
    chosen = TRUE
    assert box.rows == chosen.sum()
    assert box.density == NOISY[chosen].mean()
    assert box.coverage == NOISY[chosen].sum() / NOISY.sum()
    wider = inside(COLUMNS, {name: PLANTED[name] for name in ("agencies", "mode")})
    expected = binom.sf(NOISY[chosen].sum() - 1, chosen.sum(), NOISY[wider].mean())
    assert box.quasi_p["tender cost"] == pytest.approx(expected)


def test_a_limit_that_luck_explains_is_taken_away() -> None:
    box = described(COLUMNS, NOISY, {**PLANTED, "idle 3": Limits(high=0.9)})
    assert box.quasi_p["idle 3"] > 0.05
    assert set(without_luck(COLUMNS, NOISY, box).limits) == set(PLANTED)
