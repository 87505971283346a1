"""What the security of a post is worth to a worker, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gpss_sim.market.contracts.staffing import hazard
from gpss_sim.market.delivery.service import loss_of_post
from gpss_sim.scenario.service import Delivery
from tests.market.town import contract, scenario, town

QUARTER = Delivery(leaving_risk=0.25)


def test_a_post_is_at_risk_where_the_contract_is_let_anew() -> None:
    """Renewal is expected with 3/4: a quarter is lost at the end of each term; nothing where no term is let anew."""
    state = town()
    chosen, made = state.scenario, contract(state)
    lost = []
    for years in (3, 2, 1):
        made.terms.years = years
        lost.append(loss_of_post(chosen, made.terms))
    assert lost == pytest.approx([1 / 12, 1 / 8, 1 / 4])
    made.terms.arrangement = replace(made.terms.arrangement, mode=chosen.rules.modes["own"])
    assert loss_of_post(chosen, made.terms) == 0


def test_those_who_expect_a_renewal_fear_nothing() -> None:
    terms = contract(town()).terms
    terms.years = 1
    assert loss_of_post(scenario("market.renewal_belief=1"), terms) == 0


def test_expected_loss_counts_as_less_pay() -> None:
    """A quarter of a year's pay: 47/48 is kept at the reference of 1/12, all if secure, 15/16 under terms of a year."""
    found = [hazard(QUARTER, 1.0, 0.25, 1.0, 0.15, risk) / 0.0165 for risk in (0.0, 1 / 12, 1 / 4)]
    assert found == pytest.approx([47 / 48, 1.0, (47 / 48) / (15 / 16)])


def test_nothing_is_expected_where_a_search_costs_nothing() -> None:
    assert hazard(Delivery(leaving_risk=0), 1.0, 0.25, 1.0, 0.15, 1.0) == pytest.approx(0.0165)
