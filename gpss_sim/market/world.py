"""One simulated city, from the first day to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Any

from scipy.special import ndtri
from simpy import Environment
from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.agency import ACTIVE, DISSOLVED, POTENTIAL, Agency
from gpss_sim.market.beliefs import Beliefs
from gpss_sim.market.buyer import Buyer
from gpss_sim.market.contract import Project
from gpss_sim.market.demand import Cell, People, draw_people
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.life import close_agency, write_running
from gpss_sim.market.luck import Luck
from gpss_sim.market.offers import credit_line, monthly_wage
from gpss_sim.market.planning import Planner
from gpss_sim.market.policies import ENTRIES
from gpss_sim.market.policies.entries import FASTEST
from gpss_sim.market.population import found_population, opening_cash
from gpss_sim.market.recipients import Queues
from gpss_sim.market.record import AgencyYearRow, Record
from gpss_sim.market.service import monthly_tick
from gpss_sim.market.state import BuyerRoll, State
from gpss_sim.market.survey import Survey
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams

NEWCOMER_YEARS = 2.0


@dataclass(slots=True)
class World:
    """A city ready to run; ``state`` holds everything that will have happened."""

    state: State
    cells: list[Cell]
    first_year: int

    def run(self) -> None:
        """Run to the end of the last fiscal year; contracts still open are written as they stand."""
        self.state.env.run(until=fiscal.year_start(self.state.scenario.calendar.years + 1))
        close_books(self.state, self.state.scenario.calendar.years)
        for contract in self.state.contracts:
            write_running(self.state, contract)


def build(scenario: Scenario, planner: Planner, seed: int, replication: int, log: bool = False) -> World:
    """Found the city: people, agencies, projects, processes."""
    streams = Streams(seed, replication)
    first_year = 0 if scenario.calendar.reference_year else 1
    opening = fiscal.year_start(first_year)
    cells = lay_out_cells(scenario, streams)
    days = fiscal.year_start(scenario.calendar.years + 1) - opening
    people = draw_people(cells, scenario.city.domains, scenario.demand, days, streams)
    env = Environment(initial_time=opening)
    queues = Queues(env, _shift(people, opening), len(cells), fiscal.tick(scenario.delivery.pause_limit))
    projects = lay_out_projects(scenario, cells)
    agencies = found_population(scenario, streams)
    state = State(
        env=env,
        scenario=scenario,
        luck=Luck(streams, len(projects)),
        ledger=Ledger(),
        record=Record(log),
        queues=queues,
        projects=projects,
        agencies=agencies,
        reachable=_reachable(scenario, streams, projects, agencies),
        beliefs=Beliefs(scenario, _first_quality(scenario), scenario.agencies.capability_sd),
        mean_score=_first_quality(scenario),
    )
    buyer = Buyer(state, Survey(state, cells), planner, BuyerRoll(state, _own(projects, agencies)), first_year)
    for agency in agencies:
        if agency.profile.founded <= opening and not agency.profile.newcomer:
            found(state, agency)
    env.process(_months(state, first_year))
    env.process(_year_ends(state, first_year, streams))
    env.process(buyer.years())
    return World(state, cells, first_year)


def _shift(people: People, opening: int) -> People:
    """People's days count from the opening of the city."""
    if opening == 0:
        return people
    columns = {name: getattr(people, name) for name in People.__dataclass_fields__}
    columns["arrival"] = columns["arrival"] + opening
    return People(**columns)


def _first_quality(scenario: Scenario) -> float:
    """Quality that is expected before anything was seen [points]."""
    return scenario.delivery.quality_base + scenario.agencies.mission / scenario.agencies.effort_cost


def lay_out_cells(scenario: Scenario, streams: Streams) -> list[Cell]:
    """A queue for every district and domain that the library serves, with its rate of arrivals."""
    names = sorted({(t.district, t.domain) for t in scenario.templates})
    weights = {name: 0.0 for name in names}
    slots = {name: 0.0 for name in names}
    domains = [domain.id for domain in scenario.city.domains]
    districts = [district.id for district in scenario.city.districts]
    delivery = scenario.delivery
    for template in scenario.templates:
        name = (template.district, template.domain)
        own = template.posts * delivery.caseload * (1 - delivery.admin_time)
        slots[name] += own
        weights[name] += own * fiscal.MONTHS / scenario.city.domains[domains.index(template.domain)].duration
    spread = scenario.demand.heterogeneity
    need = {n: w * _uneven(streams, n, spread) for n, w in weights.items()}
    total = sum(weights.values()) * scenario.demand.load * scenario.budget.coverage
    if scenario.demand.arrivals_per_year is not None:
        total = scenario.demand.arrivals_per_year
    share = sum(need.values())
    extra = scenario.demand.extra
    return [
        Cell(
            district=districts.index(name[0]),
            domain=domains.index(name[1]),
            key=f"{name[0]}/{name[1]}",
            rate=need[name] / share * total / fiscal.YEAR,
            opening=round(scenario.demand.open_cases * slots[name]),
            extra=tuple(fiscal.tick(e.day) for e in extra if (e.district, e.domain) == name),
        )
        for name in names
    ]


def _uneven(streams: Streams, name: tuple[str, str], spread: float) -> float:
    """Need of a cell over its capacity, lognormal with mean 1 (by the quantile of its own uniform)."""
    z = float(ndtri(streams.uniform("need", *name)))
    return exp(spread * z - spread**2 / 2)


def lay_out_projects(scenario: Scenario, cells: list[Cell]) -> list[Project]:
    """The library's templates, each with the queue of its district and domain."""
    place = {cell.key: k for k, cell in enumerate(cells)}
    districts = [district.id for district in scenario.city.districts]
    domains = [domain.id for domain in scenario.city.domains]
    return [
        Project(
            index=i,
            template=t,
            district=districts.index(t.district),
            domain=domains.index(t.domain),
            cells=(place[f"{t.district}/{t.domain}"],),
            cost=money.to_fen(t.cost),
        )
        for i, t in enumerate(scenario.templates)
    ]


def _reachable(
    scenario: Scenario, streams: Streams, projects: list[Project], agencies: list[Agency]
) -> list[list[int]]:
    """For each project the agencies of admitted kinds that can work there, drawn once a pair."""
    reach: list[list[int]] = [[] for _ in projects]
    kinds = scenario.rules.eligibility.kinds
    for agency in agencies:
        if agency.profile.kind not in kinds:
            continue
        draws = streams.uniforms("reach", agency.profile.key, n=len(projects))
        for project in projects:
            known = project.domain in agency.profile.domains
            if known and draws[project.index] < scenario.agencies.reach:
                reach[project.index].append(agency.id)
    return reach


def _own(projects: list[Project], agencies: list[Agency]) -> dict[tuple[str, int], int]:
    """The buyer's own seller for each project: the one that serves the fewest domains, then the smallest index."""
    own = {}
    for kind in ("dependent", "department"):
        members = [agency for agency in agencies if agency.profile.kind == kind]
        for project in projects:
            able = [
                (len(a.profile.domains), a.id)
                for a in members
                if project.domain in a.profile.domains and a.profile.home in (-1, project.district)
            ]
            if able:
                own[kind, project.index] = min(able)[1]
    return own


def found(state: State, agency: Agency) -> None:
    """An agency opens with its endowment."""
    agency.status = ACTIVE
    agency.last_contract = state.now
    cash = opening_cash(agency.profile, state.scenario.agencies, monthly_wage(state))
    if agency.profile.kind != "department":
        state.ledger.move(state.now, "endowment", agency.account, cash)
    state.record.event(state.now, "founded", agency.account, agency.profile.kind)


def _months(state: State, first_year: int) -> Iterator[Any]:
    """Month ends: contracts by number, then agencies' cash."""
    for month in range(first_year * fiscal.MONTHS, (state.scenario.calendar.years + 1) * fiscal.MONTHS):
        yield Timeout(state.env, fiscal.tick(fiscal.month_end(month)) - state.env.now)
        for agency in state.agencies:
            late = agency.late_share(state.now) if agency.invoices else 0.0
            for contract in agency.contracts[:]:
                if state.contracts[contract].term_year:
                    monthly_tick(state, state.contracts[contract], month, late)
        for agency in state.agencies:
            if agency.status == ACTIVE and agency.profile.kind != "department":
                check_cash(state, agency)


def check_cash(state: State, agency: Agency) -> None:
    """Below the credit line for some months in a row: the agency closes (model_equations §8)."""
    below = state.ledger.balances[agency.account] < -credit_line(state, agency)
    agency.months_below = agency.months_below + 1 if below else 0
    if agency.months_below >= state.scenario.payment.closure_months:
        close_agency(state, agency)


def _year_ends(state: State, first_year: int, streams: Streams) -> Iterator[Any]:
    """Between the last month end of a year and the buyer's first hour of the next: books, dissolution, founding."""
    _announce(state, first_year, streams, pace=1.0)
    for year in range(first_year, state.scenario.calendar.years):
        yield Timeout(state.env, fiscal.year_start(year + 1) + fiscal.OFFICE_HOUR / 2 - state.env.now)
        pace = _pace(state)
        close_books(state, year)
        _dissolve(state)
        _announce(state, year + 1, streams, pace)


def close_books(state: State, year: int) -> None:
    """Write every agency's year; this year's mean score stands for missing records in the next."""
    payroll = monthly_wage(state)
    for agency in state.agencies:
        if agency.status == POTENTIAL:
            continue
        state.record.agency_years.append(
            AgencyYearRow(
                year=year,
                agency=agency.id,
                kind=agency.profile.kind,
                age=(state.now - agency.profile.founded) / fiscal.YEAR,
                contracts=len(agency.contracts),
                posts=agency.posts,
                cash=state.ledger.balances[agency.account],
                payroll=round(payroll * agency.posts),
                record=float("nan") if agency.record is None else agency.record,
                barred=agency.barred_until > state.now,
                status=agency.status,
            )
        )
    if state.scores_this_year:
        state.mean_score = sum(state.scores_this_year) / len(state.scores_this_year)
        state.scores_this_year = []


def _dissolve(state: State) -> None:
    """Independent agencies without a contract for long dissolve."""
    limit = state.scenario.market.dormant_years * fiscal.YEAR
    for agency in state.agencies:
        idle = agency.status == ACTIVE and not agency.contracts and agency.profile.kind == "independent"
        if idle and state.now - agency.last_contract >= limit:
            agency.status = DISSOLVED
            state.record.event(state.now, "dissolved", agency.account)


def _pace(state: State) -> float:
    """Pace of founding by the entry rule: newcomers' share with a contract against everybody's."""
    active = [a for a in state.agencies if a.status == ACTIVE and a.profile.kind == "independent"]
    young = [a for a in active if state.now - a.profile.founded < NEWCOMER_YEARS * fiscal.YEAR and a.profile.newcomer]
    everybody = sum(bool(a.contracts) for a in active) / len(active) if active else 0.0
    newcomers = sum(bool(a.contracts) for a in young) / len(young) if young else everybody
    return ENTRIES[state.scenario.market.entry_rule]().pace(newcomers, everybody)


def _announce(state: State, year: int, streams: Streams, pace: float) -> None:
    """Those possible newcomers of a year who enter at this pace will open on their day."""
    for agency in state.agencies:
        profile = agency.profile
        if agency.status != POTENTIAL or not profile.newcomer or fiscal.year_of(profile.founded) != year:
            continue
        if streams.uniform("entry", profile.key) < pace / FASTEST:
            wait = max(profile.founded - state.now, 0.0)
            Timeout(state.env, wait, agency).callbacks.append(lambda event: found(state, event._value))
