"""One procurement as a SimPy process: steps that take days, offers, award or failure, contract."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from simpy.events import Timeout

from gpss_sim import fiscal
from gpss_sim.market.agencies.offers import Considered, consider, make_offer
from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.contracts.terms import Terms
from gpss_sim.market.delivery.leakage import insider
from gpss_sim.market.delivery.lifecycle import live_side_by_side, sign
from gpss_sim.market.policies import AWARDS, PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer, best_of_each, winners
from gpss_sim.market.procurement.award_gates import pass_gates
from gpss_sim.market.procurement.challenge import suspended
from gpss_sim.market.procurement.consortium import pool, stand_together, support_fee
from gpss_sim.market.procurement.validity import is_valid
from gpss_sim.market.record import OfferRow, TenderRow
from gpss_sim.market.rulebook.in_house import affordable, in_house_cost
from gpss_sim.market.rulebook.method_choice import (
    buying_cost,
    committee_days,
    lead_days,
    method_for,
    next_method,
    packages,
)
from gpss_sim.market.state import BuyerRoll, State
from gpss_sim.market.statuses import EventKind, TenderResult, closed_event
from gpss_sim.market.treasury.purse import Purse
from gpss_sim.scenario.rulebook import Method


@dataclass(slots=True)
class Procurement:
    """One project on its way to a contract in one fiscal year."""

    state: State
    purse: Purse
    roll: BuyerRoll
    project: Project
    earmark: int
    year: int
    attempt: int = 0
    offers_cost: int = 0
    buyer_cost: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found when the offers were opened."""

    candidates: Sequence[int]
    views: dict[int, Considered]
    offers: list[Offer]
    participation: float
    dummies: int = 0


def procure(procurement: Procurement) -> Generator[Any, Any, bool]:
    """Run a procurement to award or lapse; returns whether a contract began."""
    state, project = procurement.state, procurement.project
    project.in_procurement = True
    procurement.roll.ask_anew(project.index)
    award = yield from _attempts(procurement)
    project.in_procurement = False
    procurement.purse.unearmark(project.index, procurement.earmark)
    if award is None:
        state.record.event(state.now, EventKind.LAPSED, f"project:{project.template.id}")
        return False
    name, found, chosen = award
    letting = _sign(procurement, name, found, chosen)
    if not letting:
        # Repeated attempts ate into the money of the award: the project is first in line for what others save.
        state.record.event(state.now, EventKind.UNFUNDED, f"project:{project.template.id}")
        state.on_vacancy(project, {}, procurement.year)
        return False
    project.terms_let += 1
    state.env.process(_wait_and_live(state, letting))
    return True


def _sign(procurement: Procurement, name: str, found: Opening, chosen: list[Offer]) -> list[Contract]:
    """Contracts with all who are admitted, on money they hold together; none if it is not free."""
    state, project = procurement.state, procurement.project
    share = project.part
    terms = [_terms(procurement, name, found.views[offer.agency], offer, share) for offer in chosen]
    price = sum(each.price + each.fee for each in terms)
    commitment = procurement.purse.commit(
        state.now, procurement.year, price, len(state.contracts), len(chosen), project.index
    )
    if commitment is None:
        return []
    return [
        sign(state, project, offer.agency, each, commitment, share, found.views[offer.agency].partners)
        for offer, each in zip(chosen, terms, strict=True)
    ]


def _wait_and_live(state: State, letting: list[Contract]) -> Generator[Any, Any, None]:
    """Open at the next noon, or when the running contracts of the project end."""
    opening = fiscal.next_noon(state.now)
    for before in letting[0].project.serving:
        opening = max(opening, before.term_end)
    if opening > state.now:
        yield Timeout(state.env, opening - state.now)
    remaining = [contract for contract in letting if not contract.ended]
    if remaining:
        yield from live_side_by_side(state, remaining, state.scenario.delivery.startup_staffing)


def _attempts(procurement: Procurement) -> Generator[Any, Any, tuple[str, Opening, list[Offer]] | None]:
    """Attempts by one method after another, until an award or the end of the year's window."""
    state, project = procurement.state, procurement.project
    rules = state.scenario.rules
    name, repeated = method_for(state, project, procurement.year), 0
    while True:
        method = rules.methods[name]
        days = state.luck.procedure_days(method, project.template.id, procurement.year, procurement.attempt)
        lead = 0.0 if repeated else lead_days(state, project, procurement.year, method)
        if not procurement.attempt:
            lead += committee_days(state.scenario, project)
        if repeated:
            days = fiscal.tick(method.repeat_days)
        if not in_time(state, procurement.year, lead + (method.repeat_days if repeated else method.days)):
            return None
        opened = state.now
        procurement.buyer_cost = _pay_attempt(procurement, buying_cost(state, project, procurement.year, method))
        yield Timeout(state.env, days + fiscal.tick(lead))
        found = _open_offers(procurement, name, method)
        least = 1 if project.asked in found.candidates else method.min_bidders
        valid = bool(found.offers) and len(found.offers) + found.dummies >= least
        chosen = _choose(procurement, found) if valid else []
        _note(procurement, name, method, opened, found, chosen[0] if chosen else None)
        procurement.attempt += 1
        if chosen and (yield from _stands(procurement, found)):
            return name, found, chosen
        following = next_method(rules, name, repeated, procurement.attempt)
        if following is None:
            return None
        name, repeated = following


def _stands(procurement: Procurement, found: Opening) -> Generator[Any, Any, bool]:
    """Whether an award stands, after the days for which a challenge suspends it."""
    admitted = procurement.project.mode.admits
    losers, attempt = len(found.offers) > admitted, procurement.attempt - 1
    days, annulled = suspended(procurement.state, procurement.project, losers, procurement.year, attempt)
    if days:
        yield Timeout(procurement.state.env, fiscal.tick(days))
    return not annulled


def _pay_attempt(procurement: Procurement, cost: int) -> int:
    """Pay for one attempt, first from what was set aside beside the ceiling; returns what was paid [fen]."""
    state, purse = procurement.state, procurement.purse
    set_aside = max(min(cost, procurement.earmark - procurement.project.ceiling(state.scenario, procurement.year)), 0)
    procurement.earmark -= set_aside
    purse.unearmark(procurement.project.index, set_aside)
    return purse.spend(state.now, "procurement", cost, procurement.project.index)


def in_time(state: State, year: int, days: float) -> bool:
    """Whether a procedure of `days` can still end by the last contract day of the year."""
    return state.year == year and fiscal.day_of_year(state.now) + days <= state.scenario.calendar.last_contract_day


def _open_offers(procurement: Procurement, name: str, method: Method) -> Opening:
    """Ask the candidates; those who offer pay for it."""
    state, project = procurement.state, procurement.project
    award = project.bought.award
    raters = project.mode.raters if award.raters is None else award.raters
    candidates = SELLERS[project.mode.seller]().candidates(project.index, method.invited, procurement.roll)
    if project.asked in candidates:
        candidates = [project.asked]
    views, offers = {}, []
    procurement.offers_cost = 0
    groups = stand_together(state, project, candidates)
    estimate = project.estimate(procurement.year)
    contest = state.beliefs.contest(
        name, project.bought, method, max(len(groups) - 1, 0), raters, procurement.year, estimate
    )
    ceiling = project.ceiling(state.scenario, procurement.year)
    for group in groups:
        view = pool(state.scenario, [consider(state, project, state.agencies[member], method) for member in group])
        offer = make_offer(state, project, view, contest, procurement.attempt, raters)
        if offer is None:
            continue
        cost = round(view.bid_cost * ceiling)
        state.ledger.move(state.now, view.agency.account, "offers", cost)
        procurement.offers_cost += cost
        views[view.agency.id] = view
        offers.append(offer)
    procurement.roll.note_declined(project.index, candidates, {party for v in views.values() for party in v.parties})
    state.beliefs.observe(
        name, project.bought, len(groups), contest.able, [views[offer.agency].quality for offer in offers]
    )
    valid = [offer for offer in offers if is_valid(state.scenario, project, offer, procurement.year)]
    if method.gates:
        valid = pass_gates(state, project, method.gates, valid, procurement.attempt)
    _note_offers(procurement, valid, ceiling)
    dummies = _dummies(procurement, len(valid), len(groups) - len(offers), method.min_bidders)
    return Opening([group[0] for group in groups], views, valid, contest.participation, dummies)


def _note_offers(procurement: Procurement, offers: Sequence[Offer], ceiling: int) -> None:
    project = procurement.project
    procurement.state.record.offers.extend(
        OfferRow(
            project=project.index,
            year=procurement.year,
            attempt=procurement.attempt,
            agency=offer.agency,
            price=round(offer.price * ceiling),
            ceiling=ceiling,
            incumbent=offer.agency in project.incumbents,
        )
        for offer in offers
    )


def _dummies(procurement: Procurement, offers: int, idle: int, minimum: int) -> int:
    """Friends among the `idle` candidates who make up missing bidders with offers meant to lose."""
    state, missing = procurement.state, minimum - offers
    chance = state.scenario.market.dummy_bids
    if chance == 0 or not 0 < missing <= idle or not offers:
        return 0
    luck = state.luck.dummies(procurement.project.template.id, procurement.year, procurement.attempt)
    return missing if luck < chance else 0


def _choose(procurement: Procurement, found: Opening) -> list[Offer]:
    """The best offers, as many as the mode admits."""
    state, award = procurement.state, procurement.project.bought.award
    lots = [
        state.luck.offer_lot(state.agencies[offer.agency].profile.key, procurement.project.index, procurement.year)
        for offer in found.offers
    ]
    scores = AWARDS[award.rule]().scores(found.offers, award.price_weight, lots)
    captured = insider(state, procurement.project, procurement.year, found.offers)
    if captured is not None:
        return [captured]
    mode = procurement.project.mode
    if mode.one_of_each:
        sorts = [state.agencies[offer.agency].profile.sort for offer in found.offers]
        return best_of_each(found.offers, scores, mode.admits, sorts)
    return winners(found.offers, scores, mode.admits)


def _note(
    procurement: Procurement, name: str, method: Method, opened: float, found: Opening, chosen: Offer | None
) -> None:
    state, project = procurement.state, procurement.project
    ceiling = project.ceiling(state.scenario, procurement.year)
    price = round(chosen.price * ceiling) if chosen else 0
    state.record.tenders.append(
        TenderRow(
            project=project.index,
            year=procurement.year,
            attempt=procurement.attempt,
            method=name,
            opened=opened,
            closed=state.now,
            eligible=len(found.candidates),
            bidders=len(found.offers) + found.dummies,
            minimum=method.min_bidders,
            result=TenderResult.AWARDED if chosen else TenderResult.FAILED,
            winner=chosen.agency if chosen else -1,
            price=price,
            ceiling=ceiling,
            buyer_cost=procurement.buyer_cost,
            offers_cost=procurement.offers_cost,
            incumbent=project.incumbent,
            participation=found.participation,
            packages=packages(state, project, procurement.year),
            dummies=found.dummies,
            in_house=in_house_cost(state.scenario, project, procurement.year),
        )
    )
    result = f"agency:{state.agencies[chosen.agency].profile.key}" if chosen else TenderResult.FAILED
    state.record.event(state.now, closed_event(name), f"project:{project.template.id}", result, len(found.offers))


def _terms(procurement: Procurement, name: str, view: Considered, offer: Offer, share: float) -> Terms:
    """What is agreed on a `share` of a project."""
    state, project = procurement.state, procurement.project
    scenario = state.scenario
    ceiling = round(project.ceiling(scenario, procurement.year) * share)
    first = scenario.calendar.staggered_terms and project.terms_let == 0
    mode, rule = project.mode, PRICES[project.mode.price]
    public = mode.public_share
    most = inf if SELLERS[mode.seller].decides else offer.price
    return Terms(
        price=round(offer.price * ceiling),
        ceiling=ceiling,
        cost=round((offer.price if rule.is_cut or rule.settles_payroll else min(view.cost, most)) * ceiling),
        omega=view.omega,
        years=1 + project.index % scenario.rules.term if first else scenario.rules.term,
        mode=mode,
        form=project.form,
        method=name,
        form_name=project.bought.form_name,
        settles_payroll=rule.settles_payroll,
        private=round(view.cost * ceiling * (1 - public) / public) + round(mode.matching * offer.price * ceiling),
        scope=_scope(procurement, view),
        idea=view.idea + project.idea,
        fee=support_fee(state.scenario, round(offer.price * ceiling)),
    )


def _scope(procurement: Procurement, view: Considered) -> float:
    """Share of the reference service that the money buys: less where a panel cuts, or where costs exceed the line of a
    department or of an agency that cannot turn the contract down."""
    mode = procurement.project.mode
    rule = PRICES[mode.price]
    if rule.is_cut:
        return 1 - mode.public_share * mode.cut
    pays_for_all = SELLERS[mode.seller].decides and not rule.settles_payroll
    covered = 1.0 if pays_for_all else affordable(view.cost)
    return covered if rule.settles_payroll else covered + mode.matching
