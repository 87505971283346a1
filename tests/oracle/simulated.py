"""What the command line says of a verification scenario: ``gpss-sim run FILE``, then ``metrics.csv``, nothing else."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean, stdev
from typing import NamedTuple

from click.testing import CliRunner

from gpss_sim.cli import main

LIMIT = 4.0
"""Standard errors that theory and simulation may be apart."""
BREAKDOWN = ("district", "group", "domain", "form", "method")


def run(folder: Path, scenario: str | Path, *settings: str, seed: int) -> dict[tuple[str, str, str], float]:
    """Values of ``metrics.csv`` by (indicator, period, district); empty district is the whole city."""
    overrides = [word for setting in settings for word in ("--set", setting)]
    out = folder / f"{Path(scenario).name}-{'-'.join(settings)}-{seed}".replace("/", "_")
    arguments = ["run", str(scenario), *overrides, "--seed", str(seed), "--out", str(out), "--no-events"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with (out / "metrics.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if not any(row[by] for by in BREAKDOWN[1:])]
    return {(row["metric"], row["year"], row["district"]): float(row["value"] or "nan") for row in rows}


def window(values: Iterable[tuple[str, str, str]]) -> str:
    """The steady window among the periods of a run: the last to begin of those that end with the horizon."""
    periods = {period for _, period, _ in values}
    spans = [period for period in periods if "-" in period]
    return max(spans or periods, key=lambda period: int(period.split("-")[0]))


class Estimate(NamedTuple):
    """A simulated mean and its standard error."""

    mean: float
    error: float

    def z(self, truth: float) -> float:
        """Standard errors above `truth`."""
        return (self.mean - truth) / self.error

    def sees(self, shift: float) -> bool:
        """Whether a mistake of this size would be more than the limit away."""
        return LIMIT * self.error < abs(shift)


def of_replications(values: list[float]) -> Estimate:
    """Mean and standard error over independent replications."""
    return Estimate(fmean(values), stdev(values) / math.sqrt(len(values)))
