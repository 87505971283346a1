"""The buyer's year: survey, library, budget, selection, procurement, reserve list, closing of the books."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.buyers.budget import prepared_for, set_aside_for, yearly_budget
from gpss_sim.market.buyers.channel_review import choose_instruments
from gpss_sim.market.buyers.emergency_reserve import EmergencyReserve
from gpss_sim.market.buyers.planning import Admission, Candidate, Planner, PlanningYear
from gpss_sim.market.buyers.reevaluation import left_by_finance
from gpss_sim.market.buyers.survey import Survey, after_draw
from gpss_sim.market.buyers.urgency import benefit_of, classes
from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.contracts.guideline import renewal_price
from gpss_sim.market.contracts.terms import Terms
from gpss_sim.market.delivery.lifecycle import live_side_by_side, sign
from gpss_sim.market.library.proposal import BOUGHT, IN_LIBRARY
from gpss_sim.market.policies import RENEWALS
from gpss_sim.market.procurement.consortium import support_fee
from gpss_sim.market.procurement.tender import Procurement, in_time, procure
from gpss_sim.market.record import NeedRow
from gpss_sim.market.rulebook.method_choice import (
    attempts_set_aside,
    buying_cost,
    committee_days,
    lead_days,
    method_for,
)
from gpss_sim.market.state import BuyerRoll, State
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.rulebook import Form, Mode

REFERENCE_MODE = Mode(seller="eligible", price="budget_line", procedure="none", renewal="certain", bars=False)
REFERENCE_FORM = Form(staffing="by_contract", fixed_price=True)
"""The rule of year 0, the same in every experiment: by lot among the eligible, at the ceiling, posts fixed."""


class Buyer:
    """The civil affairs department of the city.

    Parameters
    ----------
    state : State
        The city.
    survey : Survey
        How need becomes known.
    planner : callable
        Draws projects from the library under the budget.
    roll : BuyerRoll
        Who could sell.
    first_year : int
        0 with a reference year, else 1.
    """

    def __init__(self, state: State, survey: Survey, planner: Planner, roll: BuyerRoll, first_year: int) -> None:
        self._state = state
        self._survey = survey
        self._planner = planner
        self._roll = roll
        self._first_year = first_year
        self._purse = state.purse
        self._reserve: list[Project] = []
        self._held = 0
        self._admits: Admission | None = None
        self._emergencies = EmergencyReserve(state, self._buy_at_once, self._go_down_the_reserve)
        state.on_vacancy = self._on_vacancy

    def years(self) -> Iterator[Any]:
        """The buyer's process: one plan each fiscal year, at nine on its first day."""
        state = self._state
        for year in range(self._first_year, state.scenario.calendar.years + 1):
            yield Timeout(state.env, fiscal.year_start(year) + fiscal.OFFICE_HOUR - state.env.now)
            self._open_year(year)

    def _open_year(self, year: int) -> None:
        state = self._state
        lapsed = self._purse.lapse(state.now)
        state.record.event(state.now, EventKind.LAPSED_MONEY, "buyer", "", lapsed / money.FEN_PER_YUAN)
        self._purse.grant(state.now, round(yearly_budget(state, year) * left_by_finance(state, year)))
        state.record.event(state.now, EventKind.GRANTED, "buyer", "", self._purse.available / money.FEN_PER_YUAN)
        state.list_preferred()
        choose_instruments(state)
        first = year == self._first_year
        needs = self._survey.take(first)
        ranks = classes(state, needs, first)
        continuing = self._continue_contracts(year)
        state.library.renew(year, needs, continuing)
        self._emergencies.set_aside(year)
        candidates = [
            self._candidate(project, need, rank, year)
            for project, need, rank in zip(state.projects, needs, ranks, strict=True)
            if project.index not in continuing and self._can_be_drawn(project, year)
        ]
        kept = [self._continuing(state.projects[i], needs[i], ranks[i], year) for i in sorted(continuing)]
        free, by_source, apart = self._purse.free, self._purse.free_by_source, state.scenario.budget.earmarked
        told = PlanningYear(year, candidates, free, by_source, kept, apart, set_aside_for(state, continuing, year))
        chosen, self._reserve = self._decide(told)
        self._reserve += self._emergencies.behind(told, [*chosen, *self._reserve])
        rows = after_draw(needs, told, chosen, self._reserve)
        state.record.needs.extend(rows)
        state.library.draw(year, chosen, rows)
        drawn = {project.index for project in chosen}
        self._emergencies.watch(year, [p for p in state.projects if p.index not in drawn | continuing])
        if year == 0:
            self._let_by_lot(chosen)
        else:
            self._buy(chosen, year)

    def _decide(self, told: PlanningYear) -> tuple[list[Project], list[Project]]:
        """Projects to buy and projects in reserve, as the planner says."""
        answer = self._planner(told)
        answer.check(told)
        place = {candidate.id: self._state.projects[candidate.index] for candidate in told.candidates}
        self._purse.plan({place[name].index: parts for name, parts in answer.funding.items()})
        self._held, self._admits = answer.held, answer.admits
        if answer.infeasible:
            self._state.record.event(self._state.now, EventKind.NO_LIST, "buyer")
        return [place[name] for name in answer.selected], [place[name] for name in answer.reserve]

    def _continue_contracts(self, year: int) -> set[int]:
        """Multi-year commitments first: set money aside for contract years that begin this year within a term."""
        state, kept = self._state, set()
        for project in state.projects:
            running = project.serving
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
        state, first = self._state, running[0]
        price = sum(contract.terms.price + contract.terms.fee for contract in running)
        due = renewal_price(state.scenario, first.terms.form, price, first.term_year)
        commitment = self._purse.commit(state.now, year, due, first.id, len(running), first.project.index)
        for contract in running:
            contract.prepared = commitment
        return commitment is not None

    def _continuing(self, project: Project, need: NeedRow, urgency: int, year: int) -> Candidate:
        """A project under a running term, at the money set aside this morning for its next contract year."""
        prepared = prepared_for(project, year)
        return self._candidate(project, need, urgency, year, prepared.total if prepared else 0)

    def _candidate(
        self, project: Project, need: NeedRow, urgency: int, year: int, cost: int | None = None
    ) -> Candidate:
        template = project.template
        return Candidate(
            index=project.index,
            id=template.id,
            urgency=urgency,
            benefit=benefit_of(self._state.scenario, project, need, first=year == self._first_year),
            cost=self._cost(project, year) if cost is None else cost,
            district=template.district,
            domain=template.domain,
            group=template.group,
            form=project.bought.form_name,
            posts=template.posts,
            sources=self._payers(project) or (),
            remote=self._state.scenario.city.districts[project.district].remote,
        )

    def _cost(self, project: Project, year: int) -> int:
        """What a project takes from this year's budget [fen]: its ceiling and every attempt its method allows."""
        state = self._state
        ceiling = project.ceiling(state.scenario, year)
        if year == 0:
            return ceiling
        ceiling += support_fee(state.scenario, ceiling)
        if self._extends(project):
            return ceiling
        method = state.scenario.rules.methods[method_for(state, project, year)]
        return ceiling + attempts_set_aside(state.scenario.rules, method) * buying_cost(state, project, year, method)

    def _can_be_drawn(self, project: Project, year: int) -> bool:
        return project.offered(year) and self._state.library.holds(project) and self._payers(project) != ()

    def _payers(self, project: Project) -> tuple[str, ...] | None:
        """Sources that may pay for a project; None where sources are not kept apart."""
        payers = self._purse.payers(project.index)
        return None if payers is None else tuple(payers)

    def _extends(self, project: Project) -> bool:
        """Whether the running contract goes on without a new procurement at the end of its term."""
        running = project.serving
        return bool(running) and all(
            not RENEWALS[contract.terms.mode.renewal].reopens and contract.terms.mode is project.mode
            for contract in running
        )

    def _let_by_lot(self, chosen: list[Project]) -> None:
        """Year 0: each project goes to an eligible agency by lot, at once and fully staffed (equation 13.7)."""
        state = self._state
        for project in chosen:
            whole = project.template.posts  # one agency takes it all, whatever the rules let several share
            eligible = [agency for agency in state.eligible(project.index) if state.spare(agency, project) >= whole]
            if not eligible:
                state.library.note(project, IN_LIBRARY)
                continue
            agency = eligible[int(state.luck.lot(project.template.id) * len(eligible))]
            price = project.ceiling(state.scenario, 0)
            commitment = self._purse.commit(state.now, 0, price, len(state.contracts), project=project.index)
            if commitment is None:
                continue
            delivery = state.scenario.delivery
            cost = round((delivery.wage_share + delivery.running_share) * project.reference(state.scenario, 0))
            terms = Terms(price, price, cost, 0.0, 1, REFERENCE_MODE, REFERENCE_FORM, "reference", "reference", False)
            contract = sign(state, project, agency, terms, commitment)
            state.env.process(self._open_at_noon(contract))

    def _open_at_noon(self, contract: Contract) -> Generator[Any, Any, None]:
        yield Timeout(self._state.env, fiscal.next_noon(self._state.now) - self._state.now)
        yield from live_side_by_side(self._state, [contract], staffed=1.0)

    def _buy(self, chosen: list[Project], year: int) -> None:
        """Extend what continues without procurement, procure the rest."""
        starting = []
        for project in chosen:
            if self._extends(project):
                self._extend(project, year)
            elif self._payers(project) is None or self._purse.affords(project.index, self._cost(project, year)):
                starting.append(self._earmark(project, year))
            else:  # a source pays no more than its share of a project, which a plan does not know
                self._reserve.insert(0, project)
        self._state.env.process(self._start(starting))

    def _extend(self, project: Project, year: int) -> None:
        """Let the running contracts go on for another term, if there is money for its first year."""
        if self._prepare(project.serving, year):
            self._state.library.note(project, BOUGHT)
            for contract in project.serving:
                contract.terms.years += self._state.scenario.rules.term

    def _earmark(self, project: Project, year: int) -> Procurement:
        amount = self._cost(project, year)
        self._purse.earmark(project.index, amount)
        return Procurement(self._state, self._purse, self._roll, project, amount, year)

    def _start(self, procurements: list[Procurement]) -> Generator[Any, Any, None]:
        wait = self._state.scenario.calendar.procurement_start
        if wait:
            yield Timeout(self._state.env, wait)
        for procurement in procurements:
            self._state.env.process(self._run(procurement))

    def _run(self, procurement: Procurement) -> Generator[Any, Any, None]:
        if not (yield from procure(procurement)):
            self._state.library.note(procurement.project, IN_LIBRARY)
        self._go_down_the_reserve()

    def _go_down_the_reserve(self) -> None:
        """Spend what was saved on the next projects in line, while a procurement can end in time (equation 13.6)."""
        state = self._state
        if state.scenario.calendar.savings == "lapse":
            return
        waiting = []
        for project in self._reserve:
            if not self._affords(project) or not self._is_admitted(project):
                waiting.append(project)
            elif self._extends(project):
                state.library.take(project)
                self._extend(project, state.year)
            elif self._can_end_in_time(project):
                state.library.take(project)
                state.env.process(self._run(self._earmark(project, state.year)))
            else:
                waiting.append(project)
        self._reserve = waiting

    def _buy_at_once(self, project: Project) -> bool:
        """An emergency is bought now, if there is money and time; says whether its procurement began."""
        if not self._affords(project) or not self._can_end_in_time(project):
            return False
        self._state.library.admit(project, self._state.year)
        self._reserve = [other for other in self._reserve if other is not project]
        self._state.env.process(self._run(self._earmark(project, self._state.year)))
        return True

    def _affords(self, project: Project) -> bool:
        """Whether a project that nobody is going to serve can be paid from what is free."""
        year = self._state.year
        if project.in_procurement or project.is_let_beyond(year):
            return False
        cost = self._cost(project, year)
        return cost <= self._purse.free - self._held and self._purse.affords(project.index, cost)

    def _is_admitted(self, project: Project) -> bool:
        """Whether the plan lets a project join those that are let or being procured."""
        if self._admits is None:
            return True
        served = (p.template.id for p in self._state.projects if p is not project and (p.is_let or p.in_procurement))
        return self._admits(frozenset(served), project.template.id)

    def _can_end_in_time(self, project: Project) -> bool:
        """Whether a procurement that begins now can end by the last contract day."""
        state = self._state
        method = state.scenario.rules.methods[method_for(state, project, state.year)]
        days = method.days + lead_days(state, project, state.year, method) + committee_days(state.scenario, project)
        return in_time(state, state.year, days)

    def _on_vacancy(self, project: Project, released: dict[str, int], year: int) -> None:
        """A contract ended early: its project is first in line for the money it released."""
        if year == 0 or project.in_procurement:
            return
        self._reserve = [project, *(other for other in self._reserve if other is not project)]
        self._go_down_the_reserve()
