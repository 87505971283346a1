"""Public money for agencies without registration passes through a fiscal host (facts M53, A24)."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim import fiscal
from gpss_sim.market.contract import Contract
from gpss_sim.market.state import State


def host_delay(state: State, contract: Contract) -> float:
    """Days for which money of a contract rests with hosts [day]."""
    hosted = any(state.agencies[party].profile.hosted for party in contract.parties)
    return fiscal.tick(state.scenario.agencies.registration.delay) if hosted else 0.0


def pay_host(state: State, contract: Contract, party: int, received: Mapping[str, int]) -> None:
    """The host keeps its fee."""
    agency = state.agencies[party]
    if agency.profile.hosted:
        fee = round(state.scenario.agencies.registration.fee * sum(received.values()))
        state.ledger.move(state.now, agency.account, "host", fee, contract=contract.id)
