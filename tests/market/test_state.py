"""What the market knows at a moment: records, eligibility, alternatives, what recipients and the buyer see."""

from __future__ import annotations

import pytest

from gpss_sim.market.city_map import lay_out_own
from gpss_sim.market.state import BuyerRoll, State
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, contract, running, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def roll(state: State) -> BuyerRoll:
    return BuyerRoll(state, lay_out_own(state.scenario, Streams(7, 0), state.projects, state.agencies))


def test_an_offer_promises_base_capability_and_the_drive_of_the_mission() -> None:
    """74 + 4 + .008 / .002."""
    assert quiet().promise_of(BIRCH) == pytest.approx(82.0)


def test_a_newcomer_has_what_the_rule_says_and_then_its_own_record() -> None:
    assert quiet().record_of(BIRCH) == pytest.approx(78.0)  # what is expected before anything was seen
    assert quiet("assessment.missing_record=pass_line").record_of(BIRCH) == 80.0
    assert quiet("assessment.missing_record=promise").record_of(BIRCH) == pytest.approx(82.0)
    state = quiet()
    state.agencies[BIRCH].record = 71.0
    assert state.record_of(BIRCH) == 71.0


def test_eligible_are_those_in_reach_with_posts_to_spare() -> None:
    """Ash fields 8: it cannot take ten posts, nor four beside five."""
    state = quiet()
    assert state.eligible(YARD) == [ASH, BIRCH, CEDAR]
    assert state.eligible(HOME) == [BIRCH, CEDAR]
    state.agencies[ASH].posts = 5
    assert state.eligible(YARD) == [BIRCH, CEDAR]
    state.agencies[BIRCH].posts = 16
    assert state.eligible(YARD) == [BIRCH, CEDAR]


def test_posts_held_of_the_project_itself_do_not_stand_in_the_way() -> None:
    state = quiet()
    running(state, HOME, CEDAR)
    assert CEDAR in state.eligible(HOME)
    assert CEDAR not in state.eligible(YARD)
    assert state.spare(CEDAR, state.projects[HOME]) == 12
    assert state.spare(CEDAR, state.projects[YARD]) == 2


def test_members_of_a_consortium_need_their_part_of_the_posts() -> None:
    state = quiet("rules.consortium.members=2")
    assert state.eligible(HOME) == [ASH, BIRCH, CEDAR]
    several = quiet("rules.modes.open.admits=2")
    assert several.eligible(HOME) == [ASH, BIRCH, CEDAR]
    assert several.projects[HOME].part == 0.5


def test_the_best_alternative_is_the_best_record_of_the_others_shrunk_by_its_error() -> None:
    """Capability varies by 4 points, a record by the error of three raters of 7.3 and the weight .51."""
    state = quiet()
    for agency, record in ((ASH, 81.0), (BIRCH, 90.0), (CEDAR, 70.0)):
        state.agencies[agency].record = record
    state.mean_score = 80.0
    reliability = 4**2 / (4**2 + 7.3**2 / 3 * 0.51 / 1.49)
    assert state.best_alternative(YARD, BIRCH) == (pytest.approx(80 + reliability), 2)
    assert state.best_alternative(YARD, ASH) == (pytest.approx(80 + 10 * reliability), 2)
    state.agencies[ASH].status = state.agencies[CEDAR].status = "closed"
    assert state.best_alternative(YARD, BIRCH) == (None, 0)


def test_what_a_recipient_sees() -> None:
    state = quiet()
    made = running(state)
    made.slots, made.busy = 10, 4
    object.__setattr__(state.agencies[BIRCH].profile, "home", 1)
    state.agencies[BIRCH].record = 83.0
    far, near = state.seen(made, 0), state.seen(made, 1)
    assert (far.free, far.record, far.near) == (6, 83.0, False)
    assert near.near
    object.__setattr__(state.agencies[BIRCH].profile, "home", -1)
    assert state.seen(made, 0).near


def test_the_preferred_list_where_the_rules_ask_for_one() -> None:
    state = quiet("rules.eligibility.preferred_share=0.4")
    state.agencies[CEDAR].record = 99.0
    state.list_preferred()
    assert state.preferred is not None
    assert CEDAR in state.preferred
    assert len(state.preferred) == 3  # .4 of seven who work
    everybody = quiet()
    everybody.list_preferred()
    assert everybody.preferred is None


def test_the_buyer_favours_the_incumbent_by_the_cost_of_switching() -> None:
    state = quiet()
    state.projects[YARD].incumbents = (BIRCH,)
    assert roll(state).standing(BIRCH, YARD) == pytest.approx(82.0)
    assert roll(state).standing(ASH, YARD) == pytest.approx(78.0)
    assert roll(state).standing(BIRCH, HOME) == pytest.approx(78.0)


def test_the_buyers_own_sellers_while_they_work() -> None:
    state = quiet()
    known = roll(state)
    dependent, department = known.dependent(YARD), known.department(YARD)
    assert dependent is not None
    assert department is not None
    assert state.agencies[dependent].profile.kind == "dependent"
    assert state.agencies[department].profile.kind == "department"
    state.agencies[dependent].status = "closed"
    assert known.dependent(YARD) is None


def test_a_named_seller_that_is_barred_is_not_commissioned() -> None:
    state = quiet()
    known = BuyerRoll(state, {("named", YARD): CEDAR})
    assert known.named(YARD) == CEDAR
    assert known.named(HOME) is None
    state.agencies[CEDAR].barred_until = 365.0
    assert known.named(YARD) == CEDAR
    state.agencies[CEDAR].barred_until = 366.0
    assert known.named(YARD) is None
    state.agencies[CEDAR].barred_until, state.agencies[CEDAR].status = 0.0, "closed"
    assert known.named(YARD) is None


def test_lots_and_acquaintance() -> None:
    state = quiet()
    assert roll(state).lot(CEDAR, HOME) == Streams(1, 0).uniforms("invitation", "cedar", 1, n=2)[HOME]
    contract(state, YARD, BIRCH)
    state.projects[YARD].incumbents = (BIRCH,)
    assert roll(state).known(BIRCH, YARD) == (True, 1)
    assert roll(state).known(ASH, YARD) == (False, 0)


def test_a_project_knows_who_serves_it_and_until_when() -> None:
    state = quiet()
    made = running(state)
    project = made.project
    assert (project.contract, project.serving, project.is_let, project.incumbent) == (made, [made], True, BIRCH)
    assert project.held == {BIRCH: 4}
    made.partners = (ASH,)
    assert project.held == {BIRCH: 2, ASH: 2}
    assert project.is_let_beyond(3)
    assert not project.is_let_beyond(4)  # three years from day 365: the term ends when year 4 begins
    made.ended = True
    assert project.contract is made
    assert not project.is_let
    assert state.projects[HOME].contract is None
    assert state.projects[HOME].incumbent == -1


def test_a_project_is_offered_from_its_first_year_to_its_last() -> None:
    project = quiet().projects[YARD]
    project.template = project.template.model_copy(update={"from_year": 1, "until_year": 2})
    assert [project.offered(year) for year in range(4)] == [False, True, True, False]


def test_who_turned_a_purchase_down_is_passed_over_until_nobody_is_left() -> None:
    known = roll(quiet())
    assert known.willing(YARD) == [ASH, BIRCH, CEDAR]
    known.note_declined(YARD, [ASH, BIRCH], {BIRCH})
    assert known.willing(YARD) == [BIRCH, CEDAR]
    assert known.willing(HOME) == [BIRCH, CEDAR]
    known.note_declined(YARD, [BIRCH, CEDAR], set())
    assert known.willing(YARD) == [ASH, BIRCH, CEDAR]
    known.ask_anew(YARD)
    known.note_declined(YARD, [CEDAR], [])
    assert known.willing(YARD) == [ASH, BIRCH]
    known.ask_anew(HOME)
