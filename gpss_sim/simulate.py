"""One run: a scenario, a planner that draws projects from the library, a world, and what happened in it."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.market.buyers.planning_year import Planner
from gpss_sim.market.world import World, build
from gpss_sim.planner import planner_of
from gpss_sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Results:
    """What one run left behind.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    seed, replication : int
        Whose luck.
    world : World
        The city at its end: people, contracts, ledger, record.
    """

    scenario: Scenario
    seed: int
    replication: int
    world: World


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    replication: int = 0,
    log: bool = False,
    planner: Planner | None = None,
) -> Results:
    """Simulate one replication of a scenario.

    Parameters
    ----------
    scenario : Scenario
        A complete scenario.
    seed : int, optional
        Seed of the study; the scenario's own if not given.
    replication : int
        Number of the replication.
    log : bool
        Keep the event log.
    planner : Planner, optional
        Who draws projects from the library each year; the scenario's own rules of selection if not given. A plan that
        was decided elsewhere is simulated with `ListPlanner(plan.selected, plan.reserve)`.

    Raises
    ------
    ValueError
        If the planner names what is no candidate of the year, or spends more than there is.

    Examples
    --------
    >>> from gpss_sim.market.buyers.planning_year import ListPlanner
    >>> from gpss_sim.scenario.load import load_scenario
    >>> scenario = load_scenario("small_city", ["calendar.years=1"])
    >>> first = scenario.templates[0].id
    >>> results = run(scenario, planner=ListPlanner((first,)))
    >>> sorted({str(need.status) for need in results.world.state.record.needs if need.year == 0})
    ['rejected', 'selected']
    """
    seed = scenario.random.seed if seed is None else seed
    world = build(scenario, planner or planner_of(scenario), seed, replication, log)
    world.run()
    return Results(scenario, seed, replication, world)
