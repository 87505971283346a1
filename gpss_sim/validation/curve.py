"""Price by number of bidders: the cost spread that real contracts imply, and what the model then makes of it.

Contracts of Japanese ministries with nonprofits (evidence 2F) give the mean price over the ministry's estimate by
number of bidders. The simulated mean price is, for each number of bidders, a function of the spread of costs; the
spread is the one under which simulated and observed means are nearest, each difference weighed by the standard error of
the observed mean. One bidder is left out (in the data it may have expected rivals; under theory it asks for the
ceiling), and so is the open class of six and more.

References
----------
evidence 2F, T1. Birge, R. T. (1932), Physical Review 40, 207–227: intervals widened where rows disagree.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import t

from gpss_sim.study.compare import Estimate
from gpss_sim.validation.facts import FOLDER

FITTED = (2, 3, 4, 5)
"""Numbers of bidders the spread is estimated on."""


class Observed(NamedTuple):
    """Contracts with one number of bidders: how many, mean and sd of price over estimate."""

    bidders: int
    contracts: int
    mean: float
    sd: float

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return self.sd / math.sqrt(self.contracts)


class Fit(NamedTuple):
    """The estimated spread [share of ceiling], and how much more the rows disagree than chance allows."""

    spread: Estimate
    disagreement: float


@cache
def observed() -> tuple[Observed, ...]:
    """Competitive contracts with a stated number of bidders."""
    with (FOLDER / "prices.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["bidders"].isdigit()]
    return tuple(Observed(int(r["bidders"]), int(r["contracts"]), float(r["mean"]), float(r["sd"])) for r in rows)


Curve = Mapping[int, Sequence[tuple[float, float]]]
"""Number of bidders → (spread, simulated value), spreads ascending."""


def at(curve: Curve, bidders: int, spread: float) -> float:
    """Simulated value at a spread, by a straight line through the simulated ones (beyond them too)."""
    slope, start = _line(curve, bidders)
    return float(start + slope * spread)


def _line(curve: Curve, bidders: int) -> tuple[float, float]:
    """Slope in the spread and value at none."""
    spreads, values = zip(*curve[bidders], strict=True)
    slope, start = np.polyfit(spreads, values, 1)
    return float(slope), float(start)


def fit(means: Curve, level: float, rows: Sequence[Observed] = ()) -> Fit:
    """Estimate the spread by weighted least squares against the observed means.

    Where the rows differ by chance alone the interval is wider than it need be, having few rows to tell; where they
    disagree by more it has its level.

    Parameters
    ----------
    means : Curve
        Simulated mean price by number of bidders and spread.
    level : float
        Confidence level of the interval; it is widened by the disagreement of the rows.
    rows : sequence of Observed
        Contracts to fit; those of the evidence if left out.
    """
    rows = rows or [row for row in observed() if row.bidders in FITTED]
    numbers = np.array([row.bidders for row in rows])
    prices, errors = np.array([row.mean for row in rows]), np.array([row.error for row in rows])

    slopes, starts = np.array([_line(means, row.bidders) for row in rows]).T

    def simulated(bidders: np.ndarray, spread: float) -> np.ndarray:
        return np.asarray(starts + slopes * spread)

    best, covariance = curve_fit(simulated, numbers, prices, p0=[0.4], sigma=errors, absolute_sigma=True)
    rest = (prices - simulated(numbers, best[0])) / errors
    freedom = len(rows) - 1
    disagreement = max(math.sqrt(float(rest @ rest) / freedom), 1.0)
    half = float(t.ppf((1 + level) / 2, freedom)) * math.sqrt(covariance[0, 0]) * disagreement
    spread = float(best[0])
    return Fit(Estimate(spread, spread - half, spread + half, len(rows)), disagreement)


def quantities(prices: Mapping[int, float]) -> dict[str, float]:
    """What facts 1 and 3 look at, from the price by number of bidders (1 to 10)."""
    falls = {n: prices[n] - prices[n + 1] for n in range(1, 10)}
    return {
        "least fall": min(falls[n] for n in range(1, 6)),
        "least slowing": min(falls[n] - falls[n + 1] for n in range(1, 5)),
        "fall beyond 8": max(falls[8], falls[9]),
        "share of first rival": falls[1] / (prices[1] - prices[6]),
    }
