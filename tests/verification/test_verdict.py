"""How far is too far: z on the scale of the normal, whatever the number of replications."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from gpss_sim.streams import Streams
from gpss_sim.verification.verdict import LIMIT, compare

STUDIES = 4_000


@pytest.mark.parametrize("n", [6, 10, 100])
def test_z_is_standard_normal_where_theory_is_right(n: int) -> None:
    """Its tails are what four standard errors promise: two in a hundred beyond the quantile of two in a hundred."""
    draws = Streams(1, 0).exponentials("verdict", n, n=STUDIES * n * 12).reshape(STUDIES, n, 12).sum(axis=2)
    z = np.array([compare("row", 12.0, row.tolist(), 0.0).z for row in draws])
    for quantile, share in ((1.0, 0.317), (1.96, 0.05), (2.326, 0.02)):
        found = np.mean(np.abs(z) > quantile)
        assert abs(found - share) < 4 * np.sqrt(share * (1 - share) / STUDIES) + 0.004  # the draws are a little skew


def test_a_mistake_of_one_percent_is_seen_at_a_fifth_of_a_percent() -> None:
    draws = Streams(2, 0).uniforms("mistake", n=400)
    values = (101 + 0.2 * 20 * 12**0.5 * (draws - 0.5)).tolist()
    found = compare("row", 100.0, values, 0.0)
    assert found.error / found.exact < 0.002
    assert found.z > LIMIT
    assert not found.holds


@pytest.mark.parametrize(
    ("exact", "values", "grain", "z"),
    [
        (1.0, [1.0, 1.0], 1e-9, 0.0),
        (1.0, [1.01, 1.01], 1e-9, inf),
        (1.0, [0.99], 1e-9, -inf),
        (1.0, [0.99], 0.02, 0.0),
        (1.0, [nan, 1.0], 0.02, inf),
        (1.0, [nan], 0.02, inf),
        (1.0, [inf, 1.0], 0.02, inf),
    ],
)
def test_what_luck_has_no_part_in(exact: float, values: list[float], grain: float, z: float) -> None:
    assert compare("row", exact, values, grain).z == z


def test_the_far_tail_does_not_fold() -> None:
    values = (1 + 1e-9 * Streams(3, 0).uniforms("far", n=2000)).tolist()
    assert compare("row", 0.0, values, 0.0).z == 37.0
