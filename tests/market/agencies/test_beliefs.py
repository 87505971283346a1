"""What everybody believes of tenders, and how it follows what is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gpss_sim.market.agencies import beliefs
from gpss_sim.market.agencies.beliefs import offer_noise, public_costs
from gpss_sim.market.policies.contest import Contest
from gpss_sim.scenario.purchase import Purchase
from tests.market.town import YARD, scenario, town


def test_beliefs_follow_what_is_seen_by_a_tenth() -> None:
    """Two of four took part, with qualities 80 and 90."""
    state = town()
    beliefs, bought = state.beliefs, state.projects[YARD].bought
    beliefs.participation["tender", "package"] = 0.8
    beliefs.quality, beliefs.spread = 78.0, 4.0
    beliefs.observe("tender", bought, 4, 1.0, [80.0, 90.0])
    assert beliefs.participation["tender", "package"] == pytest.approx(0.8 + 0.1 * (0.5 - 0.8))
    assert beliefs.quality == pytest.approx(78 + 0.1 * 7)
    assert beliefs.spread == pytest.approx(4 + 0.1 * (50**0.5 - 4))


def test_nothing_is_learnt_from_nothing() -> None:
    state = town()
    beliefs, bought = state.beliefs, state.projects[YARD].bought
    beliefs.participation["tender", "package"] = 0.8
    beliefs.quality, beliefs.spread = 78.0, 4.0
    beliefs.observe("tender", bought, 0, 1.0, [])
    beliefs.observe("other", bought, 4, 1.0, [])
    assert beliefs.participation == {("tender", "package"): 0.8}
    assert (beliefs.quality, beliefs.spread) == (78.0, 4.0)
    beliefs.observe("tender", bought, 4, 1.0, [])
    assert beliefs.participation["tender", "package"] == pytest.approx(0.72)
    beliefs.observe("tender", bought, 4, 1.0, [80.0])
    assert (beliefs.quality, beliefs.spread) == (pytest.approx(78.2), 4.0)


def test_who_could_not_offer_at_the_ceiling_is_no_part_of_participation() -> None:
    """Two of four offered, and half could: everybody who could, did."""
    state = town()
    beliefs, bought = state.beliefs, state.projects[YARD].bought
    beliefs.participation["tender", "package"] = 0.8
    beliefs.observe("tender", bought, 4, 0.5, [80.0, 80.0])
    assert beliefs.participation["tender", "package"] == pytest.approx(0.8 + 0.1 * (1 - 0.8))


def test_who_is_admitted_is_known_or_only_usual() -> None:
    """Nobody else is admitted; three usually are, seven in ten of whom offer: 2.1 rivals, in steps of 15 %."""
    for known in (True, False):
        state = town(f"rules.award.rivals_known={str(known).lower()}")
        beliefs, bought = state.beliefs, state.projects[YARD].bought
        beliefs.participation["tender", "package"], beliefs.usual_rivals["tender", "package"] = 0.7, 3.0
        contest = beliefs.contest("tender", bought, state.scenario.rules.methods["tender"], 0, 3, 1)
        usual = 1.15 ** round(np.log(2.1) / np.log(1.15))
        assert contest.rivals * contest.participation == (0.0 if known else pytest.approx(usual))
        beliefs.observe("tender", bought, 1, 1.0, [])
        assert beliefs.usual_rivals["tender", "package"] == pytest.approx(3 + 0.1 * (0 - 3))


@pytest.mark.parametrize(("weight", "found"), [(1.0, 0.65), (0.5, 0.7)])
def test_the_largest_share_that_is_met_is_expected_at_first(
    weight: float, found: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """65 % offer whatever is expected: of steps of a tenth 70 % is the largest it reaches, half a step short."""
    state = town(f"rules.award.price_weight={weight}")
    expected = []

    def offered(contest: Contest, bid_cost: float) -> float:
        expected.append(round(contest.participation, 9))
        assert bid_cost == pytest.approx(0.01)
        return 7 * 0.1 - 0.1 / 2

    monkeypatch.setattr(beliefs, "offering", offered)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs._high_participation(bought, method, 5, 3, 1) == pytest.approx(found)
    assert expected == [1.0, 0.9, 0.8, 0.7]


def test_where_nobody_would_offer_nobody_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    state = town()
    asked = []
    monkeypatch.setattr(beliefs, "offering", lambda contest, bid_cost: asked.append(contest) or 0.0)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs._high_participation(bought, method, 5, 3, 1) == 0.0
    assert [round(each.participation, 9) for each in asked] == [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    assert {each.rivals for each in asked} == {4}  # a table is kept of four and of six, and of no five


def test_quality_counts_in_whole_points_where_it_counts() -> None:
    state = town()
    state.beliefs.spread = 3.4
    method = state.scenario.rules.methods["tender"]
    for weight, spread in ((0.99, 3), (1.0, 0.0)):
        bought = state.projects[YARD].bought
        bought = replace(bought, award=bought.award.model_copy(update={"price_weight": weight}))
        assert state.beliefs._contest(bought, method, 3, 0.5, 3, 1).quality_sd == spread


def test_raters_err_on_the_written_offer_alone() -> None:
    """Half of the quality points are record: 7.3 / √4 · .5."""
    told = scenario()
    bought = Purchase(told.rules.modes["open"], told.rules.forms["package"], "package", told.rules.award)
    assert offer_noise(told, bought, 4) == pytest.approx(0.5 * 7.3 / 2)


def test_public_costs_of_a_package_and_of_posts() -> None:
    told = scenario("budget.wage_growth=0.05", "agencies.omega=0.03", "delivery.capacity_share=0.02")
    package = public_costs(told, told.rules.forms["package"], 2)
    assert (package.theta_low, package.theta_high, package.omega) == (0.75, 1.0, 0.03)
    assert (package.wage_share, package.overhead_share, package.ceiling) == (0.8, pytest.approx(0.14), 1.0)
    flat = public_costs(told, told.rules.forms["flat"], 2)
    assert (flat.theta_low, flat.theta_high, flat.omega) == (1.0, 1.0, 0.0)
    assert flat.ceiling == pytest.approx(1 / 1.1025)


def test_who_decides_on_staff_differs_in_costs_and_others_do_not() -> None:
    named = ("cost_exponent=2", "omega=0.03", "omega_mean=0.01", "theta_low=0.6", "theta_high=0.9")
    told = scenario(
        *(f"agencies.{text}" for text in named), "rules.consortium.members=2", "rules.consortium.synergy=0.1"
    )
    package = public_costs(told, told.rules.forms["package"], 1, estimate=1.25)
    posts = public_costs(told, told.rules.forms["posts"], 1)
    assert (package.exponent, package.theta_low, package.theta_high) == (2.0, 0.6, 0.9)
    assert (package.omega, package.omega_mean, package.ceiling) == (0.03, 0.01, 1.25)
    assert (posts.exponent, posts.theta_low, posts.theta_high, posts.omega, posts.omega_mean) == (
        1.0,
        1.0,
        1.0,
        0.0,
        0.0,
    )
    assert posts.ceiling == 1.0
    assert (package.pooled, package.synergy) == (posts.pooled, posts.synergy) == (2, 0.1)


@pytest.mark.parametrize(
    ("weight", "believed", "heard"),
    [
        (0.5, 0.73, 0.7),
        (0.5, 0.77, 0.8),
        (0.5, 0.02, 0.1),
        (0.5, 0.0, 0.0),
        (0.5, 1.0, 1.0),
        (1.0, 0.7312, 0.732),
        (1.0, 0.0004, 0.0),
    ],
)
def test_a_belief_is_heard_in_steps(weight: float, believed: float, heard: float) -> None:
    """Of a tenth where quality counts, of .002 on price alone; whoever is believed in at all, at one tenth."""
    state = town(f"rules.award.price_weight={weight}")
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    state.beliefs.participation["tender", "package"] = believed
    contest = state.beliefs.contest("tender", bought, method, 2, 3, 1)
    assert contest.participation == pytest.approx(heard, abs=1e-9)
    assert contest.rivals == 2


@pytest.mark.parametrize(
    ("rivals", "kept"), [(0, 0), (4, 4), (5, 4), (7, 6), (9, 8), (10, 11), (19, 15), (20, 24), (99, 24)]
)
def test_many_rivals_are_told_from_few_alone(rivals: int, kept: int) -> None:
    """The nearest number for which a table is kept, of two the smaller; on price alone every number is."""
    for weight, number in ((0.5, kept), (1.0, rivals)):
        state = town(f"rules.award.price_weight={weight}")
        state.beliefs.participation["tender", "package"] = 0.5
        bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
        assert state.beliefs.contest("tender", bought, method, rivals, 3, 1).rivals == number


@pytest.mark.parametrize(
    ("settings", "rivals", "share"),
    [
        (["agencies.capability_sd=0", "assessment.rater_noise=0"], 5, 0.732),
        (["agencies.capability_sd=0"], 4, 0.7),
        (["assessment.rater_noise=0"], 4, 0.7),
        (['rules.award.rule="lot"'], 5, 0.732),
    ],
)
def test_where_no_quality_tells_offers_apart_rivals_are_heard_one_by_one(
    settings: list[str], rivals: int, share: float
) -> None:
    """Whatever the price weighs: such a contest has a closed form, and no table is kept of it."""
    state = town("rules.award.price_weight=0.5", *settings)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    state.beliefs.participation["tender", "package"] = 0.7312
    contest = state.beliefs.contest("tender", bought, method, 5, 3, 1)
    assert (contest.rivals, contest.participation) == (rivals, pytest.approx(share))


def test_ceilings_are_told_apart_by_five_per_cent_unless_they_are_secret() -> None:
    for secret, ceiling in (("false", np.exp(0.05)), ("true", 1.0)):
        state = town(f"rules.award.secret_estimate={secret}")
        state.beliefs.participation["tender", "package"] = 0.5
        bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
        for estimate in (1.03, 1.07):
            contest = state.beliefs.contest("tender", bought, method, 2, 3, 1, estimate)
            assert contest.costs.ceiling == pytest.approx(ceiling)
        assert list(state.beliefs.met) == [contest]


def test_hardly_anybody_expected_is_nobody() -> None:
    state = town("rules.award.rivals_known=false")
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    for usual, expected in ((0.05, 0.0), (0.06, 1.15 ** round(np.log(0.06) / np.log(1.15)))):
        state.beliefs.participation["tender", "package"] = 1.0
        state.beliefs.usual_rivals["tender", "package"] = usual
        contest = state.beliefs.contest("tender", bought, method, 2, 3, 1)
        assert contest.rivals == 24
        assert contest.participation == pytest.approx(expected / 24)


def test_an_advantage_is_the_lead_in_quality_and_the_incumbents_bonus() -> None:
    state = town("rules.award.price_weight=0.25", "rules.award.incumbency=2")
    award = state.projects[YARD].bought.award
    state.beliefs.quality = 80.0
    assert state.beliefs.advantage(award, 84.0, incumbent=False) == pytest.approx(0.75 * 4)
    assert state.beliefs.advantage(award, 76.0, incumbent=True) == pytest.approx(-0.75 * 4 + 2)
    lot = award.model_copy(update={"rule": "lot"})
    assert state.beliefs.advantage(lot, 84.0, incumbent=True) == 0.0


def test_more_offers_than_could_be_are_all_of_them() -> None:
    state = town()
    beliefs, bought = state.beliefs, state.projects[YARD].bought
    beliefs.participation["tender", "package"] = 0.8
    beliefs.observe("tender", bought, 4, 0.25, [80.0, 80.0])
    assert beliefs.participation["tender", "package"] == pytest.approx(0.8 + 0.1 * 0.2)
    beliefs.observe("tender", bought, 4, 0.0, [80.0, 80.0])
    assert beliefs.participation["tender", "package"] == pytest.approx(0.82)
