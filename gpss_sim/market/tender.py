"""One procurement as a SimPy process: steps that take days, offers, award or failure, contract."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.contract import Contract, Project, Terms
from gpss_sim.market.life import live_side_by_side, sign
from gpss_sim.market.offers import Considered, consider, make_offer
from gpss_sim.market.policies import AWARDS, PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer, winner
from gpss_sim.market.purse import Purse
from gpss_sim.market.record import TenderRow
from gpss_sim.market.state import BuyerRoll, State
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


def method_for(state: State, project: Project, year: int) -> str:
    """Name of the method: the mode's own, or by amount; a ceiling equal to a threshold still falls under it."""
    rules, mode = state.scenario.rules, state.mode
    if mode.procedure != "rulebook":
        return mode.procedure
    ceiling = project.ceiling(state.scenario, year)
    for threshold in rules.thresholds:
        if ceiling <= threshold.upto * money.FEN_PER_YUAN:
            return threshold.method
    return rules.thresholds[-1].method


def procure(procurement: Procurement) -> Generator[Any, Any, bool]:
    """Run a procurement to award or lapse; returns whether a contract began."""
    state, project = procurement.state, procurement.project
    project.in_procurement = True
    award = yield from _attempts(procurement)
    project.in_procurement = False
    procurement.purse.earmarked -= procurement.earmark
    if award is None:
        state.record.event(state.now, "lapsed", f"project:{project.template.id}")
        return False
    name, view, offer = award
    contract_terms = _terms(procurement, name, view, offer)
    commitment = procurement.purse.commit(state.now, procurement.year, contract_terms.price, len(state.contracts))
    if commitment is None:
        state.record.event(state.now, "unfunded", f"project:{project.template.id}")
        return False
    contract = sign(state, project, offer.agency, contract_terms, commitment)
    project.terms_let += 1
    state.env.process(_wait_and_live(state, [contract]))
    return True


def _wait_and_live(state: State, letting: list[Contract]) -> Generator[Any, Any, None]:
    """Open at the next noon, or when the running contracts of the project end."""
    opening = fiscal.next_noon(state.now)
    for before in letting[0].project.serving:
        term_end = before.book.end + fiscal.YEAR * (before.terms.years - before.term_year)
        opening = max(opening, term_end)
    if opening > state.now:
        yield Timeout(state.env, opening - state.now)
    remaining = [contract for contract in letting if not contract.ended]
    if remaining:
        yield from live_side_by_side(state, remaining, state.scenario.delivery.startup_staffing)


def _attempts(procurement: Procurement) -> Generator[Any, Any, tuple[str, Considered, Offer] | None]:
    """Attempts by one method after another, until an award or the end of the year's window."""
    state, project = procurement.state, procurement.project
    rules = state.scenario.rules
    name, repeated = method_for(state, project, procurement.year), 0
    while True:
        method = rules.methods[name]
        days = state.luck.procedure_days(method, project.template.id, procurement.year, procurement.attempt)
        if repeated:
            days = fiscal.tick(method.repeat_days)
        if not in_time(state, procurement.year, method.repeat_days if repeated else method.days):
            return None
        opened = state.now
        procurement.buyer_cost = procurement.purse.spend(state.now, "procurement", money.to_fen(method.buyer_cost))
        yield Timeout(state.env, days)
        found = _open_offers(procurement, name, method)
        valid = bool(found.offers) and len(found.offers) >= method.min_bidders
        chosen = _choose(procurement, found) if valid else None
        _note(procurement, name, method, opened, found, chosen)
        procurement.attempt += 1
        if chosen is not None:
            return name, found.views[chosen.agency], chosen
        if repeated < method.repeats:
            repeated += 1
        elif method.on_failure is not None:
            name, repeated = method.on_failure, 0
        else:
            return None


def in_time(state: State, year: int, days: float) -> bool:
    """Whether a procedure of `days` can still end by the last contract day of the year."""
    return state.year == year and fiscal.day_of_year(state.now) + days <= state.scenario.calendar.last_contract_day


def _open_offers(procurement: Procurement, name: str, method: Method) -> Opening:
    """Ask the candidates; those who offer pay for it."""
    state, project = procurement.state, procurement.project
    raters = state.mode.raters
    candidates = SELLERS[state.mode.seller]().candidates(project.index, method.invited, procurement.roll)
    views, offers = {}, []
    procurement.offers_cost = 0
    contest = state.beliefs.contest(name, method, max(len(candidates) - 1, 0), raters)
    ceiling = project.ceiling(state.scenario, procurement.year)
    for index in candidates:
        agency = state.agencies[index]
        view = consider(state, project, agency, method)
        offer = make_offer(state, project, view, contest, procurement.attempt, raters)
        if offer is None:
            continue
        cost = round(view.bid_cost * ceiling)
        state.ledger.move(state.now, agency.account, "offers", cost)
        procurement.offers_cost += cost
        views[index] = view
        offers.append(offer)
    state.beliefs.observe(name, len(candidates), [views[offer.agency].quality for offer in offers])
    return Opening(candidates, views, offers, contest.participation)


def _choose(procurement: Procurement, found: Opening) -> Offer:
    state, award = procurement.state, procurement.state.scenario.rules.award
    lots = [
        state.luck.offer_lot(state.agencies[offer.agency].profile.key, procurement.project.index, procurement.year)
        for offer in found.offers
    ]
    scores = AWARDS[award.rule]().scores(found.offers, award.price_weight, lots)
    return winner(found.offers, scores)


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
            bidders=len(found.offers),
            minimum=method.min_bidders,
            result="awarded" if chosen else "failed",
            winner=chosen.agency if chosen else -1,
            price=price,
            ceiling=ceiling,
            buyer_cost=procurement.buyer_cost,
            offers_cost=procurement.offers_cost,
            incumbent=project.incumbent,
            participation=found.participation,
        )
    )
    result = f"agency:{state.agencies[chosen.agency].profile.key}" if chosen else "failed"
    state.record.event(state.now, f"{name} closed", f"project:{project.template.id}", result, len(found.offers))


def _terms(procurement: Procurement, name: str, view: Considered, offer: Offer) -> Terms:
    state, project = procurement.state, procurement.project
    scenario = state.scenario
    ceiling = project.ceiling(scenario, procurement.year)
    first = scenario.calendar.staggered_terms and project.terms_let == 0
    return Terms(
        price=round(offer.price * ceiling),
        ceiling=ceiling,
        cost=round(view.cost * ceiling),
        omega=view.omega,
        years=1 + project.index % scenario.rules.term if first else scenario.rules.term,
        mode=state.mode,
        form=state.form,
        method=name,
        form_name=scenario.rules.form,
        settles_payroll=PRICES[state.mode.price].settles_payroll,
    )
