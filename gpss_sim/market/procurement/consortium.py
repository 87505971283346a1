"""Agencies that stand together: who with whom, what they offer jointly, what their support costs (facts A23; T14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gpss_sim.market.agencies.offers import BidderView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.procurement.procurement_view import AwardDesk
from gpss_sim.scenario.schema import Scenario


def members_in(desk: AwardDesk) -> int:
    """Agencies of one consortium this year."""
    rules = desk.scenario.rules.consortium
    return rules.members + rules.joiners * max(desk.year - 1, 0)


def stand_together(desk: AwardDesk, project: CityProject, candidates: Sequence[int]) -> list[list[int]]:
    """Groups of candidates, the same partners from tender to tender as far as all are there; alone by default."""
    size = members_in(desk)
    if size == 1:
        return [[candidate] for candidate in candidates]
    order = sorted(
        candidates, key=lambda agency: (desk.luck.partners(desk.directory.agencies[agency].profile.key), agency)
    )
    groups = [order[k : k + size] for k in range(0, len(order), size)]
    return [group for group in groups if _can_share(desk, project, group)]


def _can_share(desk: AwardDesk, project: CityProject, group: Sequence[int]) -> bool:
    """Whether every member can field an equal part of the posts."""
    each = project.template.posts * project.part / len(group)
    return all(desk.directory.spare(member, project) >= each for member in group)


def pool(scenario: Scenario, views: Sequence[BidderView]) -> BidderView:
    """The joint view of members: the lowest cost leads, quality is the mean, only the leader pays for the offer."""
    lead = min(views, key=lambda view: (view.cost, view.agency.id))
    if len(views) == 1:
        return lead
    return replace(
        lead,
        payoff=replace(lead.payoff, cost=lead.cost * (1 - scenario.rules.consortium.synergy)),
        quality=sum(view.quality for view in views) / len(views),
        advantage=sum(view.advantage for view in views) / len(views),
        partners=tuple(view.agency.id for view in views if view is not lead),
    )


def support_fee(scenario: Scenario, price: int) -> int:
    """Fee of the support organisation for a contract year of this price [fen]."""
    return round(scenario.rules.consortium.fee * price)
