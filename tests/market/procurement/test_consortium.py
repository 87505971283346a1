"""Agencies that stand together, on paper."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.market.agencies.offers import BidderView
from gpss_sim.market.agencies.payoffs import payoff_of
from gpss_sim.market.delivery import payments
from gpss_sim.market.procurement import consortium
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, YUAN, balance, running, town


def test_partners_line_up_by_their_number_and_must_be_able_to_share() -> None:
    state = town("rules.consortium.members=2")
    luck = {k: Streams(1, 0).uniform("partners", key) for k, key in enumerate(("ash", "birch", "cedar"))}
    order = sorted(luck, key=luck.__getitem__)
    assert consortium.stand_together(state.procurement_desk, state.projects[YARD], [ASH, BIRCH, CEDAR]) == [
        order[:2],
        order[2:],
    ]
    tied = town("rules.consortium.members=3")
    object.__setattr__(tied.agencies[ASH].profile.abilities, "scale", 3)
    assert consortium.stand_together(tied.procurement_desk, tied.projects[HOME], [ASH, BIRCH, CEDAR]) == []
    object.__setattr__(tied.agencies[ASH].profile.abilities, "scale", 4)
    assert len(consortium.stand_together(tied.procurement_desk, tied.projects[HOME], [ASH, BIRCH, CEDAR])) == 1


def test_consortia_grow_year_by_year() -> None:
    state = town("rules.consortium.members=2", "rules.consortium.joiners=1")
    assert consortium.members_in(state.procurement_desk) == 2
    state.env.run(until=365 * 3 + 1)
    assert consortium.members_in(state.procurement_desk) == 4
    assert consortium.stand_together(town().procurement_desk, town().projects[YARD], [BIRCH, ASH]) == [[BIRCH], [ASH]]


def view(state: Any, agency: int, cost: float, quality: float, advantage: float) -> BidderView:
    member = state.agencies[agency]
    payoff = payoff_of(state.scenario, state.projects[YARD].bought, member.profile.motives, member.capability, cost)
    return BidderView(member, payoff, 0.0, 0.01, quality, advantage, 0.0)


def test_the_cheapest_leads_and_quality_is_the_mean() -> None:
    state = town("rules.consortium.synergy=0.1")
    joint = consortium.pool(state.scenario, [view(state, ASH, 0.9, 70, -2), view(state, BIRCH, 0.8, 90, 4)])
    assert (joint.agency.id, joint.partners) == (BIRCH, (ASH,))
    assert (joint.cost, joint.quality, joint.advantage) == (pytest.approx(0.72), 80, 1)
    alone = view(state, ASH, 0.9, 70, -2)
    assert consortium.pool(state.scenario, [alone]) is alone


def test_the_support_organisation_is_paid_its_share_from_the_commitment() -> None:
    state = town("rules.consortium.fee=0.05", "budget.amount=0")
    assert consortium.support_fee(state.scenario, 400_001) == 20_000
    made = running(state, YARD, BIRCH, fee=20_000)
    committed = balance(state, "committed")
    payments.pay_support(state.contract_desk, made)
    assert balance(state, "support") == 20_000
    assert balance(state, "committed") == committed - 20_000
    assert made.funds.commitments[-1].total == 400_000 * YUAN - 20_000
