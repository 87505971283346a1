"""Rules of Shenzhen and of Beijing's fair, each with and without it (facts A15 to A22)."""

from __future__ import annotations

from math import isnan
from statistics import fmean

import pytest

from gpss_sim import fiscal
from gpss_sim.market.state import State
from tests.scenario.systems.lived import FEW_PEOPLE, first_attempts, later_by, lived, lived_in_full, paid, yuan


def test_A15_a_hundred_workers_are_hired_and_no_agency_stands_between() -> None:
    """The same posts bought are held by agencies, whose offers cost something."""

    def kinds(state: State) -> set[str]:
        return {state.agencies[contract.agency].profile.kind for contract in state.contracts}

    hired, bought = lived("nanshan_2007"), lived("nanshan_2007", "rules.mode=competitive")
    assert sum(contract.posts for contract in hired.contracts) == 100
    assert kinds(hired) == {"department"}
    assert "department" not in kinds(bought)
    assert sum(row.offers_cost for row in hired.record.tenders) == 0
    assert sum(row.offers_cost for row in bought.record.tenders) > 0


def test_A16_a_host_unit_that_is_not_the_buyer_takes_time_for_itself() -> None:
    """Three hours in twenty, which recipients lose as places."""

    def lost(*changes: str) -> tuple[float, int]:
        record = lived("shenzhen_posts", *changes).record
        return fmean(row.diverted for row in record.contract_years), sum(row.slots for row in record.months)

    alone, hosted = lost(), lost('rules.overlays=["host_units"]')
    assert hosted[0] - alone[0] == pytest.approx(0.15)
    assert hosted[1] < alone[1]


def test_A17_seventy_points_for_the_last_assessment_let_the_better_record_win() -> None:
    """Mean record of who won lots from day 134 on, whoever has none at 80: higher than without points for it."""

    def records(weight: float, seed: int) -> float:
        changes = (FEW_PEOPLE, "calendar.reference_year=true", f"rules.award.record_weight={weight}")
        state = lived_in_full("shenzhen_tender_70_30", *changes, every=3, seed=seed)
        assessed = {row.agency: row.record for row in state.record.agency_years if row.year == 1}
        rows = [row for row in state.record.tenders if row.year == 1 and row.result == "awarded"]
        assert min(row.opened for row in rows) > fiscal.year_start(1) + 134
        return fmean(80 if isnan(assessed[row.winner]) else assessed[row.winner] for row in rows)

    assert all(records(0.7, seed) > records(0, seed) for seed in (1, 2))


def test_A19_gates_reject_and_three_forms_stand_side_by_side() -> None:
    """Screening, experts, directors and notice turn some away; beds are paid by half, home care by voucher."""

    def played(*changes: str) -> State:
        return lived_in_full("shenzhen_aid", FEW_PEOPLE, *changes)

    def failed(state: State) -> float:
        return fmean(row.result == "failed" for row in first_attempts(state).values())

    state, open_to_all = played(), played("rules.methods.four_gates.gates=[]", "rules.modes.bed_subsidy.public_share=1")
    assert failed(state) > failed(open_to_all)
    forms = {
        (c.project.template.domain[:8], c.project.form.per_case, c.project.mode.public_share) for c in state.contracts
    }
    assert {("elderly_", True, 1.0), ("elderly_", False, 0.5)} < forms
    assert paid(state, "agency", "private") > 0 == paid(open_to_all, "agency", "private")


LIMIT = "recorded_limit=200000"


def test_A21_recorded_groups_may_offer_for_small_projects_alone() -> None:
    """Seven in ten are not registered: as recorded groups they are asked for small projects and for no large one."""

    def eligible(recorded: str) -> tuple[int, int]:
        registration = (f"agencies.registration.{each}" for each in ("share=0.7", f"recorded={recorded}", LIMIT))
        rows = first_attempts(lived_in_full("shenzhen_aid", FEW_PEOPLE, *registration)).values()
        small = [row.eligible for row in rows if row.ceiling <= yuan(200_000)]
        return max(small), max(row.eligible for row in rows if row.ceiling > yuan(200_000))

    (small, large), (small_alone, large_alone) = eligible("true"), eligible("false")
    assert small > small_alone
    assert large == large_alone


def test_A22_applications_are_reviewed_for_months_and_published() -> None:
    """From the day of the fair on; a review of one day instead shortens the way of every project."""
    state = lived("beijing_2010_fair", every=48)
    assert min(row.opened for row in first_attempts(state).values()) >= 105
    quick = [f"rules.methods.application_review.{days}=1" for days in ("days", "days_low", "days_high")]
    assert min(later_by(state, lived("beijing_2010_fair", *quick, every=48))) > 60


def test_A22_a_commendation_raises_the_record_of_who_did_excellently() -> None:
    def records(points: int) -> float:
        changes = ("calendar.years=2", f"assessment.commendation={points}", "assessment.excellent_line=84")
        agencies = lived("beijing_2010_fair", *changes, every=48).agencies
        return sum(agency.record for agency in agencies if agency.record is not None)

    assert records(2) > records(0)
