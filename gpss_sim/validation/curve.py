"""Price by number of bidders: the spread of costs and the error of estimates that real contracts imply.

Contracts of Japanese ministries with nonprofits (evidence 2F) give mean and standard deviation of the price over the
ministry's estimate by number of bidders. The estimate is secret there, and it errs by the same amount for all bidders
of a contract. The simulated means and standard deviations are, for each number of bidders, functions of the spread of
costs and of the error of the estimate; the two are those under which simulated and observed values are nearest, each
difference weighed by the standard error of the observed value. The open class of six and more is left out.

References
----------
evidence 2F, T1. Birge, R. T. (1932), Physical Review 40, 207–227: intervals widened where rows disagree. Box, G. E. P.
and Wilson, K. B. (1951), Journal of the Royal Statistical Society B 13, 1–45: quadratic response surfaces.
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

from gpss_sim.streams import Floats
from gpss_sim.study.compare import Estimate
from gpss_sim.validation.facts import FOLDER

FITTED = (1, 2, 3, 4, 5)
"""Numbers of bidders that spread and error are estimated on."""
RIVALLED = FITTED[1:]
"""Those with a rival."""


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

    @property
    def error_of_sd(self) -> float:
        """Standard error of the standard deviation, as of normal prices."""
        return self.sd / math.sqrt(2 * (self.contracts - 1))


class CurveParameters(NamedTuple):
    """Spread of costs [share of ceiling] and standard deviation of the logarithm of the estimate."""

    spread: float
    error: float


class Fit(NamedTuple):
    """The estimated spread and error, and how much more the rows disagree than chance allows."""

    spread: Estimate
    error: Estimate
    disagreement: float

    @property
    def setting(self) -> CurveParameters:
        """The two values."""
        return CurveParameters(self.spread.mean, self.error.mean)


@cache
def observed() -> tuple[Observed, ...]:
    """Competitive contracts with a stated number of bidders."""
    with (FOLDER / "prices.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["bidders"].isdecimal()]
    return tuple(Observed(int(r["bidders"]), int(r["contracts"]), float(r["mean"]), float(r["sd"])) for r in rows)


Curve = Mapping[int, Mapping[CurveParameters, float]]
"""Number of bidders → setting → simulated value."""


def at(curve: Curve, bidders: int, setting: CurveParameters) -> float:
    """Simulated value at a setting, by the quadratic surface through the simulated ones."""
    return float((_terms(np.array([setting])) @ _surface(curve, bidders))[0])


def _terms(settings: Floats) -> Floats:
    spread, error = settings.T
    return np.stack([np.ones_like(spread), spread, error, spread**2, spread * error, error**2], axis=1)


def _surface(curve: Curve, bidders: int) -> Floats:
    settings, values = zip(*curve[bidders].items(), strict=True)
    return np.linalg.lstsq(_terms(np.array(settings)), np.array(values), rcond=None)[0]


def fit(means: Curve, sds: Curve, level: float, rows: Sequence[Observed] = ()) -> Fit:
    """Estimate spread and error by weighted least squares against the observed means and standard deviations.

    They are looked for among the settings that were simulated; an estimate at their edge is told by its place alone.

    Parameters
    ----------
    means, sds : Curve
        Simulated mean and standard deviation of the price by number of bidders and setting.
    level : float
        Confidence level of the intervals; they are widened by the disagreement of the rows.
    rows : sequence of Observed
        Contracts to fit; those of the evidence if left out.
    """
    rows = rows or [row for row in observed() if row.bidders in FITTED]
    seen = np.array([row.mean for row in rows] + [row.sd for row in rows])
    errors = np.array([row.error for row in rows] + [row.error_of_sd for row in rows])
    surfaces = np.stack([_surface(curve, row.bidders) for curve in (means, sds) for row in rows])

    def simulated(_: object, spread: float, error: float) -> Floats:
        return np.asarray(surfaces @ _terms(np.array([[spread, error]]))[0])

    known = np.array([setting for row in rows for setting in means[row.bidders]])
    lowest, highest = known.min(axis=0), known.max(axis=0)  # beyond what was simulated a surface says nothing
    best, covariance = curve_fit(
        simulated,
        None,
        seen,
        p0=(lowest + highest) / 2,
        sigma=errors,
        absolute_sigma=True,
        bounds=(lowest, highest),
    )
    rest = (seen - simulated(None, *best)) / errors
    freedom = len(seen) - len(best)
    disagreement = max(math.sqrt(float(rest @ rest) / freedom), 1.0)
    half = float(t.ppf((1 + level) / 2, freedom)) * np.sqrt(np.diag(covariance)) * disagreement
    spread, error = (
        Estimate(value, value - wide, value + wide, len(rows))
        for value, wide in zip(best.tolist(), half.tolist(), strict=True)
    )
    return Fit(spread, error, disagreement)


def quantities(prices: Mapping[int, float]) -> dict[str, float]:
    """What facts 1 and 3 look at, from the price by number of bidders (1 to 10)."""
    falls = {n: prices[n] - prices[n + 1] for n in range(1, 10)}
    return {
        "least fall": min(falls[n] for n in range(1, 6)),
        "least slowing": min(falls[n] - falls[n + 1] for n in range(1, 5)),
        "fall beyond 8": max(falls[8], falls[9]),
        "share of first rival": falls[1] / (prices[1] - prices[6]),
    }
