"""What a candidate knows of itself, and whether its cash allows an offer."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest
from scipy.special import ndtri

from gpss_sim.market.agencies import offers
from gpss_sim.market.agencies.beliefs import offer_noise
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.state import State
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, HOME, YARD, YUAN, balance, contract, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def allowed(state: State, agency: int, project: int = YARD) -> bool:
    target = state.projects[project]
    notice = offers.notice_of(state.agency_view, target, state.scenario.rules.methods["tender"])
    return offers._cash_allows(notice, offers.consider(notice, state.agencies[agency]))


def leave(state: State, agency: int, cash: int) -> None:
    """Let an agency have `cash` and no more [fen]."""
    account = state.agencies[agency].account
    state.ledger.move(state.now, account, "wages", balance(state, account))
    state.ledger.move(state.now, "endowment", account, max(cash, 0))


def test_cash_must_cover_the_offer_and_a_month_of_the_project() -> None:
    """400,000 yuan at a cost of .8 · .8 + .12 = .76: 4,000 for the offer, 25,333.33 for the first month."""
    state = quiet()
    need = 400_000 * (0.01 + 0.76 / 12) * YUAN
    for cash, enough in ((need + 1, True), (need - 1, False)):
        leave(state, BIRCH, int(cash))
        assert allowed(state, BIRCH) is enough


def test_credit_counts_as_cash() -> None:
    """With ten posts of the home Birch has a credit of a month, 66,666.67 yuan, and needs 29,333.33 for the yard."""
    state = quiet()
    contract(state, HOME, BIRCH)
    leave(state, BIRCH, 0)
    assert allowed(state, BIRCH)
    poor = quiet("agencies.credit_months=0")
    contract(poor, HOME, BIRCH)
    leave(poor, BIRCH, 0)
    assert not allowed(poor, BIRCH)


def test_a_small_agency_has_half_the_credit() -> None:
    """Ash costs .92: it needs 34,666.67 yuan, and half a month of ten posts are 33,333.33."""
    state = quiet()
    contract(state, HOME, ASH)
    leave(state, ASH, 0)
    assert not allowed(state, ASH)
    leave(state, ASH, 1_334 * YUAN)
    assert allowed(state, ASH)


def viewed(state: State, agency: int, project: int = YARD, **terms: object) -> offers.BidderView:
    method = state.scenario.rules.methods["tender"].model_copy(update=terms)
    return offers.consider(offers.notice_of(state.agency_view, state.projects[project], method), state.agencies[agency])


def offered(state: State, view: offers.BidderView, attempt: int, project: int = YARD) -> Offer | None:
    """What a bidder offers before three raters, if anything."""
    target = state.projects[project]
    notice = offers.notice_of(state.agency_view, target, state.scenario.rules.methods["tender"])
    noise = offer_noise(state.scenario, target.bought, 3)
    return offers.make_offer(notice, view, even(state), attempt, noise)


def test_what_an_agency_knows_of_itself_under_a_package() -> None:
    """Birch: (.8 + .01 + .03 · (2 u − 1)) · .8 + .12 with its own number u for the home in year 1."""
    state = quiet("agencies.omega=0.03", "agencies.omega_mean=0.01")
    u = Streams(1, 0).uniforms("omega", "birch", 1, n=2)[HOME]
    view = viewed(state, BIRCH, HOME)
    assert view.omega == pytest.approx(0.01 + 0.03 * (2 * u - 1))
    assert view.cost == pytest.approx((0.8 + view.omega) * 0.8 + 0.12)
    assert view.parties == (BIRCH,)


def test_under_posts_everybody_costs_the_same() -> None:
    state = quiet("rules.form=posts", "agencies.omega=0.03")
    assert [viewed(state, agency).cost for agency in (ASH, BIRCH)] == [pytest.approx(0.92)] * 2
    assert viewed(state, ASH).omega == 0.0


def test_quality_is_half_record_half_promise() -> None:
    """Record 70, promise 82: 76; 8 points below the 84 that are expected of rivals, .85 of them count."""
    state = quiet()
    state.agencies[BIRCH].record = 70.0
    state.beliefs.quality = 84.0
    view = viewed(state, BIRCH)
    assert view.quality == pytest.approx(76.0)
    assert view.advantage == pytest.approx(0.85 * -8)
    state.projects[YARD].letting.incumbents = (BIRCH,)
    assert viewed(state, BIRCH).advantage == pytest.approx(0.85 * -8 + 2)


def test_an_agencys_own_idea_shows_in_its_promise() -> None:
    state = quiet("rules.modes.open.proposal_sd=6")
    idea = 6 * ndtri(Streams(1, 0).uniforms("idea", "birch", 1, n=2)[YARD])
    view = viewed(state, BIRCH)
    assert view.idea == pytest.approx(idea)
    assert view.quality == pytest.approx(0.5 * 78 + 0.5 * (82 + idea))


def test_an_offer_costs_more_or_less_than_usual() -> None:
    """1 % of the ceiling, half as much again, times its own lognormal factor."""
    state = quiet("market.bid_cost_scale=1.5", "market.bid_cost_sd=0.4")
    z = ndtri(Streams(1, 0).uniforms("bid cost", "birch", 1, n=2)[YARD])
    assert viewed(state, BIRCH).bid_cost == pytest.approx(0.015 * exp(0.4 * z))
    fixed = viewed(quiet(), BIRCH, bid_cost_fixed=2_000.0)
    assert fixed.bid_cost == pytest.approx(0.01 + 0.005)


def even(state: State) -> Contest:
    """A contest with nobody else, in which the price decides nothing."""
    project = state.projects[YARD]
    method = state.scenario.rules.methods["tender"]
    return state.beliefs.contest("tender", project.bought, method, 0, 3, 1)


def test_an_offer_shows_quality_with_the_raters_error_and_the_incumbents_bonus() -> None:
    """Half of the quality is the written offer, three raters of 7.3 err on it."""
    state = quiet('rules.mode="line"')
    project = state.projects[YARD]
    error = 0.5 * 7.3 / 3**0.5 * ndtri(Streams(1, 0).uniforms("offer raters", "birch", 1, n=16)[2])
    view = viewed(state, BIRCH)
    offer = offered(state, view, 2)
    assert offer is not None
    assert (offer.agency, offer.price, offer.bonus, offer.held) == (BIRCH, 1.0, 0.0, 0)
    assert offer.quality == pytest.approx(view.quality + error)
    project.letting.incumbents = (BIRCH,)
    contract(state, HOME, BIRCH)
    again = offered(state, view, 2)
    assert again is not None
    assert (again.bonus, again.held) == (2.0, 1)


def test_who_cannot_pay_or_does_not_gain_makes_no_offer() -> None:
    state = quiet('rules.mode="line"')
    view = viewed(state, BIRCH)
    dear = replace(view, payoff=replace(view.payoff, cost=1.2))
    assert offered(state, dear, 0) is None
    leave(state, BIRCH, 0)
    assert offered(state, view, 0) is None


def test_a_department_needs_no_cash() -> None:
    state = quiet()
    department = next(agency.id for agency in state.agencies if agency.profile.kind == "department")
    assert balance(state, state.agencies[department].account) == 0
    assert not allowed(state, department)
    project = state.projects[YARD]
    project.bought = replace(project.bought, mode=state.scenario.rules.modes["own"])
    assert allowed(state, department)
