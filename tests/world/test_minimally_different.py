"""Worlds that differ in one thing: nobody else's draws change, ever; nor their history where there is room for all."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpss_sim import fiscal
from gpss_sim.chronicle.run_files import write_run
from gpss_sim.market.agencies.population import found_population
from gpss_sim.market.world import World, build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Floats, Streams
from tests import city

EXTRA = 'demand.extra=[{district="east", domain="youth", day=200.3}]'
NEWCOMER = "recipient:east/youth-"
ROOMY = ("demand.load=0.3", "demand.open_cases=0.2", "budget.coverage=1.2", "delivery.leaving_load=0")
"""Everything is bought and nobody waits; overload moves no worker."""
OCCASIONS = [(agency, project, year) for agency in ("I001", "N01-001") for project in range(6) for year in (1, 2)]


def founded(scenario: Scenario) -> World:
    return build(scenario, planner_for(scenario.rules.selection), seed=7, replication=0)


def people(world: World) -> dict[tuple[str, int], tuple[float, ...]]:
    """What each recipient brings, by cell and number."""
    drawn = world.state.queues.people
    columns = [drawn.arrival, drawn.duration, drawn.patience, drawn.urgency, drawn.luck, drawn.opening]
    keys = [(world.cells[cell].key, number) for cell, number in zip(drawn.cell, drawn.number, strict=True)]
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


def reach(world: World) -> dict[str, list[str]]:
    """Projects within reach of each agency."""
    found: dict[str, list[str]] = {}
    for project, agencies in zip(world.state.projects, world.state.directory.reachable, strict=True):
        for agency in agencies:
            found.setdefault(world.state.agencies[agency].profile.key, []).append(project.template.id)
    return found


def luck(world: World) -> list[float]:
    """Draws about agencies, projects and years."""
    draws = world.state.luck
    rules, method = world.state.scenario.payment, world.state.scenario.rules.methods["open_tender"]
    found: list[float] = []
    for agency, project, year in OCCASIONS:
        name = world.state.projects[project].template.id
        found += [draws.cost_draw(agency, project, year), draws.bid_cost(agency, project, year, 0.4)]
        found += [draws.offer_noise(agency, project, year, 1), draws.offer_lot(agency, project, year)]
        found += [draws.score_noise(name, year, 3), draws.survey_error(name, year), draws.lot(name)]
        found += [*draws.turnover(name, year, 5), *draws.opening_seats(name, year, 5)]
        found += [draws.procedure_days(method, name, year, 0), draws.payment_delay(name, year, 1, rules)]
    return found


def history(scenario: Scenario, folder: Path) -> list[str]:
    """Lines of ``events.csv``."""
    results, rows = city.play(scenario)
    folder.mkdir()
    write_run(folder, results, rows, [])
    return (folder / "events.csv").read_text("utf-8-sig").splitlines()


@pytest.mark.parametrize("mode", ["direct", "competitive"])
def test_one_more_recipient_changes_nobody_s_draws(tmp_path: Path, mode: str) -> None:
    before = founded(city.load(tmp_path, f"rules.mode={mode}"))
    after = founded(city.load(tmp_path, f"rules.mode={mode}", EXTRA))
    had, have = people(before), people(after)
    added = [key for key in have if key not in had]
    assert added == [("east/youth", sum(place == "east/youth" for place, _ in had))]
    assert {key: have[key] for key in had} == had
    assert [a.profile for a in after.state.agencies] == [a.profile for a in before.state.agencies]
    assert reach(after) == reach(before)
    assert luck(after) == luck(before)


@pytest.mark.parametrize("more", [1, 7])
def test_one_more_agency_changes_nobody_s_draws(tmp_path: Path, more: int) -> None:
    before = founded(city.load(tmp_path))
    after = founded(city.load(tmp_path, f"agencies.number={12 + more}"))
    had = {agency.profile.key: agency.profile for agency in before.state.agencies}
    have = {agency.profile.key: agency.profile for agency in after.state.agencies}
    assert len(have) - len(had) == more
    assert {key: have[key] for key in had} == had
    reached = reach(after)
    assert {key: reached.get(key, []) for key in had} == {key: reach(before).get(key, []) for key in had}
    assert people(after) == people(before)
    assert luck(after) == luck(before)


def test_one_more_year_changes_nobody_s_draws(tmp_path: Path) -> None:
    before, after = founded(city.load(tmp_path)), founded(city.load(tmp_path, "calendar.years=3"))
    had, have = people(before), people(after)
    assert {key: have[key] for key in had} == had
    assert [a.profile for a in before.state.agencies] == [
        a.profile for a in after.state.agencies if fiscal.year_of(a.profile.founded) < 3
    ]
    assert luck(after) == luck(before)


def test_one_more_draw_elsewhere_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = city.load(tmp_path)
    before = history(scenario, tmp_path / "before")
    uniforms, number = Streams.uniforms, 0

    def drawing_more(self: Streams, purpose: str, *entity: object, n: int) -> Floats:
        nonlocal number
        number += 1
        uniforms(self, "elsewhere", number, n=3)
        return uniforms(self, purpose, *entity, n=n + 5)[:n]

    monkeypatch.setattr(Streams, "uniforms", drawing_more)
    assert history(scenario, tmp_path / "after") == before
    assert number > 100


@pytest.mark.parametrize("mode", ["direct", "formal", "competitive"])
def test_one_more_recipient_leaves_histories_alone_where_there_is_room(tmp_path: Path, mode: str) -> None:
    room = (*ROOMY, f"rules.mode={mode}", "rules.term=30", "calendar.staggered_terms=false")
    before = history(city.load(tmp_path, *room), tmp_path / "before")
    after = history(city.load(tmp_path, *room, EXTRA), tmp_path / "after")
    added = [line for line in after if line not in set(before)]
    assert len(added) >= 3
    who = {line.split(",")[2] for line in added}
    assert len(who) == 1
    assert next(iter(who)).startswith(NEWCOMER)
    assert [line for line in after if line.split(",")[2] not in who] == before


def test_an_agency_too_small_to_be_admitted_leaves_histories_alone(tmp_path: Path) -> None:
    closed = "market.entry_rule=constant"  # the share of agencies with a contract moves nobody to found one
    before = history(city.load(tmp_path, closed), tmp_path / "before")
    extra = ("agencies.number=13", 'agencies.listed=[{id="tiny", scale=1}]')
    after = history(city.load(tmp_path, closed, *extra), tmp_path / "after")
    mine = [line for line in after if "agency:tiny" in line]
    assert len(mine) >= 1
    assert all(line.split(",")[1] in ("founded", "dissolved") for line in mine)
    assert [line for line in after if line not in mine] == before


@pytest.mark.parametrize("mode", ["direct", "formal"])
def test_an_ordinary_agency_leaves_histories_alone_where_nobody_looks_for_sellers(tmp_path: Path, mode: str) -> None:
    """The buyer's own serve every project; without year 0 nobody else ever did."""
    rules = ("market.entry_rule=constant", f"rules.mode={mode}", "calendar.reference_year=false")
    before = history(city.load(tmp_path, *rules), tmp_path / "before")
    after = history(city.load(tmp_path, *rules, "agencies.number=13"), tmp_path / "after")
    mine = [line for line in after if line not in set(before)]
    assert {line.split(",")[1] for line in mine} <= {"founded", "dissolved"}
    assert len({line.split(",")[2] for line in mine}) == 1
    assert [line for line in after if line not in mine] == before


@pytest.mark.parametrize("mode", ["formal", "competitive"])
def test_five_years_at_once_are_the_first_five_of_more(tmp_path: Path, mode: str) -> None:
    years = 5
    stop = fiscal.year_start(years + 1)
    (short, few), (long, many) = (
        city.play(city.load(tmp_path, f"rules.mode={mode}", f"calendar.years={number}"))
        for number in (years, years + 2)
    )
    assert until(long, stop) == until(short, stop)
    names = [str(year) for year in range(years + 1)]
    assert [repr(row) for row in many if row.year in names] == [repr(row) for row in few if row.year in names]


def until(results: Any, stop: float) -> dict[str, Any]:
    """What had happened, and how things stood, when the year ended."""
    state = results.world.state
    accounts: dict[str, int] = {}
    for entry in state.ledger.entries:
        if entry.day < stop:
            accounts[entry.account_from] = accounts.get(entry.account_from, 0) - entry.amount
            accounts[entry.account_to] = accounts.get(entry.account_to, 0) + entry.amount
    return {
        "accounts": accounts,
        "movements": [entry for entry in state.ledger.entries if entry.day < stop],
        "events": [event for event in state.record.events if event.day < stop],
        "tenders": [row for row in state.record.tenders if row.closed < stop],
        "months": [repr(row) for row in state.record.months if fiscal.month_end(row.month) < stop],
        "agencies": [repr(row) for row in state.record.agency_years if row.year < fiscal.year_of(stop) - 1],
    }


def test_a_run_touches_no_global_generator(tmp_path: Path) -> None:
    scenario = city.load(tmp_path, "calendar.years=1")
    before = (random.getstate(), repr(np.random.get_state()))  # noqa: NPY002
    city.play(scenario)
    assert (random.getstate(), repr(np.random.get_state())) == before  # noqa: NPY002


def test_seed_and_replication_change_the_draws(tmp_path: Path) -> None:
    scenario = city.load(tmp_path)
    profiles = [
        [agency.profile.abilities.theta for agency in found_population(scenario, Streams(seed, replication))]
        for seed, replication in ((7, 0), (7, 1), (8, 0))
    ]
    assert len({tuple(row) for row in profiles}) == 3
