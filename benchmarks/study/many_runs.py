"""What 100,000 runs cost, from small sizes by a fitted line; run it with PYTHONPATH=benchmarks/study.

Processor seconds, not time on the clock: they hardly depend on what else the machine does. Measured are one run of a
city, and what the one process that keeps the results spends on each, with workers of this machine and with Dask (client
and scheduler together). The workers share the first; the second stays in one process and says how many workers help.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gpss_sim.scenario.load import load_scenario
from gpss_sim.study import model, run_batch
from gpss_sim.study.model import Model

CITIES = ("small_city",)
SIZES = (50, 100, 200, 400)
MANY = 100_000
EXPERIMENT = """
[study]
scenario = "small_city"
[levers]
"rules.form" = ["post", "project"]
[outcomes]
primary = ["served"]
"""
_ROWS: list[tuple[Any, ...]] = []


def replay(scenario: Any, seed: int, replication: int, breakdown: bool) -> Sequence[tuple[Any, ...]]:
    """Return the rows of one real run at once: what is left is what keeping them costs."""
    if not _ROWS:
        _ROWS.extend(model.play(load_scenario("small_city"), seed, 0, breakdown))
    return [(*row[:7], row[7] + replication, row[8]) for row in _ROWS]


def seconds_a_run(name: str, runs: int) -> float:
    """Processor seconds of one run of a city, the first left out."""
    city = load_scenario(name)
    model.play(city, 1, 0, False)
    start = time.process_time()
    for replication in range(1, runs + 1):
        model.play(city, 1, replication, False)
    return (time.process_time() - start) / runs


def line_of(cluster: str | None) -> tuple[float, float]:
    """Processor seconds of the process that keeps results: (once, for each run), by least squares over `SIZES`."""
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.toml"
        path.write_text(EXPERIMENT, "utf-8")
        for size in SIZES:
            start = time.process_time()
            out = Path(folder) / f"{size}"
            kept = Model(importlib.import_module("many_runs").replay, model.market().metrics)  # workers import it so
            run_batch(path, out, workers=1, replications=size // 2, model=kept, cluster=cluster)
            spent.append(time.process_time() - start)
    slope, once = np.polyfit(SIZES, spent, 1)
    return float(once), float(slope)


def with_dask() -> tuple[float, float]:
    """The same with a scheduler in this process and a worker in another."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1", protocol="tcp") as place:
        words = [sys.executable, "-m", "distributed.cli.dask_worker", place.scheduler_address, "--no-nanny"]
        variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.getcwd()])}
        worker = subprocess.Popen([*words, "--nthreads", "1", "--no-dashboard"], env=variables)
        try:
            return line_of(place.scheduler_address)
        finally:
            worker.kill()
            worker.wait()


def main() -> None:
    """Print the two tables of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=6, help="runs of each city")
    parser.add_argument("--dask", action="store_true", help="measure with a Dask scheduler too")
    parser.add_argument("--city", action="append", help="city to measure; small_city if left out")
    asked = parser.parse_args()
    keeping = {"workers of this machine": line_of(None)}
    if asked.dask:
        keeping["Dask"] = with_dask()
    for name, (once, slope) in keeping.items():
        print(f"{name}: {once:.1f} s + {1000 * slope:.2f} ms a run in the process that keeps the results", flush=True)
    for city in asked.city or CITIES:
        played = seconds_a_run(city, asked.runs)
        hours = [MANY * played / cores / 3600 for cores in (1, 8, 64, 512)]
        kept = [MANY * slope / 3600 for _, slope in keeping.values()]
        most = [played / slope for _, slope in keeping.values()]
        told = ", ".join(f"{each:.2f}" for each in hours)
        print(f"{city}: {played:.3f} s a run; hours on 1, 8, 64, 512 cores {told}; keeping {kept}; most cores {most}")


if __name__ == "__main__":
    main()
