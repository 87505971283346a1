"""Plans simulated in one city with the same luck: what each delivers, and which projects fall short."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np

from gpss_sim.market.planning import ListPlanner
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.metrics.slices import Tables, tabulate
from gpss_sim.planning.city import ListCity
from gpss_sim.simulate import Results, run
from gpss_sim.study.compare import Estimate, estimate

CHOSEN = "chosen"
LEVEL = 0.95
METRICS = (
    "served",
    "improved",
    "completed",
    "gave_up",
    "waiting",
    "wait_urgent",
    "paid",
    "lapsed",
    "execution_rate",
    "failed_share",
    "days_to_award",
    "late_share",
    "vacancy",
    "cash_months",
    "closure_rate",
)
"""Indicators of a plan."""
PLACES = ("served", "improved", "gave_up", "wait_urgent")
"""Indicators told by district and group as well."""


class Variant(NamedTuple):
    """A plan to simulate.

    Parameters
    ----------
    name : str
        ``chosen``, ``rank-and-cut``, ``last`` or a budget such as ``+5%``.
    selected, reserve : tuple of str
    share : float
        Its money over today's.
    """

    name: str
    selected: tuple[str, ...]
    reserve: tuple[str, ...] = ()
    share: float = 1.0


class Key(NamedTuple):
    """What a value is of; empty district and group: all."""

    metric: str
    district: str = ""
    group: str = ""


class Played(NamedTuple):
    """One run.

    Parameters
    ----------
    variant : str
    replication : int
    values : dict of Key to float
    served : dict of str to int [person]
        Recipients whose service started, by project.
    by_month : list of float [yuan]
        Paid for service, by month from the first.
    """

    variant: str
    replication: int
    values: dict[Key, float]
    served: dict[str, int]
    by_month: list[float]


@dataclass(frozen=True, slots=True)
class Simulated:
    """All runs of all plans."""

    runs: tuple[Played, ...]

    def values(self, variant: str, key: Key) -> list[float]:
        """Values of one indicator, by replication."""
        ordered = sorted((r for r in self.runs if r.variant == variant), key=lambda r: r.replication)
        return [run.values.get(key, float("nan")) for run in ordered]

    def estimate(self, variant: str, key: Key) -> Estimate:
        """Mean with its band over replications."""
        return estimate(self.values(variant, key), LEVEL)

    def against(self, variant: str, key: Key) -> Estimate:
        """Difference from the chosen plan with its band, paired by replication."""
        pairs = zip(self.values(variant, key), self.values(CHOSEN, key), strict=True)
        return estimate([mine - chosen for mine, chosen in pairs], LEVEL)

    def delivered(self, project: str, variant: str = CHOSEN) -> list[int]:
        """Recipients served by a project, by replication."""
        ordered = sorted((r for r in self.runs if r.variant == variant), key=lambda r: r.replication)
        return [run.served.get(project, 0) for run in ordered]

    def payments(self, variant: str = CHOSEN) -> list[Estimate]:
        """Money paid by month with its band [yuan]."""
        rows = [run.by_month for run in self.runs if run.variant == variant]
        return [estimate(list(month), LEVEL) for month in zip(*rows, strict=True)]


def simulate(
    city: ListCity,
    variants: Sequence[Variant],
    replications: int,
    workers: int = 1,
    progress: Callable[[int, int], object] | None = None,
) -> Simulated:
    """Play every plan in every replication; the same replication has the same people and luck under every plan.

    Parameters
    ----------
    workers : int
        Processes; the result does not depend on their number.
    progress : callable, optional
        Called with runs done and runs in all.
    """
    tasks = [(city, variant, r) for r in range(replications) for variant in variants]
    found: list[Played] = []
    for played in _played(tasks, workers):
        found.append(played)
        if progress is not None:
            progress(len(found), len(tasks))
    return Simulated(tuple(found))


def _played(tasks: Sequence[tuple[ListCity, Variant, int]], workers: int) -> Iterator[Played]:
    if workers <= 1:
        yield from map(play, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(play, tasks)


def play(task: tuple[ListCity, Variant, int]) -> Played:
    """Play one plan once."""
    city, variant, replication = task
    scenario = city.load(variant.share)
    results = run(scenario, replication=replication, planner=ListPlanner(variant.selected, variant.reserve))
    horizon = f"1-{city.years}" if city.years > 1 else "1"
    values = {}
    for row in evaluate(results, breakdown=variant.name == CHOSEN):
        plain = not (row.domain or row.form or row.method)
        place = row.metric in PLACES or not (row.district or row.group)
        if row.year == horizon and row.metric in METRICS and plain and place:
            values[Key(row.metric, row.district, row.group)] = row.value
    tables = tabulate(results.world)
    return Played(variant.name, replication, values, _served(tables, results), _monthly(tables, city.years))


def _served(tables: Tables, results: Results) -> dict[str, int]:
    """Recipients whose service started, by project."""
    projects = results.world.state.projects
    begun = tables.people["server"][tables.people["server"] >= 0]
    if not len(begun):
        return {}
    counts = np.bincount(tables.codes["project"][begun], minlength=len(projects))
    return {projects[k].template.id: int(n) for k, n in enumerate(counts) if n}


def _monthly(tables: Tables, years: int) -> list[float]:
    """Paid for service by month [yuan]."""
    from gpss_sim import fiscal
    from gpss_sim.metrics.slices import KINDS

    ledger = tables.ledger
    to = [KINDS.index(kind) for kind in ("agency", "wages", "overhead", "effort")]
    paid = (ledger["from"] == KINDS.index("committed")) & np.isin(ledger["to"], to)
    month = (ledger["day"][paid] // fiscal.MONTH).astype(int) - tables.terms.first_year * fiscal.MONTHS
    inside = (month >= 0) & (month < years * fiscal.MONTHS)
    sums = np.bincount(month[inside], weights=ledger["amount"][paid][inside], minlength=years * fiscal.MONTHS)
    return [float(fen) / 100 for fen in sums]


def disappointing(
    simulated: Simulated, promised: Mapping[str, float], least: float
) -> list[tuple[str, float, float, float]]:
    """Projects by how often they serve less than `least` of their promise: id, promised, served on average, share.

    Parameters
    ----------
    promised : mapping of str to float [person]
        People a year that each project says it serves, times the years.
    least : float
        Share of the promise below which it disappoints.
    """
    rows = []
    for name, promise in promised.items():
        served = simulated.delivered(name)
        often = sum(value < least * promise for value in served) / max(1, len(served))
        rows.append((name, promise, sum(served) / max(1, len(served)), often))
    return sorted(rows, key=lambda row: (-row[3], row[2] - row[1], row[0]))
