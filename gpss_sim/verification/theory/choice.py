"""T14: choice among providers, what it makes them do, and prices of bidders who stand together."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from gpss_sim.verification.theory import auction


def shares(utilities: Sequence[float]) -> list[float]:
    """Logit shares.

    >>> [round(share, 6) for share in shares([5 * 0.8, 5 * 0.6, 5 * 0.6])]
    [0.576117, 0.211942, 0.211942]
    """
    weights = [exp(utility) for utility in utilities]
    return [weight / sum(weights) for weight in weights]


def effort_by_logit(margin: float, taste: float, providers: int, cost: float) -> float:
    """Effort whose last point draws as much margin as it costs, among equal providers.

    Demand grows by taste · (1 − 1/n) a point; the point costs `cost` times effort.

    >>> round(effort_by_logit(0.4, 0.05, 3, 0.01), 6)
    1.333333
    """
    return margin * taste * (1 - 1 / providers) / cost


def effort_on_a_circle(margin: float, taste: float, providers: int, distance: float, cost: float) -> float:
    """The same on Salop's circle, where a point draws taste · n / distance.

    >>> round(effort_on_a_circle(0.4, 0.05, 3, 1, 0.01), 6)
    6.0
    """
    return margin * taste * providers / distance / cost


def price_together(low: float, high: float, agencies: int, members: int) -> float:
    """Mean price if groups of agencies with uniform costs bid the lowest of their members' costs.

    >>> round(price_together(80, 100, 4, 2), 6), round(price_together(80, 100, 6, 2), 6)
    (89.333333, 86.285714)
    """

    def above(cost: float) -> float:
        return ((high - cost) / (high - low)) ** members

    return auction.second_lowest(above, low, high, agencies // members)
