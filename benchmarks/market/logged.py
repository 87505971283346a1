"""Peak of memory of a run whose event log is written, or not: ``logged.py YEARS on|off`` prints a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

from gpss_sim import simulate
from gpss_sim.chronicle.run_files import write_events
from gpss_sim.scenario.load import load_scenario

KIBIBYTE = 1024


def main(years: str, log: str) -> None:
    scenario = load_scenario("small_city", [f"calendar.years={years}"])
    results = simulate.run(scenario, log=log == "on")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTE
    if log == "on":
        with tempfile.TemporaryDirectory() as folder:
            write_events(Path(folder) / "events.csv", results)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTE
    print(json.dumps({"peak_mb": peak, "run_mb": before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
