"""Properties of the market that hold after every event of any city."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gpss_sim.market.statuses import COMPLETED, EXPECTED, GAVE_UP, INTERRUPTED, SERVED
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import Results, run
from tests.property.cities import City, cities
from tests.property.watch import Watchman, live

FLOWS = ("arrived", "open_at_start", "completed", "gave_up", "interrupted", "open_at_end")


@given(city=cities(), seed=st.integers(0, 2**32))
@settings(max_examples=60, phases=[Phase.generate])  # shrinking whole cities takes minutes
def test_nothing_is_lost_and_nothing_comes_before_its_cause(city: City, seed: int) -> None:
    scenario = city.scenario
    watchman = live(scenario, seed)
    the_books_close(scenario, seed, watchman)
    every_life_is_in_order(watchman)
    looking_changed_nothing(scenario, seed, watchman)


def the_books_close(scenario: Scenario, seed: int, watchman: Watchman) -> None:
    rows = evaluate(Results(scenario, seed, 0, watchman.world), breakdown=True)
    found = {row[:7]: row.value for row in rows}
    for key in [key for key in found if key[0] == "arrived"]:
        flow = {name: found[(name, *key[1:])] for name in FLOWS}
        left = flow["completed"] + flow["gave_up"] + flow["interrupted"] + flow["open_at_end"]
        assert flow["arrived"] + flow["open_at_start"] == left, key
    for row in rows:
        assert row.metric != "unaccounted" or row.value == 0, row
        assert not math.isinf(row.value), row


def looking_changed_nothing(scenario: Scenario, seed: int, watchman: Watchman) -> None:
    """Queues are brought up to the day when somebody looks; nobody's life depends on who looks when."""
    looked_at, alone = watchman.state.queues, run(scenario, seed=seed).world.state.queues
    assert alone.state == looked_at.state
    assert alone.server == looked_at.server
    np.testing.assert_array_equal(alone.start, looked_at.start)
    np.testing.assert_array_equal(alone.end, looked_at.end)


def every_life_is_in_order(watchman: Watchman) -> None:
    queues = watchman.state.queues
    for i, state in enumerate(queues.state):
        arrival, start, end = queues.people.arrival[i], queues.start[i], queues.end[i]
        assert state != EXPECTED
        assert not start < arrival
        assert not end < arrival
        assert not end < start
        assert (start == start) == (state not in (GAVE_UP, 1))
        if state in (COMPLETED, GAVE_UP, INTERRUPTED):
            assert end <= watchman.state.now
        if state == COMPLETED and not queues.breaks[i] and not queues.paused_days[i]:
            assert end - start == pytest.approx(queues.people.duration[i], abs=1e-6)
        if state == SERVED:
            assert queues.due(i) >= watchman.state.now - 1


@pytest.mark.parametrize("day", [31.0, 365.375, 365.5])
def test_a_free_place_is_taken_at_the_very_moment_of_a_survey(day: float) -> None:
    """Arrivals by hand may fall on the instant at which the buyer looks, a contract opens or a month ends."""
    extra = f'demand.extra=[{{district="town",domain="care",day={day}}},{{district="town",domain="care",day={day}}}]'
    calm = ["calendar.years=2", "demand.arrivals_per_year=20", extra]
    watchman = live(load_scenario("verification/queue", calm), 1)
    queues = watchman.state.queues
    came = [i for i, arrival in enumerate(queues.people.arrival) if arrival == 365 + day]
    assert len(came) == 2
    assert [queues.start[i] for i in came] == [365 + day, 365 + day]
