"""Money that is lost, as far as nobody watches (facts M03, M15, M22, M62, M63)."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.delivery_view import PaymentDesk


def leak(desk: PaymentDesk, contract: Contract, party: int, received: Mapping[str, int]) -> None:
    """Part of what an agency received goes astray."""
    rules = desk.scenario.market.leakage
    hidden = (1 - contract.terms.arrangement.mode.transparency) * (1 - rules.management)
    lost = round(rules.share * hidden * sum(received.values()))
    desk.ledger.move(desk.now, desk.agencies[party].account, "leaked", lost, contract=contract.id)
