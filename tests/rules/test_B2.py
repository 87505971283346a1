"""Method choice by circumstance (facts B2, R10–R19), with approvals, publicity and committees."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.market.rulebook.method_choice import MethodView, committee_days, lead_days, method_for
from gpss_sim.simulate import run
from tests.city import load
from tests.rules.market import EAST_ELDERLY, EAST_FAMILY, EAST_YOUTH, project

OPEN = 'rules.thresholds=[{upto=inf, method="open_tender"}]'


def test_R10_open_tendering_is_the_default_where_the_rulebook_says_so(tmp_path: Path) -> None:
    for index in (EAST_YOUTH, EAST_ELDERLY, EAST_FAMILY):
        state, found = project(tmp_path, index, OPEN)
        assert method_for(state.agency_view.methods, found, 1) == "open_tender"


@pytest.mark.parametrize("flag", ["limited_market", "unspecifiable", "unpriceable"])
def test_R11_three_circumstances_allow_invitation_or_negotiation_with_approval(tmp_path: Path, flag: str) -> None:
    rule = f'rules.circumstances.{flag}={{method="competitive_negotiation", approval_days=15}}'
    state, found = project(tmp_path, EAST_ELDERLY, OPEN, rule, circumstance=flag)
    other = state.projects[EAST_YOUTH]
    assert method_for(state.agency_view.methods, found, 1) == "competitive_negotiation"
    assert committee_days(state.scenario, found) == 15
    assert committee_days(state.scenario, other) == 0


@pytest.mark.parametrize(("suppliers", "name"), [(0, "open_tender"), (1, "single_source"), (2, "open_tender")])
def test_R12_one_supplier_means_single_source(tmp_path: Path, suppliers: int, name: str) -> None:
    state, found = project(tmp_path, EAST_ELDERLY, OPEN, "rules.sole_supplier=single_source")
    view = MethodView(state.scenario, state.luck, lambda index: list(range(suppliers)))
    assert method_for(view, found, 1) == name


@pytest.mark.parametrize(("above", "days"), [(599_999.99, 5), (600_000, 0), (600_000.01, 0)])
def test_R12_a_single_source_above_a_limit_is_shown_to_the_public(tmp_path: Path, above: float, days: float) -> None:
    state, found = project(
        tmp_path,
        EAST_ELDERLY,
        "rules.methods.single_source.publicity_days=5",
        f"rules.methods.single_source.publicity_above={above}",
    )
    assert lead_days(state.agency_view.methods, found, 1, state.scenario.rules.methods["single_source"]) == days


def test_R13_methods_without_order_all_need_approval(tmp_path: Path) -> None:
    names = ("open_tender", "invited_tender", "competitive_negotiation")
    state, found = project(tmp_path, EAST_ELDERLY, *(f"rules.methods.{name}.approval_days=10" for name in names))
    assert {lead_days(state.agency_view.methods, found, 1, state.scenario.rules.methods[name]) for name in names} == {
        10
    }


def test_R14_purchase_of_services_is_enough_for_consultation(tmp_path: Path) -> None:
    rule = 'rules.thresholds=[{upto=inf, method="competitive_consultation"}]'
    for index in (EAST_YOUTH, EAST_ELDERLY, EAST_FAMILY):
        state, found = project(tmp_path, index, rule)
        assert method_for(state.agency_view.methods, found, 1) == "competitive_consultation"


@pytest.mark.parametrize(("limit", "days"), [(599_999, 12), (600_000, 0), (600_001, 0)])
def test_R15_consultation_above_the_tender_limit_needs_approval(tmp_path: Path, limit: float, days: float) -> None:
    name = "rules.methods.competitive_consultation"
    state, found = project(tmp_path, EAST_ELDERLY, f"{name}.approval_days=12", f"{name}.approval_above={limit}")
    assert (
        lead_days(state.agency_view.methods, found, 1, state.scenario.rules.methods["competitive_consultation"]) == days
    )


INSTRUMENTS = {
    "able_market": "competitive",
    "thin_market": "non_competitive",
    "more_suppliers": "aid",
    "own_needs": "free",
}


@pytest.mark.parametrize("flag", INSTRUMENTS)
def test_R17_the_circumstance_decides_on_the_instrument(flag: str, tmp_path: Path) -> None:
    """Contracting-out where the market is able, another way where it is thin, subsidy, voucher; mixed in one city."""
    rows = ", ".join(f'{{circumstance="{name}", mode="{mode}"}}' for name, mode in INSTRUMENTS.items())
    state, found = project(
        tmp_path,
        EAST_ELDERLY,
        'rules.modes.aid={seller="eligible", price="budget_line", procedure="single_source", public_share=0.5}',
        'rules.modes.free={seller="eligible", price="bid", procedure="open_tender", admits=3}',
        f"rules.channels=[{rows}]",
        circumstance=flag,
    )
    assert found.mode is state.scenario.rules.modes[INSTRUMENTS[flag]]


@pytest.mark.parametrize(("suppliers", "admitted"), [(1, set()), (2, {2}), (3, {3}), (5, {3})])
def test_R18_vouchers_need_two_suppliers_at_least(suppliers: int, admitted: set[int], tmp_path: Path) -> None:
    """Agencies admitted to each project by a city of so many, three admitted at most."""
    scenario = load(
        tmp_path,
        "calendar.years=1",
        "calendar.reference_year=false",
        f"agencies.number={suppliers}",
        "agencies.reach=1",
        "agencies.unlimited=true",
        "agencies.cash_months=100",
        "market.entry_per_year=0",
        "rules.forms.project.per_case=true",
        "rules.modes.competitive.admits=3",
        "rules.modes.competitive.procedure=two_or_more",
        "rules.methods.two_or_more={days=30, min_bidders=2}",
    )
    contracts = run(scenario, seed=7).world.state.contracts
    sellers = {index: {c.agency for c in contracts if c.project.index == index} for index in range(6)}
    assert {len(found) for found in sellers.values() if found} == admitted


def test_R19_the_source_of_money_decides_on_the_channel(tmp_path: Path) -> None:
    state, found = project(
        tmp_path,
        EAST_ELDERLY,
        'rules.channels=[{source="lottery", mode="formal"}, {domain="elderly", form="post"}]',
        sources="lottery",
    )
    modes = state.scenario.rules.modes
    west_elderly = state.projects[4]
    assert (found.mode is modes["formal"], found.bought.form_name) == (True, "project")
    assert (west_elderly.mode is modes["competitive"], west_elderly.bought.form_name) == (True, "post")
    assert method_for(state.agency_view.methods, found, 1) == "designation"


@pytest.mark.parametrize(("joint", "days"), [("false", 24), ("true", 12)])
def test_departments_sit_one_after_another_or_together(tmp_path: Path, joint: str, days: float) -> None:
    committee = "rules.committee={leading=5, civil_affairs=12, finance=7}"
    state, found = project(tmp_path, EAST_ELDERLY, committee, f"rules.committee_joint={joint}")
    assert committee_days(state.scenario, found) == days


def test_nothing_waits_where_nothing_is_bought(tmp_path: Path) -> None:
    state, found = project(tmp_path, EAST_ELDERLY, "rules.committee={finance=7}", "rules.mode=direct")
    assert committee_days(state.scenario, found) == 0
