"""What is known of agencies at a moment: records, eligibility, alternatives, what recipients see."""

from __future__ import annotations

import pytest

from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, running, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def test_an_offer_promises_base_capability_and_the_drive_of_the_mission() -> None:
    """74 + 4 + .008 / .002."""
    assert quiet().directory.promise_of(BIRCH) == pytest.approx(82.0)


def test_a_newcomer_has_what_the_rule_says_and_then_its_own_record() -> None:
    assert quiet().directory.record_of(BIRCH) == pytest.approx(78.0)  # what is expected before anything was seen
    assert quiet("assessment.missing_record=pass_line").directory.record_of(BIRCH) == 80.0
    assert quiet("assessment.missing_record=promise").directory.record_of(BIRCH) == pytest.approx(82.0)
    state = quiet()
    state.agencies[BIRCH].record = 71.0
    assert state.directory.record_of(BIRCH) == 71.0


def test_eligible_are_those_in_reach_with_posts_to_spare() -> None:
    """Ash fields 8: it cannot take ten posts, nor four beside five."""
    state = quiet()
    assert state.directory.eligible(YARD) == [ASH, BIRCH, CEDAR]
    assert state.directory.eligible(HOME) == [BIRCH, CEDAR]
    state.agencies[ASH].posts = 5
    assert state.directory.eligible(YARD) == [BIRCH, CEDAR]
    state.agencies[BIRCH].posts = 16
    assert state.directory.eligible(YARD) == [BIRCH, CEDAR]


def test_posts_held_of_the_project_itself_do_not_stand_in_the_way() -> None:
    state = quiet()
    running(state, HOME, CEDAR)
    assert CEDAR in state.directory.eligible(HOME)
    assert CEDAR not in state.directory.eligible(YARD)
    assert state.directory.spare(CEDAR, state.projects[HOME]) == 12
    assert state.directory.spare(CEDAR, state.projects[YARD]) == 2


def test_members_of_a_consortium_need_their_part_of_the_posts() -> None:
    state = quiet("rules.consortium.members=2")
    assert state.directory.eligible(HOME) == [ASH, BIRCH, CEDAR]
    several = quiet("rules.modes.open.admits=2")
    assert several.directory.eligible(HOME) == [ASH, BIRCH, CEDAR]
    assert several.projects[HOME].part == 0.5


def test_recorded_groups_take_projects_up_to_their_limit() -> None:
    """The yard costs 400,000 yuan."""
    for limit, able in ((400_000, [ASH, BIRCH, CEDAR]), (399_999, [BIRCH, CEDAR])):
        state = quiet("agencies.registration.recorded=true", f"agencies.registration.recorded_limit={limit}")
        for agency in state.agencies:
            object.__setattr__(agency.profile.standing, "recorded", agency.id == ASH)
        assert state.directory.eligible(YARD) == able


def test_the_best_alternative_is_the_best_record_of_the_others_shrunk_by_its_error() -> None:
    """Capability varies by 4 points, a record by the error of three raters of 7.3 and the weight .51."""
    state = quiet()
    for agency, record in ((ASH, 81.0), (BIRCH, 90.0), (CEDAR, 70.0)):
        state.agencies[agency].record = record
    state.directory.mean_score = 80.0
    reliability = 4**2 / (4**2 + 7.3**2 / 3 * 0.51 / 1.49)
    assert state.directory.best_alternative(YARD, BIRCH) == (pytest.approx(80 + reliability), 2)
    assert state.directory.best_alternative(YARD, ASH) == (pytest.approx(80 + 10 * reliability), 2)
    state.agencies[ASH].status = state.agencies[CEDAR].status = "closed"
    assert state.directory.best_alternative(YARD, BIRCH) == (None, 0)


def test_what_a_recipient_sees() -> None:
    state = quiet()
    made = running(state)
    made.slots, made.busy = 10, 4
    object.__setattr__(state.agencies[BIRCH].profile, "home", 1)
    state.agencies[BIRCH].record = 83.0
    far, near = state.directory.seen(made, 0), state.directory.seen(made, 1)
    assert (far.free, far.record, far.near) == (6, 83.0, False)
    assert near.near
    object.__setattr__(state.agencies[BIRCH].profile, "home", -1)
    assert state.directory.seen(made, 0).near


def test_the_preferred_list_where_the_rules_ask_for_one() -> None:
    state = quiet("rules.eligibility.preferred_share=0.4")
    state.agencies[CEDAR].record = 99.0
    state.directory.list_preferred()
    assert state.directory.preferred is not None
    assert CEDAR in state.directory.preferred
    assert len(state.directory.preferred) == 3  # .4 of seven who work
    everybody = quiet()
    everybody.directory.list_preferred()
    assert everybody.directory.preferred is None


def test_the_mean_score_of_a_year_stands_in_the_next() -> None:
    state = quiet()
    state.directory.scores_this_year = [70.0, 90.0, 86.0]
    state.directory.close_year()
    assert (state.directory.mean_score, state.directory.scores_this_year) == (82.0, [])
    state.directory.close_year()
    assert state.directory.mean_score == 82.0


def test_suppliers_are_admitted_whatever_they_are_busy_with() -> None:
    state = quiet()
    state.agencies[ASH].posts = 99
    assert state.directory.suppliers(HOME) == 3
    state.agencies[BIRCH].status = "closed"
    assert state.directory.suppliers(HOME) == 2


def test_a_preferred_list_admits_alone_unless_it_only_advises() -> None:
    half = "preferred_share=0.5"
    for rules, admitted in (((half,), [CEDAR]), ((half, "preferred_advice=3"), [ASH, CEDAR])):
        state = quiet(*(f"rules.eligibility.{text}" for text in rules))
        state.directory.preferred = frozenset({CEDAR})
        assert [agency for agency in (ASH, CEDAR) if state.directory.admits(agency)] == admitted
    everybody = quiet("rules.eligibility.preferred_share=1")
    everybody.directory.list_preferred()
    assert everybody.directory.preferred is None


def test_who_is_close_to_families_is_seen_so(monkeypatch: pytest.MonkeyPatch) -> None:
    state = quiet()
    made = running(state)
    monkeypatch.setitem(state.scenario.demand.choice.closeness, "kin", 1.5)
    assert state.directory.seen(made, 0).close == 0.0
    object.__setattr__(state.agencies[BIRCH].profile, "sort", "kin")
    assert state.directory.seen(made, 0).close == 1.5
