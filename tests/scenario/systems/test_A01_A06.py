"""Rules of the national opinion, of two cities and of the three modes, each with and without it (facts A1 to A6)."""

from __future__ import annotations

from statistics import fmean

from gpss_sim.market.library.living import LiveLibrary
from gpss_sim.market.library.proposal import Proposal
from gpss_sim.market.state import State
from tests.scenario.systems.lived import first_attempts, later_by, lived, methods_by, paid, yuan


def test_A1_open_tender_unless_finance_approves_another_method() -> None:
    """Two circumstances have methods of their own; with the rule for them taken out, all is tendered."""
    as_told = lived("guidance_2012", "rules.sole_supplier=open_tender", "budget.coverage=1.5", every=7)
    assert methods_by(as_told, "circumstance") == {
        "": {"open_tender"},
        "unspecifiable": {"competitive_negotiation"},
        "limited_market": {"invited_tender"},
    }
    open_to_all = [f"rules.circumstances.{name}.method=open_tender" for name in ("unspecifiable", "limited_market")]
    without = lived("guidance_2012", "rules.sole_supplier=open_tender", "budget.coverage=1.5", *open_to_all, every=7)
    assert set().union(*methods_by(without, "circumstance").values()) == {"open_tender"}


def test_A1_who_alone_can_supply_is_asked_alone_after_approval_and_notice() -> None:
    few = ["agencies.number=4", "market.entry_per_year=0"]

    def alone(*changes: str) -> dict[str, float]:
        state = lived("guidance_2012", *few, *changes, every=2)
        rows = {name: row for name, row in first_attempts(state).items() if row.method == "single_source"}
        assert {row.eligible for row in rows.values()} <= {1}
        return {name: row.closed - row.opened for name, row in rows.items()}

    unseen = [f"rules.methods.single_source.{days}=0" for days in ("approval_days", "publicity_days")]
    as_told, at_once = alone(), alone(*unseen)
    assert as_told
    assert {round(as_told[name] - at_once[name]) for name in as_told} == {22}
    assert alone("rules.sole_supplier=open_tender") == {}


def eligible(state: State) -> float:
    """Agencies that may supply a project, at its first attempt."""
    return fmean(row.eligible for row in first_attempts(state).values())


def test_A2_three_certified_social_workers_and_an_approval_before_every_method() -> None:
    state = lived("suzhou_anhui", every=3)
    assert eligible(state) < eligible(lived("suzhou_anhui", "rules.eligibility.min_scale=0", every=3))
    methods = ("open_tender", "competitive_negotiation")
    unapproved = lived("suzhou_anhui", *(f"rules.methods.{name}.approval_days=0" for name in methods), every=3)
    assert later_by(state, unapproved) == {15}


WAY_IN = ["applied", "inspected", "appraised", "estimate reviewed", "in the library", "drawn"]


def test_A2_what_passes_inspection_appraisal_and_estimate_review_enters_the_library_and_is_drawn_from_it() -> None:
    """Departments, host units and agencies apply; a mark that nothing reaches leaves the library empty."""

    def proposals(*changes: str) -> list[Proposal]:
        library = lived("suzhou_anhui", *changes).library
        assert isinstance(library, LiveLibrary)
        return library.proposals

    as_told = proposals()
    drawn = [[found for _, found in each.history] for each in as_told if any(s == "drawn" for _, s in each.history)]
    assert {each.origin for each in as_told} == {"department", "host_unit", "agency"}
    assert all(way[: len(WAY_IN)] == WAY_IN for way in drawn)
    assert any(each.status == "returned" for each in as_told)
    asked, approved = (
        sum(getattr(each, name) for each in as_told if each.entered >= 0) for name in ("asked", "approved")
    )
    assert 0.8 < approved / asked < 1
    out_of_reach = proposals("rules.library.gates.pass_mark=100", "rules.library.gates.soundness=50")
    assert {each.status for each in out_of_reach} <= {"returned", "rejected"}


def test_A2_agencies_come_with_ideas_of_their_own_at_a_cost() -> None:
    """Without agencies among those who apply their two fields are not bought."""
    state = lived("suzhou_anhui")
    ideas = [each for each in state.record.library if each.origin == "agency"]
    assert ideas
    assert paid(state, "offers", "agency:") >= len(ideas) * yuan(2_000)
    nobody = lived("suzhou_anhui", "rules.library.gates.agency_rate=0")
    assert not [each for each in nobody.record.library if each.origin == "agency"]
    fields = {project.template.domain for project in state.projects if project.template.origin == "agency"}
    bought = {contract.project.template.domain for contract in nobody.contracts}
    assert bought
    assert not fields & bought


def test_A3_what_is_bought_has_stood_in_the_library() -> None:
    """An appraisal that nothing passes buys nothing."""

    def passing(mark: int) -> int:
        return len(lived("wuhan", f"rules.library.gates.pass_mark={mark}", every=4).contracts)

    assert passing(60) > passing(80) == 0


def test_A3_eight_certified_social_workers_leave_fewer_suppliers_than_three() -> None:
    """And fewer offers come."""

    def offers(state: State) -> float:
        return fmean(row.bidders for row in first_attempts(state).values())

    eight, three = lived("wuhan", every=10), lived("wuhan", "rules.eligibility.min_scale=3", every=10)
    assert eligible(eight) < eligible(three)
    assert offers(eight) < offers(three)


STATIONS = {"correction", "youth", "drug"}


def test_A4_stations_that_a_department_founded_are_given_their_fields() -> None:
    """Without the channels of the three fields their projects are negotiated like the others, with anybody."""

    def founded(*changes: str) -> dict[bool, float]:
        state = lived("shanghai_mixed", *changes, every=12)
        kinds: dict[bool, list[bool]] = {True: [], False: []}
        for contract in state.contracts:
            field = state.scenario.city.domains[contract.project.domain].id
            kinds[field in STATIONS].append(state.agencies[contract.agency].profile.kind == "dependent")
        return {fields: fmean(found) for fields, found in kinds.items()}

    as_told = founded()
    assert as_told[True] == 1
    assert as_told[False] < 0.5
    assert founded('rules.channels=[{domain="elderly", mode="competitive"}]')[True] < 0.5


def test_A6_open_bidding_lowers_what_is_paid_and_a_negotiation_with_one_does_not() -> None:
    """Price over ceiling of the same projects of the same district, bought by competition or from who is invited."""

    def price(mode: str) -> float:
        state = lived("haidian", f"rules.mode={mode}", every=3)
        return fmean(contract.terms.price / contract.terms.ceiling for contract in state.contracts)

    assert price("competitive") < price("formal")


def test_A6_home_care_is_tendered_whatever_its_amount() -> None:
    """Shanghai's home care: by the thresholds most of it would be negotiated."""
    care = methods_by(lived("shanghai_mixed", every=4), "domain")["elderly"]
    assert care == {"open_tender"}
    by_amount = lived("shanghai_mixed", 'rules.channels=[{domain="elderly", mode="competitive"}]', every=4)
    assert methods_by(by_amount, "domain")["elderly"] > {"open_tender"}
