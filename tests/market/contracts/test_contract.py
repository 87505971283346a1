"""What a project knows of those who serve it, and when it is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, contract, running, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def test_a_project_knows_who_serves_it_and_until_when() -> None:
    state = quiet()
    made = running(state)
    letting = made.project.letting
    assert (letting.serving, letting.is_let, letting.incumbent) == ([made], True, BIRCH)
    assert letting.held == {BIRCH: 4}
    made.partners = (ASH,)
    assert letting.held == {BIRCH: 2, ASH: 2}
    assert letting.is_let_beyond(3)
    assert not letting.is_let_beyond(4)  # three years from day 365: the term ends when year 4 begins
    made.ended = True
    assert letting.contracts == [made]
    assert not letting.is_let
    assert state.projects[HOME].letting.contracts == []
    assert state.projects[HOME].letting.incumbent == -1


def test_a_project_is_offered_from_its_first_year_to_its_last() -> None:
    project = quiet().projects[YARD]
    project.template = project.template.model_copy(update={"from_year": 1, "until_year": 2})
    assert [project.offered(year) for year in range(4)] == [False, True, True, False]


def test_a_project_that_comes_in_the_middle_of_a_year_is_not_offered_at_its_beginning() -> None:
    project = quiet().projects[YARD]
    project.template = project.template.model_copy(update={"from_year": 1, "from_day": 50})
    assert [project.offered(year) for year in range(4)] == [False, False, True, True]
    project.withdrawn = True
    assert not project.offered(2)


def test_an_error_of_estimation_and_a_review_move_the_ceiling_of_a_price_that_forms() -> None:
    """A tenth too high in year 1, and a fifth cut by the review; a guideline price is not estimated."""
    state = quiet()
    project = state.projects[YARD]
    project.estimate = replace(project.estimate, errors=(1.0, 1.1, 0.9))
    assert [project.ceiling(state.scenario, year) for year in (0, 1, 2)] == [40_000_000, 44_000_000, 36_000_000]
    project.estimate = replace(project.estimate, approved=0.8)
    assert project.estimate.factor(project.form, 1) == pytest.approx(0.88)
    assert project.ceiling(state.scenario, 1) == 35_200_000
    assert project.estimate.unreviewed(state.scenario, project.bought, 1) == 44_000_000
    project.bought = replace(project.bought, form=state.scenario.rules.forms["posts"])
    assert project.ceiling(state.scenario, 1) == 32_000_000
    assert project.estimate.reference(state.scenario, 1) == 40_000_000


def test_whoever_is_awaited_or_serves_beyond_a_year_keeps_a_project_let() -> None:
    state = quiet()
    letting = state.projects[YARD].letting
    assert not letting.is_let_beyond(1)
    made = contract(state, YARD, CEDAR)
    assert letting.is_let
    assert letting.is_let_beyond(9)
    letting.awaited.remove(made)
    assert not letting.is_let


def test_those_who_have_ended_serve_and_hold_nothing() -> None:
    state = quiet()
    first = running(state, YARD, BIRCH)
    second = contract(state, YARD, ASH)
    letting = state.projects[YARD].letting
    letting.contracts = [first, second]
    assert letting.serving == [first, second]
    first.ended = True
    assert letting.serving == [second]
    second.ended = True
    assert letting.serving == []
    assert letting.held == {}


def test_posts_and_money_are_divided_among_the_parties() -> None:
    """A share of a half of four posts, three parties: two thirds of a post each; 100 fen are 34, 33 and 33."""
    state = quiet()
    made = running(state, YARD, BIRCH)
    assert (made.posts, made.posts_each, made.divide(100)) == (4, 4, [(BIRCH, 100)])
    made.share, made.partners = 0.5, (ASH, CEDAR)
    assert (made.posts, made.posts_each) == (2.0, pytest.approx(2 / 3))
    assert made.divide(100) == [(BIRCH, 34), (ASH, 33), (CEDAR, 33)]
    assert made.luck == f"yard/{BIRCH}"
    assert state.projects[YARD].letting.held == {agency: pytest.approx(2 / 3) for agency in (BIRCH, ASH, CEDAR)}


def test_a_term_ends_with_its_last_year() -> None:
    made = running(quiet(), YARD, BIRCH)
    assert made.term_end == 365 + 3 * 365
    made.term_year, made.book.length = 2, 100.0
    assert made.term_end == 365 + 100 + 365


def test_each_of_several_admitted_takes_an_equal_part() -> None:
    assert [quiet(f"rules.modes.open.admits={n}").projects[HOME].part for n in (1, 2, 4)] == [1, 0.5, 0.25]
