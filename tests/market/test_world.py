"""The clock of a city: what happens at the ends of months and years, in which order."""

from __future__ import annotations

import gc

import pytest

from gpss_sim.market.agencies.agency import CLOSED
from gpss_sim.market.world import _collector_paused, build
from gpss_sim.planner import planner_for
from tests.market.town import BIRCH, CEDAR, YARD, YUAN, balance, contract, running, scenario, world

STEADY = ("budget.amount=0", "agencies.cash_months=100")
CAME = 'demand.extra=[{district="north",domain="youth",day=3},{district="south",domain="care",day=5}]'


def test_a_month_ends_after_a_twelfth_of_a_year() -> None:
    place = world(*STEADY)
    made = running(place.state, YARD, BIRCH)
    place.state.env.run(until=365 + 61)
    assert [(row.month, row.contract) for row in place.state.record.months] == [(12, made.id), (13, made.id)]
    assert made.workforce.paid_until == pytest.approx(365 + 2 * 365 / 12, abs=1e-5)
    assert {row.late for row in place.state.record.months} == {0.0}  # nothing is owed


def test_a_month_knows_how_much_money_is_late() -> None:
    """300 of 400 fen due in the last quarter have not come at the end of the first month, 100 at that of the second."""
    place = world(*STEADY)
    running(place.state, YARD, BIRCH)
    place.state.agencies[BIRCH].invoices = [(366.0, 400.0, 200), (367.0, 999.0, 100), (368.0, 368.0, 100)]
    place.state.env.run(until=365 + 61)
    assert [row.late for row in place.state.record.months] == [0.75, 0.25]


def test_an_agency_out_of_cash_closes_at_the_second_month_end() -> None:
    place = world("budget.amount=0")
    state = place.state
    state.ledger.move(365.0, "agency:birch", "wages", balance(state, "agency:birch") + 1 * YUAN)
    state.env.run(until=365 + 31)
    assert state.agencies[BIRCH].status != CLOSED
    state.env.run(until=365 + 61)
    assert state.agencies[BIRCH].status == CLOSED


def test_the_last_month_ends_with_the_horizon_and_running_years_are_written() -> None:
    place = world(*STEADY, "calendar.years=1")
    running(place.state, YARD, BIRCH)
    place.run()
    assert [row.month for row in place.state.record.months] == list(range(12, 24))
    assert [row.outcome for row in place.state.record.contract_years] == ["running"]
    assert {row.year for row in place.state.record.agency_years} == {1}


def test_the_books_of_every_year_are_closed_once() -> None:
    place = world(*STEADY)
    place.run()
    years = [row.year for row in place.state.record.agency_years if row.agency == BIRCH]
    assert years == [1, 2, 3]


def test_people_come_as_many_days_after_the_opening_as_was_said() -> None:
    assert world(CAME).state.queues.people.arrival.tolist() == [368.0, 370.0]
    early = world(CAME, "calendar.reference_year=true")
    assert early.state.queues.people.arrival.tolist() == [3.0, 5.0]
    assert (early.state.now, early.first_year) == (0.0, 0)


def test_quality_is_expected_to_be_base_and_drive_before_anything_was_seen() -> None:
    assert world().state.directory.mean_score == pytest.approx(74 + 0.008 / 0.002)


def test_rivals_are_expected_to_differ_as_agencies_do() -> None:
    beliefs = world().state.beliefs
    assert (beliefs.quality, beliefs.spread) == (pytest.approx(74 + 0.008 / 0.002), 4.0)


def test_departments_have_no_cash_to_run_out_of() -> None:
    place = world("budget.amount=0")
    state = place.state
    department = next(agency for agency in state.agencies if agency.profile.kind == "department")
    assert balance(state, department.account) == 0
    state.ledger.move(365.0, department.account, "wages", 1)
    state.env.run(until=365 + 100)
    assert department.status != CLOSED


def test_a_contract_of_several_has_one_month_at_a_time() -> None:
    place = world(*STEADY)
    made = running(place.state, YARD, BIRCH)
    made.partners = (CEDAR,)
    place.state.agencies[CEDAR].contracts.append(made.id)
    place.state.env.run(until=365 + 61)
    assert [row.month for row in place.state.record.months] == [12, 13]


def test_a_contract_that_is_not_open_has_no_months() -> None:
    place = world(*STEADY)
    contract(place.state, YARD, BIRCH)
    place.state.env.run(until=365 + 61)
    assert place.state.record.months == []


def test_gifts_come_at_every_month_end_to_those_who_work() -> None:
    """A tenth of the pay of Ash's eight workers; Birch has closed."""
    place = world(*STEADY, "market.growth.other_income=0.1")
    state = place.state
    state.agencies[BIRCH].status = CLOSED
    before = {key: balance(state, f"agency:{key}") for key in ("ash", "birch")}
    state.env.run(until=365 + 61)
    gift = round(0.1 * 8 * 100_000 * 0.8 / 12 * YUAN)
    assert balance(state, "agency:ash") - before["ash"] == 2 * gift
    assert balance(state, "agency:birch") == before["birch"]


def falls() -> None:
    assert not gc.isenabled()
    raise ZeroDivisionError


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_rests_while_a_city_runs_and_is_then_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ZeroDivisionError), _collector_paused():
            falls()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_a_log_is_kept_where_it_is_asked_for() -> None:
    assert build(scenario(), planner_for("urgency-first"), 1, 0).state.record.events == []
    assert world().state.record.events != []
