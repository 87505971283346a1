"""Playing plans on several processes: all plans of one replication in the same process, so that they share contests."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from gpss_sim.market.buyers.planning_year import ListPlanner
from gpss_sim.metrics.slices import tabulate
from gpss_sim.planning import measures
from gpss_sim.planning.city import ListCity
from gpss_sim.planning.simulated import CHOSEN, PlayedRun, Simulated, Variant
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import run

FIRST = 2
"""Runs of the chosen plan after which a first answer can be told."""

Progress = Callable[[int, int], object]


class PlanBatch(NamedTuple):
    """Plans to play with one luck, one after the other.

    A contest that the market has solved for one plan is the same contest under another plan of the same replication;
    the process keeps its solution.
    """

    replication: int
    variants: tuple[Variant, ...]


def simulate(
    city: ListCity,
    variants: Sequence[Variant],
    replications: int,
    workers: int = 1,
    progress: Progress | None = None,
    first: Callable[[Simulated], object] | None = None,
) -> Simulated:
    """Play every plan in every replication; the same replication has the same people and luck under every plan.

    Parameters
    ----------
    variants : sequence of Variant
        The chosen one first. Plans that buy the same with the same money are played once.
    workers : int
        Processes; the result does not depend on their number.
    progress : callable, optional
        Called with runs done and runs in all.
    first : callable, optional
        Called once, with the first runs of the chosen plan.
    """
    alike = _alike(variants)
    distinct = [variant for variant in variants if alike[variant.name] == variant.name]
    total, found = len(distinct) * replications, list[PlayedRun]()
    for batch in _played(city, _batches(distinct, replications, workers), workers):
        found += batch
        if progress is not None:
            progress(len(found), total)
        if first is not None and len(found) >= min(FIRST, replications):
            first(Simulated(tuple(played for played in found if played.variant == CHOSEN)))
            first = None
    copies = [
        played._replace(variant=name)
        for name, same in alike.items()
        if name != same
        for played in found
        if played.variant == same
    ]
    return Simulated((*found, *copies))


def _alike(variants: Sequence[Variant]) -> dict[str, str]:
    """For every plan the first one that buys the same in the same order with the same money."""
    seen: dict[tuple[object, ...], str] = {}
    return {each.name: seen.setdefault((each.selected, each.reserve, each.share), each.name) for each in variants}


def _batches(variants: Sequence[Variant], replications: int, workers: int) -> list[PlanBatch]:
    """Batches in the order of play: first runs of the chosen plan alone, so that a first answer comes soon."""
    early = min(max(workers, FIRST), replications) if len(variants) > 1 else 0
    chosen, rest = tuple(variants[:1]), tuple(variants[1:])
    batches = [PlanBatch(r, chosen) for r in range(early)]
    batches += [PlanBatch(r, rest) for r in range(early)]
    return batches + [PlanBatch(r, tuple(variants)) for r in range(early, replications)]


def _played(city: ListCity, batches: Sequence[PlanBatch], workers: int) -> Iterator[list[PlayedRun]]:
    shares = dict.fromkeys(variant.share for batch in batches for variant in batch.variants)
    if workers <= 1 or len(batches) == 1:
        player = _Player(city, {share: city.load(share) for share in shares})
        yield from map(player, batches)
        return
    given = (city, tuple(shares))
    with ProcessPoolExecutor(min(workers, len(batches)), get_context("spawn"), _begin, given) as pool:
        try:
            yield from pool.map(_work, batches)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Player:
    """Plays batches; holds the scenario of every amount of money."""

    def __init__(self, city: ListCity, scenarios: Mapping[float, Scenario]) -> None:
        self._city, self._scenarios = city, scenarios

    def __call__(self, batch: PlanBatch) -> list[PlayedRun]:
        """Play one batch."""
        return [self._play(variant, batch.replication) for variant in batch.variants]

    def _play(self, variant: Variant, replication: int) -> PlayedRun:
        planner, years = ListPlanner(variant.selected, variant.reserve, variant.admits), self._city.years
        results = run(self._scenarios[variant.share], replication=replication, planner=planner)
        tables = tabulate(results.world)
        values = measures.values(tables, results, years, variant.selected, broken_down=variant.name == CHOSEN)
        served, paid = measures.served(tables, results), measures.paid_by_month(tables, years)
        need, accounts = measures.need(tables, results, years), measures.accounts(results)
        return PlayedRun(variant.name, replication, values, served, paid, need, accounts)


_PLAYER: list[_Player] = []
"""The player of a worker process; empty elsewhere."""


def _begin(city: ListCity, shares: tuple[float, ...]) -> None:
    gc.disable()  # it finds nothing while a run lasts; between batches it is called for
    _PLAYER[:] = [_Player(city, {share: city.load(share) for share in shares})]


def _work(batch: PlanBatch) -> list[PlayedRun]:
    played = _PLAYER[0](batch)
    gc.collect()
    return played
