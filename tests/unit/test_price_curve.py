"""Price by number of bidders: the spread is found again, and its interval covers the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Streams
from gpss_sim.validation.curve import FITTED, at, fit, observed, quantities


def priced(spread: float, bidders: int) -> float:
    """Expected price under theory (T1), costs uniform on [1 − spread, 1]."""
    return 1 - spread * (bidders - 1) / (bidders + 1)


CURVE = {n: [(w, priced(w, n)) for w in (0.3, 0.4, 0.5)] for n in range(1, 11)}


def test_the_spread_is_near_that_of_the_evidence() -> None:
    found = fit(CURVE, 0.95)
    assert found.spread.low < 0.45 < found.spread.high
    assert found.spread.half_width < 0.1
    assert found.disagreement > 1


def test_the_estimate_is_the_weighted_mean_it_has_to_be() -> None:
    """The curve is a line through one in the spread: least squares then has a closed form."""
    rows = [row for row in observed() if row.bidders in FITTED]
    x = np.array([(row.bidders - 1) / (row.bidders + 1) for row in rows])
    y, weight = np.array([1 - row.mean for row in rows]), np.array([row.error**-2 for row in rows])
    assert fit(CURVE, 0.95).spread.mean == pytest.approx(
        float((weight * x * y).sum() / (weight * x * x).sum()), rel=1e-6
    )


@pytest.mark.parametrize(("disagreement", "least", "most"), [(1, 0.99, 1.0), (3, 0.94, 0.97)])
def test_how_often_the_interval_of_the_spread_covers_the_truth(disagreement: float, least: float, most: float) -> None:
    """Rows that differ by chance alone: conservative, above 99 %; rows that disagree by more: at its level."""
    rows = [row for row in observed() if row.bidders in FITTED]
    covered = []
    for errors in disagreement * ndtri(Streams(6, 0).uniforms("rows", n=3000 * len(rows))).reshape(3000, -1):
        drawn = [
            row._replace(mean=priced(0.45, row.bidders) + row.error * error)
            for row, error in zip(rows, errors.tolist(), strict=True)
        ]
        spread = fit(CURVE, 0.95, drawn).spread
        covered.append(spread.low <= 0.45 <= spread.high)
    assert least <= float(np.mean(covered)) <= most


def test_the_curve_runs_on_in_a_straight_line() -> None:
    assert at(CURVE, 3, 0.6) == pytest.approx(priced(0.6, 3))


def test_what_facts_one_and_three_look_at() -> None:
    found = quantities({n: priced(0.45, n) for n in range(1, 11)})
    assert found["share of first rival"] == pytest.approx(7 / 15)
    assert found["fall beyond 8"] == pytest.approx(0.01)
    assert found["least slowing"] > 0
