"""Which offers are void."""

from __future__ import annotations

from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.validity import costs_less, is_valid
from tests.market.town import ASH, YARD, town


def valid(price: float = 0.9, quality: float = 80.0, *overrides: str) -> bool:
    state = town(*overrides)
    return is_valid(state.scenario, state.projects[YARD], Offer(ASH, price, quality, 0.0), 1)


def test_floors_of_quality_and_price_are_valid_themselves() -> None:
    floors = ("rules.award.quality_floor=70", "rules.award.cost_floor=0.8")
    assert valid(0.8, 70.0, *floors)
    assert not valid(0.8, 69.9, *floors)
    assert not valid(0.799, 70.0, *floors)


def test_an_offer_must_cost_less_than_doing_it_oneself() -> None:
    """.92 of the ceiling in-house, capped at 1.0 of it: .92 itself is too much."""
    cap = "rules.direct_cost_cap=1"
    assert valid(0.9199, 80.0, cap)
    assert not valid(0.9201, 80.0, cap)
    state = town(cap)
    assert not costs_less(state.scenario, state.projects[YARD], 36_800_000, 1)
    assert costs_less(state.scenario, state.projects[YARD], 36_799_999, 1)
    assert valid(5.0, 80.0)


def test_who_exceeds_a_secret_ceiling_is_void() -> None:
    secret = "rules.award.secret_estimate=true"
    assert valid(1.0, 80.0, secret)
    assert not valid(1.0001, 80.0, secret)
    assert valid(1.0001)
