"""The public distribution of costs: what every bidder knows about its rivals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gpss_sim.streams import Floats

SAMPLE = 2048


@dataclass(frozen=True, slots=True)
class CostDistribution:
    """Costs of rivals in shares of the ceiling: (theta + omega) · wages + overhead, over the ceiling.

    Parameters
    ----------
    theta_low, theta_high : float
        Range of staff needed per unit of output (uniform).
    omega_mean, omega : float
        Centre and half-width of the idiosyncratic draw (uniform).
    wage_share, overhead_share : float
        Shares of the reference cost.
    ceiling : float
        Published ceiling over the reference cost.
    """

    theta_low: float
    theta_high: float
    omega_mean: float
    omega: float
    wage_share: float
    overhead_share: float
    ceiling: float

    def of(self, theta: float, omega: float, wage: float = 1.0) -> float:
        """Cost of one agency [share of ceiling]."""
        return ((theta + omega) * self.wage_share * wage + self.overhead_share) / self.ceiling

    def quantiles(self) -> Floats:
        """Quantiles of the distribution at equal steps of probability, ascending, shape (2048,)."""
        return _quantiles(self)


@lru_cache(maxsize=64)
def _quantiles(costs: CostDistribution) -> Floats:
    flat = costs.theta_high == costs.theta_low
    ways = (1, SAMPLE) if flat else (SAMPLE, 1) if costs.omega == 0 else (64, SAMPLE // 64)
    theta = costs.theta_low + (costs.theta_high - costs.theta_low) * _midpoints(ways[0])
    omega = costs.omega_mean + costs.omega * (2 * _midpoints(ways[1]) - 1)
    total = (theta[:, None] + omega[None, :]) * costs.wage_share + costs.overhead_share
    return np.sort(total.ravel()) / costs.ceiling


def _midpoints(n: int) -> Floats:
    return (np.arange(n) + 0.5) / n
