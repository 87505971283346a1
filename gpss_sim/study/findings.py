"""From stored runs to findings: estimates of every design point, differences of every contrast."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gpss_sim.study.choice import PolicyChoice, choose, outcome_of
from gpss_sim.study.compare import Difference, Estimate, difference, estimate
from gpss_sim.study.control import adjusted, known_mean
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import Precision
from gpss_sim.study.store import FAILED, Store
from gpss_sim.study.surface import Surface, surface
from gpss_sim.study.targets import reached, sequential, targets

Values = Mapping[tuple[str, int], Mapping[str, float]]
"""Metric → value over the steady window, by (design point, replication)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison of one metric.

    Parameters
    ----------
    metric, unit : str
        What was measured.
    point, baseline : str
        Names of the design points.
    value, reference : Estimate
        Means of the two, each with its own interval.
    difference : Difference
        Point minus baseline, with its simultaneous interval.
    """

    metric: str
    unit: str
    point: str
    baseline: str
    value: Estimate
    reference: Estimate
    difference: Difference


@dataclass(frozen=True, slots=True)
class Findings:
    """What a study found.

    Parameters
    ----------
    replications : int
        Replications looked at, from 0.
    values : Values
        Values of single runs.
    failed : frozenset of (design point, replication)
        Runs that failed.
    units : dict
        Unit of each outcome.
    estimates : dict
        (design point, metric) → its mean and interval.
    findings : tuple of Finding
        Comparisons, contrast by contrast.
    precision : tuple of Precision
        How well each quantity with a target of precision is known.
    surface : Surface or None
        What the rows of a sample show together; None where nothing is sampled.
    choice : Choice or None
        Which policy is chosen; None where none is to be.
    """

    replications: int
    values: Values
    failed: frozenset[tuple[str, int]]
    units: Mapping[str, str]
    estimates: Mapping[tuple[str, str], Estimate]
    findings: tuple[Finding, ...]
    precision: tuple[Precision, ...] = ()
    surface: Surface | None = None
    choice: PolicyChoice | None = None


def collect(store: Store, window: str, replications: int) -> tuple[Values, frozenset[tuple[str, int]]]:
    """Values over a window of the first `replications` of a store, and the runs that failed."""
    values: dict[tuple[str, int], dict[str, float]] = {}
    for point, replication, metric, value in store.values(window):
        if replication < replications:
            values.setdefault((point, replication), {})[metric] = value
    failed = (run for run in store.runs() if run.status == FAILED and run.replication < replications)
    return values, frozenset((run.design_point, run.replication) for run in failed)


def find(plan: StudyPlan, metrics: Measures, store: Store, replications: int) -> Findings:
    """Estimate and compare every outcome of a study.

    Parameters
    ----------
    plan : Plan
        What is measured and compared.
    metrics : Measures
        Units of the outcomes.
    store : Store
        Where the runs are.
    replications : int
        How many to look at; the store may hold more.
    """
    values, failed = collect(store, plan.window, replications)
    return find_in(plan, metrics, values, failed, replications)


def find_in(
    plan: StudyPlan, metrics: Measures, values: Values, failed: frozenset[tuple[str, int]], replications: int
) -> Findings:
    """Estimate and compare every outcome from the values of single runs; see :func:`find`."""
    level = plan.experiment.outcomes.level
    skewed, wanted = sequential(plan.experiment.design), [each.metric for each in targets(plan)]
    if plan.experiment.design.chooses:
        wanted.append(outcome_of(plan))
    raw = columns_of(plan, values, dict.fromkeys([*plan.outcomes, *wanted]), replications)
    columns = steadied(plan, values, raw, replications)
    estimates = {key: estimate(columns[key], level, skewed=skewed) for key in columns if key[1] in plan.outcomes}
    units = {metric: metrics[metric].unit for metric in plan.outcomes}
    findings = tuple(_findings(plan, units, columns, estimates))
    seen = surface(plan, metrics, raw)
    chosen = choose(plan, metrics, raw, played(values, failed))
    return Findings(replications, values, failed, units, estimates, findings, reached(plan, columns), seen, chosen)


def steadied(
    plan: StudyPlan, values: Values, columns: Mapping[tuple[str, str], list[float]], replications: int
) -> Mapping[tuple[str, str], list[float]]:
    """Columns without what they owe to the control variates of the study, one after the other."""
    for control in plan.experiment.outcomes.controls:
        known = {
            point.name: (column(values, point.name, control, replications), known_mean(scenario, control, plan.window))
            for point, scenario in zip(plan.points, plan.scenarios, strict=True)
        }
        columns = {
            (point, metric): numbers if metric == control else adjusted(numbers, *known[point])
            for (point, metric), numbers in columns.items()
        }
    return columns


def played(values: Values, failed: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Design point → replications played without a gap from the first, failed ones included."""
    there: dict[str, set[int]] = {}
    for point, replication in (*values, *failed):
        there.setdefault(point, set()).add(replication)
    return {point: _first_gap(found) for point, found in there.items()}


def _first_gap(numbers: set[int]) -> int:
    return next(number for number in itertools.count() if number not in numbers)


def columns_of(
    plan: StudyPlan, values: Values, metrics: Iterable[str], replications: int
) -> dict[tuple[str, str], list[float]]:
    """Values of some metrics at every design point, by (design point, metric)."""
    return {
        (point.name, metric): column(values, point.name, metric, replications)
        for point in plan.points
        for metric in metrics
    }


def column(values: Values, point: str, metric: str, replications: int) -> list[float]:
    """Values of one metric at one design point by replication; not a number where there is none."""
    return [values.get((point, number), {}).get(metric, math.nan) for number in range(replications)]


def _findings(
    plan: StudyPlan,
    units: Mapping[str, str],
    columns: Mapping[tuple[str, str], Sequence[float]],
    estimates: Mapping[tuple[str, str], Estimate],
) -> Iterator[Finding]:
    listed, skewed = plan.experiment.outcomes, sequential(plan.experiment.design)
    for contrast in plan.contrasts:
        for metric in plan.outcomes:
            one, other = (contrast.point, metric), (contrast.baseline, metric)
            family = contrast.family * len(listed.primary)
            found = difference(columns[one], columns[other], listed.level, family, skewed=skewed)
            yield Finding(
                metric, units[metric], contrast.point, contrast.baseline, estimates[one], estimates[other], found
            )
