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
        Range of staff needed per unit of output.
    omega_mean, omega : float
        Centre and half-width of the idiosyncratic draw.
    wage_share, overhead_share : float
        Shares of the reference cost.
    ceiling : float
        Published ceiling over the reference cost.
    pooled : int
        Members of a consortium: it offers at the lowest of that many costs.
    synergy : float
        Share of cost a consortium saves.
    exponent : float
        Exponent k of the power family from which both are drawn; 1: uniform. See `power_quantile`.
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
    exponent: float = 1.0

    def of(self, theta: float, omega: float, wage: float = 1.0) -> float:
        """Cost of one agency [share of ceiling] (equation 7.2)."""
        return ((theta + omega) * self.wage_share * wage + self.overhead_share) / self.ceiling

    def quantiles(self) -> Floats:
        """Quantiles of the distribution at equal steps of probability, ascending, shape (2048,)."""
        return _quantiles(self)


def power_quantile(probability: Floats, exponent: float) -> Floats:
    """Quantiles on [0, 1] of the power family 1 − F(x) = (1 − x)^k (evidence T1).

    Parameters
    ----------
    probability : array of float
        Probabilities in [0, 1].
    exponent : float
        k > 0. Below 1 the lower end is thin: low costs are rare. Above 1 it is thick and the upper end is thin.

    >>> power_quantile(np.array([0.75]), 2.0).tolist(), power_quantile(np.array([0.75]), 0.5).tolist()
    ([0.5], [0.9375])
    """
    return probability if exponent == 1 else 1 - (1 - probability) ** (1 / exponent)


@lru_cache(maxsize=64)
def _quantiles(costs: CostDistribution) -> Floats:
    flat = costs.theta_high == costs.theta_low
    ways = (1, SAMPLE) if flat else (SAMPLE, 1) if costs.omega == 0 else (64, SAMPLE // 64)
    theta = costs.theta_low + (costs.theta_high - costs.theta_low) * power_quantile(_midpoints(ways[0]), costs.exponent)
    omega = costs.omega_mean + costs.omega * (2 * power_quantile(_midpoints(ways[1]), costs.exponent) - 1)
    total = (theta[:, None] + omega[None, :]) * costs.wage_share + costs.overhead_share
    alone = np.sort(total.ravel()) / costs.ceiling
    return alone if costs.pooled == 1 else _lowest_of(alone, costs.pooled) * (1 - costs.synergy)


def _lowest_of(alone: Floats, members: int) -> Floats:
    """Quantiles of the lowest of several costs: the lowest is above a cost if all are."""
    steps = _midpoints(len(alone))
    return np.asarray(np.interp(1 - (1 - steps) ** (1 / members), steps, alone))


def _midpoints(n: int) -> Floats:
    return (np.arange(n) + 0.5) / n
