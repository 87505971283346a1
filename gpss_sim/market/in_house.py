"""The cost of doing it oneself, computed beside every purchase (facts R51, G14)."""

from __future__ import annotations

from gpss_sim.market.contract import Project
from gpss_sim.scenario.schema import Scenario


def in_house_cost(scenario: Scenario, project: Project, year: int) -> int:
    """What a year of a project would cost with the department's own staff at full strength [fen]."""
    delivery = scenario.delivery
    share = delivery.wage_share * scenario.rules.in_house_wage + delivery.running_share
    return round(project.reference(scenario, year) * share)
