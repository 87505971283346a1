"""A procurement on paper: its days, its failures, what it costs and whom."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.planning_year import ListPlanner
from gpss_sim.market.procurement.tender import in_time
from gpss_sim.market.record import TenderRow
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from tests.market.town import BIRCH, CEDAR, HOME, YARD, YUAN, balance, running, scenario, town

LINE = ('rules.mode="line"', "agencies.cash_months=24")
"""Everybody eligible asks for the ceiling."""
LOST = ("rules.methods.tender.min_bidders=5", *LINE)


def played(*overrides: str, until: float = 200.0, projects: tuple[str, ...] = ("yard",)) -> State:
    """A town that buys these projects in year 1, some days into it."""
    chosen = scenario(*overrides)
    state = build(chosen, ListPlanner(projects), 1, 0, log=True).state
    state.env.run(until=365 + until)
    return state


def attempts(state: State) -> list[TenderRow]:
    return state.record.tenders


def test_an_award_after_45_days_begins_at_noon() -> None:
    state = played(*LINE)
    (row,) = attempts(state)
    assert (row.opened, row.closed) == (365.375, 410.375)
    assert (row.result, row.price, row.ceiling, row.eligible, row.bidders) == ("awarded", 400_000_00, 400_000_00, 3, 3)
    assert state.contracts[0].book.start == 410.5
    assert state.contracts[0].agency == row.winner


def test_a_package_opens_with_three_fifths_of_its_seats() -> None:
    """Each seat is filled where its number lies below .6."""
    state = played(*LINE, "delivery.leaving=0", "delivery.fill_months=4", until=45.6, projects=("home",))
    (made,) = state.contracts
    draws = state.luck.opening_seats("home", 1, made.workforce.team.seats)
    assert made.workforce.team.filled == [draw < 0.6 for draw in draws]
    assert 0 < sum(made.workforce.team.filled) < made.workforce.team.seats


def test_the_buyer_pays_every_attempt_from_its_budget() -> None:
    """Two attempts of 12,000 yuan; nobody is awarded, everything else is there again."""
    state = played(*LOST)
    assert [row.result for row in attempts(state)] == ["failed", "failed"]
    assert [row.buyer_cost for row in attempts(state)] == [12_000 * YUAN] * 2
    assert balance(state, "procurement") == 24_000 * YUAN
    assert balance(state, "budget") == (2_000_000 - 24_000) * YUAN
    assert state.purse.earmarked == 0


def test_a_repetition_takes_its_own_days_and_then_the_project_lapses() -> None:
    state = played(*LOST)
    assert [(row.opened - 365, row.closed - 365, row.attempt) for row in attempts(state)] == [
        (0.375, 45.375, 0),
        (45.375, 75.375, 1),
    ]
    assert not state.contracts
    assert not state.projects[YARD].letting.in_procurement


def test_whoever_offers_pays_for_it_won_or_lost() -> None:
    """1 % of 400,000 yuan for each of three; where five are needed nobody has a chance and nobody pays."""
    state = played(*LINE)
    assert balance(state, "offers") == 3 * 4_000 * YUAN
    assert [row.offers_cost for row in attempts(state)] == [3 * 4_000 * YUAN]
    paid = [e.account_from for e in state.ledger.entries if e.account_to == "offers"]
    assert paid == ["agency:ash", "agency:birch", "agency:cedar"]
    assert balance(played(*LOST), "offers") == 0


def test_the_method_that_follows_failure() -> None:
    talk = "rules.methods.talk={days=20,min_bidders=1,buyer_cost=5_000}"
    state = played(*LOST, talk, "rules.methods.tender.on_failure=talk")
    assert [(row.method, row.closed - 365, row.result) for row in attempts(state)] == [
        ("tender", 45.375, "failed"),
        ("tender", 75.375, "failed"),
        ("talk", 95.375, "awarded"),
    ]
    assert state.contracts[0].terms.arrangement.method == "talk"
    assert balance(state, "procurement") == 29_000 * YUAN


def test_fewer_bidders_than_the_minimum_is_a_failure_and_the_minimum_is_none() -> None:
    assert attempts(played("rules.methods.tender.min_bidders=4", *LINE))[0].result == "failed"
    assert attempts(played("rules.methods.tender.min_bidders=3", *LINE))[0].result == "awarded"


def test_an_attempt_must_end_by_the_last_day() -> None:
    state = town("calendar.last_contract_day=100")
    state.env.run(until=365 + 60)
    assert in_time(state, 1, 40.0)
    assert not in_time(state, 1, 40.5)
    assert not in_time(state, 2, 1.0)
    late = played(*LOST, "calendar.last_contract_day=75")
    assert len(attempts(late)) == 1
    assert len(attempts(played(*LOST, "calendar.last_contract_day=76"))) == 2


def test_approval_publicity_and_committee_come_first() -> None:
    days = ("rules.methods.tender.approval_days=10", "rules.methods.tender.publicity_days=5")
    above = ("rules.methods.tender.approval_above=400_000", "rules.methods.tender.publicity_above=399_999")
    assert attempts(played(*LINE, *days))[0].closed == 365.375 + 60
    assert attempts(played(*LINE, *days, *above))[0].closed == 365.375 + 50
    sitting = "rules.committee={finance=3,law=4}"
    assert attempts(played(*LINE, sitting))[0].closed == 365.375 + 52
    assert attempts(played(*LINE, sitting, "rules.committee_joint=true"))[0].closed == 365.375 + 49


def test_who_serves_until_the_end_of_the_term_is_followed_then() -> None:
    """Birch's term ends on day 547.5: whoever wins on day 410 begins then."""
    chosen = scenario(*LINE, "rules.modes.line.renewal=best_alternative")
    place = build(chosen, ListPlanner(("yard",)), 1, 0)
    before = running(place.state, YARD, BIRCH, years=1)
    before.book.length = 182.5
    place.state.env.run(until=365 + 300)
    assert [made.book.start for made in place.state.contracts[1:]] == [547.5]
    assert before.ended


def test_what_is_agreed() -> None:
    """Cedar asks for .8 of what its own share of cost .9 · .8 + .12 = .84 leaves to public money."""
    state = played(*LINE, "rules.modes.line.public_share=0.8")
    made = state.contracts[0]
    cost = {0: 0.92, 1: 0.76, 2: 0.84}[made.agency]
    assert made.terms.ceiling == 320_000 * YUAN
    assert made.terms.cost == round(cost * 320_000 * YUAN)
    assert made.terms.private == round(cost * 320_000 * YUAN * 0.2 / 0.8)
    assert made.terms.years == 3


def test_first_terms_are_staggered_where_asked() -> None:
    """1, 2, 3 years in turn by the place in the library; only the first letting of a project."""
    state = played(*LINE, "calendar.staggered_terms=true", "agencies.cash_months=100", projects=("yard", "home"))
    assert {made.project.index: made.terms.years for made in state.contracts} == {YARD: 1, HOME: 2}


def test_several_are_admitted_side_by_side_on_money_they_share() -> None:
    state = played(*LINE, "rules.modes.line.admits=2", projects=("home",))
    first, second = state.contracts
    assert first.agency != second.agency
    assert (first.share, first.terms.price, second.terms.price) == (0.5, 500_000 * YUAN, 500_000 * YUAN)
    assert first.funds.commitments[0] is second.funds.commitments[0]
    assert first.posts == 5


def test_every_valid_offer_is_written_down() -> None:
    state = played(*LINE)
    assert [(row.agency, row.price, row.incumbent) for row in state.record.offers] == [
        (0, 40_000_000, False),
        (1, 40_000_000, False),
        (2, 40_000_000, False),
    ]


def test_friends_make_up_missing_bidders() -> None:
    """Only Ash can pay for an offer: two of three are missing, and two idle friends stand by."""
    chosen = scenario("market.dummy_bids=1", 'rules.mode="line"', "rules.methods.tender.min_bidders=3")
    state = build(chosen, ListPlanner(("yard",)), 1, 0).state
    for agency in (BIRCH, CEDAR):
        account = state.agencies[agency].account
        state.ledger.move(state.now, account, "wages", balance(state, account))
    state.env.run(until=365 + 50)
    (row,) = attempts(state)
    assert (row.bidders, row.dummies, row.winner, row.result) == (3, 2, 0, "awarded")
    alone = played("rules.methods.tender.min_bidders=4", "market.dummy_bids=1", *LINE)
    assert attempts(alone)[0].dummies == 0


@pytest.mark.parametrize(("amount", "packages"), [(399_000, 2), (300_000, 2), (250_000, 1), (199_999, 1)])
def test_a_project_is_split_where_each_half_stays_under_a_limit(amount: int, packages: int) -> None:
    """400,000 yuan: above a limit of 300,000 by no more than a half; halves of 200,000 stay under it."""
    thresholds = f'rules.thresholds=[{{upto={amount},method="tender"}},{{upto=inf,method="tender"}}]'
    state = played(*LINE, thresholds, "market.splitting=1")
    assert attempts(state)[0].packages == packages
    assert attempts(state)[0].buyer_cost == packages * 12_000 * YUAN


def test_only_the_first_letting_is_staggered() -> None:
    state = played(
        *LINE,
        "calendar.staggered_terms=true",
        "rules.modes.line.renewal=best_alternative",
        "agencies.cash_months=100",
        until=365 + 200,
    )
    assert [made.terms.years for made in state.contracts] == [1, 3]
    assert state.projects[YARD].letting.terms_let == 2


def test_a_project_without_money_for_its_award_is_first_in_line() -> None:
    """A budget of 400,000 + 24,000 yuan pays for two attempts and the ceiling, and not for a third attempt."""
    talk = "rules.methods.talk={days=20,buyer_cost=12_000}"
    given = (*LOST, talk, "rules.methods.tender.on_failure=talk", "agencies.listed=[]")
    state = played(*given, "budget.amount=424_000", "agencies.scale_sd=0")
    assert [row.result for row in attempts(state)][:3] == ["failed", "failed", "awarded"]
    assert not state.contracts
    assert "unfunded" in [event.event for event in state.record.events]
    assert state.purse.earmarked >= 0


def test_what_is_not_awarded_in_its_year_lapses() -> None:
    state = played(*LOST)
    assert [event.entity for event in state.record.events if event.event == "lapsed"] == ["project:yard"]


def test_a_consortium_offers_as_one_and_shares_posts() -> None:
    state = played(*LINE, "rules.consortium.members=3", "rules.consortium.fee=0.05")
    (row,) = attempts(state)
    (made,) = state.contracts
    assert (row.eligible, row.bidders) == (1, 1)
    assert sorted(made.parties) == [0, BIRCH, CEDAR]
    assert made.agency == BIRCH  # the cheapest leads
    assert made.terms.fee == 20_000 * YUAN
    assert state.agencies[CEDAR].posts == pytest.approx(4 / 3)
