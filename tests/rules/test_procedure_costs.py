"""Costs of procedures and offers: a part that is the same for every size, a part that grows with it (evidence 2A)."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim import money
from gpss_sim.market.agencies.offers import consider, notice_of
from gpss_sim.market.rulebook.method_choice import buying_cost
from gpss_sim.market.rulebook.procedure_costs import attempt_cost, offer_cost, usual_ceiling
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.method import Method
from tests.city import load
from tests.rules.market import EAST_ELDERLY, EAST_FAMILY, EAST_YOUTH, project

TWO_PARTS = (
    "rules.methods.competitive_consultation.buyer_cost=4000",
    "rules.methods.competitive_consultation.buyer_cost_share=0.01",
    "rules.methods.competitive_consultation.bid_cost_fixed=3000",
    "rules.methods.competitive_consultation.bid_cost=0.002",
    "market.bid_cost_sd=0",
)
SIZES = [(EAST_YOUTH, 200_000), (EAST_ELDERLY, 600_000), (EAST_FAMILY, 1_000_000)]


@pytest.mark.parametrize(("index", "ceiling"), SIZES)
def test_the_buyer_pays_4000_yuan_and_a_hundredth(index: int, ceiling: int, tmp_path: Path) -> None:
    state, target = project(tmp_path, index, *TWO_PARTS)
    method = state.scenario.rules.methods["competitive_consultation"]
    assert buying_cost(state.agency_view.methods, target, 1, method) == money.to_fen(4_000 + ceiling / 100)


@pytest.mark.parametrize(("index", "ceiling"), SIZES)
def test_a_bidder_pays_3000_yuan_and_two_thousandths(index: int, ceiling: int, tmp_path: Path) -> None:
    state, target = project(tmp_path, index, *TWO_PARTS)
    method = state.scenario.rules.methods["competitive_consultation"]
    view = consider(notice_of(state.agency_view, target, method), state.agencies[0])
    assert view.bid_cost * ceiling == pytest.approx(3_000 + 0.002 * ceiling)


def test_a_package_more_costs_the_fixed_part_once_more() -> None:
    """Two halves of 800,000 yuan: 4,000 twice, and a hundredth of the whole."""
    method = Method(days=0, buyer_cost=4_000, buyer_cost_share=0.01)
    assert attempt_cost(method, money.to_fen(800_000), packages=2) == money.to_fen(16_000)


def test_the_scale_of_offers_moves_both_parts(tmp_path: Path) -> None:
    """3,000 of 600,000 yuan is .005; with .002 that is .007, and twice as much at a scale of 2."""
    scenario = load(tmp_path, *TWO_PARTS, "market.bid_cost_scale=2")
    method = scenario.rules.methods["competitive_consultation"]
    assert offer_cost(scenario, method, money.to_fen(600_000)) == pytest.approx(0.014)


def test_beliefs_begin_at_the_ceiling_in_the_middle_of_the_library(tmp_path: Path) -> None:
    """Two projects each of 200,000, 600,000 and 1,000,000 yuan; nine tenths of the reference cost are published."""
    scenario = load(tmp_path, "rules.ceiling=0.9")
    assert usual_ceiling(scenario, scenario.rules.forms["project"]) == money.to_fen(540_000)


@pytest.mark.parametrize(
    ("name", "buyer", "bidder"),
    [
        ("open_tender", 12_000, 7_500),
        ("invited_tender", 12_000, 7_500),
        ("competitive_consultation", 10_000, 7_500),
        ("competitive_negotiation", 8_000, 5_000),
        ("single_source", 4_000, 2_500),
        ("designation", 1_000, 0),
    ],
)
def test_at_half_a_million_the_shipped_methods_cost(name: str, buyer: float, bidder: float) -> None:
    scenario = load_scenario("baseline")
    method, ceiling = scenario.rules.methods[name], money.to_fen(500_000)
    assert attempt_cost(method, ceiling) == money.to_fen(buyer)
    assert offer_cost(scenario, method, ceiling) * 500_000 == pytest.approx(bidder)
    small = money.to_fen(100_000)
    assert attempt_cost(method, small) > attempt_cost(method, ceiling) / 5
