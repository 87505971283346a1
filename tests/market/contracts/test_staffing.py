"""Wages, seats, hazards and slots, worked out by hand."""

from __future__ import annotations

from math import exp, inf, log

import pytest

from gpss_sim.market.contracts import staffing
from gpss_sim.market.contracts.staffing import SeatChances, StaffPlan, Team, plan_staff
from gpss_sim.scenario.service import Delivery
from tests.market.town import scenario


def delivery(*overrides: str) -> Delivery:
    return scenario(*(f"delivery.{one}" for one in overrides)).delivery


def test_what_exceeds_five_per_cent_of_margin_raises_wages_and_hires() -> None:
    """A margin of .21 leaves .16 of the reference, .20 of wages: .3 of it each to wages and to staff."""
    plan = plan_staff(10, 0.8, 1.0, 0.21, True, delivery())
    assert plan.wage == pytest.approx(1.06)
    assert plan.workers == pytest.approx(10 * (0.8 + 0.06 / 1.06))
    assert plan.theta == 0.8


def test_a_margin_of_five_per_cent_is_kept() -> None:
    assert plan_staff(10, 0.8, 1.0, 0.05, True, delivery()) == StaffPlan(1.0, 8.0, 0.8)
    assert plan_staff(10, 0.8, 1.0, -0.3, True, delivery()) == StaffPlan(1.0, 8.0, 0.8)


def test_a_surplus_raises_wages_to_115_per_cent_at_most_and_policy_is_paid_as_it_is() -> None:
    assert plan_staff(10, 1.0, 1.1, 0.37, True, delivery()).wage == 1.15
    assert plan_staff(10, 1.0, 0.7, 0.0, True, delivery()).wage == 0.7
    assert plan_staff(10, 1.0, 1.3, 0.0, True, delivery()).wage == 1.3
    assert plan_staff(10, 1.0, 1.3, 0.37, True, delivery()).wage == 1.3


def test_under_posts_the_contract_says_how_many_and_at_which_wage() -> None:
    assert plan_staff(4, 0.8, 0.9, 0.5, False, delivery()) == StaffPlan(0.9, 4.0, 1.0)
    assert plan_staff(4, 0.8, 0.9, 0.5, False, delivery(), 0.25) == StaffPlan(0.9, 4.0, 1.25)


def test_seats_of_full_time_equivalents() -> None:
    assert [staffing.seats_for(workers) for workers in (0.0, 3.0, 3.2, 3.0000001, 3.9999999999)] == [0, 3, 4, 3, 4]


def test_the_last_seat_is_part_time() -> None:
    team = Team(3.25, [True, False, True, True])
    assert team.seats == 4
    assert team.present == 2.25
    team.filled[3] = False
    assert team.present == 2.0
    assert Team(3.25, [True, True, True]).present == 3.0


def test_new_seats_are_filled_by_their_draws_and_old_ones_stay() -> None:
    team = Team(2.0, [False, True])
    team.resize(4.5, [0.0, 0.9, 0.59, 0.6, 0.3], 0.6)
    assert team.workers == 4.5
    assert team.filled == [False, True, True, False, True]
    team.resize(1.0, [0.0], 0.6)
    assert team.filled == [False]


def test_a_month_of_leaving_and_filling() -> None:
    """Seat 0 is left and stays empty, 1 is left and refilled, 2 stays, 3 is filled, 4 is not."""
    draws = [0.9] * 24 * 5
    for seat, (leaving, filling) in enumerate([(0.09, 0.5), (0.09, 0.3), (0.1, 0.0), (0.0, 0.19), (0.0, 0.2)]):
        draws[24 * seat + 6], draws[24 * seat + 7] = leaving, filling
    team = Team(5, [True, True, True, False, False])
    assert team.month(draws, 3, SeatChances(leave=0.1, refill=0.4, fill=0.2)) == 2
    assert team.filled == [False, True, True, True, False]


def test_the_reference_hazard() -> None:
    """A quarter of the money late, no overload, 15 % of time diverted, the market wage: .0165 a month."""
    assert staffing.hazard(delivery(), 1.0, 0.25, 1.0, 0.15) == pytest.approx(0.0165, rel=1e-12)


@pytest.mark.parametrize(
    ("wage", "late", "load", "diverted", "pressure"),
    [
        (1.0, 1.0, 1.0, 0.15, 0.4 * 0.75),
        (1.0, 0.0, 1.0, 0.15, -0.4 * 0.25),
        (1.0, 0.25, 1.5, 0.15, 0.5 * 0.5),
        (1.0, 0.25, 0.2, 0.15, 0.0),
        (1.0, 0.25, 1.0, 0.45, 0.5 * 0.3),
        (1.1, 0.25, 1.0, 0.15, -log(1.1)),
    ],
)
def test_what_moves_the_hazard(wage: float, late: float, load: float, diverted: float, pressure: float) -> None:
    assert staffing.hazard(delivery(), wage, late, load, diverted) == pytest.approx(0.0165 * exp(pressure), rel=1e-12)


def test_late_pay_drives_workers_away() -> None:
    """All of a quarter's money late instead of a quarter of it: e to the .3."""
    assert staffing.hazard(delivery(), 1.0, 1.0, 1.0, 0.15) == pytest.approx(0.0165 * 1.349859, rel=1e-6)


def test_the_elasticity_of_leaving_to_the_wage() -> None:
    assert staffing.hazard(delivery("leaving_wage=2"), 1.1, 0.25, 1.0, 0.15) == pytest.approx(0.0165 / 1.21)


def test_a_year_of_a_monthly_hazard() -> None:
    assert staffing.yearly(0.0165) == pytest.approx(1 - exp(-0.198))
    assert staffing.yearly(0.0) == 0.0


def test_a_vacancy_is_filled_in_six_weeks_and_sooner_at_a_higher_wage() -> None:
    assert staffing.filling_rate(delivery(), 1.2) == pytest.approx(0.8)
    assert staffing.filling_rate(delivery("fill_months=0"), 1.0) == inf


def test_chances_within_a_month_are_those_of_continuous_time() -> None:
    """At rates a and b an empty seat is filled at the month's end with b (1 - e^-(a+b)) / (a+b)."""
    a, b = 0.1, 0.5
    moved = (1 - exp(-0.6)) / 0.6
    chances = staffing.seat_chances(a, b)
    assert chances.leave == pytest.approx(1 - exp(-a))
    assert chances.fill == pytest.approx(b * moved)
    # Whoever starts filled is empty at the end with a (1 - e^-(a+b)) / (a+b).
    assert chances.leave * (1 - chances.refill) == pytest.approx(a * moved)


def test_at_once_and_never() -> None:
    assert staffing.seat_chances(0.1, inf) == SeatChances(pytest.approx(1 - exp(-0.1)), 1.0, 1.0)
    assert staffing.seat_chances(0.0, 0.5) == SeatChances(0.0, 1.0, pytest.approx(1 - exp(-0.5)))


def test_slots_lose_diverted_time_once() -> None:
    """Four workers of 20 cases, 15 % diverted, 1 of the reference staff a case: 68; at .8 of it: 85."""
    assert staffing.slots_of(4.0, 20, 0.15, 1.0) == 68
    assert staffing.slots_of(4.0, 20, 0.15, 0.8) == 85
    assert staffing.slots_of(4.0, 20, 0.30, 1.0) == 56
    assert staffing.slots_of(3.99, 20, 0.15, 1.0) == 67


def test_a_post_that_may_be_lost_counts_as_less_pay() -> None:
    """Half a year's pay is the cost of a loss: a chance of .5 against the reference of 1/12 is .75 of .958333."""
    rules = delivery("leaving_risk=0.5")
    assert staffing.hazard(rules, 1.0, 0.25, 1.0, 0.15) == pytest.approx(0.0165)
    safe = staffing.hazard(rules, 1.0, 0.25, 1.0, 0.15, risk=0.0)
    assert safe == pytest.approx(0.0165 * (1 - 0.5 / 12))
    assert staffing.hazard(rules, 1.0, 0.25, 1.0, 0.15, risk=0.5) == pytest.approx(0.0165 * (1 - 0.5 / 12) / 0.75)


def test_below_a_hundredth_of_the_usual_pay_nobody_leaves_faster() -> None:
    found = [staffing.hazard(delivery(), wage, 0.25, 1.0, 0.15) for wage in (0.02, 0.01, 0.0, -1.0)]
    assert found == pytest.approx([0.0165 / 0.02, 1.65, 1.65, 1.65])


def test_nearly_all_time_is_diverted_at_most() -> None:
    told = scenario()
    form = told.rules.forms["package"]
    for host, found in ((0.0, 0.15), (0.2, 0.35), (0.84, 0.99), (0.9, 0.99)):
        hosted = form.model_copy(update={"host_time": host})
        assert staffing.usual_diversion(told, hosted) == pytest.approx(found)


def test_a_part_of_a_seat_below_a_millionth_is_none() -> None:
    assert [staffing.seats_for(workers) for workers in (1e-6, 2e-6)] == [0, 1]
