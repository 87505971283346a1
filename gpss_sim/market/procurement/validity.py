"""Which offers are void: too poor, too cheap, or dearer than doing it in-house (facts R34, R36, R51)."""

from __future__ import annotations

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.rulebook.in_house import in_house_cost
from gpss_sim.scenario.schema import Scenario


def is_valid(scenario: Scenario, project: CityProject, offer: Offer, year: int) -> bool:
    """Whether an offer may be scored."""
    award = project.bought.award
    if award.secret_estimate and offer.price > 1.0:
        return False
    if offer.quality < award.quality_floor or offer.price < award.cost_floor:
        return False
    return costs_less(scenario, project, offer.price * project.ceiling(scenario, year), year)


def costs_less(scenario: Scenario, project: CityProject, price: float, year: int) -> bool:
    """Whether a price [fen] is below the capped cost of doing it in-house, where the rules ask; equal is too much."""
    cap = scenario.rules.direct_cost_cap
    return cap is None or price < cap * in_house_cost(scenario, project.estimate, year)
