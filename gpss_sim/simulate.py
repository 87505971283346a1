"""One run: a scenario, a planner that draws projects from the library, a world, and what happened in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.allocation import Outcome, Problem, Project, Rules, allocate
from gpss_sim.allocation.problem.budget import Grant
from gpss_sim.market.planning import Candidate, Planner, PlanningYear, PurchaseList
from gpss_sim.market.world import World, build
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


def planner_for(policy: str, remote_share: float = 0.0) -> Planner:
    """The buyer's planner: the same allocator that planners call directly.

    Parameters
    ----------
    policy : str
        Selection rule.
    remote_share : float
        Share of the money that is decided among remote districts alone; what they get is kept in the whole decision.
    """

    def chosen(candidates: Sequence[Candidate], budget: int | dict[str, int], rules: Rules) -> Outcome:
        projects = [
            Project(id=c.id, urgency=c.urgency, benefit=round(c.benefit), cost=c.cost, sources=c.sources)
            for c in candidates
        ]
        grant: Grant = budget if isinstance(budget, int) else {source: amount for source, amount in budget.items()}
        return allocate(Problem(projects=projects, budget=grant, rules=rules), policy=policy)

    def plan(year: PlanningYear, /) -> PurchaseList:
        remote = [c for c in year.candidates if c.remote] if remote_share else []
        kept = chosen(remote, _money(year, remote_share), Rules()).selected if remote else ()
        outcome = chosen(year.candidates, _money(year), Rules(mandatory=tuple(kept)))
        return PurchaseList(tuple(outcome.selected), tuple(outcome.reserve), _funding(outcome))

    return plan


def _money(year: PlanningYear, share: float = 1) -> int | dict[str, int]:
    """A share of the money, of each source where sources are kept apart [fen]."""
    if year.earmarked:
        return {source: int(max(amount, 0) * share) for source, amount in year.by_source.items()}
    return int(year.money * share)


def _funding(outcome: Outcome) -> dict[str, dict[str, int]]:
    """Who pays what, where the budget names its sources [fen by source by project]."""
    funding: dict[str, dict[str, int]] = {}
    for (name, _, source), fen in outcome.payments.items():
        if source is not None:
            funding.setdefault(name, {})[source] = fen
    return funding


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
    >>> from gpss_sim.market.planning import ListPlanner
    >>> from gpss_sim.scenario.load import load_scenario
    >>> scenario = load_scenario("small_city", ["calendar.years=1"])
    >>> first = scenario.templates[0].id
    >>> results = run(scenario, planner=ListPlanner((first,)))
    >>> sorted({need.status for need in results.world.state.record.needs if need.year == 0})
    ['rejected', 'selected']
    """
    seed = scenario.random.seed if seed is None else seed
    if planner is None:
        planner = planner_for(scenario.rules.selection, scenario.rules.remote_share)
    world = build(scenario, planner, seed, replication, log)
    world.run()
    return Results(scenario, seed, replication, world)
