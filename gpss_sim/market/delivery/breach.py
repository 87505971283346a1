"""One-sided changes of running contracts: less money, a shorter period, later payment (facts M47, M48)."""

from __future__ import annotations

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.delivery_view import ContractDesk
from gpss_sim.market.delivery.payments import release_part
from gpss_sim.market.setting import Setting
from gpss_sim.market.statuses import EventKind


def suffer_breach(desk: ContractDesk, contract: Contract) -> None:
    """Change the contract year that begins if it is hit; the agencies remember."""
    shock = desk.scenario.rules.breach
    if not _hit(desk, contract):
        return
    lost = round(shock.amount * contract.book.price)
    contract.book.price -= lost
    release_part(desk, contract.project, contract.funds.commitments[-1], lost, contract.id)
    contract.book.length = fiscal.tick(fiscal.months(shock.months))
    contract.book.put_off = shock.delay
    desk.changes.number += 1
    for party in contract.parties:
        desk.agencies[party].experience.breaches += 1
    desk.record.event(desk.now, EventKind.CHANGED_BY_THE_BUYER, contract.name, "", shock.amount)


def _hit(desk: Setting, contract: Contract) -> bool:
    shock = desk.scenario.rules.breach
    if not shock.probability or desk.year == 0 or (shock.year is not None and shock.year != desk.year):
        return False
    return desk.luck.breach(contract.project.template.id, desk.year) < shock.probability
