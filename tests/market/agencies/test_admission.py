"""Each rule of admission at its limit."""

from __future__ import annotations

from typing import Any

from gpss_sim.market.agencies import admission
from gpss_sim.market.agencies.admission import AdmissionRequest
from tests.market.town import ASH, BIRCH, CEDAR, scenario, town
from tests.profiles import changed


def case(**changes: Any) -> AdmissionRequest:
    agency = town().agencies[BIRCH]
    experience = changes.pop("experience", {})
    profile = changes.pop("profile", {})
    for name, value in experience.items():
        setattr(agency.experience, name, value)
    agency.profile = changed(agency.profile, **profile)
    told = {"agency": agency, "now": 1000.0, "record": lambda: 75.0, "pass_line": 80.0, "listed": True, **changes}
    return AdmissionRequest(**told)


def rules(**changes: Any) -> Any:
    return scenario().rules.eligibility.model_copy(update=changes)


def test_each_rule_of_admission_at_its_limit() -> None:
    assert admission.has_certified_workers(case(), rules(min_scale=20))
    assert not admission.has_certified_workers(case(), rules(min_scale=21))
    registered = {"registered": 1000.0 - 730}
    assert admission.is_registered_long_enough(case(profile=registered), rules(registration_years=2))
    assert not admission.is_registered_long_enough(case(profile={"registered": 271.0}), rules(registration_years=2))
    assert admission.has_record(case(), rules(min_record=75))
    assert not admission.has_record(case(), rules(min_record=75.1))
    assert not admission.has_record(case(record=lambda: 0.5), rules(min_record=1))
    assert admission.has_record(case(record=lambda: -1.0), rules(min_record=0))
    assert admission.passed_last(case(experience={"score": 80.0}), rules(last_assessment="passed"))
    assert not admission.passed_last(case(experience={"score": 79.9}), rules(last_assessment="passed"))
    assert admission.passed_last(case(), rules(last_assessment="passed"))
    assert admission.passed_last(case(experience={"score": 10.0}), rules())
    assert admission.is_clean(case(experience={"offended": 1000.0 - 365}), rules(clean_years=1))
    assert not admission.is_clean(case(experience={"offended": 636.0}), rules(clean_years=1))
    assert not admission.is_governed(case(profile={"governed": False}), rules(governance=True))
    assert admission.is_governed(case(profile={"governed": False}), rules())


def test_a_bar_ends_on_its_day() -> None:
    state = town()
    state.agencies[BIRCH].barred_until = 365.0
    assert state.directory.admits(BIRCH)
    state.agencies[BIRCH].barred_until = 365.1
    assert not state.directory.admits(BIRCH)
    state.agencies[ASH].status = "closed"
    assert not state.directory.admits(ASH)
    assert not admission.admitted(case(listed=False), rules())
    assert admission.admitted(case(profile={"governed": True}), rules())


def test_rules_that_can_refuse_nobody_are_not_asked() -> None:
    every = set(admission.RULES)
    asks = {"governance": True, "last_assessment": "passed", "min_record": 1, "clean_years": 3, "preferred_share": 0.5}
    assert set(admission.asked(rules(**asks))) == every
    idle = {admission.is_governed, admission.passed_last, admission.has_record}
    asks |= {"governance": False, "last_assessment": "any", "min_record": 0}
    assert set(admission.asked(rules(**asks))) == every - idle
    idle |= {admission.is_clean}
    assert set(admission.asked(rules(**asks | {"clean_years": 0}))) == every - idle
    advised = asks | {"clean_years": 0, "preferred_advice": 3}
    assert set(admission.asked(rules(**advised))) == every - idle - {admission.is_listed}
    assert set(admission.asked(rules(**asks | {"preferred_share": 1}))) == every - idle - {admission.is_listed} | {
        admission.is_clean
    }


def test_what_lasts_does_not_look_at_the_day_or_the_record() -> None:
    """The same answer on the first day and after ten years, whatever has been scored."""
    strict = rules(min_scale=3, governance=True)
    for profile in ({"scale": 2}, {"governed": False}, {"scale": 3, "governed": True}):
        early, late = case(profile=profile), case(profile=profile, now=3650.0, record=lambda: 0.0, listed=False)
        answers = [{rule: rule(each, strict) for rule in admission.LASTING} for each in (early, late)]
        assert answers[0] == answers[1]


def test_the_preferred_list_is_the_best_share_of_the_active() -> None:
    agencies = town().agencies[:3]
    assert admission.preferred(agencies, [70, 90, 80], 0.5) == {BIRCH, CEDAR}
    assert admission.preferred(agencies, [80, 80, 80], 0.3) == {ASH}
    agencies[BIRCH].status = "closed"
    assert admission.preferred(agencies, [70, 90, 80], 0.5) == {CEDAR}
