"""T1: price and chance of award by number of bidders, uniform costs, with and without a reserve price.

Each tender is an independent draw, so the standard errors are the theory's own.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from tests.oracle.simulated import LIMIT, Estimate, run

LOW, HIGH = 80.0, 100.0
PRICE_MISTAKE, AWARD_MISTAKE = 0.02, 0.04
"""Relative errors that would be seen; a price ten times finer, in fact."""


class Case(NamedTuple):
    """A scenario, its reserve price, the number of bidders, and the printed oracle values."""

    scenario: str
    reserve: float
    bidders: int
    price: float
    awarded: float
    seeds: range


CASES = [
    Case("auction", 100, 2, 93.333333, 1, range(100, 115)),
    Case("auction", 100, 3, 90.0, 1, range(200, 215)),
    Case("auction", 100, 5, 86.666667, 1, range(300, 315)),
    Case("auction_reserve", 95, 1, 95.0, 0.75, range(400, 420)),
    Case("auction_reserve", 95, 2, 92.0, 0.9375, range(500, 515)),
    Case("auction_reserve", 95, 3, 89.642857, 0.984375, range(600, 615)),
    Case("auction_reserve", 95, 5, 86.642229, 0.999023, range(700, 715)),
]


def theory(case: Case) -> tuple[float, float, float]:
    """Mean and sd of the price given an award, and P(award), by quadrature over the lowest cost."""
    n, r = case.bidders, case.reserve
    cost = np.linspace(LOW, r, 200_001)[:-1]
    above = HIGH - cost
    bid = cost + (above**n - (HIGH - r) ** n) / (n * above ** (n - 1))
    density = n * above ** (n - 1) / (HIGH - LOW) ** n
    award = 1 - ((HIGH - r) / (HIGH - LOW)) ** n
    mean = np.trapezoid(bid * density, cost) / award
    return mean, math.sqrt(max(np.trapezoid((bid - mean) ** 2 * density, cost) / award, 0.0)), award


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.bidders} bidders, reserve {c.reserve}")
def test_the_quadrature_gives_the_printed_values(case: Case) -> None:
    mean, _, award = theory(case)
    assert (mean, award) == (pytest.approx(case.price, rel=1e-4), pytest.approx(case.awarded, rel=1e-6))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.bidders} bidders, reserve {c.reserve}")
def test_tenders_cost_what_theory_says(case: Case, tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    file = f"verification/{case.scenario}"
    runs = [run(tmp_path, file, f"agencies.number={case.bidders}", seed=seed) for seed in case.seeds]
    opened = [found["procedures", "1", ""] for found in runs]
    awards = [found["awarded_share", "1", ""] * number for found, number in zip(runs, opened, strict=True)]
    tenders = sum(opened)
    _, spread, award = theory(case)

    share = Estimate(sum(awards) / tenders, math.sqrt(award * (1 - award) / tenders))
    if share.error == 0:
        assert share.mean == 1
    else:
        record_property("z of P(award)", share.z(case.awarded))
        assert abs(share.z(case.awarded)) < LIMIT
        assert share.sees(AWARD_MISTAKE * case.awarded)

    paid = sum(found["price_ratio", "1", ""] * won for found, won in zip(runs, awards, strict=True))
    price = Estimate(case.reserve * paid / sum(awards), spread / math.sqrt(sum(awards)))
    if case.bidders == 1:  # who is alone asks for the reserve price
        assert price.mean == pytest.approx(case.reserve, rel=1e-9)
    else:
        record_property("z of price", price.z(case.price))
        assert abs(price.z(case.price)) < LIMIT
        assert price.sees(PRICE_MISTAKE * case.price)
