"""The power family of costs: quantiles by hand, and the exponent that real contracts imply."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq, curve_fit

from gpss_sim.market.luck import Luck
from gpss_sim.market.policies.costs import CostDistribution, power_quantile
from gpss_sim.scenario.catalogue import entries
from gpss_sim.streams import Streams
from gpss_sim.validation.curve import RIVALLED, observed
from gpss_sim.verification.theory.auction import power_price

FIELD = next(entry for entry in entries() if entry.path == "agencies.cost_exponent")


def test_quantiles_by_hand() -> None:
    """1 − F = (1 − x)^k: three quarters of all draws lie below 1 − .25^(1/k)."""
    found = [float(power_quantile(np.asarray(0.75), k)) for k in (0.5, 1.0, 2.0)]
    assert found == pytest.approx([0.9375, 0.75, 0.5])


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_costs_of_rivals_follow_the_family(exponent: float) -> None:
    """E x = 1 / (k + 1) on [0, 1], for staff needed (.8 to 1.0) and for the draw (−.2 to 0) alike."""
    staff = CostDistribution(0.8, 1.0, 0.0, 0.0, 1.0, 0.0, ceiling=1.0, exponent=exponent).quantiles()
    draws = CostDistribution(1.0, 1.0, -0.1, 0.1, 1.0, 0.0, ceiling=1.0, exponent=exponent).quantiles()
    assert staff.mean() == pytest.approx(0.8 + 0.2 / (exponent + 1), abs=2e-4)
    assert draws == pytest.approx(staff)


def test_agencies_draw_from_what_rivals_believe() -> None:
    uniform, skewed = (Luck(Streams(1, 0), 400, k) for k in (1.0, 2.0))
    for project in range(400):
        u = (uniform.cost_draw("a", project, 1) + 1) / 2
        assert skewed.cost_draw("a", project, 1) == pytest.approx(2 * (1 - (1 - u) ** 0.5) - 1)


def test_the_default_is_what_real_contracts_imply() -> None:
    """Spread and exponent at once, by weighted least squares on the closed form (evidence 2F, T1)."""
    rows = [row for row in observed() if row.bidders in RIVALLED]
    bidders, prices = np.array([r.bidders for r in rows]), np.array([r.mean for r in rows])
    errors = np.array([r.error for r in rows])

    def price(n: np.ndarray, spread: float, exponent: float) -> np.ndarray:
        return np.array([power_price(1 - spread, 1.0, int(k), exponent) for k in n])

    best, covariance = curve_fit(price, bidders, prices, p0=[0.45, 1.0], sigma=errors, absolute_sigma=True)
    rest = (prices - price(bidders, *best)) / errors
    half = 1.96 * float(np.sqrt(covariance[1, 1])) * float(np.sqrt(rest @ rest / (len(rows) - 2)))
    assert best[1] == pytest.approx(float(FIELD.default), abs=0.01)
    assert [best[1] - half, best[1] + half] == pytest.approx(FIELD.extra("sweep"), abs=0.01)


def test_where_the_first_rival_takes_half() -> None:
    """The page of the facts says at which exponent the first rival is worth half of five."""

    def share(exponent: float) -> float:
        two, six = (power_price(0.0, 1.0, n, exponent) for n in (2, 6))
        return (1 - two) / (1 - six)

    assert share(1.0) == pytest.approx((1 / 3) / (5 / 7))
    assert share(0.5) < share(1.0) < share(2.0)
    assert brentq(lambda k: share(k) - 0.5, 1, 2) == pytest.approx(1.14, abs=0.006)
