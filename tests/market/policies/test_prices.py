"""What a contract is worth to who offers, and how a price forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gpss_sim.market.policies.payoff import Payoff, Stakes
from gpss_sim.market.policies.prices import PRICES, Prospect, take_it_or_leave_it
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.sellers import SELLERS

NOTHING_AT_STAKE = Stakes(Lines(70.0, 80.0, 90.0), noise=4.0, effort_cost=0.002, effort_max=20.0)


def payoff(cost: float) -> Payoff:
    return Payoff(cost, 78.0, NOTHING_AT_STAKE, continuation=0.6, survival=0.05)


PROSPECT = Prospect(
    payoff=payoff(0.8),
    bid_cost=0.01,
    fixed=False,
    alpha=0.25,
    bargaining="nash",
    public_costs=np.linspace(0.5, 1.0, 2001),
    cut=0.2,
    chance=lambda price: 0.5,
    ask=lambda payoff: 0.9,
)


def test_what_a_contract_is_worth() -> None:
    """A margin of .1 now, .6 of it for a later term, .05 for holding a contract; a loss is made once."""
    assert PROSPECT.payoff.at(0.9) == pytest.approx(0.1 + 0.06 + 0.05)
    assert PROSPECT.payoff.at(0.7) == pytest.approx(-0.1 + 0.05)


def test_an_offer_pays_if_its_chance_is_worth_its_cost() -> None:
    """Half a chance of .21 against the cost of offering."""
    assert replace(PROSPECT, bid_cost=0.1049).pays(0.9)
    assert not replace(PROSPECT, bid_cost=0.1051).pays(0.9)
    assert not replace(PROSPECT, bid_cost=0.0).pays(0.7)


def test_a_bargain_divides_what_is_left_above_cost() -> None:
    assert PRICES["negotiated"]().offer(PROSPECT) == pytest.approx(0.85)
    assert PRICES["negotiated"]().offer(replace(PROSPECT, fixed=True)) == 1.0
    assert PRICES["negotiated"]().offer(replace(PROSPECT, payoff=payoff(1.1))) is None


def test_the_buyers_only_offer_between_half_and_all_is_three_quarters() -> None:
    """(1 - p) (2 p - 1) is largest at .75, and who costs more than that refuses."""
    assert take_it_or_leave_it(PROSPECT.public_costs) == pytest.approx(0.75, abs=1e-3)
    only = replace(PROSPECT, bargaining="tioli")
    assert PRICES["negotiated"]().offer(only) is None
    assert PRICES["negotiated"]().offer(replace(only, payoff=payoff(0.7))) == pytest.approx(0.75, abs=1e-3)


def test_a_payroll_is_its_cost_and_a_budget_line_the_ceiling() -> None:
    assert PRICES["payroll"]().offer(PROSPECT) == 0.8
    assert PRICES["payroll"]().offer(replace(PROSPECT, payoff=payoff(1.2))) == 1.0
    assert PRICES["payroll"].settles_payroll
    assert PRICES["budget_line"]().offer(PROSPECT) == 1.0
    assert PRICES["budget_line"]().offer(replace(PROSPECT, bid_cost=0.5)) is None


def test_an_extension_of_the_buyer_does_not_turn_the_line_down() -> None:
    """No true contract (facts A4): who cannot decide takes the line, whatever the contract is worth to it."""
    tied = replace(PROSPECT, payoff=payoff(1.2), decides=False)
    assert PRICES["budget_line"]().offer(replace(tied, decides=True)) is None
    assert PRICES["budget_line"]().offer(tied) == 1.0
    assert [name for name in SELLERS if not SELLERS[name].decides] == ["department", "dependent"]


def test_a_bid_is_what_the_rule_asks_where_it_pays() -> None:
    assert PRICES["bid"]().offer(PROSPECT) == 0.9
    assert PRICES["bid"]().offer(replace(PROSPECT, ask=lambda payoff: None)) is None
    assert PRICES["bid"]().offer(replace(PROSPECT, ask=lambda payoff: 1.01)) is None
    assert PRICES["bid"]().offer(replace(PROSPECT, fixed=True, ask=lambda payoff: None)) == 1.0
    assert PRICES["bid"]().offer(replace(PROSPECT, bid_cost=0.2)) is None


def test_a_request_is_cut() -> None:
    assert PRICES["request"].is_cut
    assert PRICES["request"]().offer(PROSPECT) == pytest.approx(0.8 * 0.8)
    assert PRICES["request"]().offer(replace(PROSPECT, payoff=payoff(1.5))) == pytest.approx(0.8)
    assert PRICES["request"]().offer(replace(PROSPECT, bid_cost=0.026)) is None


def test_an_offer_that_is_worth_exactly_its_cost_is_not_made() -> None:
    """A margin of .125 with half a chance, against a cost of offering of 1/16; a price at cost is worth nothing."""
    plain = replace(PROSPECT, payoff=Payoff(0.75, 78.0, NOTHING_AT_STAKE))
    assert not replace(plain, bid_cost=0.0625).pays(0.875)
    assert replace(plain, bid_cost=0.0624).pays(0.875)
    assert not replace(plain, bid_cost=-1.0).pays(0.75)


def test_a_bargain_may_end_at_the_ceiling_or_at_cost() -> None:
    """With all of the bargaining power the ceiling; with none cost, which survival alone makes worth having."""
    rule = PRICES["negotiated"]()
    assert rule.offer(replace(PROSPECT, alpha=1.0)) == pytest.approx(1.0)
    assert rule.offer(replace(PROSPECT, alpha=0.0)) == pytest.approx(0.8)
    assert rule.offer(replace(PROSPECT, fixed=True, payoff=payoff(1.0))) == 1.0
    assert rule.offer(replace(PROSPECT, fixed=True, payoff=payoff(1.001))) is None


def test_the_buyers_only_offer_is_no_higher_than_the_ceiling() -> None:
    assert take_it_or_leave_it(np.array([1.2, 1.3])) == 1.0
    assert take_it_or_leave_it(np.array([0.0, 2.0])) == pytest.approx(0.5, abs=1e-3)  # (1 - p) p / 2


def test_prices_at_the_ceiling_itself() -> None:
    bid = replace(PROSPECT, ask=lambda payoff: payoff.highest)
    assert PRICES["bid"]().offer(bid) == 1.0
    assert PRICES["payroll"]().offer(replace(PROSPECT, payoff=payoff(1.0))) == 1.0
    even = replace(PROSPECT, bid_cost=0.025)  # half a chance of .05
    assert PRICES["request"]().offer(even) is None
