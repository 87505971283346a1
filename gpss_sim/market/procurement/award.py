"""Who wins: the best offers by the award rule, unless the award is captured (facts M62, M63)."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies import AWARDS
from gpss_sim.market.policies.awards import Offer, best_of_each, winners
from gpss_sim.market.procurement.opening import Opening
from gpss_sim.market.procurement.procurement_view import AwardDesk, Procurement


def choose(procurement: Procurement, found: Opening) -> list[Offer]:
    """The best offers, as many as the mode admits."""
    desk, award = procurement.desk, procurement.project.bought.award
    lots = [
        desk.luck.offer_lot(
            desk.directory.agencies[offer.agency].profile.key, procurement.project.index, procurement.year
        )
        for offer in found.offers
    ]
    scores = AWARDS[award.rule]().scores(found.offers, award.price_weight, lots)
    captured = insider(desk, procurement.project, procurement.year, found.offers)
    if captured is not None:
        return [captured]
    mode = procurement.project.mode
    if mode.one_of_each:
        sorts = [desk.directory.agencies[offer.agency].profile.sort for offer in found.offers]
        return best_of_each(found.offers, scores, mode.admits, sorts)
    return winners(found.offers, scores, mode.admits)


def insider(desk: AwardDesk, project: CityProject, year: int, offers: Sequence[Offer]) -> Offer | None:
    """The best connected bidder, where the award is captured."""
    chance = desk.scenario.market.leakage.capture * (1 - project.mode.transparency)
    if not chance or not offers or desk.luck.capture(project.template.id, year) >= chance:
        return None
    return max(
        offers,
        key=lambda offer: (desk.luck.connection(desk.directory.agencies[offer.agency].profile.key), -offer.agency),
    )
