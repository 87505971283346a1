"""Queues in which recipients choose, and cases are counted."""

from __future__ import annotations

from gpss_sim.market.recipients.provider_choice import ChoosingQueues, own_luck
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Streams
from tests.market.town import ASH, CEDAR, YARD, running, scenario, town, world


def kind_of(scenario: Scenario) -> type[Queues]:
    """The queues that a city is built with."""
    return type(build(scenario, planner_for("urgency-first"), seed=1, replication=0).state.queues)


def test_the_fast_queues_serve_where_nobody_looks_and_no_case_is_paid() -> None:
    plain = {name: form for name, form in scenario().rules.forms.items() if name != "voucher"}
    rules = scenario().rules.model_copy(update={"forms": plain})
    blind = scenario().model_copy(update={"rules": rules})
    assert kind_of(blind) is Queues
    assert kind_of(scenario()) is ChoosingQueues
    demand = blind.demand.model_copy(
        update={"choice": blind.demand.choice.model_copy(update={"rule": "quality_distance"})}
    )
    assert kind_of(blind.model_copy(update={"demand": demand})) is ChoosingQueues


def test_everybodys_own_number_stands_at_its_place_in_its_cell() -> None:
    came = [("north", "youth", 3), ("south", "care", 2), ("north", "youth", 1)]
    rows = ",".join(f'{{district="{where}",domain="{field}",day={day}}}' for where, field, day in came)
    place = world(f"demand.extra=[{rows}]")
    lucks = own_luck(place.state.queues.people, place.cells, Streams(1, 0))
    north, south = (Streams(1, 0).uniforms("choice", key, n=2) for key in ("north/youth", "south/care"))
    assert lucks.tolist() == [north[1], south[0], north[0]]


def test_cases_are_counted_as_they_begin_and_end_and_chosen_by_quality() -> None:
    """Two contracts, one of an agency of record 100: with ten a point everybody goes there."""
    came = ",".join(f'{{district="north",domain="youth",day={day}}}' for day in (1, 2))
    state = town(
        f"demand.extra=[{came}]", "budget.amount=0", "demand.choice.rule=quality_distance", "demand.choice.quality=10"
    )
    poor, good = running(state, YARD, ASH), running(state, YARD, CEDAR)
    state.agencies[ASH].record, state.agencies[CEDAR].record = 60.0, 100.0
    poor.slots = good.slots = 5
    poor.term_year = good.term_year = 0
    state.queues.refill(poor)
    state.env.run(until=365 + 5)
    assert (good.cases.started, poor.cases.started, good.cases.completed) == (2, 0, 0)
    state.env.run(until=365 + 200)
    assert (good.cases.completed, good.busy) == (2, 0)


def test_a_share_of_cases_is_handed_over_by_everybodys_own_number() -> None:
    came = ",".join(f'{{district="north",domain="youth",day={day}}}' for day in range(1, 9))
    numbers = Streams(1, 0).uniforms("handover", "north/youth", n=8)
    for share in (0.0, 0.5, float(numbers[3]), 1.0):
        state = world(f"demand.extra=[{came}]", f"delivery.handover={share}").state
        assert state.queues.handed_over == {k for k, number in enumerate(numbers) if number < share}


def test_who_finds_no_free_place_waits() -> None:
    """One place, taken: the second recipient has nothing to choose from."""
    came = ",".join(f'{{district="north",domain="youth",day={day}}}' for day in (1, 2))
    state = town(f"demand.extra=[{came}]", "budget.amount=0", "demand.choice.rule=quality_distance")
    made = running(state, YARD, ASH)
    made.slots, made.term_year = 1, 0
    state.queues.refill(made)
    state.env.run(until=365 + 5)
    state.queues.settle()
    assert (made.busy, made.cases.started, state.queues.waiting[0]) == (1, 1, 1)
