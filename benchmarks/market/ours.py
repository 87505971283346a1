"""The market on the common workload, SimPy's ``Resource`` on the very same people, and events a second of a whole city.

The posts-only case is an ordinary scenario: one station, 20 slots, exponential cases, nobody gives up. Both sides are
given the same drawn people and leave the same rows: start, end and state of every recipient.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from workload import ARRIVALS, CUSTOMERS, SERVERS, Entry, Measured, exact_wait, main

from gpss_sim import fiscal
from gpss_sim.market.recipients.queues import COMPLETED, SERVED
from gpss_sim.market.world import World, build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.load import load_scenario

QUEUE = str(Path(__file__).parents[2] / "scenarios" / "verification" / "queue.toml")


def _station(seed: int, years: int = 0) -> World:
    years = years or max(1, round(CUSTOMERS / (ARRIVALS * fiscal.YEAR)))
    changes = [
        f"demand.arrivals_per_year={ARRIVALS * fiscal.YEAR}",
        f"delivery.caseload={SERVERS}",
        "demand.open_cases=0",
        f"calendar.years={years}",
        "calendar.steady_from=1",
    ]
    scenario = load_scenario(QUEUE, changes)
    return build(scenario, planner_for("rank-and-cut"), seed, 0)


def posts_only(seed: int) -> Measured:
    """The market: recipients as events over columns; a year is played before, so that compiled code is loaded."""
    _station(seed, 1).run()
    world = _station(seed)
    start = process_time()
    world.run()
    seconds = process_time() - start
    queues = world.state.queues
    began, came = np.array(queues.start), queues.people.arrival
    return Measured(len(came), seconds, float(np.nanmean(began - came)))


def resource_same_rows(seed: int) -> Measured:
    """SimPy's ``Resource`` and a process for every recipient, the same people, the same rows."""
    import simpy

    world = _station(seed)
    people = world.state.queues.people
    arrival, duration = people.arrival.tolist(), people.duration.tolist()
    n = len(arrival)
    began, ended, state = [float("nan")] * n, [float("nan")] * n, bytearray(n)
    environment = simpy.Environment(initial_time=fiscal.year_start(1))
    servers = simpy.Resource(environment, capacity=SERVERS)

    def recipient(i: int) -> Iterator[Any]:
        with servers.request() as turn:
            yield turn
            began[i], state[i] = environment.now, SERVED
            yield environment.timeout(duration[i])
            ended[i], state[i] = environment.now, COMPLETED

    def door() -> Iterator[Any]:
        for i in range(n):
            yield environment.timeout(arrival[i] - environment.now)
            environment.process(recipient(i))

    environment.process(door())
    start = process_time()
    environment.run(until=fiscal.year_start(world.state.scenario.calendar.years + 1))
    seconds = process_time() - start
    return Measured(n, seconds, float(np.nanmean(np.array(began) - people.arrival)))


def city(seed: int) -> Measured:
    """One run of the Shanghai scenario, all of it: events a second."""
    world = build(load_scenario("shanghai"), planner_for("urgency-first"), seed, 0)
    start = process_time()
    world.run()
    seconds = process_time() - start
    return Measured(next(world.state.env._eid), seconds, 0.0)


CASES = {
    "posts only": Entry(posts_only, "gpss_sim"),
    "SimPy Resource, same people and rows": Entry(resource_same_rows, "simpy"),
    "Shanghai, one run": Entry(city, "gpss_sim", "events"),
}

if __name__ == "__main__":
    main(__file__, CASES, sys.argv[1:])
    if sys.argv[1:2] != ["--case"]:
        print(f"\nexact mean wait in the steady state: {exact_wait():.4f}")
