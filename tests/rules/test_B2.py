"""Method choice by circumstance (facts B2, R10–R19), with approvals, publicity and committees."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.market.choice import committee_days, lead_days, method_for
from gpss_sim.market.state import State
from tests.rules.market import EAST_ELDERLY, EAST_FAMILY, EAST_YOUTH, project

OPEN = 'rules.thresholds=[{upto=inf, method="open_tender"}]'


def test_R10_open_tendering_is_the_default_where_the_rulebook_says_so(tmp_path: Path) -> None:
    for index in (EAST_YOUTH, EAST_ELDERLY, EAST_FAMILY):
        state, found = project(tmp_path, index, OPEN)
        assert method_for(state, found, 1) == "open_tender"


@pytest.mark.parametrize("flag", ["limited_market", "unspecifiable", "unpriceable"])
def test_R11_three_circumstances_allow_invitation_or_negotiation_with_approval(tmp_path: Path, flag: str) -> None:
    rule = f'rules.circumstances.{flag}={{method="competitive_negotiation", approval_days=15}}'
    state, found = project(tmp_path, EAST_ELDERLY, OPEN, rule, circumstance=flag)
    other = state.projects[EAST_YOUTH]
    assert method_for(state, found, 1) == "competitive_negotiation"
    assert committee_days(state, found) == 15
    assert committee_days(state, other) == 0


@pytest.mark.parametrize(("suppliers", "name"), [(0, "open_tender"), (1, "single_source"), (2, "open_tender")])
def test_R12_one_supplier_means_single_source(
    tmp_path: Path, suppliers: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, found = project(tmp_path, EAST_ELDERLY, OPEN, "rules.sole_supplier=single_source")
    monkeypatch.setattr(State, "eligible", lambda self, index: list(range(suppliers)))
    assert method_for(state, found, 1) == name


@pytest.mark.parametrize(("above", "days"), [(599_999.99, 5), (600_000, 0), (600_000.01, 0)])
def test_R12_a_single_source_above_a_limit_is_shown_to_the_public(tmp_path: Path, above: float, days: float) -> None:
    state, found = project(
        tmp_path,
        EAST_ELDERLY,
        "rules.methods.single_source.publicity_days=5",
        f"rules.methods.single_source.publicity_above={above}",
    )
    assert lead_days(state, found, 1, state.scenario.rules.methods["single_source"]) == days


def test_R13_methods_without_order_all_need_approval(tmp_path: Path) -> None:
    names = ("open_tender", "invited_tender", "competitive_negotiation")
    state, found = project(tmp_path, EAST_ELDERLY, *(f"rules.methods.{name}.approval_days=10" for name in names))
    assert {lead_days(state, found, 1, state.scenario.rules.methods[name]) for name in names} == {10}


def test_R14_purchase_of_services_is_enough_for_consultation(tmp_path: Path) -> None:
    rule = 'rules.thresholds=[{upto=inf, method="competitive_consultation"}]'
    for index in (EAST_YOUTH, EAST_ELDERLY, EAST_FAMILY):
        state, found = project(tmp_path, index, rule)
        assert method_for(state, found, 1) == "competitive_consultation"


@pytest.mark.parametrize(("limit", "days"), [(599_999, 12), (600_000, 0), (600_001, 0)])
def test_R15_consultation_above_the_tender_limit_needs_approval(tmp_path: Path, limit: float, days: float) -> None:
    name = "rules.methods.competitive_consultation"
    state, found = project(tmp_path, EAST_ELDERLY, f"{name}.approval_days=12", f"{name}.approval_above={limit}")
    assert lead_days(state, found, 1, state.scenario.rules.methods["competitive_consultation"]) == days


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
    assert method_for(state, found, 1) == "designation"


@pytest.mark.parametrize(("joint", "days"), [("false", 24), ("true", 12)])
def test_departments_sit_one_after_another_or_together(tmp_path: Path, joint: str, days: float) -> None:
    committee = "rules.committee={leading=5, civil_affairs=12, finance=7}"
    state, found = project(tmp_path, EAST_ELDERLY, committee, f"rules.committee_joint={joint}")
    assert committee_days(state, found) == days


def test_nothing_waits_where_nothing_is_bought(tmp_path: Path) -> None:
    state, found = project(tmp_path, EAST_ELDERLY, "rules.committee={finance=7}", "rules.mode=direct")
    assert committee_days(state, found) == 0
