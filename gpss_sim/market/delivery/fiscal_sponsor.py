"""Public money that passes through others: a fiscal host of agencies without registration, a foundation that grants it
on (facts M53, A24, A8)."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.delivery_view import PaymentDesk


def host_delay(desk: PaymentDesk, contract: Contract) -> float:
    """Days for which money of a contract rests with hosts, or with a foundation that grants it on [day]."""
    hosted = any(desk.agencies[party].profile.standing.hosted for party in contract.parties)
    rests = desk.scenario.agencies.registration.delay if hosted else 0.0
    return fiscal.tick(rests + contract.terms.arrangement.mode.regrant_days)


def pay_host(desk: PaymentDesk, contract: Contract, party: int, received: Mapping[str, int]) -> None:
    """The host keeps its fee, and so does a foundation through which the money was granted on."""
    agency = desk.agencies[party]
    hosted = desk.scenario.agencies.registration.fee if agency.profile.standing.hosted else 0.0
    share = hosted + contract.terms.arrangement.mode.regrant_fee
    if share:
        fee = round(share * sum(received.values()))
        desk.ledger.move(desk.now, agency.account, "host", fee, contract=contract.id)
