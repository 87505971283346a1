"""Vouchers: worth, places, claims, payment."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gpss_sim.market.delivery import voucher
from gpss_sim.market.recipients.case_count import CaseCount
from tests.market.town import BIRCH, YARD, YUAN, balance, running, town


def paid_by_case(*overrides: str) -> tuple[Any, Any]:
    state = town("budget.amount=0", "rules.form=voucher", *overrides)
    made = running(state, YARD, BIRCH)
    return state, made


def test_a_voucher_is_worth_a_case_of_the_reference_staff() -> None:
    """400,000 yuan over the 204 cases that 68 slots complete in a year."""
    state, made = paid_by_case()
    assert voucher.voucher_value(state.contract_desk, made) == round(40_000_000 / 204)
    stated, other = paid_by_case("rules.voucher.value=1_500")
    assert voucher.voucher_value(stated, other) == 150_000
    shared, half = paid_by_case()
    half.share, half.terms.ceiling = 0.5, 20_000_000
    assert voucher.voucher_value(shared, half) == round(40_000_000 / 204)


def test_places_are_those_the_money_still_pays_for() -> None:
    """100 vouchers are left; 30 cases are open and 10 were completed and not yet claimed: 60 more may come."""
    state, made = paid_by_case("rules.voucher.value=4_000")
    made.busy, made.cases.completed = 30, 10
    assert voucher.places_paid_for(state.contract_desk, made) == 30 + 60
    begun, other = paid_by_case("rules.voucher.value=4_000", "rules.voucher.due=started")
    other.busy, other.cases.started, other.cases.redeemed = 30, 12, 5
    assert voucher.places_paid_for(begun, other) == 30 + 93


def test_vouchers_of_a_project_are_shared_by_those_who_serve_it() -> None:
    state, made = paid_by_case("rules.voucher.value=4_000")
    made.project.letting.contracts = [made, SimpleNamespace(ended=False, busy=20, cases=CaseCount())]
    assert voucher.places_paid_for(state.contract_desk, made) == 0 + 40


def test_a_claim_is_set_apart_and_paid_a_month_later() -> None:
    state, made = paid_by_case("rules.voucher.value=4_000")
    made.term_year, made.cases.completed = 0, 3
    before = balance(state, "agency:birch")
    voucher.redeem(state.contract_desk, made)
    assert made.funds.commitments[-1].total == (400_000 - 12_000) * YUAN
    voucher.redeem(state.contract_desk, made)
    state.env.run(until=365 + 29.9)
    assert balance(state, "agency:birch") == before
    state.env.run(until=365 + 30.1)
    assert balance(state, "agency:birch") - before == 12_000 * YUAN
    assert made.cases.redeemed == 3
