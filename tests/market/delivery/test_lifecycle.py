"""A contract from its signature to its end, on paper."""

from __future__ import annotations

import pytest

from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery import lifecycle
from gpss_sim.market.recipients.queues import PAUSED
from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, YUAN, balance, contract, grant, running, town

CAME = 'demand.extra=[{district="north",domain="youth",day=1},{district="north",domain="youth",day=2}]'


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def let(state: State, made: Contract, staffed: float = 1.0) -> Contract:
    """Open a signed contract now, with this share of its seats filled, and let it live."""
    state.env.process(lifecycle.live_side_by_side(state.contract_desk, [made], staffed))
    state.env.run(until=state.now + 0.25)
    return made


def test_a_signature_binds_posts_and_says_what_is_left_of_the_price() -> None:
    """At a price of 400,000 and a cost of 320,000 the margin is .2: .05625 of wages more, and staff for the same."""
    state = quiet()
    made = contract(state, YARD, BIRCH, cost=320_000 * YUAN)
    birch = state.agencies[BIRCH]
    assert (birch.posts, birch.contracts) == (4, [made.id])
    assert made.workforce.plan.wage == pytest.approx(1 + 0.3 * 0.15 / 0.8)
    assert made.workforce.plan.workers == pytest.approx(4 * (0.8 + 0.05625 / 1.05625))
    assert made.project.letting.awaited == [made]
    assert not made.project.letting.serving


def test_a_settled_payroll_has_no_margin_and_a_share_has_its_share_of_posts() -> None:
    state = quiet()
    assert contract(state, YARD, BIRCH, cost=100, settles_payroll=True).workforce.plan.wage == 1.0
    terms = contract(state, HOME, CEDAR).terms
    half = lifecycle.sign(
        state.contract_desk, state.projects[HOME], ASH, terms, state.contracts[-1].funds.prepared, 0.5, (CEDAR,)
    )
    assert (half.posts, half.posts_each) == (5.0, 2.5)
    assert state.agencies[ASH].posts == 2.5
    assert half.workforce.plan.workers == 5.0


def test_a_package_opens_with_a_share_of_its_seats_by_their_own_luck() -> None:
    state = quiet()
    made = let(state, contract(state, HOME, BIRCH), staffed=0.6)
    draws = state.luck.opening_seats("home", 1, 8)
    assert made.workforce.team.filled == [draw < 0.6 for draw in draws]
    assert 0 < sum(made.workforce.team.filled) < 8


def test_an_opening_takes_the_place_of_who_served_before() -> None:
    state = quiet(CAME)
    before = let(state, contract(state, YARD, BIRCH))
    state.env.run(until=370)
    assert before.busy == 2
    after = let(state, contract(state, YARD, CEDAR))
    assert before.ended
    assert after.busy == 2
    assert state.queues.breaks[:2] == [1, 1]
    assert state.projects[YARD].letting.incumbents == (CEDAR,)
    assert state.agencies[BIRCH].posts == 0
    assert state.agencies[BIRCH].contracts == []
    assert state.agencies[BIRCH].last_contract == 370


def test_who_serves_on_keeps_its_workers() -> None:
    state = quiet()
    before = let(state, contract(state, HOME, BIRCH))
    before.workforce.team.filled = [True, False] * 4
    kept = let(state, contract(state, HOME, BIRCH), staffed=1.0)
    assert kept.workforce.team.filled == [True, False] * 4
    new = let(state, contract(state, HOME, CEDAR), staffed=1.0)
    assert new.workforce.team.filled == [True] * 9


def test_a_year_begins_with_its_money_and_its_book() -> None:
    state = quiet()
    made = contract(state, YARD, BIRCH)
    prepared = made.funds.prepared
    let(state, made)
    assert made.term_year == 1
    assert made.funds.prepared is None
    assert made.funds.commitments == [prepared]
    assert (made.book.start, made.book.price, made.book.end) == (365, 400_000 * YUAN, 730)
    assert made.term_end == 365 + 3 * 365
    assert balance(state, "committed") == 240_000 * YUAN  # 40 % are paid


def test_a_contract_without_money_for_its_next_year_ends() -> None:
    state = quiet("assessment.rater_noise=0")
    made = let(state, contract(state, YARD, BIRCH))
    state.env.run(until=731)
    assert made.ended
    assert [(row.outcome, row.end) for row in state.record.contract_years] == [("not funded", 730.0)]


def test_a_flat_price_lets_the_wage_of_posts_fall_behind() -> None:
    state = quiet("budget.wage_growth=0.05", "rules.form=flat")
    made = let(state, contract(state, YARD, BIRCH))
    assert made.workforce.plan.wage == pytest.approx(1 / 1.05)
    made.funds.prepared = made.funds.commitments[0]
    state.env.run(until=731)
    assert made.workforce.plan.wage == pytest.approx(1 / 1.1025)


def test_who_is_closed_loses_the_contract_and_money_returns() -> None:
    """Nothing but the first 160,000 yuan was paid: 240,000 return to this year's budget and find a new seller."""
    state = quiet(CAME)
    heard = []
    state.contract_desk.vacancies.listeners[:] = [
        lambda project, released, year: heard.append((project.index, sum(released.values()), year))
    ]
    made = let(state, contract(state, YARD, BIRCH))
    state.env.run(until=370)
    state.ledger.move(state.now, "agency:birch", "wages", 10**9)
    lifecycle.close_agency(state.contract_desk, state.agencies[BIRCH])
    assert made.ended
    assert balance(state, "committed") == 0
    assert balance(state, "budget") == 240_000 * YUAN
    assert heard == [(YARD, 240_000 * YUAN, 1)]
    assert balance(state, "agency:birch") == 0
    assert list(state.queues.state[:2]) == [PAUSED, PAUSED]
    row = state.record.contract_years[0]
    assert (row.outcome, row.end, row.passed) == ("closed", 370.0, False)
    assert row.score != row.score


def test_a_contract_not_yet_open_ends_without_a_year() -> None:
    state = quiet()
    state.contract_desk.vacancies.listeners[:] = [lambda project, released, year: None]
    made = contract(state, YARD, BIRCH)
    lifecycle.end(state.contract_desk, made, "closed")
    assert not made.project.letting.awaited
    assert not state.record.contract_years
    assert balance(state, "budget") == 400_000 * YUAN
    lifecycle.end(state.contract_desk, made, "closed")
    assert state.agencies[BIRCH].posts == 0


def test_a_term_that_ends_leaves_no_vacancy_to_be_filled_at_once() -> None:
    state = quiet()
    heard = []
    state.contract_desk.vacancies.listeners[:] = [lambda project, released, year: heard.append(project.index)]
    lifecycle.end(state.contract_desk, running(state, YARD), "term ended")
    assert heard == []
    lifecycle.end(state.contract_desk, running(state, HOME), "not renewed")
    assert heard == [HOME]


@pytest.mark.parametrize(
    ("reason", "heard"), [("closed", 1), ("not renewed", 1), ("not funded", 1), ("term ended", 0), ("replaced", 0)]
)
def test_a_project_looks_for_a_seller_at_once_where_its_contract_broke_off(reason: str, heard: int) -> None:
    state = quiet(CAME)
    told = []
    state.contract_desk.vacancies.listeners[:] = [lambda project, released, year: told.append(project.index)]
    made = let(state, contract(state, YARD, BIRCH))
    state.env.run(until=370)
    lifecycle.end(state.contract_desk, made, reason)
    assert told == [YARD] * heard
    assert tuple(state.record.events[-1]) == (370.0, "ended", "contract:0", reason, 2)
    assert state.agencies[BIRCH].last_contract == 370.0


def test_a_signature_and_an_opening_are_told() -> None:
    state = quiet()
    let(state, contract(state, YARD, CEDAR))
    told = [tuple(event) for event in state.record.events if event.event in ("signed", "opened")]
    assert told == [
        (365.0, "signed", "contract:0", "agency:cedar", 400_000.0),
        (365.0, "opened", "contract:0", "project:yard", 4),
    ]


def test_a_project_served_side_by_side_has_both_and_both_live() -> None:
    state = quiet("rules.modes.open.admits=2", "assessment.rater_noise=0")
    terms = contract(state, HOME, CEDAR).terms
    state.projects[HOME].letting.awaited.clear()
    both = [
        lifecycle.sign(state.contract_desk, state.projects[HOME], agency, terms, grant(state, 50_000_000), 0.5)
        for agency in (ASH, BIRCH)
    ]
    state.env.process(lifecycle.live_side_by_side(state.contract_desk, both, 1.0))
    state.env.run(until=366)
    assert state.projects[HOME].letting.contracts == both
    assert state.projects[HOME].letting.incumbents == (ASH, BIRCH)
    assert [made.term_year for made in both] == [1, 1]
    state.env.run(until=731)
    assert [row.agency for row in state.record.contract_years] == [ASH, BIRCH]


def test_closing_leaves_no_debt_where_there_is_none_and_no_year_that_had_not_begun() -> None:
    """Closed within the moment of its opening."""
    state = quiet()
    state.contract_desk.vacancies.listeners[:] = []
    made = running(state, YARD, BIRCH)
    lifecycle.close_agency(state.contract_desk, state.agencies[BIRCH])
    assert made.ended
    assert state.record.contract_years == []
    assert balance(state, "creditors") == 0
    assert balance(state, "agency:birch") > 0
    assert state.record.events[-1].amount == -balance(state, "agency:birch") / YUAN


def test_a_contract_without_workers_takes_nobody_from_the_queue() -> None:
    state = quiet(CAME, "delivery.fill_months=0.0001")
    state.env.run(until=370)
    made = let(state, contract(state, YARD, BIRCH), staffed=0.0)
    assert (made.workforce.team.filled, made.slots, made.busy) == ([False] * 4, 0, 0)
    state.env.run(until=396)
    assert made.busy == 2  # workers were found within the month
