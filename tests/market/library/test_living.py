"""Who applies, what passes, what waits: one rule at a time, in a town where the rest is switched off."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.fiscal import YEAR
from gpss_sim.market.library import proposal as status
from gpss_sim.market.library.application_gates import neediest, reviewed
from gpss_sim.market.library.living import LiveLibrary
from gpss_sim.market.record import NeedRow
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.library import Gates
from gpss_sim.simulate import run
from tests.market.town import HOME, YARD
from tests.market.town import scenario as settled
from tests.rules.market import with_columns

NEEDS = [NeedRow(1, YARD, 0, 30.0, 3, 0.0, ""), NeedRow(1, HOME, 0, 40.0, 3, 0.0, "")]
"""Need per resident: 30 of 100,000 in the north, 40 of 200,000 in the south."""


def place(*gates: str, **columns: Any) -> State:
    """The town with a live library; `columns` change the yard."""
    scenario = settled("rules.library.live=true", *(f"rules.library.gates.{text}" for text in gates))
    scenario = with_columns(scenario, YARD, **columns)
    state = build(scenario, planner_for("urgency-first"), seed=1, replication=0, log=True).state
    for agency in state.agencies:
        agency.status = "active"
    return state


def renewed(*gates: str, years: int = 1, **columns: Any) -> LiveLibrary:
    state = place(*gates, **columns)
    library = state.library
    assert isinstance(library, LiveLibrary)
    for year in range(1, years + 1):
        library.renew(year, NEEDS, ())
    return library


def statuses(library: LiveLibrary) -> list[tuple[str, str]]:
    return [(each.id, each.status) for each in library.proposals]


def test_departments_apply_for_what_is_needed_most() -> None:
    assert statuses(renewed()) == [("yard/1", status.IN_LIBRARY), ("home/1", status.IN_LIBRARY)]
    assert statuses(renewed("need_share=0.5")) == [("yard/1", status.IN_LIBRARY)]
    assert statuses(renewed("need_share=0")) == []
    assert neediest([(1.0, 0), (1.0, 1), (0.5, 2)], 0.34) == [0, 1]


@pytest.mark.parametrize(("rate", "applied"), [(0, 0), (1, 1)])
def test_host_units_and_agencies_apply_by_chance(rate: int, applied: int) -> None:
    hosts = renewed(f"host_rate={rate}", "need_share=0", origin="host_unit")
    assert [(p.origin, p.applicant) for p in hosts.proposals] == [("host_unit", -1)] * applied
    ideas = renewed(f"agency_rate={rate}", "need_share=0", origin="agency")
    assert [p.origin for p in ideas.proposals] == ["agency"] * applied
    assert all(p.applicant >= 0 for p in ideas.proposals)


def test_what_is_ready_after_the_window_closed_is_handed_in_for_the_next_draw() -> None:
    """Readiness is uniform in the year before a draw: of a window that closes 364 days before it little is in."""
    late = renewed("window_closes=364")
    parts = {name: late._view.luck.readiness(name, 1) for name in ("yard", "home")}
    assert min(parts.values()) > 1 / YEAR
    assert statuses(late) == []
    assert statuses(renewed("window_closes=364", years=2)) == [
        (f"{name}/1", status.IN_LIBRARY) for name in ("yard", "home")
    ]
    between = YEAR * (1 - sum(parts.values()) / 2)
    (first, _), (_, worst) = sorted((part, name) for name, part in parts.items())
    assert first * YEAR < YEAR - between
    assert f"{worst}/1" not in dict(statuses(renewed(f"window_closes={between:.0f}")))


def test_an_agency_pays_for_its_application_and_brings_an_idea() -> None:
    state = place("agency_rate=1", "application_cost=2000", "idea_sd=5", origin="agency")
    library = state.library
    assert isinstance(library, LiveLibrary)
    library.renew(1, NEEDS, ())
    mine = library.proposals[0]
    agency = state.agencies[mine.applicant]
    assert state.ledger.balances["offers"] == 200_000
    assert mine.idea == pytest.approx(5 * state.luck.idea(agency.profile.key, YARD, 1))
    assert mine.score == pytest.approx(75 + mine.idea)
    library.draw(1, [state.projects[YARD]], NEEDS)
    assert state.projects[YARD].initiative.idea == mine.idea


def test_a_pool_that_judges_as_a_whole_scores_every_application_alike() -> None:
    rules = ("live=true", "gates.score_sd=10", "expert_severity=1", "experts=5", "expert_pool=5")
    scenario = settled(*(f"rules.library.{text}" for text in rules))
    state = build(scenario, planner_for("urgency-first"), seed=1, replication=0).state
    assert isinstance(state.library, LiveLibrary)
    state.library.renew(1, NEEDS, ())
    mean = sum(state.luck.severity(expert) for expert in range(5)) / 5
    assert [each.score for each in state.library.proposals] == [pytest.approx(75 + 10 * mean)] * 2


@pytest.mark.parametrize(("chance", "asked"), [(0, False), (1, True)])
def test_the_author_of_an_idea_may_be_asked(chance: int, asked: bool) -> None:
    state = place("agency_rate=1", f"asked={chance}", origin="agency")
    library = state.library
    assert isinstance(library, LiveLibrary)
    library.renew(1, NEEDS, ())
    library.draw(1, [state.projects[YARD]], NEEDS)
    assert (state.projects[YARD].initiative.asked == library.proposals[0].applicant) is asked


@pytest.mark.parametrize(
    ("soundness", "found"),
    [(60, status.IN_LIBRARY), (59.9, status.RETURNED), (50, status.RETURNED), (49.9, status.REJECTED)],
)
def test_the_mark_and_the_margin(soundness: float, found: str) -> None:
    assert renewed(soundness=soundness).proposals[0].status == found


def test_every_step_is_told_in_the_log() -> None:
    state = place()
    assert isinstance(state.library, LiveLibrary)
    state.library.renew(1, NEEDS, ())
    state.library.draw(1, [state.projects[YARD]], NEEDS)
    told = [(e.entity, e.counterparty) for e in state.record.events if e.event == "library"]
    steps = (status.APPLIED, status.INSPECTED, status.APPRAISED, status.REVIEWED, status.IN_LIBRARY, status.DRAWN)
    assert [step for entity, step in told if entity == "proposal:yard/1"] == list(steps)
    assert [step for entity, step in told if entity == "proposal:home/1"] == list(steps[:-1])


def test_what_is_returned_may_come_again_and_what_is_rejected_may_not() -> None:
    assert [p.id for p in renewed("need_share=1", years=3, soundness=55.0).proposals if p.project == YARD] == [
        "yard/1", "yard/2", "yard/3",
    ]  # fmt: skip
    assert [p.id for p in renewed(years=3, soundness=40.0).proposals if p.project == YARD] == ["yard/1"]


def test_who_fails_the_inspection_is_returned() -> None:
    assert {p.status for p in renewed("inspection=0").proposals} == {status.RETURNED}


def test_the_review_cuts_what_it_finds_and_the_ceiling_follows() -> None:
    """400,000 yuan, a tenth more is asked for, half of it is found."""
    library = renewed("padding=0.1", "review_finds=0.5")
    yard = library.proposals[0]
    assert (yard.asked, yard.approved) == (44_000_000, 42_000_000)
    state = library._view
    assert state.directory.projects[YARD].ceiling(state.scenario, 1) == 42_000_000
    project = state.directory.projects[YARD]
    assert project.estimate.unreviewed(state.scenario, project.bought, 1) == 40_000_000
    assert reviewed(110, 100, Gates(review_sd=0.5), 1.0) == round(100 * 2.718281828**0.5)


@pytest.mark.parametrize(
    ("gates", "left"),
    [
        ((), []),
        (("stay=1",), [(2, status.EXPIRED)]),
        (("stay=2",), [(3, status.EXPIRED)]),
        (("rolling=false",), [(2, status.EXPIRED)]),
        (("withdrawal=1",), [(2, status.WITHDRAWN)]),
    ],
)
def test_how_long_a_project_stays(gates: tuple[str, ...], left: list[tuple[int, str]]) -> None:
    library = renewed(*gates, years=3)
    rows = [(row.year, row.status) for row in library._view.record.library if row.project == YARD]
    assert [row for row in rows if row[1] in (status.EXPIRED, status.WITHDRAWN)][:1] == left


def test_nothing_that_has_just_left_comes_back_in_the_same_year() -> None:
    assert not renewed("rolling=false", years=2).holds(place().projects[YARD])
    assert renewed("rolling=false", years=3).holds(place().projects[YARD])


def test_the_class_that_counted_is_noted_at_the_draw() -> None:
    library = renewed()
    library.draw(1, [], [row._replace(ranked=4) for row in NEEDS])
    assert [p.urgency for p in library.proposals] == [4, 4]
    assert [row.status for row in library._view.record.library] == [status.IN_LIBRARY] * 2


def test_an_emergency_enters_without_the_gates_and_is_drawn_as_most_urgent() -> None:
    """At its own cost, whatever padding and reviews others have; one that waits keeps its application."""
    state = place("padding=0.1", "review_finds=0.5", "need_share=0")
    library = state.library
    assert isinstance(library, LiveLibrary)
    library.admit(state.projects[YARD], 1)
    (made,) = library.proposals
    assert (made.id, made.origin, made.applicant) == ("yard/1", "department", -1)
    assert (made.asked, made.approved, made.entered, made.urgency) == (40_000_000, 40_000_000, 1, 5)
    assert [step for _, step in made.history] == [status.APPLIED, status.DRAWN]
    rows = [(row.year, row.project, row.status, row.age, row.urgency) for row in state.record.library]
    assert rows == [(1, YARD, status.DRAWN, 0, 5)]
    waits = renewed()
    project = waits._view.directory.projects[YARD]
    waits.admit(project, 1)
    assert [each.id for each in waits.proposals] == ["yard/1", "home/1"]
    assert not waits.holds(project)
    assert (waits.proposals[0].urgency, waits.proposals[0].status) == (5, status.DRAWN)


def test_a_project_drawn_from_the_reserve_leaves_the_library() -> None:
    library = renewed()
    project = library._view.directory.projects[YARD]
    assert library.waited(project, 1) == 0
    assert library.waited(project, 4) == 3
    library.take(project)
    assert not library.holds(project)
    assert library.waited(project, 4) == -1
    library.take(project)  # it has left: nothing more happens
    assert [step for _, step in library.proposals[0].history].count(status.DRAWN) == 1


def test_what_does_not_recur_is_bought_once() -> None:
    library = renewed("recurring=false")
    project = library._view.directory.projects[YARD]
    library.draw(1, [project], NEEDS)
    library.renew(2, NEEDS, ())
    assert [each.id for each in library.proposals] == ["yard/1", "home/1"]
    again = renewed()
    again.draw(1, [project], NEEDS)
    again.renew(2, NEEDS, ())
    assert [each.id for each in again.proposals] == ["yard/1", "home/1", "yard/2"]


def test_a_running_term_is_not_applied_for() -> None:
    state = place()
    assert isinstance(state.library, LiveLibrary)
    state.library.renew(1, NEEDS, {YARD})
    assert [each.id for each in state.library.proposals] == ["home/1"]


def test_an_accepted_proposal_is_settled_once() -> None:
    library = renewed()
    project = library._view.directory.projects[YARD]
    library.draw(1, [project], NEEDS)
    for found in (status.BOUGHT, status.IN_SERVICE):
        library.note(project, found)
    library.assess(project, passed=True, ended=True)
    for _ in range(2):
        library.note(project, status.SETTLED)
    steps = [step for _, step in library.proposals[0].history]
    assert steps[-3:] == [status.IN_SERVICE, status.ACCEPTED, status.SETTLED]


def test_what_nobody_sells_returns_to_the_library() -> None:
    library = renewed()
    project = library._view.directory.projects[YARD]
    library.draw(1, [project], NEEDS)
    assert not library.holds(project)
    library.note(project, status.IN_LIBRARY)
    assert library.holds(project)
    library.note(project, status.BOUGHT)  # nothing is drawn: nothing can be bought
    assert library.proposals[0].status == status.IN_LIBRARY


def test_a_contract_that_goes_on_is_accepted_when_the_next_proposal_takes_it_over() -> None:
    library = renewed()
    project = library._view.directory.projects[YARD]
    library.draw(1, [project], NEEDS)
    for found in (status.BOUGHT, status.IN_SERVICE):
        library.note(project, found)
    library.assess(project, passed=True, ended=False)
    assert library.proposals[0].status == status.IN_SERVICE
    library.renew(2, NEEDS, ())
    library.draw(2, [project], NEEDS)
    library.note(project, status.BOUGHT)
    library.assess(project, passed=False, ended=False)
    assert [p.status for p in library.proposals if p.project == YARD] == [status.NOT_ACCEPTED, status.IN_SERVICE]


def test_money_for_emergencies_is_kept_from_the_draw_and_freed_on_the_day_of_the_adjustment() -> None:
    """Of 1,500,000 yuan a half is kept: the home, a million, waits for the adjustment on day 100."""
    names = ("rules.library.live=true", "rules.library.gates.reserve=0.5", "rules.library.gates.adjustment=100")
    quick = ("budget.amount=1_500_000", "calendar.years=1", "rules.methods.tender.buyer_cost=0")
    scenario = settled(*names, *quick)
    scenario = with_columns(with_columns(scenario, YARD, benefit=5.0), HOME, benefit=5.0)
    state = run(scenario, seed=1).world.state
    opened = {row.project: row.opened - 365 for row in state.record.tenders}
    assert opened[YARD] == pytest.approx(0.375)
    assert opened[HOME] == pytest.approx(100)
    assert run(settled(*quick), seed=1).world.state.record.library == []


def test_without_a_live_library_everything_can_be_drawn() -> None:
    state = build(settled(), planner_for("urgency-first"), seed=1, replication=0).state
    assert all(state.library.holds(project) for project in state.projects)
    assert state.scenario.rules.library.live is False
