"""Vouchers: a value for each case, redeemed on application, as long as the programme's money lasts (facts A29)."""

from __future__ import annotations

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.delivery.delivery_view import PaymentDesk
from gpss_sim.market.delivery.payments import expect, hand_over
from gpss_sim.scenario.schema import Scenario


def voucher_value(desk: PaymentDesk, contract: Contract) -> int:
    """Value of one voucher [fen] (equation 9.4)."""
    stated = desk.scenario.rules.voucher.value
    if stated is not None:
        return money.to_fen(stated)
    return max(round(contract.terms.ceiling / (contract.project.yearly_capacity(desk.scenario) * contract.share)), 1)


def places_paid_for(desk: PaymentDesk, contract: Contract) -> int:
    """Cases a contract can have open on the money that is left, an equal part of the rest going to each holder."""
    commitment = contract.funds.commitments[-1]
    beside = contract.project.letting.serving or [contract]
    held = sum(_cases_to_pay(desk.scenario, other) for other in beside)
    left = commitment.total // voucher_value(desk, contract) - held
    return contract.busy + max(left // len(beside), 0)


def redeem(desk: PaymentDesk, contract: Contract) -> None:
    """Apply for the vouchers of the cases since the last time; the money is set apart and arrives later."""
    rules = desk.scenario.rules.voucher
    counted = contract.cases.completed if rules.due == "completed" else contract.cases.started
    cases, contract.cases.redeemed = counted - contract.cases.redeemed, counted
    commitment = contract.funds.commitments[-1]
    claim = Commitment(commitment.year, commitment.draw(cases * voucher_value(desk, contract)))
    if claim.total:
        contract.funds.commitments.insert(0, claim)
        _await(desk, contract, claim, fiscal.tick(rules.redemption_days))


def _await(desk: PaymentDesk, contract: Contract, claim: Commitment, days: float) -> None:
    expect(desk, contract, desk.now, days, claim.total)
    Timeout(desk.env, days).callbacks.append(lambda event: _pay(desk, contract, claim))


def _pay(desk: PaymentDesk, contract: Contract, claim: Commitment) -> None:
    if claim.total:
        hand_over(desk, contract, claim.draw(claim.total))


def _cases_to_pay(scenario: Scenario, contract: Contract) -> int:
    """Cases whose voucher is promised and not yet applied for."""
    if scenario.rules.voucher.due == "started":
        return contract.cases.started - contract.cases.redeemed
    return contract.busy + contract.cases.completed - contract.cases.redeemed
