"""Price and cost (facts B6, R51, M45, M88): in-house cost, six elements, guideline prices, subsidies, bans."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim import money
from gpss_sim.errors import InputError
from gpss_sim.market.agencies.offers import consider, notice_of
from gpss_sim.market.procurement.validity import costs_less
from gpss_sim.market.rulebook.in_house import in_house_cost
from gpss_sim.market.rulebook.method_choice import committee_days
from gpss_sim.scenario.costing import Costing
from gpss_sim.scenario.load import load_scenario
from tests.rules.market import EAST_ELDERLY, morning, project

IN_HOUSE = 552_000
"""600,000 times wages of .80 and overhead of .12."""


@pytest.mark.parametrize(("price", "less"), [(IN_HOUSE - 0.01, True), (IN_HOUSE, False), (IN_HOUSE + 0.01, False)])
def test_R51_purchase_costs_less_than_doing_it_in_house(price: float, less: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.direct_cost_cap=1")
    assert in_house_cost(state.scenario, target.estimate, 1) == money.to_fen(IN_HOUSE)
    assert costs_less(state.scenario, target, money.to_fen(price), 1) is less


@pytest.mark.parametrize(("cap", "less"), [(0.9, False), (1.0, True), (1.1, True)])
def test_R51_the_cap_is_a_share_of_the_cost_in_house(cap: float, less: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.direct_cost_cap={cap}")
    assert costs_less(state.scenario, target, money.to_fen(0.95 * IN_HOUSE), 1) is less


def test_R51_nobody_asks_unless_the_rules_do(tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY)
    assert costs_less(state.scenario, target, money.to_fen(10 * IN_HOUSE), 1)


@pytest.mark.parametrize(("posts", "price"), [(1, 60_000), (6, 360_000), (10, 600_000)])
def test_R54_R55_a_post_contract_costs_posts_times_the_guide_price(posts: int, price: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.form=post", posts=posts, cost=posts * 60_000)
    assert target.ceiling(state.scenario, 0) == money.to_fen(price)


@pytest.mark.parametrize(("indexed", "ceiling"), [("true", 660_000), ("false", 600_000)])
def test_G13_a_guide_price_follows_wages_or_stays(indexed: str, ceiling: float, tmp_path: Path) -> None:
    state, target = project(
        tmp_path, EAST_ELDERLY, "rules.form=post", "budget.wage_growth=0.1", f"rules.forms.post.indexed={indexed}"
    )
    assert target.ceiling(state.scenario, 1) == money.to_fen(ceiling)


@pytest.mark.parametrize(("share", "ceiling"), [(0.19, 114_000), (0.20, 120_000), (1.0, 600_000)])
def test_R65_a_subsidy_pays_at_most_its_share_of_the_project(share: float, ceiling: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.modes.competitive.public_share={share}")
    assert target.ceiling(state.scenario, 1) == money.to_fen(ceiling)


def test_R56_a_project_is_sold_as_a_package_and_the_agency_staffs_it(tmp_path: Path) -> None:
    """An able agency needs fewer people for the same package; in posts head count and cost are given."""
    views = {}
    for form in ("project", "post"):
        state, target = project(tmp_path, EAST_ELDERLY, f"rules.form={form}", "agencies.omega=0", "agencies.wage_sd=0")
        able, slow = sorted(state.agencies[:12], key=lambda agency: agency.theta)[:: len(state.agencies[:12]) - 1]
        method = state.scenario.rules.methods["competitive_consultation"]
        views[form] = [consider(notice_of(state.agency_view, target, method), agency).cost for agency in (able, slow)]
    assert views["project"][0] < views["project"][1]
    assert views["post"][0] == views["post"][1] == pytest.approx(0.92)


WAGE = 65_000
ONE_GRADE = {"social_insurance": 0.2, "housing_fund": 0.05}


@pytest.mark.parametrize(("elements", "price"), [({}, 100_750), ({"growth": 0.0}, 98_735), ({"travel": 0.1}, 110_825)])
def test_R57_six_elements_of_which_any_but_staff_may_be_dropped_or_others_added(
    elements: dict[str, float], price: float
) -> None:
    """Staff cost of 80,600 yuan is four fifths of the six; 2 hundredths less, a tenth more."""
    costing = Costing(average_wage=WAGE, elements=Costing().elements | elements)
    assert costing.price() == price
    assert costing.price() * costing.share("staff") == pytest.approx(80_600)


@pytest.mark.parametrize(
    ("grade", "factor"), [("mid", 1.20), ("junior", 1.00), ("clerk", 0.75)], ids=["R58", "R59", "R60"]
)
def test_R58_R59_R60_each_grade_has_its_factor_on_the_average_wage(grade: str, factor: float) -> None:
    costing = Costing(average_wage=WAGE, staff={grade: 1.0}, **ONE_GRADE)
    assert costing.staff_cost() == pytest.approx(WAGE * (factor + 0.25))


@pytest.mark.parametrize(("rate", "paid"), [(0.13, 0.14), (0.14, 0.14), (0.15, 0.15)])
def test_R61_insurance_and_fund_are_raised_to_the_lowest_rates_for_enterprises(rate: float, paid: float) -> None:
    costing = Costing(
        average_wage=WAGE, staff={"junior": 1.0}, social_insurance=rate, lowest_insurance=0.14, housing_fund=0.05
    )
    fund = Costing(average_wage=WAGE, staff={"junior": 1.0}, social_insurance=0.05, housing_fund=rate, lowest_fund=0.14)
    assert [costing.staff_cost(), fund.staff_cost()] == pytest.approx([WAGE * (1 + paid + 0.05)] * 2)


@pytest.mark.parametrize(("mid", "dearer"), [(0.19, False), (0.20, False), (0.21, True)])
def test_R62_who_does_the_work_decides_what_it_costs(mid: float, dearer: bool) -> None:
    """More social workers in the place of assistants: a fifth of .20 in the factor."""
    usual = Costing(average_wage=WAGE).staff_cost()
    mixed = Costing(average_wage=WAGE, staff={"mid": mid, "junior": 0.8 - mid, "clerk": 0.2}).staff_cost()
    assert mixed == pytest.approx(usual + WAGE * 0.2 * (mid - 0.2))
    assert (mixed > usual + 1e-6) is dearer


@pytest.mark.parametrize(("wage", "price"), [(64_000, 99_200), (65_000, 100_750), (66_000, 102_300)])
def test_R63_the_cost_of_a_project_follows_the_wage_of_the_place(wage: int, price: float) -> None:
    scenario = load_scenario("chancheng_costing", [f"delivery.costing.average_wage={wage}"])
    assert scenario.delivery.post_price == price
    assert {template.cost / template.posts for template in scenario.templates} == {price}


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("delivery.costing.elements.staff=0", "must hold 'staff' above 0"),
        ("delivery.costing.staff.clerk=0.3", "shares must sum to 1, they sum to 1.1"),
        ("delivery.costing.staff.driver=0", "must name grades of delivery.costing.factors, not driver"),
    ],
)
def test_a_costing_that_is_not_whole_is_told_alone(override: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("chancheng_costing", [override])
    assert told in str(caught.value)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize(("share", "ceiling"), [(1.0, 600_000), (0.9, 552_000), (0.0, 120_000)])
def test_M45_banned_staff_costs_leave_the_ceiling(share: float, ceiling: float, tmp_path: Path) -> None:
    """Wages are four fifths of 600,000."""
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.forms.project.staff_costs={share}")
    assert target.ceiling(state.scenario, 1) == money.to_fen(ceiling)


@pytest.mark.parametrize(("share", "cost"), [(0.0, 0.92), (0.05, 0.97), (0.2, 1.12)])
def test_M88_a_sub_budget_for_capacity_is_spent_from_the_same_price(share: float, cost: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.form=post", f"delivery.capacity_share={share}")
    method = state.scenario.rules.methods["competitive_consultation"]
    assert consider(notice_of(state.agency_view, target, method), state.agencies[0]).cost == pytest.approx(cost)


def test_R66_number_and_price_of_posts_need_an_approval_each() -> None:
    """Two approvals of 15 days stand before every purchase of posts, and competition does not touch the price."""
    state = morning(load_scenario("pudong_draft"))
    alone = morning(load_scenario("pudong_draft", ["rules.committee.human_resources=0"]))
    assert {committee_days(state.scenario, target) for target in state.projects} == {30}
    assert {committee_days(alone.scenario, target) for target in alone.projects} == {15}
    assert all(target.form.fixed_price for target in state.projects)
