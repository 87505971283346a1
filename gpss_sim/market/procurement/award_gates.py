"""Gates before an award: screening, experts, a meeting of directors, public notice; each may reject (facts R37)."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.procurement_view import AwardDesk
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.roles import Gate


def pass_gates(
    desk: AwardDesk, project: CityProject, gates: Sequence[Gate], offers: Sequence[Offer], attempt: int
) -> list[Offer]:
    """Applications that pass all gates, in their order; none if a gate rejects the project."""
    left = list(offers)
    for gate in gates:
        before = len(left)
        if gate.of == "project":
            luck, _ = desk.luck.gate(gate.name, "", project.index, desk.year, attempt)
            left = left if luck >= gate.chance else []
        else:
            left = [offer for offer in left if _passes(desk, project, gate, offer, attempt)]
        desk.record.event(desk.now, EventKind.GATE, f"project:{project.template.id}", gate.name, before - len(left))
    return left


def _passes(desk: AwardDesk, project: CityProject, gate: Gate, offer: Offer, attempt: int) -> bool:
    key = desk.directory.agencies[offer.agency].profile.key
    luck, error = desk.luck.gate(gate.name, key, project.index, desk.year, attempt)
    return luck >= gate.chance and offer.quality + gate.noise * error >= gate.pass_mark
