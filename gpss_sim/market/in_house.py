"""The cost of doing it oneself, computed beside every purchase (facts R51, G14)."""

from __future__ import annotations

from gpss_sim.market.agency import Profile
from gpss_sim.market.contract import Project
from gpss_sim.market.guideline import guideline_wage
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario


def in_house_cost(scenario: Scenario, project: Project, year: int) -> int:
    """What a year of a project would cost with the department's own staff at the reference head count [fen]."""
    delivery = scenario.delivery
    share = delivery.wage_share * scenario.rules.in_house_wage + delivery.running_share
    return round(project.reference(scenario, year) * share)


def wage_of(scenario: Scenario, form: Form, profile: Profile, year: int) -> float:
    """What a seller pays under a form, relative to the market: its own policy or the contract's wage.

    The department's own staff is paid `rules.in_house_wage` times that.
    """
    usual = profile.wage if form.staffing == "by_agency" else guideline_wage(scenario, form, year)
    return usual * (scenario.rules.in_house_wage if profile.kind == "department" else 1.0)


def affordable(cost: float) -> float:
    """Share of a service that the budget line pays where the buyer pays the cost itself; `cost` as a share of it."""
    return min(1.0, 1.0 / cost) if cost > 0 else 1.0
