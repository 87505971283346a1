"""Public money that passes through others: a fiscal host of agencies without registration, a foundation that grants it
on (facts M53, A24, A8)."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.state import State


def host_delay(state: State, contract: Contract) -> float:
    """Days for which money of a contract rests with hosts, or with a foundation that grants it on [day]."""
    hosted = any(state.agencies[party].profile.hosted for party in contract.parties)
    rests = state.scenario.agencies.registration.delay if hosted else 0.0
    return fiscal.tick(rests + contract.terms.mode.regrant_days)


def pay_host(state: State, contract: Contract, party: int, received: Mapping[str, int]) -> None:
    """The host keeps its fee, and so does a foundation through which the money was granted on."""
    agency = state.agencies[party]
    hosted = state.scenario.agencies.registration.fee if agency.profile.hosted else 0.0
    share = hosted + contract.terms.mode.regrant_fee
    if share:
        fee = round(share * sum(received.values()))
        state.ledger.move(state.now, agency.account, "host", fee, contract=contract.id)
