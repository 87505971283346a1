"""What goes into the worth of a contract: stakes by mode and form, waiting, what claims tell, on paper."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import pytest

from gpss_sim.market.agencies import offers, payoffs
from gpss_sim.market.agencies.beliefs import offer_noise
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.retention import RetainedAbove
from gpss_sim.market.rulebook.panel import raters_under
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.streams import Streams
from tests.market.town import BIRCH, YARD, scenario, town


def stakes(told: object, mode: str) -> object:
    rules = told.rules  # type: ignore[attr-defined]
    retention = payoffs.expected_retention(told, rules.modes[mode])  # type: ignore[arg-type]
    bought = Purchase(rules.modes[mode], rules.forms["package"], "package", rules.award)
    return payoffs.stakes_of(told, bought, 0.008, 0.002, retention)  # type: ignore[arg-type]


def test_a_price_waits_for_the_score_and_a_payroll_does_not() -> None:
    told = scenario()
    open_tender, own = stakes(told, "open"), stakes(told, "own")
    assert (open_tender.held_back, open_tender.fine) == (0.2, 0.01)  # type: ignore[attr-defined]
    assert (own.held_back, own.fine) == (0.0, 0.0)  # type: ignore[attr-defined]


def test_before_the_award_the_pass_line_is_what_the_next_term_hangs_on() -> None:
    told = scenario()
    assert stakes(told, "open").retention == RetainedAbove(80.0)  # type: ignore[attr-defined]
    assert stakes(told, "line").retention is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("noise", [3.0, 12.0])
def test_a_field_that_is_hard_to_score_blurs_stakes_and_offers(noise: float) -> None:
    """The error of a panel of n is that of one rater in the field over √n, at stake and in a written offer."""
    state = town()
    bought = replace(state.projects[YARD].bought, rater_noise=noise)
    raters, record = raters_under(state.scenario, bought.mode), bought.award.record_weight
    assert payoffs.stakes_of(state.scenario, bought, 0.008, 0.002, None).noise == pytest.approx(noise / raters**0.5)
    assert offer_noise(state.scenario, bought, 3) == pytest.approx((1 - record) * noise / 3**0.5)


def test_waiting_costs_the_mean_delay_at_the_cost_of_capital() -> None:
    """Half of all tranches are late, by a lognormal delay of median 2 months: 1.1 · 1 month at .5 %."""
    told = scenario(
        "payment.late_probability=0.5", "payment.late_median=2", "payment.late_sd=0.4", "market.capital_cost=0.005"
    )
    assert payoffs.waiting(told, told.rules.modes["open"]) == pytest.approx(0.005 * 0.5 * 2 * exp(0.08))
    assert payoffs.waiting(told, told.rules.modes["own"]) == 0.0


def test_offers_that_err_tell_less_of_capability() -> None:
    """Capability varies by 4, a claim's error by 3 on half of the points: 16 / (16 + 2.25)."""
    told = scenario("rules.award.claim_noise=3")
    assert payoffs.offer_reliability(told, told.rules.award) == pytest.approx(16 / 18.25)
    assert payoffs.offer_reliability(scenario(), scenario().rules.award) == 1.0


def test_a_claim_adds_boldness_and_error_and_a_record_discounts_it() -> None:
    """Inflation 5 times the agency's own boldness, error 3; half of a claim's lead over a record of 80 is believed."""
    settings = ("rules.award.claim_inflation=5", "rules.award.claim_noise=3", "rules.award.claim_trust=0.5")
    state = town("budget.amount=0", *settings)
    birch, method = state.agencies[BIRCH], state.scenario.rules.methods["tender"]
    notice = offers.notice_of(state.agency_view, state.projects[YARD], method)
    said = offers._claim(notice, birch, 100.0)
    boldness = state.luck.boldness("birch")
    error = state.luck.claim_noise("birch", YARD, state.year)
    assert said == pytest.approx(100 + 5 * boldness + 3 * error)  # no record yet: nothing to discount by
    birch.record = 80.0
    lead = 20 + 5 * boldness + 3 * error
    assert offers._claim(notice, birch, 100.0) == pytest.approx(80 + 0.5 * lead)
    assert offers._claim(notice, birch, 40.0) == pytest.approx(80 - 40 + lead - 20)
    assert boldness == pytest.approx(-log(1 - Streams(1, 0).uniform("boldness", "birch")))


def test_the_error_of_an_estimate_scales_the_ceiling_of_one_year() -> None:
    exact, erring = town("budget.amount=0"), town("budget.amount=0", "rules.estimate_error=0.1")
    right, wrong = exact.projects[YARD], erring.projects[YARD]
    assert right.estimate.factor(right.form, 1) == 1.0
    for year in (1, 2):
        assert wrong.ceiling(erring.scenario, year) == pytest.approx(
            right.ceiling(exact.scenario, year) * wrong.estimate.factor(wrong.form, year), abs=1
        )
    assert wrong.estimate.factor(wrong.form, 1) != wrong.estimate.factor(wrong.form, 2)


def test_everything_a_score_decides_on_is_at_stake() -> None:
    """Lines, error of three raters of 6, effort, what waits for the score, fine and reward, each from its own rule."""
    names = ("rater_noise=6", "effort_max=15", "reward=0.05", "bar_line=60", "pass_line=75", "excellent_line=95")
    told = scenario(*(f"assessment.{name}" for name in names), "payment.rectification=0.03", "payment.reduction=graded")
    rules = told.rules
    bought = Purchase(rules.modes["open"], rules.forms["package"], "package", rules.award)
    at_stake = payoffs.stakes_of(told, bought, 0.009, 0.003, None)
    assert at_stake == Stakes(
        Lines(60.0, 75.0, 95.0), 6 / 3**0.5, 0.003, 15.0, mission=0.009, draw=0.0, held_back=0.2, reduction="graded",
        fine=0.03, reward=0.05, measured=(0.0, 1.0), retention=None,
    )  # fmt: skip
    assert payoffs.stakes_of(told, bought, 0.009, 0.003, None, draw=0.01).draw == 0.01


def test_a_contract_is_worth_to_one_agency_what_it_is_to_all_but_for_what_it_is() -> None:
    names = ("market.discount=0.9", "market.renewal_belief=0.5", "market.survival_value=0.04")
    state = town("budget.amount=0", *names, "rules.estimate_error=0.1", "rules.award.secret_estimate=true")
    told, bought, birch = state.scenario, state.projects[YARD].bought, state.agencies[BIRCH]
    own = payoffs.payoff_of(told, bought, birch.profile.motives, 4.0, 0.8)
    public = payoffs.public_payoff(told, bought)
    assert (own.cost, own.quality, public.quality) == (0.8, 78.0, 74.0)
    for payoff in (own, public):
        assert (payoff.continuation, payoff.survival, payoff.secrecy) == (0.45, 0.04, 0.1)
        assert payoff.waiting == payoffs.waiting(told, bought.mode)
        assert payoff.stakes.retention == RetainedAbove(80.0)
    assert (public.reliability, public.stakes.mission) == (1.0, told.agencies.mission)
    published = bought.award.model_copy(update={"secret_estimate": False})
    assert payoffs.secrecy(told, published) == 0.0


def test_what_an_offer_tells_where_agencies_do_not_differ() -> None:
    told = scenario("agencies.capability_sd=0", "rules.award.claim_noise=3")
    assert payoffs.offer_reliability(told, told.rules.award) == 1.0
    bold = scenario("rules.award.claim_noise=3", "rules.award.claim_inflation=4", "rules.award.claim_trust=0.5")
    assert payoffs.offer_reliability(bold, bold.rules.award) == pytest.approx(16 / (16 + 0.25**2 * 25))
