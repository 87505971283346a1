"""One simulated city, from the first day to the last."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from simpy import Environment
from simpy.events import Event, Timeout

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE, Agency
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.agencies.entry_exit import (
    close_books,
    earn_elsewhere,
    found_in_time,
    has_run_out_of_cash,
    year_ends,
)
from gpss_sim.market.agencies.population import found_population
from gpss_sim.market.buyers.buyer import Buyer
from gpss_sim.market.buyers.planning_year import Planner
from gpss_sim.market.buyers.survey import Survey
from gpss_sim.market.city_map import lay_out_cells, lay_out_own, lay_out_projects, lay_out_reach, posts_within_reach
from gpss_sim.market.delivery.lifecycle import close_agency
from gpss_sim.market.delivery.service import monthly_tick
from gpss_sim.market.delivery.year_end import write_running
from gpss_sim.market.luck import Luck
from gpss_sim.market.policies.choices import Option
from gpss_sim.market.recipients.demand import Cell, People, draw_people
from gpss_sim.market.recipients.provider_choice import queues_for
from gpss_sim.market.recipients.queues import Service
from gpss_sim.market.record import Record
from gpss_sim.market.setting import Setting
from gpss_sim.market.state import State, state_of
from gpss_sim.market.usual import usual_quality
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams


@dataclass(slots=True)
class World:
    """A city ready to run; ``state`` holds everything that will have happened."""

    state: State
    cells: list[Cell]
    first_year: int

    def run(self) -> None:
        """Run to the end of the last fiscal year; contracts still open are written as they stand."""
        # One tick more: the last month ends with the year.
        stop = fiscal.year_start(self.state.scenario.calendar.years + 1) + 1 / fiscal.TICKS_PER_DAY
        with _collector_paused():
            self.state.env.run(until=stop)
        self.state.queues.settle()
        close_books(self.state.registrar, self.state.scenario.calendar.years)
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
    env = Environment(initial_time=float(opening))
    state = _found(scenario, streams, env, cells, _shift(people, opening), log)
    buyer = Buyer(state.buyer_desk, Survey(state.buyer_desk, state.queues, cells), planner, first_year)
    for agency in state.agencies:
        if not agency.profile.newcomer:
            found_in_time(state.registrar, agency)
    env.process(_months(state, first_year))
    env.process(year_ends(state.registrar, first_year, streams))
    env.process(buyer.years())
    return World(state, cells, first_year)


def _found(
    scenario: Scenario, streams: Streams, env: Environment, cells: list[Cell], people: People, log: bool
) -> State:
    """Everything that stands on the first morning, and a view of it for each room."""
    projects, agencies = lay_out_projects(scenario, cells, streams), found_population(scenario, streams)
    reachable = lay_out_reach(scenario, streams, projects, agencies)
    own = lay_out_own(scenario, streams, projects, agencies)
    directory = Directory(env, scenario, projects, agencies, reachable, usual_quality(scenario))

    def look(contract: Service, cell: int) -> Option:
        return directory.seen(contract, cells[cell].district)

    queues = queues_for(scenario, env, people, cells, streams, look)
    setting = Setting(env, scenario, Luck(streams, len(projects), scenario.agencies.cost_exponent), Record(log))
    posts = posts_within_reach(projects, reachable, own, len(agencies))
    return state_of(setting, directory, queues, own, posts)


def _shift(people: People, opening: int) -> People:
    """People's days count from the opening of the city."""
    if opening == 0:
        return people
    columns = {name: getattr(people, name) for name in People.__dataclass_fields__}
    columns["arrival"] = columns["arrival"] + opening
    return People(**columns)


def _months(state: State, first_year: int) -> Iterator[Event]:
    """Month ends: contracts by number, then agencies' cash."""
    for month in range(first_year * fiscal.MONTHS, (state.scenario.calendar.years + 1) * fiscal.MONTHS):
        yield Timeout(state.env, fiscal.tick(fiscal.month_end(month)) - state.env.now)
        for agency in state.agencies:
            late = agency.late_share(state.now) if agency.invoices else 0.0
            for contract in agency.contracts[:]:
                if state.contracts[contract].term_year and state.contracts[contract].agency == agency.id:
                    monthly_tick(state.contract_desk, state.contracts[contract], month, late)
        for agency in state.agencies:
            if agency.status == ACTIVE and agency.profile.kind != "department":
                earn_elsewhere(state.registrar, agency)
                check_cash(state, agency)


def check_cash(state: State, agency: Agency) -> None:
    """Below the credit line for some months in a row: the agency closes (equation 12.6)."""
    if has_run_out_of_cash(state.registrar, agency):
        close_agency(state.contract_desk, agency)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Hold Python's cycle collector while events fly: it finds nothing there and takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
