"""What the facts in view ask of the parameters that were assumed in view of them.

One parameter at a time takes a few values, and the measure of its fact is seen at each in every replication. The
value at which a straight line through them meets the fact is estimated by least squares, with its interval.

References
----------
Draper, N. R. and Smith, H. (1998), Applied Regression Analysis, 3rd ed., §3.2: inverse estimation.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import curve_fit
from scipy.stats import t

from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.batch import BatchResult
from gpss_sim.study.compare import Estimate
from gpss_sim.study.findings import column
from gpss_sim.study.plan import value_at
from gpss_sim.tabular import write_csv
from gpss_sim.validation.facts import FOLDER


class Knob(NamedTuple):
    """A fact in view and the parameter it could set: what is measured, the size seen, and what it means."""

    fact: int
    parameter: str
    measure: str
    target: float
    why: str


@cache
def knobs() -> tuple[Knob, ...]:
    """All of them, by fact."""
    return tuple(Knob(**entry) for entry in tomllib.loads((FOLDER / "knobs.toml").read_text("utf-8"))["knob"])


def asked(values: Sequence[float], measured: Sequence[float], target: float, level: float) -> Estimate:
    """The value of a parameter at which the measure meets its target; no number where the measure does not move.

    Parameters
    ----------
    values, measured : sequence of float
        Value of the parameter and what was measured, one pair a run.
    target : float
        What is to be met.
    level : float
        Confidence level of the interval.

    >>> found = asked([0, 1, 2, 0, 1, 2], [1.1, 2.9, 5.1, 0.9, 3.1, 4.9], 4.0, 0.95)
    >>> round(found.mean, 6), found.low < 1.5 < found.high
    (1.5, True)
    """
    x, y = np.array(values), np.array(measured)

    def line(value: np.ndarray, met: float, slope: float) -> np.ndarray:
        return target + slope * (value - met)

    slope, start = np.polyfit(x, y, 1)
    if abs(slope) <= 1e-12:
        return Estimate(math.nan, math.nan, math.nan, len(x))
    best, covariance = curve_fit(line, x, y, p0=[(target - start) / slope, slope])
    half = float(t.ppf((1 + level) / 2, len(x) - 2)) * math.sqrt(covariance[0, 0])
    return Estimate(float(best[0]), float(best[0]) - half, float(best[0]) + half, len(x))


def write_calibration(path: Path, study: BatchResult, level: float) -> None:
    """Write, for every fact in view with a size, the value of its parameter that would meet it."""
    header = ["fact", "parameter", "stands_at", "range_low", "range_high", "measure", "target"]
    write_csv(path, [*header, "asked", "ci_low", "ci_high", "n"], [_row(knob, study, level) for knob in knobs()])


def _row(knob: Knob, study: BatchResult, level: float) -> list[object]:
    stands = value_at(load_scenario(study.plan.experiment.study.scenario), knob.parameter)
    low, high = next(entry for entry in entries() if entry.path == knob.parameter).extra("sweep")
    values, measured = [], []
    for point in study.plan.points:
        parameter, _, value = point.name.partition("=")
        if parameter == knob.parameter:
            for seen in column(study.findings.values, point.name, knob.measure, study.findings.replications):
                values.append(float(value))
                measured.append(seen)
    found = asked(values, measured, knob.target, level)
    return [
        knob.fact,
        knob.parameter,
        stands,
        low,
        high,
        knob.measure,
        knob.target,
        found.mean,
        found.low,
        found.high,
        found.n,
    ]
