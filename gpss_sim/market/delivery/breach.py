"""One-sided changes of running contracts: less money, a shorter period, later payment (facts M47, M48)."""

from __future__ import annotations

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.payments import release_part
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind


def suffer_breach(state: State, contract: Contract) -> None:
    """Change the contract year that begins if it is hit; the agencies remember."""
    shock = state.scenario.rules.breach
    if not _hit(state, contract):
        return
    lost = round(shock.amount * contract.book.price)
    contract.book.price -= lost
    release_part(state, contract.project, contract.commitments[-1], lost, contract.id)
    contract.book.length = fiscal.tick(fiscal.months(shock.months))
    contract.book.put_off = shock.delay
    state.changed_this_year += 1
    for party in contract.parties:
        state.agencies[party].experience.breaches += 1
    state.record.event(state.now, EventKind.CHANGED_BY_THE_BUYER, contract.name, "", shock.amount)


def kept_of_budget(state: State) -> float:
    """Share of the new budget that finance leaves a buyer after what it changed in the year that ended (facts R82)."""
    changed, state.changed_this_year = state.changed_this_year, 0
    return 1 - state.scenario.rules.breach.penalty if changed else 1.0


def _hit(state: State, contract: Contract) -> bool:
    shock = state.scenario.rules.breach
    if not shock.probability or state.year == 0 or (shock.year is not None and shock.year != state.year):
        return False
    return state.luck.breach(contract.project.template.id, state.year) < shock.probability
