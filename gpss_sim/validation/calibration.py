"""What the facts in view ask of the parameters that were assumed in view of them.

One parameter at a time takes a few values, and the measure of its fact is seen at each in every replication. Every
replication has its own straight line through them, since its runs share their luck; the value at which the mean line
meets the fact has the interval of Fieller, which is exact for a ratio of two normal means.

References
----------
Fieller, E. C. (1954), Journal of the Royal Statistical Society B 16, 175–185. Draper, N. R. and Smith, H. (1998),
Applied Regression Analysis, 3rd ed., §3.2: inverse estimation.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import t

from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.batch import BatchResult
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.findings import column
from gpss_sim.study.plan import value_at
from gpss_sim.tabular import write_csv
from gpss_sim.validation.facts import FOLDER, judge


class Knob(NamedTuple):
    """A fact in view and the parameter it could set: measure, band that meets it, size seen, and why."""

    fact: int
    parameter: str
    measure: str
    low: float
    high: float
    target: float
    why: str


@cache
def knobs() -> tuple[Knob, ...]:
    """All of them, by fact."""
    return tuple(Knob(**entry) for entry in tomllib.loads((FOLDER / "knobs.toml").read_text("utf-8"))["knob"])


def asked(values: Sequence[float], measured: Sequence[Sequence[float]], target: float, level: float) -> Estimate:
    """The value of a parameter at which the measure meets its target; no number where the measure does not move.

    Parameters
    ----------
    values : sequence of float
        Values the parameter takes.
    measured : sequence of sequence of float
        What was measured at each value, one row a replication.
    target : float
        What is to be met.
    level : float
        Confidence level of the interval; its ends are infinite where the slope cannot be told from none.

    >>> found = asked([0, 1, 2], [[1.1, 2.9, 5.1], [0.9, 3.1, 4.9], [1.0, 3.1, 5.0]], 4.0, 0.95)
    >>> round(found.mean, 2), found.low < 1.5 < found.high
    (1.49, True)
    """
    rows = np.array(measured)
    slopes, starts = np.polyfit(np.array(values), rows.T, 1)
    gaps, n = starts - target, len(rows)
    slope, gap = float(slopes.mean()), float(gaps.mean())
    if n < 2 or np.abs(slopes).max() <= 1e-12:
        return Estimate(math.nan, math.nan, math.nan, n)
    # The set of x at which the mean of gap + slope · x is not told from zero: square·x² + 2·cross·x + rest ≤ 0.
    spread = float(t.ppf((1 + level) / 2, n - 1)) ** 2 / n * np.cov(slopes, gaps)
    square, cross, rest = slope**2 - spread[0, 0], slope * gap - spread[0, 1], gap**2 - spread[1, 1]
    if square <= 0:
        return Estimate(-gap / slope, -math.inf, math.inf, n)
    half = math.sqrt(max(cross**2 - square * rest, 0.0))
    return Estimate(-gap / slope, float((-cross - half) / square), float((-cross + half) / square), n)


COLUMNS = (
    "fact",
    "parameter",
    "stands_at",
    "range_low",
    "range_high",
    "measure",
    "band_low",
    "band_high",
    "target",
    "measured",
    "measured_low",
    "measured_high",
    "verdict",
    "asked",
    "ci_low",
    "ci_high",
    "meets_from",
    "meets_to",
    "n",
)


def write_calibration(path: Path, study: BatchResult, level: float) -> None:
    """Write, for every fact in view with a size, what stands, and the values of its parameter that would meet it."""
    write_csv(path, COLUMNS, [_row(knob, study, level) for knob in knobs()])


def _row(knob: Knob, study: BatchResult, level: float) -> list[object]:
    stands = value_at(load_scenario(study.plan.experiment.study.scenario), knob.parameter)
    low, high = next(entry for entry in entries() if entry.path == knob.parameter).extra("sweep")
    seen = {
        value: column(study.findings.values, point.name, knob.measure, study.findings.replications)
        for point in study.plan.points
        for parameter, _, value in [point.name.partition("=")]
        if parameter == knob.parameter
    }
    values, rows = [float(value) for value in seen], list(zip(*seen.values(), strict=True))
    now = estimate(seen[stands], level)
    found = asked(values, rows, knob.target, level)
    edges = [asked(values, rows, edge, level).mean for edge in (knob.low, knob.high)]
    return [
        *(knob.fact, knob.parameter, stands, low, high),
        *(knob.measure, knob.low, knob.high, knob.target),
        *(now.mean, now.low, now.high, judge(now, knob.low, knob.high).value),
        *(found.mean, *(end if math.isfinite(end) else None for end in (found.low, found.high))),
        *within(edges, low, high),
        found.n,
    ]


def within(edges: Sequence[float], low: float, high: float) -> tuple[float | None, float | None]:
    """The part of a range that lies between two values; nothing where it holds none of it.

    >>> within([7.0, 3.0], 0.0, 5.0), within([7.0, 6.0], 0.0, 5.0)
    ((3.0, 5.0), (None, None))
    """
    first, last = max(min(edges), low), min(max(edges), high)
    return (first, last) if first <= last else (None, None)
