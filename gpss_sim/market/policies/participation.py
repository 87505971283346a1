"""Who would make an offer in a contest: the share of types for whom it is worth its cost (T4)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.kept_tables import table

_DEVIATIONS, _ALIKE = np.linspace(-1.5, 1.5, 5), np.zeros(1)
"""Qualities looked at, in standard deviations: five with each of few costs, or one with many where all count alike."""


@lru_cache(maxsize=4096)
def offering(contest: Contest, bid_cost: float) -> float:
    """Share of types for whom an offer is worth its cost, among those whose cost allows one.

    Parameters
    ----------
    contest : Contest
        As everybody sees it.
    bid_cost : float [share of ceiling]
        Cost of an offer.
    """
    (share,) = table("offering", contest, lambda: (np.array([_offering(contest, bid_cost)]),), bid_cost)
    return float(share[0])


def _offering(contest: Contest, bid_cost: float) -> float:
    solution, weight = solve(contest), 1 - contest.price_weight
    alike = weight * contest.quality_sd == 0
    deviations, costs = (
        (_ALIKE, contest.costs.quantiles()[2::4]) if alike else (_DEVIATIONS, contest.costs.quantiles()[32::64])
    )
    offers = 0
    for deviation in (contest.quality_sd * deviations).tolist():
        asked = solution.asks(contest.payoff, costs, deviation, weight * deviation)
        offered = asked <= contest.payoff.highest
        prices = asked[offered]
        worth = contest.payoff.worth(prices, costs[offered], deviation)
        offers += int((solution.win(prices, weight * deviation) * worth > bid_cost).sum())
    return min(offers / (len(deviations) * len(costs) * contest.able), 1.0) if contest.able else 0.0
