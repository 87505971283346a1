"""Wage index, ceilings and what a flat price leaves of a wage."""

from __future__ import annotations

import pytest

from gpss_sim.market.contracts import guideline
from gpss_sim.market.rulebook.in_house import affordable, in_house_cost
from gpss_sim.market.rulebook.procedure_costs import attempt_cost, offer_cost, usual_ceiling
from gpss_sim.scenario.method import Method
from tests.market.town import HOME, YARD, YUAN, scenario, town

FIVE = "budget.wage_growth=0.05"


def test_wages_grow_from_year_to_year() -> None:
    assert [guideline.wage_index(scenario(FIVE), year) for year in range(3)] == [1.0, 1.05, pytest.approx(1.1025)]


def test_reference_cost_follows_the_index_and_a_flat_ceiling_stays() -> None:
    indexed, flat = town(FIVE).projects[YARD], town(FIVE, "rules.form=flat").projects[YARD]
    assert [indexed.estimate.reference(scenario(FIVE), year) for year in range(3)] == [
        40_000_000,
        42_000_000,
        44_100_000,
    ]
    assert [indexed.ceiling(scenario(FIVE), year) for year in range(3)] == [40_000_000, 42_000_000, 44_100_000]
    assert [flat.ceiling(scenario(FIVE), year) for year in range(3)] == [40_000_000] * 3


def test_the_ceiling_over_the_reference_cost_of_its_year() -> None:
    told = scenario(FIVE, "rules.ceiling=1.1")
    package, flat = told.rules.forms["package"], told.rules.forms["flat"]
    assert guideline.ceiling_level(told, package, 2) == 1.1
    assert guideline.ceiling_level(told, flat, 2) == pytest.approx(1.1 / 1.1025)


def test_money_that_may_not_pay_staff() -> None:
    """A ban takes the wage share of .8 out of the ceiling; half a ban takes .4."""
    told = scenario("rules.forms.flat.staff_costs=0", "rules.forms.posts.staff_costs=0.5", "rules.ceiling=1.1")
    assert guideline.first_ceiling(told, told.rules.forms["flat"]) == pytest.approx(1.1 * 0.2)
    assert guideline.first_ceiling(told, told.rules.forms["posts"]) == pytest.approx(1.1 * 0.6)
    assert guideline.first_ceiling(told, told.rules.forms["package"]) == 1.1


def test_the_wage_under_a_flat_price_falls_behind() -> None:
    told = scenario(FIVE)
    assert guideline.guideline_wage(told, told.rules.forms["posts"], 2) == 1.0
    assert guideline.guideline_wage(told, told.rules.forms["flat"], 2) == pytest.approx(1 / 1.1025)


def test_the_price_of_later_years_of_a_contract() -> None:
    told = scenario(FIVE)
    assert guideline.renewal_price(told, told.rules.forms["package"], 40_000_000, 2) == 44_100_000
    assert guideline.renewal_price(told, told.rules.forms["flat"], 40_000_000, 2) == 40_000_000


def test_staff_is_kept_ready_only_where_cases_are_paid() -> None:
    told = scenario("rules.voucher.readiness=1.2")
    assert guideline.kept_ready(told, told.rules.forms["voucher"]) == 1.2
    assert guideline.kept_ready(told, told.rules.forms["posts"]) == 1.0


def test_a_ceiling_above_the_reference_cost() -> None:
    state = town(FIVE, "rules.ceiling=1.1")
    assert state.projects[YARD].ceiling(state.scenario, 1) == 46_200_000
    assert state.projects[YARD].estimate.reference(state.scenario, 1) == 42_000_000


def test_public_money_pays_its_share_of_the_ceiling() -> None:
    state = town("rules.modes.open.public_share=0.6")
    assert state.projects[HOME].ceiling(state.scenario, 1) == 600_000 * YUAN


def test_what_it_would_cost_to_do_it_oneself() -> None:
    """Wages of .8 and overhead of .12 of 1,050,000 yuan; wages a tenth above the reference."""
    state = town(FIVE)
    assert in_house_cost(state.scenario, state.projects[HOME].estimate, 1) == round(1_050_000 * YUAN * 0.92)
    dear = town(FIVE, "rules.in_house_wage=1.1")
    assert in_house_cost(dear.scenario, dear.projects[HOME].estimate, 1) == round(1_050_000 * YUAN * (0.88 + 0.12))


def test_a_budget_line_pays_for_all_of_a_service_or_a_share() -> None:
    assert [affordable(cost) for cost in (0.0, 0.5, 1.0, 1.25, 2.0)] == [1.0, 1.0, 1.0, 0.8, 0.5]


def test_an_attempt_costs_by_package_and_by_size() -> None:
    """1,000 yuan a package and a hundredth of the ceiling, however many packages."""
    method = Method(days=0, buyer_cost=1_000, buyer_cost_share=0.01)
    assert [attempt_cost(method, 20_000_000, packages) for packages in (1, 2)] == [300_000, 400_000]
    assert attempt_cost(method, 20_000_000) == 300_000


def test_an_offer_costs_a_share_of_the_ceiling_and_a_part_whatever_it_is() -> None:
    told = scenario("market.bid_cost_scale=1.5")
    method = Method(days=0, bid_cost=0.01, bid_cost_fixed=2_000)
    assert offer_cost(told, method, 40_000_000) == pytest.approx(1.5 * (0.01 + 0.005))
    assert offer_cost(told, method, 0) == pytest.approx(0.015)


def test_the_usual_ceiling_is_the_one_in_the_middle() -> None:
    """Of 400,000 and 1,000,000 yuan, a tenth above cost."""
    told = scenario("rules.ceiling=1.1")
    assert usual_ceiling(told, told.rules.forms["package"]) == 77_000_000
