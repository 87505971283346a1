"""What a candidate knows of itself, and whether its cash allows an offer."""

from __future__ import annotations

from gpss_sim.market import offers
from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, HOME, YARD, YUAN, balance, contract, town


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def allowed(state: State, agency: int, project: int = YARD) -> bool:
    target = state.projects[project]
    view = offers.consider(state, target, state.agencies[agency], state.scenario.rules.methods["tender"])
    return offers._cash_allows(state, target, view)


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
