"""Founding, credit, closure, books and dissolution of agencies, on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gpss_sim.market.agencies import entry_exit
from gpss_sim.market.agencies.agency import ACTIVE, CLOSED, DISSOLVED, POTENTIAL, Agency
from gpss_sim.market.agencies.offers import credit_line, monthly_wage
from gpss_sim.market.agencies.population import opening_cash
from gpss_sim.market.buyers.planning_year import PurchaseList
from gpss_sim.market.state import State
from gpss_sim.market.world import build, check_cash
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, YARD, YUAN, balance, contract, running, scenario, town
from tests.profiles import changed


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def newcomer(state: State, founded: float, *, scale: int = 12, key: str = "newcomer:0") -> Agency:
    """One agency more that may enter."""
    profile = changed(state.agencies[CEDAR].profile, key=key, founded=founded, newcomer=True, scale=scale)
    agency = Agency(len(state.agencies), profile)
    state.agencies.append(agency)
    state.registrar.posts_within_reach.append(14)
    return agency


def test_a_workers_month() -> None:
    """100,000 yuan a post, .8 of it wages, a twelfth a month; 5 % more in year 1."""
    assert monthly_wage(quiet().scenario, 1) == pytest.approx(100_000 * 0.8 / 12 * YUAN)
    assert monthly_wage(quiet("budget.wage_growth=0.05").scenario, 1) == pytest.approx(100_000 * 0.8 / 12 * 1.05 * YUAN)


def test_the_credit_line_is_a_month_of_payroll_and_half_for_small_agencies() -> None:
    """Ash fields 8 workers, Birch 20: with four posts each, half a month of four wages and a whole one."""
    state = quiet()
    for agency in (ASH, BIRCH):
        contract(state, YARD, agency)
    month = 100_000 * 0.8 / 12
    assert credit_line(state.scenario, state.agencies[ASH], state.year) == round(0.5 * 4 * month * YUAN)
    assert credit_line(state.scenario, state.agencies[BIRCH], state.year) == round(4 * month * YUAN)
    assert credit_line(state.scenario, state.agencies[CEDAR], state.year) == 0


def test_ten_workers_are_no_small_agency() -> None:
    state = quiet("agencies.credit_months=2")
    ash = state.agencies[ASH]
    ash.posts = 1
    for scale, share in ((9, 0.5), (10, 1.0)):
        ash.profile = changed(ash.profile, scale=scale)
        assert credit_line(state.scenario, ash, state.year) == round(2 * share * 100_000 * 0.8 / 12 * YUAN)


def test_opening_cash_is_two_months_of_those_it_can_field_where_there_are_posts() -> None:
    """Ash could field 8 of 14 posts within reach, Birch 20: 14 count."""
    state = quiet()
    month = 100_000 * 0.8 / 12
    assert balance(state, "agency:ash") == round(2 * 8 * month * YUAN)
    assert balance(state, "agency:birch") == round(2 * 14 * month * YUAN)
    assert opening_cash(state.agencies[ASH].profile, state.scenario.agencies, 100.0, 3) == 600


def test_a_newcomer_opens_with_its_share_of_that_cash() -> None:
    """Two months of three workers at 100 are 600; a quarter of it is 150, and founders keep theirs."""
    state = quiet()
    profile, rules = state.agencies[ASH].profile, state.scenario.agencies.model_copy(update={"newcomer_cash": 0.25})
    assert opening_cash(replace(profile, newcomer=True), rules, 100.0, 3) == 150
    assert opening_cash(profile, rules, 100.0, 3) == 600


def spend(state: State, agency: int, amount: int) -> None:
    account = state.agencies[agency].account
    state.ledger.move(state.now, account, "wages", amount)


def test_two_months_below_the_line_close_an_agency() -> None:
    state = quiet()
    running(state, YARD, BIRCH)
    birch = state.agencies[BIRCH]
    line = credit_line(state.scenario, birch, state.year)
    spend(state, BIRCH, balance(state, "agency:birch") + line)
    check_cash(state, birch)
    assert birch.months_below == 0  # at the line itself
    spend(state, BIRCH, 1)
    check_cash(state, birch)
    assert (birch.months_below, birch.status) == (1, ACTIVE)
    check_cash(state, birch)
    assert birch.status == CLOSED
    assert balance(state, "agency:birch") == 0
    assert balance(state, "creditors") == -(line + 1)
    assert state.contracts[0].ended
    assert tuple(state.record.events[-1]) == (365.0, "closed", "agency:birch", "", (line + 1) / YUAN)


def test_a_month_above_the_line_begins_the_count_anew() -> None:
    state = quiet()
    birch = state.agencies[BIRCH]
    spend(state, BIRCH, balance(state, "agency:birch") + 1)
    check_cash(state, birch)
    state.ledger.move(state.now, "donors", "agency:birch", 1)
    check_cash(state, birch)
    assert birch.months_below == 0


def pace_with(young: int, young_let: int, old_let: int) -> float:
    """Pace where `young_let` of `young` newcomers and `old_let` of three founders hold a contract."""
    state = quiet()
    for k in range(young):
        agency = newcomer(state, 365.0, key=f"newcomer:{k}")
        agency.status = ACTIVE
        agency.contracts = [99] if k < young_let else []
    for agency in state.agencies[:old_let]:
        agency.contracts = [99]
    return entry_exit._pace(state.registrar)


def test_founding_follows_newcomers_over_everybody() -> None:
    """One of two newcomers and one of three founders hold a contract: .5 over .4."""
    assert pace_with(2, 1, 1) == pytest.approx(0.5 / 0.4)


def test_founding_slows_where_newcomers_get_nothing_and_stops_at_twice_the_rate() -> None:
    assert pace_with(2, 0, 2) == 0.0
    assert pace_with(1, 1, 0) == 2.0  # 1 over .25 would be four times
    assert pace_with(0, 0, 2) == 1.0  # nobody new: as good as everybody
    assert pace_with(2, 0, 0) == 0.0


def test_who_was_founded_two_years_ago_is_no_newcomer_any_more() -> None:
    state = quiet()
    old = newcomer(state, 365.0 - 730.0)
    old.status, old.contracts = ACTIVE, [99]
    state.agencies[ASH].contracts = [99]
    assert entry_exit._pace(state.registrar) == 1.0


def test_a_possible_newcomer_enters_by_its_number_and_the_pace() -> None:
    """Half of the possible newcomers enter at the usual pace, since founding can be twice as fast."""
    luck = Streams(1, 0).uniform("entry", "newcomer:0")
    for pace in (2 * luck * 1.001, 2 * luck * 0.999):
        state = quiet()
        agency = newcomer(state, 400.0)
        entry_exit._announce(state.registrar, 1, Streams(1, 0), pace)
        state.env.run(until=399.0)
        assert agency.status == POTENTIAL
        state.env.run(until=401.0)
        assert (agency.status == ACTIVE) is (pace > 2 * luck)


def test_a_listed_agency_opens_on_the_day_that_is_said() -> None:
    listed = scenario().agencies.listed
    later = scenario().agencies.model_copy(
        update={"listed": (*listed[:2], listed[2].model_copy(update={"founded": 500}))}
    )
    chosen = scenario("budget.amount=0").model_copy(update={"agencies": later})
    state = build(chosen, lambda year: PurchaseList(), 1, 0).state
    state.env.run(until=499.9)
    assert state.agencies[CEDAR].status == POTENTIAL
    assert state.directory.eligible(YARD) == [ASH, BIRCH]
    state.env.run(until=500.1)
    assert state.agencies[CEDAR].status == ACTIVE
    assert state.directory.eligible(YARD) == [ASH, BIRCH, CEDAR]
    assert balance(state, "agency:cedar") == round(2 * 12 * 100_000 * 0.8 / 12 * YUAN)


def test_only_those_of_the_year_and_of_enough_workers_are_announced() -> None:
    state = quiet("market.growth.entry_scale=5")
    small, late = newcomer(state, 400.0, scale=4), newcomer(state, 800.0)
    fit = newcomer(state, 400.0, scale=5)
    entry_exit._announce(state.registrar, 1, Streams(1, 0), 2.0)
    state.env.run(until=850.0)
    assert [agency.status for agency in (small, late, fit)] == [POTENTIAL, POTENTIAL, ACTIVE]


def test_a_newcomer_is_helped_from_what_is_free() -> None:
    """Three months of the payroll of 12 workers, an incubator of 5,000 yuan, and two points of capability."""
    state = quiet("market.growth.aid=3", "market.growth.incubation_cost=5_000", "market.growth.incubation=2")
    state.purse.grant(state.now, 1_000_000 * YUAN)
    agency = newcomer(state, 365.0)
    entry_exit.found(state.registrar, agency)
    month = 100_000 * 0.8 / 12
    assert balance(state, agency.account) == round(2 * 12 * month * YUAN) + round(3 * 12 * month * YUAN)
    assert balance(state, "support") == 5_000 * YUAN
    assert agency.experience.skill == 2
    assert agency.last_contract == 365.0


def test_gifts_of_a_month_are_a_share_of_the_pay_of_those_it_can_field() -> None:
    state = quiet("market.growth.other_income=0.1")
    ash = state.agencies[ASH]
    before = balance(state, "agency:ash")
    entry_exit.earn_elsewhere(state.registrar, ash)
    assert balance(state, "agency:ash") - before == round(0.1 * 8 * 100_000 * 0.8 / 12 * YUAN)
    dependent = next(agency for agency in state.agencies if agency.profile.kind == "dependent")
    before = balance(state, dependent.account)
    entry_exit.earn_elsewhere(state.registrar, dependent)
    assert balance(state, dependent.account) == before


def test_the_books_of_a_year() -> None:
    state = quiet()
    running(state, YARD, BIRCH)
    birch = state.agencies[BIRCH]
    birch.record, birch.barred_until = 81.5, 400.0
    state.directory.scores_this_year = [70.0, 90.0, 86.0]
    state.env.run(until=365 + 73)
    state.record.agency_years.clear()
    entry_exit.close_books(state.registrar, 1)
    rows = {row.agency: row for row in state.record.agency_years}
    row = rows[BIRCH]
    assert (row.year, row.kind, row.age, row.contracts, row.posts) == (1, "independent", 438 / 365, 1, 4)
    assert (row.record, row.barred, row.status) == (81.5, False, ACTIVE)
    assert row.payroll == round(4 * 100_000 * 0.8 / 12 * YUAN)
    assert row.cash == balance(state, "agency:birch")
    assert rows[ASH].record != rows[ASH].record
    assert state.directory.mean_score == 82.0
    assert state.directory.scores_this_year == []
    entry_exit.close_books(state.registrar, 1)
    assert state.directory.mean_score == 82.0


def test_a_bar_that_still_holds_is_written() -> None:
    state = quiet()
    state.agencies[BIRCH].barred_until = 365.5
    entry_exit.close_books(state.registrar, 1)
    assert {row.agency: row.barred for row in state.record.agency_years}[BIRCH]


def test_three_idle_years_dissolve_an_agency() -> None:
    state = quiet()
    running(state, YARD, BIRCH)
    for agency, day in ((ASH, 365.0 - 3 * 365), (BIRCH, -9_999.0), (CEDAR, 365.0 - 3 * 365 + 1)):
        state.agencies[agency].last_contract = day
    entry_exit._dissolve(state.registrar)
    assert [agency.status for agency in state.agencies[:3]] == [DISSOLVED, ACTIVE, ACTIVE]
    assert all(agency.status != DISSOLVED for agency in state.agencies[3:])
    assert tuple(state.record.events[-1]) == (365.0, "dissolved", "agency:ash", "", None)


def test_offences_are_drawn_among_independent_agencies_that_work() -> None:
    """Ash's number lies below the chance, Birch's is the chance; closed ones and the buyer's own are not looked at."""
    state = quiet("agencies.offences=0.3")
    state.agencies[CEDAR].status = CLOSED
    numbers = {"birch": 0.3}
    state.luck.offence = lambda key, year: numbers.get(key, 0.29)  # type: ignore[method-assign]
    state.record.events.clear()
    entry_exit._penalise(state.registrar, 1)
    assert [agency.id for agency in state.agencies if agency.experience.offended == 365.0] == [ASH]
    assert [tuple(event) for event in state.record.events] == [(365.0, "penalised", "agency:ash", "", None)]
    innocent = quiet("agencies.offences=0")
    innocent.luck.offence = lambda key, year: -1.0  # type: ignore[method-assign]
    entry_exit._penalise(innocent.registrar, 1)
    assert all(agency.experience.offended < 0 for agency in innocent.agencies)


def test_who_opens_is_told_and_a_department_has_no_money_of_its_own() -> None:
    state = quiet()
    told = {event.entity: event.counterparty for event in state.record.events if event.event == "founded"}
    assert told == {agency.account: agency.profile.kind for agency in state.agencies}
    department = next(agency for agency in state.agencies if agency.profile.kind == "department")
    assert balance(state, department.account) == 0
    assert all(agency.status == ACTIVE and agency.last_contract == 365.0 for agency in state.agencies)


def test_a_newcomer_opens_on_its_day_or_at_once() -> None:
    state = quiet()
    today, tomorrow = newcomer(state, 365.0, key="newcomer:0"), newcomer(state, 366.0, key="newcomer:1")
    for agency in (today, tomorrow):
        entry_exit.found_in_time(state.registrar, agency)
    assert [agency.status for agency in (today, tomorrow)] == [ACTIVE, POTENTIAL]
    state.env.run(until=366.1)
    assert (tomorrow.status, tomorrow.last_contract) == (ACTIVE, 366.0)


def test_gifts_follow_posts_within_reach_or_held_up_to_the_workers() -> None:
    """Of 14 posts within reach: 14 of Birch's 20 workers; with 17 held, 17; of Ash's 8, 8."""
    state = quiet("market.growth.other_income=0.1")
    month = 100_000 * 0.8 / 12
    for agency, posts, workers in ((ASH, 0, 8), (BIRCH, 0, 14), (BIRCH, 17, 17), (BIRCH, 30, 20)):
        state.agencies[agency].posts = posts
        before = balance(state, state.agencies[agency].account)
        entry_exit.earn_elsewhere(state.registrar, state.agencies[agency])
        assert balance(state, state.agencies[agency].account) - before == round(0.1 * workers * month * YUAN)


def test_agencies_that_may_yet_come_are_not_in_the_books() -> None:
    state = quiet()
    waits = newcomer(state, 800.0)
    state.record.agency_years.clear()
    entry_exit.close_books(state.registrar, 1)
    assert waits.id not in [row.agency for row in state.record.agency_years]
