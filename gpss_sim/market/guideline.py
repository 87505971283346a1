"""Guideline prices: ceilings that follow wages, or stay where they were set (facts G13)."""

from __future__ import annotations

from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario


def wage_index(scenario: Scenario, year: int) -> float:
    """Wages of a fiscal year over those of year 0."""
    return float((1 + scenario.budget.wage_growth) ** year)


def ceiling_level(scenario: Scenario, form: Form, year: int) -> float:
    """Published ceiling over the reference cost of the same year; a flat one falls behind."""
    return scenario.rules.ceiling if form.indexed else scenario.rules.ceiling / wage_index(scenario, year)


def guideline_wage(scenario: Scenario, form: Form, year: int) -> float:
    """Wage under a price set by the contract, relative to the market: 1, or less as a flat price falls behind."""
    return 1.0 if form.indexed else 1 / wage_index(scenario, year)


def renewal_price(scenario: Scenario, form: Form, price: int, years: int) -> int:
    """Price [fen] of a contract year `years` after the first."""
    return round(price * (wage_index(scenario, years) if form.indexed else 1.0))
