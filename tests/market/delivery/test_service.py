"""A month of a contract on paper: pay, staff, slots, quality."""

from __future__ import annotations

from math import exp

import pytest

from gpss_sim.market.contracts import staffing
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.staffing import StaffPlan
from gpss_sim.market.delivery import service
from gpss_sim.market.delivery.service import monthly_tick
from gpss_sim.market.state import State
from tests.market.town import BIRCH, HOME, YARD, YUAN, balance, running, town

MONTH = 365 / 12
STAY = "delivery.leaving=0"


def after(state: State, days: float) -> State:
    """The clock moved on, and no month was closed meanwhile."""
    for made in state.contracts:
        made.term_year = 0
    state.env.run(until=state.now + days)
    for made in state.contracts:
        made.term_year = 1
    return state


def quiet(*overrides: str) -> State:
    """A town in which the buyer does nothing."""
    return town("budget.amount=0", *overrides)


def test_a_year_of_wages_and_overhead() -> None:
    """400,000 yuan: .8 for four workers of whom 3.2 are there, .12 overhead; omega adds .03 of the wage bill."""
    state = quiet()
    made = running(state, YARD, BIRCH, omega=0.03)
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == 320_000 * 32 // 40 * YUAN
    assert balance(state, "overhead") == (48_000 + 9_600) * YUAN
    assert made.workforce.paid_until == 730


def test_pay_is_for_the_days_since_the_last_pay() -> None:
    state = quiet()
    made = running(state)
    after(state, 73)
    service.pay(state.contract_desk, made)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == 256_000 * YUAN // 5
    assert balance(state, "overhead") == 48_000 * YUAN // 5


def test_an_empty_seat_is_not_paid_and_a_higher_wage_is() -> None:
    state = quiet()
    made = running(state, HOME, BIRCH)
    made.workforce.plan = StaffPlan(1.1, 8.0, 0.8)
    made.workforce.team.filled[0] = False
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == 800_000 * 11 // 10 * 7 // 10 * YUAN


def test_wages_follow_the_year_in_which_the_work_was_done() -> None:
    """Half of a contract year in year 1 at 1.05, half in year 2 at 1.1025 of the wages of year 0."""
    state = quiet("budget.wage_growth=0.05")
    made = running(state)
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == round(256_000 * 1.05 * YUAN)
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == round(256_000 * 1.05 * YUAN) + round(256_000 * 1.1025 * YUAN)


def test_a_share_of_a_request_needs_that_share_of_overhead() -> None:
    state = quiet()
    made = running(state, scope=0.5)
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert made.workforce.plan.workers == pytest.approx(4 * 0.5 * 0.8)
    assert balance(state, "wages") == 128_000 * YUAN
    assert balance(state, "overhead") == 24_000 * YUAN


def test_a_settled_payroll_comes_from_the_commitment_not_from_an_agency() -> None:
    state = quiet()
    made = running(state, settles_payroll=True)
    before = balance(state, "agency:birch")
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "agency:birch") == before
    assert balance(state, "committed") == (400_000 - 256_000 - 48_000) * YUAN


def test_a_settled_payroll_takes_the_oldest_money_first_and_never_more_than_there_is() -> None:
    state = quiet()
    made = running(state, settles_payroll=True, price=100_000 * YUAN)
    after(state, 365)
    service.pay(state.contract_desk, made)
    assert balance(state, "wages") == 100_000 * YUAN
    assert balance(state, "overhead") == 0
    assert balance(state, "committed") == 0


def test_private_money_comes_in_with_the_days() -> None:
    state = quiet()
    made = running(state, private=50_000 * YUAN)
    after(state, 73)
    service.pay(state.contract_desk, made)
    assert -balance(state, "private") == 10_000 * YUAN


def test_slots_of_the_workers_present() -> None:
    """3.2 workers who need .8 of the reference a case: 3.2 · 20 · .85 / .8 = 68; with 20 volunteers each half more."""
    state = quiet()
    made = running(state)
    made.book.choices.diverted = 0.15
    service.set_capacity(state.contract_desk, made)
    assert made.slots == 68
    made.workforce.team.filled[0] = False
    service.set_capacity(state.contract_desk, made)
    assert made.slots == 46  # 2.2 · 20 · .85 / .8 = 46.75
    helped = quiet("delivery.volunteers=10", "delivery.volunteer_output=0.05")
    more = running(helped)
    more.book.choices.diverted = 0.15
    service.set_capacity(helped.contract_desk, more)
    assert more.slots == 102


def test_the_time_diverted_costs_slots_once() -> None:
    state = quiet()
    made = running(state, HOME)
    made.book.choices.diverted = 0.45
    service.set_capacity(state.contract_desk, made)
    assert made.slots == 110  # 8 · 20 · .55 / .8


def test_quality_is_base_capability_effort_idea_less_turnover_above_18_per_cent() -> None:
    state = quiet()
    made = running(state, idea=1.5)
    made.book.choices.effort, made.workforce.turnover = 5.0, 0.28
    assert service.quality_now(state.contract_desk, made) == pytest.approx(74 + 4 + 5 + 1.5 - 10 * 0.10)
    made.workforce.turnover = 0.18
    assert service.quality_now(state.contract_desk, made) == pytest.approx(84.5)


def test_a_new_contract_expects_the_usual_turnover() -> None:
    state = quiet()
    assert running(state).workforce.turnover == 0.18


def test_time_diverted_to_buyer_and_host() -> None:
    told = town("rules.forms.posts.host_time=0.3").scenario
    assert staffing.usual_diversion(told, told.rules.forms["posts"]) == pytest.approx(0.45)
    full = town("rules.forms.posts.host_time=0.9").scenario
    assert staffing.usual_diversion(full, full.rules.forms["posts"]) == 0.99


def told(state: State, made: Contract, late: float = 0.25, busy: int = 0) -> None:
    after(state, MONTH)
    made.busy = busy
    monthly_tick(state.contract_desk, made, 12, late)


def test_a_month_is_noted_as_it_ends() -> None:
    state = quiet(STAY)
    made = running(state)
    made.book.choices.effort, made.book.choices.diverted = 5.0, 0.15
    told(state, made, busy=68)
    (row,) = state.record.months
    assert row == (12, made.id, 4, 4, 68, 68, pytest.approx(74 + 4 + 5 + 1.8), 0.0, 1.0, 0.25, 0)
    book = made.book
    assert (book.sums.months, book.sums.open_cases, book.sums.filled, book.sums.seats) == (1, 68, 4, 4)
    assert book.sums.target == pytest.approx(4 * 20 * 0.85)
    assert book.mean_quality == pytest.approx(84.8)


def turnover_after(late: float = 0.25, busy: int = 0, diverted: float = 0.15) -> float:
    state = quiet()
    made = running(state)
    made.book.choices.diverted = diverted
    told(state, made, late, busy)
    return made.workforce.turnover


def test_late_pay_raises_turnover_of_the_contract() -> None:
    """Everything late instead of a quarter: a hazard of .0165 · e^.3 a month."""
    assert turnover_after(0.25) == pytest.approx(1 - exp(-12 * 0.0165))
    assert turnover_after(1.0) == pytest.approx(1 - exp(-12 * 0.0165 * exp(0.3)))


def test_overload_is_measured_at_the_reference_diversion() -> None:
    """At 45 % diverted 44 places are left of 68; 68 cases are a full load of the reference all the same."""
    diverted = 0.5 * 0.30
    assert turnover_after(busy=68, diverted=0.45) == pytest.approx(1 - exp(-12 * 0.0165 * exp(diverted)))
    assert turnover_after(busy=85, diverted=0.15) == pytest.approx(1 - exp(-12 * 0.0165 * exp(0.5 * 0.25)))


def test_a_team_that_is_gone_is_no_overload() -> None:
    state = quiet()
    made = running(state)
    made.workforce.team.filled = [False] * 4
    made.book.choices.diverted = 0.15
    told(state, made, busy=30)
    assert made.workforce.turnover == pytest.approx(1 - exp(-12 * 0.0165))


def test_who_leaves_is_decided_by_the_seats_own_luck() -> None:
    """At a hazard of one half a seat is left where its first number is below 1 - e^-.5; the second may refill it."""
    state = quiet("delivery.leaving=0.5", "delivery.leaving_load=0")
    made = running(state, HOME)
    made.book.choices.diverted = 0.15
    luck = state.luck.turnover("home", 1, 8)
    a, b = 0.5, 1 / 1.5
    leave = 1 - exp(-a)
    refill = 1 - a * (1 - exp(-a - b)) / (a + b) / leave
    expected = [not luck[24 * s] < leave or luck[24 * s + 1] < refill for s in range(8)]
    told(state, made)
    assert made.workforce.team.filled == expected
    assert state.record.months[0].left == sum(luck[24 * s] < leave for s in range(8))
    assert 0 < sum(expected) < 8
