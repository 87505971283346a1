"""The review of a pilot: after enough years, by the mean of its scores, and not for ever."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.maturity import review_pilots
from gpss_sim.market.record import ContractYearRow, ReviewRow
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from tests.market.town import YARD
from tests.market.town import scenario as settled
from tests.rules.market import with_columns

EXACT = ("budget.maturity.review_sd=0", "budget.maturity.pass_mark=80")


def pilot(*scores: float, overrides: tuple[str, ...] = ()) -> State:
    """The yard as a pilot with one contract year for each score."""
    channels = 'rules.channels=[{stage="pilot", mode="line"}]'
    scenario = with_columns(settled(*EXACT, channels, *overrides), YARD, pilot=True)
    state = build(scenario, planner_for("urgency-first"), seed=1, replication=0).state
    said = ("package", "tender", 100, 120, 90, 4.0, 0.01, 0.15, 0.0, 2, 78.0)
    state.record.contract_years += [
        ContractYearRow(0, YARD, 0, 1, k, 400.0, 500.0, *said, score, True, "continues")
        for k, score in enumerate(scores, start=1)
    ]
    return state


def result(state: State) -> list[ReviewRow]:
    review_pilots(state.buyer_desk)
    return state.record.reviews


def test_before_its_time_there_is_no_review() -> None:
    assert result(pilot(99.0)) == []
    assert result(pilot(99.0, float("nan"))) == []


def test_at_the_mark_it_matures_and_is_bought_as_everything_else() -> None:
    state = pilot(78.0, 82.0)
    project = state.projects[YARD]
    assert project.mode is state.scenario.rules.modes["line"]
    assert result(state) == [ReviewRow(1, YARD, 80.0, "matured")]
    assert not project.is_pilot
    assert project.mode is state.scenario.rules.modes["open"]
    assert len(result(state)) == 1


def test_below_the_mark_a_pilot_goes_on_and_ends_at_last() -> None:
    state = pilot(79.0, 80.0)
    assert [row.result for row in result(state)] == ["not yet mature"]
    assert state.projects[YARD].is_pilot
    assert state.projects[YARD].offered(1)
    state = pilot(79.0, 80.0, 80.0, 80.0)
    assert [row.result for row in result(state)] == ["pilot ended"]
    assert not state.projects[YARD].offered(1)
    assert len(result(state)) == 1


def test_a_review_may_misread_in_both_directions() -> None:
    """A pilot exactly at the mark: a misreading decides, one way in some years and the other in others."""
    state = pilot(80.0, 80.0, overrides=("budget.maturity.review_sd=2",))
    misread = [state.luck.review("yard", year) for year in range(60)]
    assert result(state)[0].found == pytest.approx(80 + 2 * misread[1])
    assert min(misread) < 0 < max(misread)
