"""What finance reads in the scores of a year, and what it leaves of the next budget."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.budget import set_aside_for, yearly_budget
from gpss_sim.market.buyers.reevaluation import left_by_finance
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.state import State
from tests.market.town import CEDAR, HOME, YARD, YUAN, running, town

SAID = ("package", "tender", 100, 120, 90, 4.0, 0.01, 0.15, 0.0, 2, 78.0)


def scored(state: State, *years: tuple[float, float]) -> State:
    """Contract years by the day of their end and their score."""
    state.record.contract_years += [
        ContractYearRow(0, YARD, 0, 1, 1, 400.0, end, *SAID, score, True, "continues") for end, score in years
    ]
    return state


def reviewed(line: float = 80.0, sd: float = 0.0) -> State:
    return town(f"budget.reevaluation={{line={line}, sd={sd}, cut=0.1}}")


@pytest.mark.parametrize(("score", "kept", "said"), [(80.0, 1.0, "kept"), (79.9, 0.9, "cut")])
def test_scores_below_the_line_cost_a_share(score: float, kept: float, said: str) -> None:
    state = scored(reviewed(), (700.0, 80.0), (500.0, 2 * score - 80.0), (500.0, float("nan")))
    assert left_by_finance(state.buyer_desk, 2) == pytest.approx(kept)
    assert tuple(state.record.events[-1]) == (365.0, "evaluated by finance", "buyer", said, pytest.approx(score))


def test_scores_are_those_of_the_year_before() -> None:
    """A contract year that ends as the fiscal year does belongs to it, from the first hours of the year on."""
    low = ((365.0, 0.0), (730.5, 0.0))
    assert left_by_finance(scored(reviewed(), *low, (365.5, 90.0), (730.0, 90.0)).buyer_desk, 2) == 1.0
    for end in (365.5, 730.0):
        assert left_by_finance(scored(reviewed(), (end, 10.0)).buyer_desk, 2) == pytest.approx(0.9)
    assert left_by_finance(scored(reviewed(), *low).buyer_desk, 2) == 1.0  # nothing was scored


def test_finance_may_misread_scores() -> None:
    """By two points times its own number."""
    state = scored(reviewed(sd=2.0), (700.0, 80.0))
    left_by_finance(state.buyer_desk, 2)
    assert state.record.events[-1].amount == pytest.approx(80 + 2 * state.luck.reevaluation(2))


def test_without_a_line_nothing_is_read() -> None:
    state = scored(reviewed(line=0.0), (700.0, 10.0))
    assert left_by_finance(state.buyer_desk, 2) == 1.0
    assert [event.event for event in state.record.events if event.event == "evaluated by finance"] == []


def test_a_budget_stated_by_the_year_begins_with_year_1() -> None:
    desk = town("budget.by_year=[300_000,200_000]").buyer_desk
    assert [yearly_budget(desk, year) for year in range(4)] == [300_000 * YUAN] * 2 + [200_000 * YUAN] * 2


def test_what_is_set_aside_for_running_terms_by_source() -> None:
    """For the contract year that begins this year; what was set aside for another is no part of it."""
    state = town("budget.amount=0")
    for project, year, parts in ((YARD, 2, {"fiscal": 70}), (HOME, 2, {"fiscal": 5, "lottery": 3})):
        running(state, project, CEDAR).funds.prepared = Commitment(year, parts)
    assert set_aside_for(state.buyer_desk, [YARD, HOME], 2) == {"fiscal": 75, "lottery": 3}
    assert set_aside_for(state.buyer_desk, [YARD], 2) == {"fiscal": 70, "lottery": 0}
    assert set_aside_for(state.buyer_desk, [YARD, HOME], 1) == {"fiscal": 0, "lottery": 0}
    state.projects[HOME].letting.serving[0].funds.prepared = None
    assert set_aside_for(state.buyer_desk, [YARD, HOME], 2) == {"fiscal": 70, "lottery": 0}
