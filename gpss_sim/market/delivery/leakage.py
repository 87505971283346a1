"""Money that is lost and awards that are captured, as far as nobody watches (facts M03, M15, M22, M62, M63)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.state import State


def leak(state: State, contract: Contract, party: int, received: Mapping[str, int]) -> None:
    """Part of what an agency received goes astray."""
    rules = state.scenario.market.leakage
    hidden = (1 - contract.terms.mode.transparency) * (1 - rules.management)
    lost = round(rules.share * hidden * sum(received.values()))
    state.ledger.move(state.now, state.agencies[party].account, "leaked", lost, contract=contract.id)


def insider(state: State, project: Project, year: int, offers: Sequence[Offer]) -> Offer | None:
    """The best connected bidder, where the award is captured."""
    chance = state.scenario.market.leakage.capture * (1 - project.mode.transparency)
    if not chance or not offers or state.luck.capture(project.template.id, year) >= chance:
        return None
    return max(
        offers, key=lambda offer: (state.luck.connection(state.agencies[offer.agency].profile.key), -offer.agency)
    )
