"""What a report reads: the plan, the findings, and every mean of every year, looked at in one place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from gpss_sim.metrics.registry import METRICS, possible_range
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.design import DesignPoint
from gpss_sim.study.findings import Finding, Findings
from gpss_sim.study.model import Measure, Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.store import Store

NOUGHT = Estimate(0.0, math.nan, math.nan, 0)
NOTHING = Estimate(math.nan, math.nan, math.nan, 0)
PARTS = ("district", "group", "domain")
LUCK = ("arrived", "survey_error", "turnover", "vacancy", "quality", "late_share", "days_to_award", "score_error")
"""Indicators that show one kind of luck each: whether two policies met the same is seen in their correlation."""
MOST_WORLDS = 8
"""Most worlds that a plot or a table shows one after another."""

Yearly = Mapping[tuple[str, str, str], Estimate]
"""(year, design point, metric) → mean and interval."""


@dataclass(frozen=True)
class Board:
    """Tables of one finished study.

    Parameters
    ----------
    plan : Plan
        What was run and compared.
    metrics : Measures
        Units, directions, titles.
    findings : Findings
        Estimates and comparisons over the steady window.
    yearly : dict
        (year, design point, metric) → mean and interval.
    parts : dict
        (breakdown, part, design point, metric) → values by replication; empty where runs kept none.
    only : str or None
        The one world that is looked at; all if None.
    runs : dict
        (design point, metric) → values by replication over the steady window, of primary outcomes and of `LUCK`.
    """

    plan: StudyPlan
    metrics: Measures
    findings: Findings
    yearly: Yearly
    parts: Mapping[tuple[str, str, str, str], list[float]]
    only: str | None = None
    runs: Mapping[tuple[str, str], list[float]] = field(default_factory=dict)

    def at(self, world: str) -> Board:
        """The same study, of which one world is looked at."""
        return replace(self, only=world)

    @property
    def level(self) -> float:
        """Confidence level."""
        return self.plan.experiment.outcomes.level

    @property
    def primary(self) -> tuple[str, ...]:
        """Outcomes whose intervals hold together."""
        return self.plan.experiment.outcomes.primary

    @property
    def secondary(self) -> tuple[str, ...]:
        """Outcomes fixed in advance beside them."""
        return tuple(name for name in self.plan.experiment.outcomes.secondary if name not in self.primary)

    @property
    def baseline(self) -> str:
        """Policy the others are compared with."""
        return self.plan.experiment.design.baseline or self.plan.points[0].policy

    @property
    def world(self) -> str:
        """World that is looked at, else the first; empty where the design has none."""
        return self.plan.points[0].world if self.only is None else self.only

    @property
    def sampled(self) -> bool:
        """Whether the study spreads factors over a sample."""
        return self.findings.surface is not None

    @cached_property
    def worlds(self) -> tuple[str, ...]:
        """Worlds that are looked at, in the order of the design."""
        if self.only is not None:
            return (self.only,)
        return tuple(dict.fromkeys(point.world for point in self.plan.points))

    def world_by_world(self) -> list[Board]:
        """The study seen in each of its worlds alone, at most eight; of a sample in its first row alone."""
        shown = self.worlds[:1] if self.sampled else spread(self.worlds, MOST_WORLDS)
        return [self.at(world) for world in shown]

    @property
    def points(self) -> tuple[DesignPoint, ...]:
        """Design points of that world, in the order of the design."""
        return tuple(point for point in self.plan.points if point.world == self.world)

    @cached_property
    def origin(self) -> DesignPoint:
        """Design point of the baseline in that world."""
        return next(point for point in self.points if point.policy == self.baseline)

    @property
    def nought(self) -> Estimate:
        """The baseline less itself."""
        return NOUGHT

    @cached_property
    def years(self) -> tuple[str, ...]:
        """Single years measured, in order."""
        return tuple(sorted({year for year, _, _ in self.yearly}, key=int))

    @property
    def steady_from(self) -> int:
        """First year of the steady window."""
        return int(self.plan.window.split("-")[0])

    def scenario(self, point: str) -> Scenario:
        """Scenario of a design point."""
        return self._scenarios[point]

    @cached_property
    def _scenarios(self) -> dict[str, Scenario]:
        return dict(zip((point.name for point in self.plan.points), self.plan.scenarios, strict=True))

    def metric(self, name: str) -> Measure:
        """Description of an outcome."""
        return self.metrics[name]

    def measured(self, *names: str) -> bool:
        """Whether the study looked at all of these."""
        return all(name in self.plan.outcomes for name in names)

    def estimate(self, point: str, metric: str) -> Estimate:
        """Mean over the steady window, its interval cut to what is possible."""
        return self.possible(self.findings.estimates.get((point, metric), NOTHING), metric)

    def in_year(self, year: str, point: str, metric: str) -> Estimate:
        """Mean of one year, its interval cut to what is possible."""
        return self.possible(self.yearly.get((year, point, metric), NOTHING), metric)

    def possible(self, found: Estimate, metric: str) -> Estimate:
        """An interval of the indicator itself without values that it cannot have."""
        return found.within(*possible_range(metric, METRICS[metric].unit)) if metric in METRICS else found

    def finding(self, point: str, baseline: str, metric: str) -> Finding | None:
        """One comparison, if the study makes it."""
        return self._findings.get((point, baseline, metric))

    def between(self, policy: str, other: str, metric: str) -> Finding | None:
        """Comparison of two policies in that world, if the study makes it."""
        one, two = (DesignPoint(each, self.world, ()).name for each in (policy, other))
        return self.finding(one, two, metric)

    def against_baseline(self, metric: str) -> list[Finding]:
        """Comparisons of the points shown with their baseline, in the order of the design."""
        found = (self.finding(point.name, self.origin.name, metric) for point in self.points)
        return [finding for finding in found if finding is not None]

    def over_worlds(self, policy: str, metric: str) -> list[tuple[str, Finding]]:
        """Comparisons of a policy with the baseline, world by world."""
        places = [(point.world, point.name) for point in self.plan.points if point.policy == policy]
        origins = {point.world: point.name for point in self.plan.points if point.policy == self.baseline}
        found = ((world, self.finding(name, origins[world], metric)) for world, name in places)
        return [(world, finding) for world, finding in found if finding is not None]

    @cached_property
    def _findings(self) -> dict[tuple[str, str, str], Finding]:
        return {(found.point, found.baseline, found.metric): found for found in reversed(self.findings.findings)}


def read_board(plan: StudyPlan, metrics: Measures, findings: Findings, store: Store) -> Board:
    """Look every mean of a study up, once.

    Parameters
    ----------
    plan, metrics, findings
        The study, and what was found over the steady window.
    store : Store
        Its runs.
    """
    yearly = {}
    for year in (year for year in store.years() if year.lstrip("-").isdecimal()):
        for key, values in _columns(store, year, findings.replications).items():
            yearly[year, *key] = estimate(values, plan.experiment.outcomes.level)
    parts: dict[tuple[str, str, str, str], list[float]] = {}
    for by in PARTS:
        for point, replication, metric, part, value in store.breakdown(by, plan.window):
            if replication < findings.replications:
                column = parts.setdefault((by, part, point, metric), [math.nan] * findings.replications)
                column[replication] = value
    kept = {*LUCK, *plan.experiment.outcomes.primary}
    window = _columns(store, plan.window, findings.replications)
    runs = {key: values for key, values in window.items() if key[1] in kept}
    return Board(plan, metrics, findings, yearly, parts, runs=runs)


def _columns(store: Store, year: str, replications: int) -> dict[tuple[str, str], list[float]]:
    """Values by replication; not a number where a run failed or has none."""
    columns: dict[tuple[str, str], list[float]] = {}
    for point, replication, metric, value in store.values(year):
        if replication < replications:
            columns.setdefault((point, metric), [math.nan] * replications)[replication] = value
    return columns


def spread(worlds: Sequence[str], most: int) -> list[str]:
    """At most so many worlds, the first and the last among them.

    >>> spread("abcdefg", 3), spread("ab", 3)
    (['a', 'd', 'g'], ['a', 'b'])
    """
    if len(worlds) <= most:
        return list(worlds)
    return [worlds[round(place * (len(worlds) - 1) / (most - 1))] for place in range(most)]
