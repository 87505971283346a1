"""A city some times as large as the example: districts, projects, agencies and founding are repeated, money follows.

    python benchmarks/market/grown.py TIMES [--reach] [FIELD=VALUE …]

Prints one line of JSON: people, processor seconds of the run alone, and the peak of memory. With `--solve` the city is
played once before, untimed, so that its contests are on file (GPSS_SIM_CACHE). With `--reach` an agency reaches as many
projects as in the example; without, the same share of all projects, so that rivals in a tender grow with the city.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import tempfile
import time
from pathlib import Path

from gpss_sim import simulate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario

EXAMPLE = Path(simulate.__file__).parents[1] / "scenarios" / "baseline"
KIBIBYTE = 1024


def grown(times: int, reach: bool, changes: list[str]) -> Scenario:
    """The example `times` over; ids of the copies end in their number."""
    example = load_scenario("baseline")
    with tempfile.TemporaryDirectory() as folder:
        for name, keys in (("districts.csv", ("id",)), ("library.csv", ("id", "district"))):
            _repeat(EXAMPLE / name, Path(folder) / name, keys, times)
        file = Path(folder) / "scenario.toml"
        file.write_text(
            f'extends = "baseline"\nname = "grown"\ntitle = "Grown"\n'
            f'[city]\ndistricts = "districts.csv"\nlibrary = "library.csv"\n'
            f"[agencies]\nnumber = {example.agencies.number * times}\n"
            f"reach = {example.agencies.reach / (times if reach else 1)}\n"
            f"[market]\nentry_per_year = {example.market.entry_per_year * times}\n"
            f"fair = {example.market.fair / (times if reach else 1)}\n",
            "utf-8",
        )
        return load_scenario(file, changes)


def _repeat(source: Path, target: Path, keys: tuple[str, ...], times: int) -> None:
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for copy in range(times):
            writer.writerows(row | {key: f"{row[key]}_{copy}" for key in keys} for row in rows)


def main() -> None:
    """Measure one run."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("times", type=int)
    reader.add_argument("changes", nargs="*", metavar="FIELD=VALUE")
    reader.add_argument("--reach", action="store_true", help="as many projects within reach of an agency as before")
    reader.add_argument("--solve", action="store_true", help="run once before, untimed")
    given = reader.parse_args()
    scenario = grown(given.times, given.reach, given.changes)
    simulate.run(scenario if given.solve else load_scenario("small_city", ["calendar.years=1"]))
    start = time.process_time()
    results = simulate.run(scenario)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTE
    people = len(results.world.state.queues.people)
    print(json.dumps({"counted": people, "seconds": seconds, "mean_wait": 0.0, "peak_mb": peak}))


if __name__ == "__main__":
    main()
