"""What a project knows of those who serve it, and when it is offered."""

from __future__ import annotations

from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, HOME, YARD, running, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


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
