"""Playing one replication of a case, in whatever process, and reading its rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from gpss_sim.metrics import METRICS
from gpss_sim.metrics.evaluate import steady_years
from gpss_sim.metrics.slices import Slice, tabulate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import Results, run
from gpss_sim.verification.row import Reading, TheoryCase

SECONDS = "seconds"
"""Beside its rows a replication tells the time of the processor that it took [s]."""


class CaseTask(NamedTuple):
    """What a worker is given of a case."""

    case: str
    scenario: Scenario | None


def prepare(case: TheoryCase) -> CaseTask:
    """Read the scenario of a case, under the seed of the case."""
    if not case.scenario:
        return CaseTask(case.id, None)
    return CaseTask(case.id, load_scenario(case.scenario, [*case.settings, f"random.seed={case.seed}"]))


def play(point: CaseTask, seed: int, replication: int, breakdown: bool) -> Sequence[tuple[str, float]]:
    """Simulate one replication and read every row of the case: (row, value), and what it took."""
    from gpss_sim.verification.table import CASES  # a worker process finds the rows by name

    started = time.process_time()
    reading = none if point.scenario is None else reading_of(run(point.scenario, replication=replication))
    values = [(row.name, row.read(reading)) for row in CASES[point.case].rows]
    return [*values, (SECONDS, time.process_time() - started)]


def none(metric: str, district: str = "") -> float:
    """A reading of no run, for the arithmetic of a rule."""
    raise LookupError(f"{metric}: nothing was simulated")


def reading_of(results: Results) -> Reading:
    """The ordinary indicators of a run over its steady window, each when it is asked for."""
    tables = tabulate(results.world)
    first, last = steady_years(results)

    def reading(metric: str, district: str = "") -> float:
        cut = Slice(tables, first, last, "district" if district else "", district)
        return METRICS[metric].function(cut)

    return reading
