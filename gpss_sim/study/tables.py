"""The tables of a study: runs, summary, comparisons; the same bytes whoever computed the runs, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from gpss_sim.study.compare import Estimate
from gpss_sim.study.findings import Findings
from gpss_sim.study.plan import Plan
from gpss_sim.study.store import FAILED, OK
from gpss_sim.tabular import measured, write_csv

TABLES = ("runs.csv", "summary.csv", "comparisons.csv")


def write_tables(folder: Path, plan: Plan, findings: Findings) -> None:
    """Write every table of a study into a folder."""
    interval = ["ci_low", "ci_high", "n"]
    write_csv(
        folder / "runs.csv",
        ["design_point", "replication", "seed", "status", *plan.levers, *plan.outcomes],
        _runs(plan, findings),
    )
    write_csv(
        folder / "summary.csv",
        ["design_point", *plan.levers, "metric", "unit", "mean", *interval],
        _summary(plan, findings),
    )
    write_csv(
        folder / "comparisons.csv",
        ["metric", "unit", "design_point", "baseline", "difference", *interval, "correlation", "level", "family_size"],
        _comparisons(findings),
    )


def _runs(plan: Plan, findings: Findings) -> Iterator[list[object]]:
    order = sorted(range(len(plan.points)), key=lambda index: plan.points[index].name)
    for index in order:
        point = plan.points[index].name
        for replication in range(findings.replications):
            failed = (point, replication) in findings.failed
            values = findings.values.get((point, replication), {})
            cells = [measured(values.get(name, math.nan), findings.units[name]) for name in plan.outcomes]
            yield [point, replication, plan.seed, FAILED if failed else OK, *plan.cells(index), *cells]


def _summary(plan: Plan, findings: Findings) -> Iterator[list[object]]:
    for index, point in enumerate(plan.points):
        for name in plan.outcomes:
            unit = findings.units[name]
            yield [point.name, *plan.cells(index), name, unit, *_interval(findings.estimates[point.name, name], unit)]


def _comparisons(findings: Findings) -> Iterator[list[object]]:
    for finding in findings.findings:
        found = finding.difference
        numbers = _interval(found.estimate, finding.unit)
        names = [finding.metric, finding.unit, finding.point, finding.baseline]
        yield [*names, *numbers, found.correlation, found.level, found.family_size]


def _interval(estimate: Estimate, unit: str) -> list[object]:
    ends = [measured(value, unit) for value in (estimate.mean, estimate.low, estimate.high)]
    return [*ends, estimate.n]
