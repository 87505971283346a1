"""Who may supply (facts B3, R20–R28): each condition at, below and above its value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gpss_sim import fiscal
from gpss_sim.market.agencies.admission import AdmissionRequest, admitted, preferred
from gpss_sim.market.agencies.agency import (
    ACTIVE,
    CLOSED,
    Abilities,
    Agency,
    Experience,
    LegalStanding,
    Motives,
    Profile,
)
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.scenario.eligibility import Eligibility
from tests.profiles import NAMES, changed
from tests.rules.market import EAST_ELDERLY, project

PROFILE = Profile(
    key="A",
    kind="independent",
    home=0,
    domains=(0,),
    abilities=Abilities(scale=10, theta=1, capability=0, certified_share=1),
    motives=Motives(mission=0, effort_cost=0.002),
    standing=LegalStanding(registered=0, governed=True, hosted=False),
    wage=1,
    founded=0,
)
YEAR = fiscal.YEAR


def case(now: float = 10 * YEAR, record: float = 80, listed: bool = True, **changes: Any) -> AdmissionRequest:
    """An agency of ten workers that asks to be admitted in year 10; the pass line is 80."""
    profile = {name: value for name, value in changes.items() if name in NAMES}
    past = {name: value for name, value in changes.items() if name in Experience.__dataclass_fields__}
    state = {name: value for name, value in changes.items() if name not in profile | past}
    agency = Agency(0, changed(PROFILE, **profile), **{"status": ACTIVE, **state}, experience=Experience(**past))
    return AdmissionRequest(agency, now, lambda: record, 80, listed)


def rules(**fields: Any) -> Eligibility:
    return Eligibility(**{"min_scale": 0, **fields})


@pytest.mark.parametrize(("workers", "admits"), [(2, False), (3, True), (4, True)])
def test_R20_three_certified_social_workers(workers: int, admits: bool) -> None:
    assert admitted(case(scale=workers), rules(min_scale=3)) is admits


@pytest.mark.parametrize(("workers", "admits"), [(7, False), (8, True), (9, True)])
def test_R21_eight_certified_social_workers(workers: int, admits: bool) -> None:
    assert admitted(case(scale=workers), rules(min_scale=8)) is admits


@pytest.mark.parametrize(("share", "admits"), [(0.29, False), (0.3, True), (0.31, True)])
def test_R20_only_certified_workers_count(share: float, admits: bool) -> None:
    assert admitted(case(scale=10, certified_share=share), rules(min_scale=3)) is admits


@pytest.mark.parametrize(("until", "admits"), [(10 * YEAR + 1, False), (10 * YEAR, True), (9 * YEAR, True)])
def test_R22_a_penalty_keeps_out_while_it_lasts(until: float, admits: bool) -> None:
    assert admitted(case(barred_until=until), rules()) is admits


@pytest.mark.parametrize(("since", "admits"), [(3 * YEAR - 1, False), (3 * YEAR, True), (3 * YEAR + 1, True)])
def test_R23_three_years_without_a_major_offence(since: float, admits: bool) -> None:
    assert admitted(case(offended=10 * YEAR - since), rules(clean_years=3)) is admits
    assert admitted(case(offended=10 * YEAR - since), rules())


@pytest.mark.parametrize(("score", "admits"), [(79.9, False), (80, True), (80.1, True), (None, True)])
def test_R24_the_latest_assessment_was_passed(score: float | None, admits: bool) -> None:
    assert admitted(case(score=score), rules(last_assessment="pass")) is admits
    assert admitted(case(score=score), rules())


@pytest.mark.parametrize(("record", "admits"), [(74.9, False), (75, True), (75.1, True)])
def test_R25_a_sufficient_grade(record: float, admits: bool) -> None:
    assert admitted(case(record=record), rules(min_record=75)) is admits


@pytest.mark.parametrize(("age", "admits"), [(2 * YEAR - 1, False), (2 * YEAR, True), (2 * YEAR + 1, True)])
def test_R26_registered_long_enough(age: float, admits: bool) -> None:
    assert admitted(case(registered=10 * YEAR - age), rules(registration_years=2)) is admits


@pytest.mark.parametrize(
    ("governed", "asked", "admits"), [(False, True, False), (True, True, True), (False, False, True)]
)
def test_R26_sound_governance_where_it_is_asked_for(governed: bool, asked: bool, admits: bool) -> None:
    assert admitted(case(governed=governed), rules(governance=asked)) is admits


def test_R27_R28_kinds_of_supplier_are_a_list(tmp_path: Path) -> None:
    """The dependent agency of the district sells only where its kind is admitted."""
    for kinds, found in ((["independent"], set()), (["independent", "dependent"], {"dependent"})):
        state, target = project(tmp_path, EAST_ELDERLY, f"rules.eligibility.kinds={kinds}", "agencies.reach=1")
        admits = {state.agencies[index].profile.kind for index in state.directory.reachable[target.index]}
        assert admits - {"independent"} == found


def test_who_has_closed_sells_nothing() -> None:
    assert not admitted(case(status=CLOSED), rules())


def test_who_is_not_on_the_list_is_not_asked() -> None:
    assert not admitted(case(listed=False), rules())


@pytest.mark.parametrize(("share", "listed"), [(0.2, {2}), (0.21, {2, 0}), (0.4, {2, 0}), (1.0, {0, 1, 2, 3, 4})])
def test_the_preferred_list_holds_the_best_share_by_record(share: float, listed: set[int]) -> None:
    agencies = [Agency(k, PROFILE, status=ACTIVE) for k in range(5)]
    assert preferred(agencies, [80, 70, 90, 80, 60], share) == listed


@pytest.mark.parametrize(("advice", "order"), [(0, [1, 0]), (3, [1, 0]), (5, [0, 1])])
def test_A12_a_list_that_informs_raises_standing_and_bars_nobody(
    advice: float, order: list[int], tmp_path: Path
) -> None:
    """Records of 80 and 84; the first is on the list."""
    state, target = project(
        tmp_path, EAST_ELDERLY, "rules.switching_cost=0", f"rules.eligibility.preferred_advice={advice}"
    )
    state.directory.preferred = frozenset({0})
    for agency, record in ((0, 80.0), (1, 84.0)):
        state.agencies[agency].record = record
        state.agencies[agency].status = ACTIVE
    roll = SupplierRegister(state.directory, state.luck, {})
    assert sorted((0, 1), key=lambda agency: -roll.standing(agency, target.index)) == order
    assert state.directory.admits(1)
