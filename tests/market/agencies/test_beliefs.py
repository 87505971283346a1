"""What everybody believes of tenders, and how it follows what is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gpss_sim.market.agencies import beliefs
from gpss_sim.market.agencies.beliefs import offer_noise, public_costs
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.verification import regret
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
    """Nobody else is admitted; three usually are, seven in ten of whom offer: 2.1 rivals, in steps of 5 %."""
    for known in (True, False):
        state = town(f"rules.award.rivals_known={str(known).lower()}")
        beliefs, bought = state.beliefs, state.projects[YARD].bought
        beliefs.participation["tender", "package"], beliefs.usual_rivals["tender", "package"] = 0.7, 3.0
        contest = beliefs.contest("tender", bought, state.scenario.rules.methods["tender"], 0, 3, 1)
        usual = 1.05 ** round(np.log(2.1) / np.log(1.05))
        assert contest.rivals * contest.participation == (0.0 if known else pytest.approx(usual))
        beliefs.observe("tender", bought, 1, 1.0, [])
        assert beliefs.usual_rivals["tender", "package"] == pytest.approx(3 + 0.1 * (0 - 3))


@pytest.mark.parametrize(
    ("known", "rivals", "heard"), [(True, 24, 24), (True, 25, 25), (True, 60, 61), (False, 60, 61)]
)
def test_many_rivals_are_heard_by_how_many_times_as_many_they_are(known: bool, rivals: int, heard: int) -> None:
    """60 is nearest to 24 · 1.05¹⁹ = 60.6; where all usually offer, nobody offers more often than always."""
    state = town(f"rules.award.rivals_known={str(known).lower()}")
    state.beliefs.participation["tender", "package"] = 1.0
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    contest = state.beliefs.contest("tender", bought, method, rivals, 3, 1)
    assert contest.rivals == heard
    assert 0.95 < contest.participation <= 1.0


@pytest.mark.parametrize("weight", [0.15, 0.5, 0.8])
@pytest.mark.parametrize("known", [True, False])
def test_what_is_not_told_apart_costs_nobody_more_than_a_contest_may(
    weight: float, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rivals ask as in the contest that is heard, but are believed exactly: half a step from it in everything."""
    state = town(f"rules.award.price_weight={weight}", f"rules.award.rivals_known={str(known).lower()}")
    state.beliefs.spread = 6.22
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    name = "tender", "package"
    for rivals, share in ((2, 0.924), (7, 0.726), (9, 0.324)):
        state.beliefs.participation[name], state.beliefs.usual_rivals[name] = share, float(rivals)
        told = "tender", bought, method, rivals, 3, 1, 1.049**0.5
        heard = state.beliefs.contest(*told)
        with monkeypatch.context() as patched:
            for step in ("_STEP", "_SPREAD_STEP", "_ESTIMATE_STEP"):
                patched.setattr(beliefs, step, 1e-9)
            patched.setattr(beliefs, "_RATIO", 1 + 1e-9)
            exact = state.beliefs.contest(*told)
            patched.setattr(regret, "solve", lambda _, heard=heard: solve(heard))
            assert exact != heard
            assert exact.quality_sd == pytest.approx(6.22)
            assert regret.regret(exact, 40_000, 1) <= regret.ALLOWED


@pytest.mark.parametrize(
    ("weight", "offering", "found", "steps"),
    [
        (0.5, 0.675, 0.7, 0.05),
        (0.5, 0.674, 0.65, 0.05),
        (1.0, 0.675, 0.675, 0.02),
        (1.0, 0.66, 0.66, 0.02),
    ],
)
def test_the_largest_share_that_is_met_is_expected_at_first(
    weight: float, offering: float, found: float, steps: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many offer whatever is expected: the largest step they reach, where qualities differ half a step short."""
    state = town(f"rules.award.price_weight={weight}")
    expected = []

    def offered(contest: Contest, bid_cost: float) -> float:
        expected.append(contest.participation)
        assert bid_cost == pytest.approx(0.01)
        return offering

    monkeypatch.setattr(beliefs, "offering", offered)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs._high_participation(bought, method, 5, 3, 1) == pytest.approx(found)
    last = offering - offering % steps if weight == 1 else found
    assert expected == pytest.approx(np.arange(1.0, last - 1e-6, -steps))


def test_on_price_alone_nobody_is_expected_where_hardly_enough_would_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth fewer than expected would offer, whatever is expected: with every step fewer remain."""
    state = town("rules.award.price_weight=1")
    monkeypatch.setattr(beliefs, "offering", lambda contest, bid_cost: contest.participation - 0.01)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs._high_participation(bought, method, 5, 3, 1) == 0.0


def test_where_nobody_would_offer_nobody_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    state = town()
    asked = []
    monkeypatch.setattr(beliefs, "offering", lambda contest, bid_cost: asked.append(contest) or 0.0)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs._high_participation(bought, method, 5, 3, 1) == 0.0
    assert [each.participation for each in asked] == pytest.approx([step / 20 for step in range(20, 0, -1)])
    assert {each.rivals for each in asked} == {5}


def test_quality_counts_in_half_points_where_it_counts() -> None:
    state = town()
    state.beliefs.spread = 3.4
    method = state.scenario.rules.methods["tender"]
    for weight, spread in ((0.99, 3.5), (1.0, 0.0)):
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
        (0.5, 0.72, 0.7),
        (0.5, 0.73, 0.75),
        (0.5, 0.02, 0.05),
        (0.5, 0.0, 0.0),
        (0.5, 1.0, 1.0),
        (1.0, 0.7312, 0.732),
        (1.0, 0.0004, 0.0),
    ],
)
def test_a_belief_is_heard_in_steps(weight: float, believed: float, heard: float) -> None:
    """Of .05 where quality counts, of .002 on price alone; whoever is believed in at all, at one of .05."""
    state = town(f"rules.award.price_weight={weight}")
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    state.beliefs.participation["tender", "package"] = believed
    contest = state.beliefs.contest("tender", bought, method, 2, 3, 1)
    assert contest.participation == pytest.approx(heard, abs=1e-9)
    assert contest.rivals == 2


@pytest.mark.parametrize(
    ("settings", "rivals", "share"),
    [
        (["agencies.capability_sd=0", "assessment.rater_noise=0"], 30, 0.732),
        (["agencies.capability_sd=0"], 31, 0.75),
        (["assessment.rater_noise=0"], 31, 0.75),
        (['rules.award.rule="lot"'], 30, 0.732),
    ],
)
def test_where_no_quality_tells_offers_apart_rivals_are_heard_one_by_one(
    settings: list[str], rivals: int, share: float
) -> None:
    """Whatever the price weighs: such a contest has a closed form, and no table is kept of it."""
    state = town("rules.award.price_weight=0.5", *settings)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    state.beliefs.participation["tender", "package"] = 0.7312
    contest = state.beliefs.contest("tender", bought, method, 30, 3, 1)
    assert (contest.rivals, contest.participation) == (rivals, pytest.approx(share))


@pytest.mark.parametrize(
    ("weight", "estimate", "heard"),
    [
        (0.15, 1.03, np.exp(0.05)),
        (0.15, 1.07, np.exp(0.05)),
        (0.8, 1.03, np.exp(3 * 0.1 * (0.2 * np.hypot(4, 7.3 / 2 / 3**0.5) / 80) ** 0.5)),
        (1.0, 1.03, np.exp(0.03)),
    ],
)
def test_ceilings_are_told_apart_the_finer_the_less_quality_blurs(weight: float, estimate: float, heard: float) -> None:
    """By 5 % at most, .5 % on price alone; at 80 % of price by a tenth of the root of .0113, which is 1.06 %."""
    state = town(f"rules.award.price_weight={weight}")
    state.beliefs.spread = 4.0
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    contest = state.beliefs.contest("tender", bought, method, 2, 3, 1, estimate)
    assert contest.costs.ceiling == pytest.approx(heard)


def test_secret_ceilings_are_not_told_apart() -> None:
    state = town("rules.award.secret_estimate=true")
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    assert state.beliefs.contest("tender", bought, method, 2, 3, 1, 1.07).costs.ceiling == 1.0


@pytest.mark.parametrize(("seller", "step"), [('rules.award.rule="lot"', 0.005), ("rules.award.price_weight=0", 0.05)])
def test_where_the_price_cannot_win_ceilings_are_told_apart_all_the_same(seller: str, step: float) -> None:
    state = town(seller)
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    contest = state.beliefs.contest("tender", bought, method, 2, 3, 1, 1.07)
    assert contest.costs.ceiling == pytest.approx(np.exp(round(np.log(1.07) / step) * step))


def test_hardly_anybody_expected_is_nobody() -> None:
    state = town("rules.award.rivals_known=false")
    bought, method = state.projects[YARD].bought, state.scenario.rules.methods["tender"]
    for usual, expected in ((0.05, 0.0), (0.06, 1.05 ** round(np.log(0.06) / np.log(1.05)))):
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
