"""A simulated year of the chosen plan, week by week: who waits where, what is tendered, delivered and paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gpss_sim import fiscal
from gpss_sim.allocation.results.decision import load
from gpss_sim.market.buyers.planning_year import ListPlanner
from gpss_sim.metrics.slices import Tables, tabulate
from gpss_sim.planning.admission import rulebound
from gpss_sim.planning.measures import paid_by_month
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import Results, run


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A tender or a contract on the timeline.

    Parameters
    ----------
    project, name : str
    kind : {"tender", "failed", "contract"}
        A tender that led to a contract, one that failed, and the contract.
    start, end : float [week]
        From the first morning; a contract that is still running ends with the last week.
    """

    project: str
    name: str
    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Replay:
    """What one run shows.

    Parameters
    ----------
    weeks : int
    districts : tuple of str
        Names.
    waiting, served : tuple of tuple of int [person]
        By week, then by district: who waits at the end of the week, and who is being served.
    bars : tuple of Bar
    paid, granted : tuple of float [yuan]
        Paid for service by month, and the money of the year up to that month.
    """

    weeks: int
    districts: tuple[str, ...]
    waiting: tuple[tuple[int, ...], ...]
    served: tuple[tuple[int, ...], ...]
    bars: tuple[TimelineBar, ...]
    paid: tuple[float, ...]
    granted: float


def replay(_waiting: Callable[[], bool], folder: Path, replication: int) -> Iterator[Replay]:
    """Play the chosen plan of a result folder of ``gpss-sim plan`` once more, and keep what a year looks like."""
    decision = load(folder)
    scenario = load_scenario(folder / "city")
    outcome = decision.outcome
    planner = ListPlanner(outcome.selected, outcome.reserve, rulebound(decision.problem, outcome.posts))
    results = run(scenario, replication=replication, planner=planner)
    yield of(results)


def of(results: Results) -> Replay:
    """The replay of a run: all its years."""
    tables = tabulate(results.world)
    scenario = results.scenario
    first = fiscal.year_start(results.world.first_year)
    weeks = scenario.calendar.years * fiscal.YEAR // fiscal.WEEK
    days = first + fiscal.WEEK * np.arange(1, weeks + 1)
    named = {d.id: d.name_zh or d.name or d.id for d in scenario.city.districts}
    codes = tables.values["district"]
    waiting, served = _people(tables, days, len(codes))
    return Replay(
        weeks,
        tuple(named.get(code, code) for code in codes),
        waiting,
        served,
        tuple(_bars(results, first, weeks)),
        tuple(paid_by_month(tables, scenario.calendar.years)),
        float(sum(scenario.budget.by_year)),
    )


def _people(
    tables: Tables, days: np.ndarray, places: int
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """Who waits and who is served at the end of each week, by district."""
    people = tables.people
    waiting: list[tuple[int, ...]] = []
    served: list[tuple[int, ...]] = []
    for day in days:
        came = (people["arrival"] < day) & (people["end"] >= day)
        begun = people["start"] < day
        for rows, chosen in ((waiting, came & ~begun), (served, came & begun)):
            inside = people["district"][chosen]
            rows.append(tuple(int(n) for n in np.bincount(inside[inside >= 0], minlength=places)))
    return tuple(waiting), tuple(served)


def _bars(results: Results, first: float, weeks: int) -> Iterator[TimelineBar]:
    """Every tender and every contract."""
    state, templates = results.world.state, results.scenario.templates

    def week(day: float) -> float:
        return round(min(max((day - first) / fiscal.WEEK, 0.0), weeks), 2)

    for row in state.record.tenders:
        if row.opened < first:
            continue
        template = templates[row.project]
        kind = "tender" if row.winner >= 0 else "failed"
        yield TimelineBar(template.id, template.name or template.id, kind, week(row.opened), week(row.closed))
    ends: dict[int, tuple[int, float, float]] = {}
    for done in state.record.contract_years:
        begin = ends[done.contract][1] if done.contract in ends else done.start
        ends[done.contract] = (done.project, begin, done.end)
    for contract in state.contracts:
        if contract.id not in ends and contract.book.start:
            ends[contract.id] = (contract.project.index, contract.book.start, first + weeks * fiscal.WEEK)
        elif contract.id in ends and not contract.ended:
            project, begin, _ = ends[contract.id]
            ends[contract.id] = (project, begin, first + weeks * fiscal.WEEK)
    for project, begin, end in ends.values():
        if end > first:
            template = templates[project]
            yield TimelineBar(template.id, template.name or template.id, "contract", week(begin), week(end))
