"""What an agency learns, how it is barred, and how much of its money is late."""

from __future__ import annotations

import pytest

from gpss_sim.market.agencies.agency import Agency
from tests.market.town import ASH, BIRCH, scenario, town


def agency(contracts: int = 0) -> Agency:
    found = town().agencies[BIRCH]
    found.contracts = list(range(contracts))
    return found


RULES = scenario().assessment


def test_one_score_weighs_less_the_more_contracts_are_held() -> None:
    """.51 over 1, 1.3, 1.6 …, and no less for more than four contracts."""
    weights = [agency(number).weight(RULES) for number in range(7)]
    assert weights == pytest.approx([0.51, 0.51 / 1.3, 0.51 / 1.6, 0.51 / 1.9, 0.51 / 2.2, 0.51 / 2.2, 0.51 / 2.2])


def test_a_record_moves_towards_the_score_by_its_weight() -> None:
    known = agency(2)
    known.record = 80.0
    known.learn(90.0, RULES, 0.0)
    assert known.record == pytest.approx(80 + 0.51 / 1.6 * 10)
    assert known.experience.score == 90.0


def test_a_newcomer_starts_from_what_stands_for_its_record() -> None:
    new = agency()
    new.learn(90.0, RULES, 70.0)
    assert new.record == pytest.approx(70 + 0.51 * 20)


def test_a_bar_lasts_its_years() -> None:
    poor = agency()
    poor.bar(800.0, 1.5)
    assert poor.barred_until == 800 + 1.5 * 365
    assert poor.experience.offended == 800.0


def test_late_money_is_that_of_the_last_quarter_not_yet_there() -> None:
    """Due in the last 91.25 days: 300, of which 100 came, 200 is awaited; older and later dues do not count."""
    owed = agency()
    owed.invoices = [(400.0, 900.0, 500), (450.0, 480.0, 100), (500.0, 600.0, 200), (501.0, 501.0, 50)]
    assert owed.late_share(500.0) == pytest.approx(200 / 300)


def test_money_that_arrives_today_is_there() -> None:
    owed = agency()
    owed.invoices = [(450.0, 500.0, 100)]
    assert owed.late_share(499.0) == 1.0
    assert owed.late_share(500.0) == 0.0
    assert owed.late_share(450.0 + 91.25) == 0.0


def test_old_invoices_are_forgotten_once_paid() -> None:
    owed = agency()
    owed.invoices = [(300.0, 350.0, 100), (300.0, 900.0, 70)]
    assert owed.late_share(500.0) == 0.0
    assert owed.invoices == [(300.0, 900.0, 70)]


def test_learning_makes_the_same_output_with_fewer_people() -> None:
    able = agency()
    able.experience.ease = 0.9
    able.experience.skill = 1.5
    assert able.theta == pytest.approx(0.8 * 0.9)
    assert able.capability == pytest.approx(4 + 1.5)


def test_certified_workers_are_whole_persons() -> None:
    state = town("agencies.certified_share=0.7", "agencies.certified_sd=0")
    assert state.agencies[ASH].profile.abilities.certified == 5  # .7 of 8
    assert town().agencies[ASH].profile.abilities.certified == 8
    assert state.agencies[ASH].account == "agency:ash"
