"""The buyer's year: survey, library, budget, selection, procurement, reserve list, closing of the books."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from simpy.events import Event, Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.buyers.budget import prepared_for, set_aside_for, yearly_budget
from gpss_sim.market.buyers.buyer_view import BuyerDesk
from gpss_sim.market.buyers.channel_review import choose_instruments
from gpss_sim.market.buyers.emergency_reserve import EmergencyReserve
from gpss_sim.market.buyers.planning_year import Admission, Candidate, Planner, PlanningYear
from gpss_sim.market.buyers.reevaluation import left_by_finance
from gpss_sim.market.buyers.reference_year import let_by_lot
from gpss_sim.market.buyers.survey import Survey, after_draw
from gpss_sim.market.buyers.urgency import benefit_of, classes
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.contracts.guideline import renewal_price
from gpss_sim.market.library.proposal import BOUGHT, IN_LIBRARY
from gpss_sim.market.policies import RENEWALS
from gpss_sim.market.procurement.consortium import support_fee
from gpss_sim.market.procurement.procurement_view import Procurement
from gpss_sim.market.procurement.tender import can_end_in_time, procure
from gpss_sim.market.record import NeedRow
from gpss_sim.market.rulebook.method_choice import (
    attempts_set_aside,
    buying_cost,
    method_for,
)
from gpss_sim.market.statuses import EventKind


class Buyer:
    """The civil affairs department of the city.

    Parameters
    ----------
    desk : BuyerDesk
        What the buyer sees and touches.
    survey : Survey
        How need becomes known.
    planner : callable
        Draws projects from the library under the budget.
    first_year : int
        0 with a reference year, else 1.
    """

    def __init__(self, desk: BuyerDesk, survey: Survey, planner: Planner, first_year: int) -> None:
        self._desk = desk
        self._survey = survey
        self._planner = planner
        self._first_year = first_year
        self._purse = desk.purse
        self._reserve: list[CityProject] = []
        self._held = 0
        self._admits: Admission | None = None
        self._emergencies = EmergencyReserve(desk, self._buy_at_once, self._go_down_the_reserve)
        desk.contract_desk.vacancies.listeners.append(self._on_vacancy)

    def years(self) -> Iterator[Event]:
        """The buyer's process: one plan each fiscal year, at nine on its first day."""
        desk = self._desk
        for year in range(self._first_year, desk.scenario.calendar.years + 1):
            yield Timeout(desk.env, fiscal.year_start(year) + fiscal.OFFICE_HOUR - desk.env.now)
            self._open_year(year)

    def _open_year(self, year: int) -> None:
        desk = self._desk
        self._open_books(year)
        first = year == self._first_year
        needs = self._survey.take(first)
        ranks = classes(desk, needs, first)
        continuing = self._continue_contracts(year)
        desk.library.renew(year, needs, continuing)
        self._emergencies.set_aside(year)
        told = self._planning_year(year, needs, ranks, continuing)
        chosen, self._reserve = self._decide(told)
        self._reserve += self._emergencies.behind(told, [*chosen, *self._reserve])
        rows = after_draw(needs, told, chosen, self._reserve)
        desk.record.needs.extend(rows)
        desk.library.draw(year, chosen, rows)
        drawn = {project.index for project in chosen}
        self._emergencies.watch(year, [p for p in desk.projects if p.index not in drawn | continuing])
        if year == 0:
            let_by_lot(desk, chosen)
        else:
            self._buy(chosen, year)

    def _open_books(self, year: int) -> None:
        """What is left lapses, the new budget is granted; who may sell, and by which channel, is looked at anew."""
        desk = self._desk
        lapsed = self._purse.lapse(desk.now)
        desk.record.event(desk.now, EventKind.LAPSED_MONEY, "buyer", "", lapsed / money.FEN_PER_YUAN)
        self._purse.grant(desk.now, round(yearly_budget(desk, year) * left_by_finance(desk, year)))
        desk.record.event(desk.now, EventKind.GRANTED, "buyer", "", self._purse.available / money.FEN_PER_YUAN)
        desk.directory.list_preferred()
        choose_instruments(desk)

    def _planning_year(
        self, year: int, needs: Sequence[NeedRow], ranks: Sequence[int], continuing: set[int]
    ) -> PlanningYear:
        """What the planner is told: candidates, projects under a running term, money."""
        desk = self._desk
        candidates = [
            self._candidate(project, need, rank, year)
            for project, need, rank in zip(desk.projects, needs, ranks, strict=True)
            if project.index not in continuing and self._can_be_drawn(project, year)
        ]
        kept = [self._continuing(desk.projects[i], needs[i], ranks[i], year) for i in sorted(continuing)]
        free, by_source, apart = self._purse.free, self._purse.free_by_source, desk.scenario.budget.earmarked
        return PlanningYear(year, candidates, free, by_source, kept, apart, set_aside_for(desk, continuing, year))

    def _decide(self, told: PlanningYear) -> tuple[list[CityProject], list[CityProject]]:
        """Projects to buy and projects in reserve, as the planner says."""
        answer = self._planner(told)
        answer.check(told)
        place = {candidate.id: self._desk.projects[candidate.index] for candidate in told.candidates}
        self._purse.plan({place[name].index: parts for name, parts in answer.funding.items()})
        self._held, self._admits = answer.held, answer.admits
        if answer.infeasible:
            self._desk.record.event(self._desk.now, EventKind.NO_LIST, "buyer")
        return [place[name] for name in answer.selected], [place[name] for name in answer.reserve]

    def _continue_contracts(self, year: int) -> set[int]:
        """Multi-year commitments first: set money aside for contract years that begin this year within a term."""
        desk, kept = self._desk, set()
        for project in desk.projects:
            running = project.letting.serving
            if not running:
                continue
            if fiscal.year_of(running[0].book.end) != year:
                kept.add(project.index)
            elif running[0].term_year < running[0].terms.years:
                self._prepare(running, year)
                kept.add(project.index)
        return kept

    def _prepare(self, running: list[Contract], year: int) -> bool:
        """Set aside the price of the next contract year of contracts that stand side by side."""
        desk, first = self._desk, running[0]
        price = sum(contract.terms.price + contract.terms.fee for contract in running)
        due = renewal_price(desk.scenario, first.terms.arrangement.form, price, first.term_year)
        commitment = self._purse.commit(desk.now, year, due, first.id, len(running), first.project.index)
        for contract in running:
            contract.funds.prepared = commitment
        return commitment is not None

    def _continuing(self, project: CityProject, need: NeedRow, urgency: int, year: int) -> Candidate:
        """A project under a running term, at the money set aside this morning for its next contract year."""
        prepared = prepared_for(project, year)
        return self._candidate(project, need, urgency, year, prepared.total if prepared else 0)

    def _candidate(
        self, project: CityProject, need: NeedRow, urgency: int, year: int, cost: int | None = None
    ) -> Candidate:
        template = project.template
        return Candidate(
            index=project.index,
            id=template.id,
            urgency=urgency,
            benefit=benefit_of(self._desk.scenario, project, need, first=year == self._first_year),
            cost=self._cost(project, year) if cost is None else cost,
            district=template.district,
            domain=template.domain,
            group=template.group,
            form=project.bought.form_name,
            posts=template.posts,
            sources=self._payers(project) or (),
            remote=self._desk.scenario.city.districts[project.district].remote,
        )

    def _cost(self, project: CityProject, year: int) -> int:
        """What a project takes from this year's budget [fen]: its ceiling and every attempt its method allows."""
        desk = self._desk
        ceiling = project.ceiling(desk.scenario, year)
        if year == 0:
            return ceiling
        ceiling += support_fee(desk.scenario, ceiling)
        if self._extends(project):
            return ceiling
        method = desk.scenario.rules.methods[method_for(desk.methods, project, year)]
        return ceiling + attempts_set_aside(desk.scenario.rules, method) * buying_cost(
            desk.methods, project, year, method
        )

    def _can_be_drawn(self, project: CityProject, year: int) -> bool:
        return project.offered(year) and self._desk.library.holds(project) and self._payers(project) != ()

    def _payers(self, project: CityProject) -> tuple[str, ...] | None:
        """Sources that may pay for a project; None where sources are not kept apart."""
        payers = self._purse.payers(project.index)
        return None if payers is None else tuple(payers)

    def _extends(self, project: CityProject) -> bool:
        """Whether the running contract goes on without a new procurement at the end of its term."""
        running = project.letting.serving
        return bool(running) and all(
            not RENEWALS[contract.terms.arrangement.mode.renewal].reopens
            and contract.terms.arrangement.mode is project.mode
            for contract in running
        )

    def _buy(self, chosen: list[CityProject], year: int) -> None:
        """Extend what continues without procurement, procure the rest."""
        starting = []
        for project in chosen:
            if self._extends(project):
                self._extend(project, year)
            elif self._payers(project) is None or self._purse.affords(project.index, self._cost(project, year)):
                starting.append(self._earmark(project, year))
            else:  # a source pays no more than its share of a project, which a plan does not know
                self._reserve.insert(0, project)
        self._desk.env.process(self._start(starting))

    def _extend(self, project: CityProject, year: int) -> None:
        """Let the running contracts go on for another term, if there is money for its first year."""
        if self._prepare(project.letting.serving, year):
            self._desk.library.note(project, BOUGHT)
            for contract in project.letting.serving:
                contract.terms.years += self._desk.scenario.rules.term

    def _earmark(self, project: CityProject, year: int) -> Procurement:
        amount = self._cost(project, year)
        self._purse.earmark(project.index, amount)
        return Procurement(self._desk.procurement_desk, project, amount, year)

    def _start(self, procurements: list[Procurement]) -> Generator[Event, object, None]:
        wait = self._desk.scenario.calendar.procurement_start
        if wait:
            yield Timeout(self._desk.env, wait)
        for procurement in procurements:
            self._desk.env.process(self._run(procurement))

    def _run(self, procurement: Procurement) -> Generator[Event, object, None]:
        if not (yield from procure(procurement)):
            self._desk.library.note(procurement.project, IN_LIBRARY)
        self._go_down_the_reserve()

    def _go_down_the_reserve(self) -> None:
        """Spend what was saved on the next projects in line, while a procurement can end in time (equation 13.6)."""
        desk = self._desk
        if desk.scenario.calendar.savings == "lapse":
            return
        waiting = []
        for project in self._reserve:
            if not self._affords(project) or not self._is_admitted(project):
                waiting.append(project)
            elif self._extends(project):
                desk.library.take(project)
                self._extend(project, desk.year)
            elif can_end_in_time(desk, desk.methods, project):
                desk.library.take(project)
                desk.env.process(self._run(self._earmark(project, desk.year)))
            else:
                waiting.append(project)
        self._reserve = waiting

    def _buy_at_once(self, project: CityProject) -> bool:
        """An emergency is bought now, if there is money and time; says whether its procurement began."""
        if not self._affords(project) or not can_end_in_time(self._desk, self._desk.methods, project):
            return False
        self._desk.library.admit(project, self._desk.year)
        self._reserve = [other for other in self._reserve if other is not project]
        self._desk.env.process(self._run(self._earmark(project, self._desk.year)))
        return True

    def _affords(self, project: CityProject) -> bool:
        """Whether a project that nobody is going to serve can be paid from what is free."""
        year, free = self._desk.year, self._purse.free - self._held
        # Most of the reserve is out at once: a project costs no less than its ceiling.
        if (
            project.ceiling(self._desk.scenario, year) > free
            or project.letting.in_procurement
            or project.letting.is_let_beyond(year)
        ):
            return False
        cost = self._cost(project, year)
        return cost <= free and self._purse.affords(project.index, cost)

    def _is_admitted(self, project: CityProject) -> bool:
        """Whether the plan lets a project join those that are let or being procured."""
        if self._admits is None:
            return True
        served = (
            p.template.id
            for p in self._desk.projects
            if p is not project and (p.letting.is_let or p.letting.in_procurement)
        )
        return self._admits(frozenset(served), project.template.id)

    def _on_vacancy(self, project: CityProject, released: dict[str, int], year: int) -> None:
        """A contract ended early: its project is first in line for the money it released."""
        if year == 0 or project.letting.in_procurement:
            return
        self._reserve = [project, *(other for other in self._reserve if other is not project)]
        self._go_down_the_reserve()
