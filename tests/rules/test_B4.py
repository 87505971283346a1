"""Scoring and selection of offers (facts B4, R16, R29–R38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gpss_sim import fiscal
from gpss_sim.errors import InputError
from gpss_sim.market.agencies.offers import consider, notice_of
from gpss_sim.market.policies import AWARDS, MISSING_RECORDS, PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer, winners
from gpss_sim.market.procurement.validity import is_valid
from gpss_sim.market.rulebook.method_choice import method_for
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.city import load
from tests.pool import Pool
from tests.profiles import changed
from tests.rules.market import EAST_ELDERLY, morning, project, with_columns


def offer(agency: int, price: float, quality: float, bonus: float = 0.0) -> Offer:
    return Offer(agency, price, quality, bonus)


def scores(rule: str, offers: Sequence[Offer], price_weight: float) -> list[float]:
    return AWARDS[rule]().scores(offers, price_weight, [0.0] * len(offers))


@pytest.mark.parametrize(("rule", "asked"), [("drawn", [1, 3, 5]), ("recommended", [5, 0, 1]), ("eligible", [0, 1, 2])])
def test_R16_three_suppliers_by_draw_by_recommendation_or_by_record(rule: str, asked: list[int]) -> None:
    assert list(SELLERS[rule]().candidates(0, 3, Pool())) == asked


@pytest.mark.parametrize(("number", "known"), [(2, 1), (3, 1), (4, 2), (5, 2)])
def test_R16_the_buyer_recommends_at_most_half(number: int, known: int) -> None:
    """Agencies 5 (holds the project), 3 and 4 (hold contracts) are whom the buyer knows; the experts go by record."""
    asked = SELLERS["recommended"]().candidates(0, number, Pool())
    assert list(asked[:known]) == [5, 3, 4][:known]
    assert list(asked[known:]) == [0, 1, 2][: number - known]


@pytest.mark.parametrize("rule", ["drawn", "recommended"])
def test_R16_a_method_that_invites_nobody_is_open_to_all(rule: str) -> None:
    assert list(SELLERS[rule]().candidates(0, None, Pool())) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("commissioned", "asked"), [(4, [4]), (0, [0]), (None, [])])
def test_R19_the_agency_named_in_the_library_is_commissioned(commissioned: int | None, asked: list[int]) -> None:
    assert list(SELLERS["named"]().candidates(0, None, Pool(commissioned=commissioned))) == asked


@pytest.mark.parametrize("workers", [3, 4, 300])
def test_R29_what_admits_an_agency_gives_it_no_points(workers: int, tmp_path: Path) -> None:
    """At the minimum of three workers, one above, and far above: the same quality is scored."""
    state, target = project(tmp_path, EAST_ELDERLY, "rules.eligibility.min_scale=3")
    agency, method = state.agencies[0], state.scenario.rules.methods["open_tender"]
    usual = consider(notice_of(state.agency_view, target, method), agency)
    agency.profile = changed(agency.profile, scale=workers, governed=True, registered=-20 * fiscal.YEAR)
    assert consider(notice_of(state.agency_view, target, method), agency) == replace(usual, agency=agency)


SEVENTY = ("rules.award.price_weight=0", "rules.award.record_weight=0.7", "rules.award.incumbency=0")


@pytest.mark.parametrize(("document", "wins"), [(76.66, 0), (76.67, 1), (77, 1)])
def test_R30_seventy_for_the_assessment_thirty_for_the_document(document: float, wins: int, tmp_path: Path) -> None:
    """.7 · 90 + .3 · 30 = .7 · 70 + .3 · 76.67: past result and document trade at seven to three."""
    award = load(tmp_path, *SEVENTY).rules.award
    points = [
        award.record_weight * record + (1 - award.record_weight) * written
        for record, written in ((90, 30), (70, document))
    ]
    offers = [offer(0, 1.0, points[0]), offer(1, 0.8, points[1])]
    assert winners(offers, scores(award.rule, offers, award.price_weight), 1)[0].agency == wins


def test_R31_posts_come_in_lots_and_agencies_choose_among_those_of_their_fields() -> None:
    """201 posts in 21 lots, each of one field and district; who does not know a field cannot offer for its lots."""
    state = morning(load_scenario("shenzhen_tender_70_30", ["agencies.domains_known=2"]))
    assert (len(state.projects), sum(target.template.posts for target in state.projects)) == (21, 201)
    able = [(state.agencies[a], p) for p in state.projects for a in state.directory.reachable[p.index]]
    assert able
    assert all(target.domain in agency.profile.domains for agency, target in able)


def test_R32_the_panel_that_scores_offers_is_not_the_one_that_assesses(tmp_path: Path) -> None:
    _, target = project(tmp_path, EAST_ELDERLY, "rules.award.raters=7")
    assert (target.bought.award.raters, target.mode.raters) == (7, 3)


@pytest.mark.parametrize(("price", "points"), [(0.8, 15.0), (0.9, 15 * 0.8 / 0.9), (1.0, 12.0)])
def test_R33_price_points_follow_the_lowest_price(price: float, points: float) -> None:
    found = scores("comprehensive", [offer(0, 0.8, 0), offer(1, price, 0)], 0.15)
    assert found == pytest.approx([15.0, points])


@pytest.mark.parametrize(("quality", "valid"), [(69.9, False), (70.0, True), (70.1, True)])
def test_R34_the_minimum_quality_is_a_condition(quality: float, valid: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.award.quality_floor=70")
    assert is_valid(state.scenario, target, offer(0, 0.9, quality), 1) is valid


def test_R34_the_lowest_price_wins_whatever_the_quality() -> None:
    offers = [offer(0, 0.90, 99, bonus=5), offer(1, 0.89, 70)]
    assert winners(offers, scores("lowest_price", offers, 1.0), 1)[0].agency == 1


@pytest.mark.parametrize("weight", ["0.15", "0.99"])
def test_R34_bidders_are_told_that_price_alone_decides(weight: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be 1 under the award rule 'lowest_price'"):
        load(tmp_path, "rules.award.rule=lowest_price", f"rules.award.price_weight={weight}")


def test_R35_needs_are_fixed_before_prices_compete(tmp_path: Path) -> None:
    """What is asked for and its ceiling stand before the call; offers move the price below it and nothing else."""
    state = run(load(tmp_path), seed=7).world.state
    awarded = [row for row in state.record.tenders if row.result == "awarded"]
    assert any(row.price < row.ceiling for row in awarded)
    for row in awarded:
        assert row.price <= row.ceiling == state.projects[row.project].ceiling(state.scenario, row.year)
    assert {c.terms.scope for c in state.contracts} == {1.0}


@pytest.mark.parametrize(("price", "valid"), [(0.799, False), (0.8, True), (0.801, True)])
def test_R36_a_cost_floor_is_set_in_advance(price: float, valid: bool, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, "rules.award.cost_floor=0.8")
    assert is_valid(state.scenario, target, offer(0, price, 80), 1) is valid


@pytest.mark.parametrize("posts", [1, 6, 60])
def test_R37_a_grant_passes_four_gates_whatever_its_amount(posts: int) -> None:
    """Screening, experts, directors, notice take the same days for a small and a large grant."""
    state = morning(with_columns(load_scenario("shenzhen_aid"), 0, posts=posts, cost=posts * 100_000))
    name = method_for(state.agency_view.methods, state.projects[0], 1)
    method = state.scenario.rules.methods[name]
    days = [state.luck.procedure_days(method, target.template.id, 1, 0) for target in state.projects]
    assert name == "four_gates"
    assert method.days_low <= min(days) < max(days) <= method.days_high


VENTURE = ("rules.modes.competitive.price=request", "rules.modes.competitive.price_weight=0")


def test_R38_a_venture_is_awarded_by_the_panel_alone(tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, *VENTURE)
    offers = [offer(0, 0.5, 80), offer(1, 0.9, 80.1)]
    award = target.bought.award
    assert award.price_weight == 0
    assert winners(offers, scores(award.rule, offers, award.price_weight), 1)[0].agency == 1
    assert state.scenario.rules.award.price_weight == 0.15


@pytest.mark.parametrize(("rule", "stands"), [("mean", 82), ("pass_line", 80), ("promise", 77), ("nothing", 0)])
def test_a_missing_record_is_filled_by_an_explicit_rule(rule: str, stands: float) -> None:
    assert MISSING_RECORDS[rule]().stands(82, 80, 77) == stands


@pytest.mark.parametrize("name", PRICES)
def test_only_requests_are_cut(name: str) -> None:
    assert PRICES[name].is_cut == (name == "request")
