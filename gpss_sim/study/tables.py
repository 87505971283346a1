"""The tables of a study: runs, summary, comparisons; the same bytes whoever computed the runs, and when."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gpss_sim.resources import PACKAGE
from gpss_sim.study.choice import PolicyChoice
from gpss_sim.study.compare import Estimate
from gpss_sim.study.findings import Findings
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.store import FAILED, OK
from gpss_sim.study.surface_tables import write_surface
from gpss_sim.tabular import measured, write_csv

TABLES = ("runs.csv", "summary.csv", "comparisons.csv")
CHOICE = "selection.csv"
"""Table of a study that chooses a policy."""
SAMPLED = ("sensitivity.csv", "boxes.csv", "information.csv")
"""Tables of a study that samples, beside the others."""
FAILURES = "failures.csv"
"""Failed runs; there only while there are any."""


def write_tables(folder: Path, plan: StudyPlan, findings: Findings) -> None:
    """Write every table of a study into a folder."""
    interval = ["ci_low", "ci_high", "n"]
    write_csv(folder / "runs.csv", run_columns(plan), _runs(plan, findings))
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
    if findings.choice is not None:
        _write_choice(folder / CHOICE, findings.choice, findings.units)
    if findings.surface is not None:
        write_surface(folder, findings.surface, findings.units)


def tables_of(plan: StudyPlan) -> tuple[str, ...]:
    """Names of the tables of a study."""
    sampled = SAMPLED if plan.experiment.factors else ()
    return (*TABLES, *sampled, *([CHOICE] if plan.experiment.design.chooses else ()))


def _write_choice(path: Path, choice: PolicyChoice, units: Mapping[str, str]) -> None:
    unit = units.get(choice.metric, "")
    write_csv(
        path,
        ["place", "design_point", "metric", "unit", "lead_of_best", "ci_low", "ci_high", "n", "out_at", "out_by"],
        (
            [place, each.point, choice.metric, unit, *_interval(each.lead, unit), each.out_at or "", each.out_by]
            for place, each in enumerate(choice.places, start=1)
        ),
    )


def write_failures(folder: Path, plan: StudyPlan, errors: Mapping[tuple[str, int], str]) -> None:
    """Write the failed runs with their seeds and tracebacks, or remove the table of an earlier call.

    Parameters
    ----------
    folder : Path
        Result folder.
    plan : Plan
        The study.
    errors : mapping
        (design point, replication) → traceback.
    """
    path = folder / FAILURES
    if not errors:
        path.unlink(missing_ok=True)
        return
    rows = (
        [point, replication, plan.seed, *last_and_whole(error)]
        for (point, replication), error in sorted(errors.items())
    )
    write_csv(path, ["design_point", "replication", "seed", "error", "traceback"], rows)


def last_and_whole(traceback: str) -> tuple[str, str]:
    """The last line of a traceback, and all of it without the places of this machine."""
    return traceback.strip().splitlines()[-1], placeless(traceback.strip())


def placeless(traceback: str) -> str:
    """A traceback whose files are named from their package on, so that it is the same on every machine.

    >>> placeless('File "/any/place/lib/site-packages/numpy/core.py", line 1')
    'File "numpy/core.py", line 1'
    """
    home = re.escape(str(PACKAGE.parent))
    return re.sub(rf'File "(?:{home}|[^"]*site-packages|[^"]*lib/python[\d.]+)/', 'File "', traceback)


def run_columns(plan: StudyPlan) -> list[str]:
    """Columns of ``runs.csv`` and of the workbook's sheet of runs."""
    return ["design_point", "replication", "seed", "status", *plan.levers, *plan.outcomes]


def run_rows(
    plan: StudyPlan, findings: Findings, order: Iterable[int]
) -> Iterator[tuple[list[str | int], Mapping[str, float]]]:
    """Cells of :func:`run_columns` but the outcomes, and the value of each outcome, of every run that was played.

    Parameters
    ----------
    order : iterable of int
        Design points by their place in the plan.
    """
    for index in order:
        point = plan.points[index].name
        for replication in range(findings.replications):
            failed = (point, replication) in findings.failed
            if not failed and (point, replication) not in findings.values:
                continue  # a policy that left a race was not run on
            cells: list[str | int] = [point, replication, plan.seed, FAILED if failed else OK, *plan.cells(index)]
            values = findings.values.get((point, replication), {})
            yield cells, {name: values.get(name, math.nan) for name in plan.outcomes}


def _runs(plan: StudyPlan, findings: Findings) -> Iterator[list[object]]:
    order = sorted(range(len(plan.points)), key=lambda index: plan.points[index].name)
    for cells, values in run_rows(plan, findings, order):
        yield [*cells, *(measured(value, findings.units[name]) for name, value in values.items())]


def _summary(plan: StudyPlan, findings: Findings) -> Iterator[list[object]]:
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
