"""The cost of doing it oneself, computed beside every purchase (facts R51, G14)."""

from __future__ import annotations

from gpss_sim.market.contracts.cost_estimate import CostEstimate
from gpss_sim.scenario.schema import Scenario


def in_house_cost(scenario: Scenario, estimate: CostEstimate, year: int) -> int:
    """What a year of a project would cost with the department's own staff at the reference head count [fen]."""
    delivery = scenario.delivery
    share = delivery.wage_share * scenario.rules.in_house_wage + delivery.running_share
    return round(estimate.reference(scenario, year) * share)


def affordable(cost: float) -> float:
    """Share of a service that the budget line pays where the buyer pays the cost itself; `cost` as a share of it."""
    return min(1.0, 1.0 / cost) if cost > 0 else 1.0
