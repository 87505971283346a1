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
    pooled : int
        Members of a consortium: it offers at the lowest of that many costs.
    synergy : float
        Share of cost a consortium saves.
    """

    theta_low: float
    theta_high: float
    omega_mean: float
    omega: float
    wage_share: float
    overhead_share: float
    ceiling: float
    pooled: int = 1
    synergy: float = 0.0

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
    alone = np.sort(total.ravel()) / costs.ceiling
    return alone if costs.pooled == 1 else _lowest_of(alone, costs.pooled) * (1 - costs.synergy)


def _lowest_of(alone: Floats, members: int) -> Floats:
    """Quantiles of the lowest of several costs: the lowest is above a cost if all are."""
    steps = _midpoints(len(alone))
    return np.asarray(np.interp(1 - (1 - steps) ** (1 / members), steps, alone))


def _midpoints(n: int) -> Floats:
    return (np.arange(n) + 0.5) / n
