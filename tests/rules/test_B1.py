"""Method choice by amount (facts B1, R01–R09): each limit at, below and above its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.market.rulebook.method_choice import by_amount, method_for, packages
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.load import load_scenario
from tests.city import load
from tests.rules.market import EAST_ELDERLY, EAST_FAMILY, project

FEN = 0.01
SMALL, PLAN, OFFICE, OPEN = "designation", "single_source", "competitive_consultation", "open_tender"
FLOW = (
    f'rules.thresholds=[{{upto=50000, method="{SMALL}", boundary="above"}},'
    f'{{upto=100000, method="{PLAN}", boundary="above"}},'
    f'{{upto=1000000, method="{OFFICE}"}}, {{upto=inf, method="{OPEN}"}}]'
)
NEGOTIATED = (
    'rules.thresholds=[{upto=100000, method="single_source"},'
    '{upto=500000, method="competitive_negotiation"}, {upto=inf, method="open_tender"}]'
)


def method(folder: Path, amount: float, *overrides: str) -> str:
    return by_amount(load(folder, *overrides).rules, amount)


@pytest.mark.parametrize(("amount", "name"), [(100_000 - FEN, PLAN), (100_000, OFFICE), (100_000 + FEN, OFFICE)])
def test_R01_at_the_centralized_limit_the_purchase_goes_through_procurement(
    tmp_path: Path, amount: float, name: str
) -> None:
    assert method(tmp_path, amount, FLOW) == name


@pytest.mark.parametrize(("amount", "name"), [(1_000_000 - FEN, OFFICE), (1_000_000, OFFICE), (1_000_000 + FEN, OPEN)])
def test_R02_more_than_a_million_is_tendered_openly(tmp_path: Path, amount: float, name: str) -> None:
    assert method(tmp_path, amount, FLOW) == name


@pytest.mark.parametrize(("amount", "name"), [(50_000 - FEN, SMALL), (50_000, PLAN), (50_000 + FEN, PLAN)])
def test_R03_between_the_limits_the_unit_buys_under_an_approved_plan(tmp_path: Path, amount: float, name: str) -> None:
    assert method(tmp_path, amount, FLOW) == name


@pytest.mark.parametrize(("amount", "name"), [(50_000 - FEN, SMALL), (50_000, PLAN), (50_000 + FEN, PLAN)])
def test_R04_a_small_purchase_is_the_units_own(tmp_path: Path, amount: float, name: str) -> None:
    assert method(tmp_path, amount, FLOW) == name
    assert method(tmp_path, 1, FLOW) == SMALL


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        (100_000, "single_source"),
        (100_000 + FEN, "competitive_negotiation"),
        (500_000 - FEN, "competitive_negotiation"),
        (500_000, "competitive_negotiation"),
        (500_000 + FEN, "open_tender"),
    ],
)
def test_R05_R06_negotiation_up_to_half_a_million_open_tender_above(tmp_path: Path, amount: float, name: str) -> None:
    assert method(tmp_path, amount, NEGOTIATED) == name


@pytest.mark.parametrize(
    ("amount", "name"), [(500_000 - FEN, "competitive_negotiation"), (500_000, "open_tender"), (500_001, "open_tender")]
)
def test_the_other_reading_of_a_limit_moves_only_the_limit_itself(tmp_path: Path, amount: float, name: str) -> None:
    assert method(tmp_path, amount, NEGOTIATED, "rules.boundary=above") == name


def test_R07_only_small_amounts_are_exempt_from_competition(tmp_path: Path) -> None:
    rules = 'rules.thresholds=[{upto=30000, method="single_source"}, {upto=inf, method="open_tender"}]'
    assert [method(tmp_path, amount, rules) for amount in (29_999, 30_000, 30_001)] == [
        "single_source",
        "single_source",
        "open_tender",
    ]


@pytest.mark.parametrize(("flag", "name"), [("", "competitive_consultation"), ("major", "open_tender")])
def test_R08_a_major_project_is_tendered_openly_whatever_its_amount(tmp_path: Path, flag: str, name: str) -> None:
    state, found = project(
        tmp_path,
        EAST_ELDERLY,
        'rules.circumstances.major={method="open_tender", approval_days=20}',
        circumstance=flag,
    )
    assert method_for(state.agency_view.methods, found, 1) == name


def test_R09_outside_the_procurement_range_it_is_still_competitive(tmp_path: Path) -> None:
    rules = 'rules.thresholds=[{upto=inf, method="competitive_consultation"}]'
    assert {method(tmp_path, amount, rules) for amount in (1, 1e5, 1e9)} == {"competitive_consultation"}


SPLITTING = (
    "market.splitting=1",
    'rules.thresholds=[{upto=750000, method="designation"}, {upto=inf, method="open_tender"}]',
)


@pytest.mark.parametrize(
    ("reach", "number", "name"), [(0.33, 1, "open_tender"), (0.34, 2, "designation"), (1.0, 2, "designation")]
)
def test_a_project_a_little_above_a_limit_is_split_where_buyers_do_so(
    tmp_path: Path, reach: float, number: int, name: str
) -> None:
    """1,000,000 lies a third above 750,000."""
    state, found = project(tmp_path, EAST_FAMILY, *SPLITTING, f"market.splitting_reach={reach}")
    assert (packages(state.agency_view.methods, found, 1), method_for(state.agency_view.methods, found, 1)) == (
        number,
        name,
    )


def test_nobody_splits_unless_told(tmp_path: Path) -> None:
    state, found = project(tmp_path, EAST_FAMILY, SPLITTING[1])
    assert (packages(state.agency_view.methods, found, 1), method_for(state.agency_view.methods, found, 1)) == (
        1,
        "open_tender",
    )


@pytest.mark.parametrize("index", [EAST_ELDERLY])
def test_what_lies_under_the_limit_is_not_split(tmp_path: Path, index: int) -> None:
    state, found = project(tmp_path, index, *SPLITTING)
    assert packages(state.agency_view.methods, found, 1) == 1


@pytest.mark.parametrize(
    ("overrides", "name"), [([], "competitive_negotiation"), (["rules.boundary=above"], "open_tender")]
)
def test_R05_R06_a_project_of_half_a_million_shows_where_the_limit_belongs(overrides: list[str], name: str) -> None:
    """The one for more than 900 released offenders (F041) stands at 500,000 yuan exactly."""
    state = build(load_scenario("jingan_2012", overrides), planner_for("urgency-first"), seed=1, replication=0).state
    (found,) = [each for each in state.projects if each.template.cost == 500_000]
    assert method_for(state.agency_view.methods, found, 1) == name
