"""Offers are asked for and opened: who offers, what is valid, what passes the gates, who makes up missing bidders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.market.agencies.beliefs import offer_noise
from gpss_sim.market.agencies.offers import BidderView, consider, make_offer, notice_of
from gpss_sim.market.policies import SELLERS
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.award_gates import pass_gates
from gpss_sim.market.procurement.consortium import pool, stand_together
from gpss_sim.market.procurement.procurement_view import Procurement
from gpss_sim.market.procurement.validity import is_valid
from gpss_sim.market.record import OfferRow
from gpss_sim.scenario.method import Method


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found when the offers were opened."""

    candidates: Sequence[int]
    views: dict[int, BidderView]
    offers: list[Offer]
    participation: float
    dummies: int = 0


def open_offers(procurement: Procurement, name: str, method: Method) -> Opening:
    """Ask the candidates; those who offer pay for it."""
    desk, project = procurement.desk, procurement.project
    award = project.bought.award
    raters = project.mode.raters if award.raters is None else award.raters
    candidates = SELLERS[project.mode.seller]().candidates(project.index, method.invited, procurement.desk.register)
    if project.initiative.asked in candidates:
        candidates = [project.initiative.asked]
    views, offers = {}, []
    procurement.offers_cost = 0
    groups = stand_together(desk, project, candidates)
    estimate = project.estimate.factor(project.form, procurement.year)
    contest = desk.agency_view.beliefs.contest(
        name, project.bought, method, max(len(groups) - 1, 0), raters, procurement.year, estimate
    )
    ceiling = project.ceiling(desk.scenario, procurement.year)
    notice, noise = notice_of(desk.agency_view, project, method), offer_noise(desk.scenario, project.bought, raters)
    for group in groups:
        view = pool(desk.scenario, [consider(notice, desk.directory.agencies[member]) for member in group])
        offer = make_offer(notice, view, contest, procurement.attempt, noise)
        if offer is None:
            continue
        cost = round(view.bid_cost * ceiling)
        desk.ledger.move(desk.now, view.agency.account, "offers", cost)
        procurement.offers_cost += cost
        views[view.agency.id] = view
        offers.append(offer)
    procurement.desk.register.note_declined(
        project.index, candidates, {party for v in views.values() for party in v.parties}
    )
    desk.agency_view.beliefs.observe(
        name, project.bought, len(groups), contest.able, [views[offer.agency].quality for offer in offers]
    )
    valid = [offer for offer in offers if is_valid(desk.scenario, project, offer, procurement.year)]
    if method.gates:
        valid = pass_gates(desk, project, method.gates, valid, procurement.attempt)
    _note_offers(procurement, valid, ceiling)
    dummies = _dummies(procurement, len(valid), len(groups) - len(offers), method.min_bidders)
    return Opening([group[0] for group in groups], views, valid, contest.participation, dummies)


def _note_offers(procurement: Procurement, offers: Sequence[Offer], ceiling: int) -> None:
    project = procurement.project
    procurement.desk.record.offers.extend(
        OfferRow(
            project=project.index,
            year=procurement.year,
            attempt=procurement.attempt,
            agency=offer.agency,
            price=round(offer.price * ceiling),
            ceiling=ceiling,
            incumbent=offer.agency in project.letting.incumbents,
        )
        for offer in offers
    )


def _dummies(procurement: Procurement, offers: int, idle: int, minimum: int) -> int:
    """Friends among the `idle` candidates who make up missing bidders with offers meant to lose."""
    desk, missing = procurement.desk, minimum - offers
    chance = desk.scenario.market.dummy_bids
    if chance == 0 or not 0 < missing <= idle or not offers:
        return 0
    luck = desk.luck.dummies(procurement.project.template.id, procurement.year, procurement.attempt)
    return missing if luck < chance else 0
