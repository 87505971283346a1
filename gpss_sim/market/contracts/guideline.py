"""Guideline prices: ceilings that follow wages or stay (facts G13), and what they may pay (facts M45)."""

from __future__ import annotations

from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario


def wage_index(scenario: Scenario, year: int) -> float:
    """Wages of a fiscal year over those of year 0."""
    return float((1 + scenario.budget.wage_growth) ** year)


def first_ceiling(scenario: Scenario, form: Form) -> float:
    """Published ceiling over the reference cost in the year in which it was set, without costs that it may not pay."""
    return scenario.rules.ceiling * (1 - scenario.delivery.wage_share * (1 - form.staff_costs))


def ceiling_level(scenario: Scenario, form: Form, year: int) -> float:
    """Published ceiling over the reference cost of the same year (equation 7.1); a flat one falls behind."""
    level = first_ceiling(scenario, form)
    return level if form.indexed else level / wage_index(scenario, year)


def guideline_wage(scenario: Scenario, form: Form, year: int) -> float:
    """Wage under a price set by the contract, relative to the market: 1, or less as a flat price falls behind."""
    return 1.0 if form.indexed else 1 / wage_index(scenario, year)


def running_share(scenario: Scenario, form: Form) -> float:
    """Share of the reference price that pays everything but workers, without the rooms that the buyer gives."""
    delivery = scenario.delivery
    return delivery.running_share - form.premises * delivery.overhead_share


def kept_ready(scenario: Scenario, form: Form) -> float:
    """Staff that an agency keeps over its share of a project: more than 1 only where cases are paid (facts M34)."""
    return scenario.rules.voucher.readiness if form.per_case else 1.0


def renewal_price(scenario: Scenario, form: Form, price: int, years: int) -> int:
    """Price [fen] of a contract year `years` after the first."""
    return round(price * (wage_index(scenario, years) if form.indexed else 1.0))
