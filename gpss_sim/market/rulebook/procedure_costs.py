"""What a procedure costs buyer and bidder: a part that is the same for every size, and one that grows with it.

Reading rules, writing an offer, calling a panel together take the same time for a small contract and a large one, so
that small contracts pay proportionally more (evidence 2A, tender transaction cost).
"""

from __future__ import annotations

from statistics import median

from gpss_sim import money
from gpss_sim.market.contracts.guideline import first_ceiling
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario


def attempt_cost(method: Method, ceiling: int, packages: int = 1) -> int:
    """The buyer's cost of one attempt at a project of a `ceiling`, let in equal packages [fen] (equation 7.5).

    >>> attempt_cost(Method(days=0, buyer_cost=1_000, buyer_cost_share=0.01), 20_000_000, packages=2)
    400000
    """
    return packages * money.to_fen(method.buyer_cost) + round(method.buyer_cost_share * ceiling)


def offer_cost(scenario: Scenario, method: Method, ceiling: int) -> float:
    """A bidder's usual cost of one offer for a contract of a `ceiling` [fen; share of ceiling] (equation 7.4)."""
    fixed = money.to_fen(method.bid_cost_fixed) / ceiling if ceiling else 0.0
    return (fixed + method.bid_cost) * scenario.market.bid_cost_scale


def usual_ceiling(scenario: Scenario, form: Form) -> int:
    """The ceiling that half of the library's projects do not exceed, as first published [fen]."""
    return round(median(money.to_fen(template.cost) for template in scenario.templates) * first_ceiling(scenario, form))
