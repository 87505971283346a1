"""One procurement as a SimPy process: steps that take days, offers, award or failure, contract."""

from __future__ import annotations

from collections.abc import Generator
from math import inf

from simpy.events import Event, Timeout

from gpss_sim import fiscal
from gpss_sim.market.agencies.offers import BidderView
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.contracts.terms import Arrangement, Terms
from gpss_sim.market.delivery.delivery_view import ContractDesk
from gpss_sim.market.delivery.lifecycle import live_side_by_side, sign
from gpss_sim.market.policies import PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.award import choose
from gpss_sim.market.procurement.challenge import suspended
from gpss_sim.market.procurement.consortium import support_fee
from gpss_sim.market.procurement.opening import Opening, open_offers
from gpss_sim.market.procurement.procurement_view import Procurement
from gpss_sim.market.record import TenderRow
from gpss_sim.market.rulebook.in_house import affordable, in_house_cost
from gpss_sim.market.rulebook.method_choice import (
    MethodView,
    buying_cost,
    committee_days,
    lead_days,
    method_for,
    next_method,
    packages,
)
from gpss_sim.market.setting import Setting
from gpss_sim.market.statuses import EventKind, TenderResult, closed_event
from gpss_sim.scenario.method import Method


def procure(procurement: Procurement) -> Generator[Event, object, bool]:
    """Run a procurement to award or lapse; returns whether a contract began."""
    desk, project = procurement.desk, procurement.project
    project.letting.in_procurement = True
    desk.register.ask_anew(project.index)
    award = yield from _attempts(procurement)
    project.letting.in_procurement = False
    desk.purse.unearmark(project.index, procurement.earmark)
    if award is None:
        desk.record.event(desk.now, EventKind.LAPSED, f"project:{project.template.id}")
        return False
    name, found, chosen = award
    letting = _sign(procurement, name, found, chosen)
    if not letting:
        # Repeated attempts ate into the money of the award: the project is first in line for what others save.
        desk.record.event(desk.now, EventKind.UNFUNDED, f"project:{project.template.id}")
        desk.contract_desk.vacancies.announce(project, {}, procurement.year)
        return False
    project.letting.terms_let += 1
    desk.env.process(_wait_and_live(desk.contract_desk, letting))
    return True


def _sign(procurement: Procurement, name: str, found: Opening, chosen: list[Offer]) -> list[Contract]:
    """Contracts with all who are admitted, on money they hold together; none if it is not free."""
    desk, project = procurement.desk, procurement.project
    share = project.part
    terms = [_terms(procurement, name, found.views[offer.agency], offer, share) for offer in chosen]
    price = sum(each.price + each.fee for each in terms)
    commitment = desk.purse.commit(
        desk.now, procurement.year, price, len(desk.contract_desk.contracts), len(chosen), project.index
    )
    if commitment is None:
        return []
    return [
        sign(desk.contract_desk, project, offer.agency, each, commitment, share, found.views[offer.agency].partners)
        for offer, each in zip(chosen, terms, strict=True)
    ]


def _wait_and_live(desk: ContractDesk, letting: list[Contract]) -> Generator[Event, object, None]:
    """Open at the next noon, or when the running contracts of the project end."""
    opening = fiscal.next_noon(desk.now)
    for before in letting[0].project.letting.serving:
        opening = max(opening, before.term_end)
    if opening > desk.now:
        yield Timeout(desk.env, opening - desk.now)
    remaining = [contract for contract in letting if not contract.ended]
    if remaining:
        yield from live_side_by_side(desk, remaining, desk.scenario.delivery.startup_staffing)


def _attempts(procurement: Procurement) -> Generator[Event, object, tuple[str, Opening, list[Offer]] | None]:
    """Attempts by one method after another, until an award or the end of the year's window."""
    desk, project = procurement.desk, procurement.project
    rules = desk.scenario.rules
    name, repeated = method_for(desk.methods, project, procurement.year), 0
    while True:
        method = rules.methods[name]
        days = desk.luck.procedure_days(method, project.template.id, procurement.year, procurement.attempt)
        lead = 0.0 if repeated else lead_days(desk.methods, project, procurement.year, method)
        if not procurement.attempt:
            lead += committee_days(desk.scenario, project)
        if repeated:
            days = fiscal.tick(method.repeat_days)
        if not in_time(desk, procurement.year, lead + (method.repeat_days if repeated else method.days)):
            return None
        opened = desk.now
        procurement.buyer_cost = _pay_attempt(procurement, buying_cost(desk.methods, project, procurement.year, method))
        yield Timeout(desk.env, days + fiscal.tick(lead))
        found = open_offers(procurement, name, method)
        least = 1 if project.initiative.asked in found.candidates else method.min_bidders
        valid = bool(found.offers) and len(found.offers) + found.dummies >= least
        chosen = choose(procurement, found) if valid else []
        _note(procurement, name, method, opened, found, chosen[0] if chosen else None)
        procurement.attempt += 1
        if chosen and (yield from _stands(procurement, found)):
            return name, found, chosen
        following = next_method(rules, name, repeated, procurement.attempt)
        if following is None:
            return None
        name, repeated = following


def _stands(procurement: Procurement, found: Opening) -> Generator[Event, object, bool]:
    """Whether an award stands, after the days for which a challenge suspends it."""
    admitted = procurement.project.mode.admits
    losers, attempt = len(found.offers) > admitted, procurement.attempt - 1
    days, annulled = suspended(procurement.desk, procurement.project, losers, procurement.year, attempt)
    if days:
        yield Timeout(procurement.desk.env, fiscal.tick(days))
    return not annulled


def _pay_attempt(procurement: Procurement, cost: int) -> int:
    """Pay for one attempt, first from what was set aside beside the ceiling; returns what was paid [fen]."""
    desk, purse = procurement.desk, procurement.desk.purse
    set_aside = max(min(cost, procurement.earmark - procurement.project.ceiling(desk.scenario, procurement.year)), 0)
    procurement.earmark -= set_aside
    purse.unearmark(procurement.project.index, set_aside)
    return purse.spend(desk.now, "procurement", cost, procurement.project.index)


def in_time(setting: Setting, year: int, days: float) -> bool:
    """Whether a procedure of `days` can still end by the last contract day of the year."""
    return (
        setting.year == year and fiscal.day_of_year(setting.now) + days <= setting.scenario.calendar.last_contract_day
    )


def can_end_in_time(setting: Setting, methods: MethodView, project: CityProject) -> bool:
    """Whether a procurement of a project that begins now can end by the last contract day."""
    method = setting.scenario.rules.methods[method_for(methods, project, setting.year)]
    days = method.days + lead_days(methods, project, setting.year, method) + committee_days(setting.scenario, project)
    return in_time(setting, setting.year, days)


def _note(
    procurement: Procurement, name: str, method: Method, opened: float, found: Opening, chosen: Offer | None
) -> None:
    desk, project = procurement.desk, procurement.project
    ceiling = project.ceiling(desk.scenario, procurement.year)
    price = round(chosen.price * ceiling) if chosen else 0
    desk.record.tenders.append(
        TenderRow(
            project=project.index,
            year=procurement.year,
            attempt=procurement.attempt,
            method=name,
            opened=opened,
            closed=desk.now,
            eligible=len(found.candidates),
            bidders=len(found.offers) + found.dummies,
            minimum=method.min_bidders,
            result=TenderResult.AWARDED if chosen else TenderResult.FAILED,
            winner=chosen.agency if chosen else -1,
            price=price,
            ceiling=ceiling,
            buyer_cost=procurement.buyer_cost,
            offers_cost=procurement.offers_cost,
            incumbent=project.letting.incumbent,
            participation=found.participation,
            packages=packages(desk.methods, project, procurement.year),
            dummies=found.dummies,
            in_house=in_house_cost(desk.scenario, project.estimate, procurement.year),
        )
    )
    result = f"agency:{desk.directory.agencies[chosen.agency].profile.key}" if chosen else TenderResult.FAILED
    desk.record.event(desk.now, closed_event(name), f"project:{project.template.id}", result, len(found.offers))


def _terms(procurement: Procurement, name: str, view: BidderView, offer: Offer, share: float) -> Terms:
    """What is agreed on a `share` of a project."""
    desk, project = procurement.desk, procurement.project
    scenario = desk.scenario
    ceiling = round(project.ceiling(scenario, procurement.year) * share)
    first = scenario.calendar.staggered_terms and project.letting.terms_let == 0
    mode, rule = project.mode, PRICES[project.mode.price]
    public = mode.public_share
    most = inf if SELLERS[mode.seller].decides else offer.price
    return Terms(
        price=round(offer.price * ceiling),
        ceiling=ceiling,
        cost=round((offer.price if rule.is_cut or rule.settles_payroll else min(view.cost, most)) * ceiling),
        omega=view.omega,
        years=1 + project.index % scenario.rules.term if first else scenario.rules.term,
        arrangement=Arrangement(mode, project.form, name, project.bought.form_name, rule.settles_payroll),
        private=round(view.cost * ceiling * (1 - public) / public) + round(mode.matching * offer.price * ceiling),
        scope=_scope(procurement, view),
        idea=view.idea + project.initiative.idea,
        fee=support_fee(desk.scenario, round(offer.price * ceiling)),
    )


def _scope(procurement: Procurement, view: BidderView) -> float:
    """Share of the reference service that the money buys: less where a panel cuts, or where costs exceed the line of a
    department or of an agency that cannot turn the contract down."""
    mode = procurement.project.mode
    rule = PRICES[mode.price]
    if rule.is_cut:
        return 1 - mode.public_share * mode.cut
    pays_for_all = SELLERS[mode.seller].decides and not rule.settles_payroll
    covered = 1.0 if pays_for_all else affordable(view.cost)
    return covered if rule.settles_payroll else covered + mode.matching
