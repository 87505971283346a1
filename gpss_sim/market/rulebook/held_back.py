"""What of a contract's money waits for the score: the last instalment of a price, or a part of a payroll."""

from __future__ import annotations

from gpss_sim.market.policies import PRICES
from gpss_sim.scenario.rulebook import Form, Mode
from gpss_sim.scenario.schema import Scenario


def held_back_share(scenario: Scenario, mode: Mode, form: Form) -> float:
    """What waits for the score under a mode and form [share of price].

    Of a payroll only pay can wait, not the running costs beside it; where cases are paid nothing waits.
    """
    if not scenario.payment.tied_to_score or form.per_case:
        return 0.0
    if PRICES[mode.price].settles_payroll:
        wages = scenario.delivery.wage_share * scenario.rules.in_house_wage
        whole = wages + scenario.delivery.running_share
        return payroll_held_back(scenario) * wages / whole if whole else 0.0
    return scenario.payment.tranches[-1][1]


def payroll_held_back(scenario: Scenario) -> float:
    """Share of each month's pay that waits for the score where the buyer settles the payroll."""
    return scenario.payment.payroll_held_back if scenario.payment.tied_to_score else 0.0
