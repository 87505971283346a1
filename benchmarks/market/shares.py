"""Where the time of a run goes, by room of the program: ``shares.py TIMES|SCENARIO [FIELD=VALUE …] [--keep FILE]``.

TIMES is a city so many times the example (`grown.py`). The city is played once before, so that its contests are on
file; then under cProfile, which makes small functions look dearer than they are. What NumPy, SciPy and Python's own
functions take is counted where they are called from.
"""

from __future__ import annotations

import argparse
import cProfile
import csv
import pstats
from collections import defaultdict
from pathlib import Path
from typing import Any

from grown import grown

from gpss_sim import simulate
from gpss_sim.scenario.load import load_scenario

PARTS = {
    "recipients": "queues: people come, wait, are served",
    "procurement": "procedures: offers asked for and opened",
    "agencies": "agencies: who is admitted, what each considers and offers, effort",
    "policies": "prices: best prices, worth of a contract",
    "delivery": "months of contracts: pay, staff, quality, scores",
    "contracts": "contracts and projects",
    "buyers": "the buyer: survey, draw, reserve list",
    "treasury": "money",
    "market": "clock, ledger, luck, record",
    "streams": "streams of random numbers",
    "simpy": "SimPy",
}


def main() -> None:
    """Print shares, largest first."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("city")
    reader.add_argument("changes", nargs="*", metavar="FIELD=VALUE")
    reader.add_argument("--keep", type=Path, metavar="FILE")
    asked = reader.parse_args()
    whole = asked.city.isdigit()
    scenario = grown(int(asked.city), False, asked.changes) if whole else load_scenario(asked.city, asked.changes)
    simulate.run(scenario)
    profile = cProfile.Profile()
    profile.enable()
    simulate.run(scenario)
    profile.disable()
    shares = by_part(pstats.Stats(profile).stats)  # type: ignore[attr-defined]
    rows = [(name, round(100 * share, 1)) for name, share in sorted(shares.items(), key=lambda each: -each[1])]
    print("| part | % of the time |\n|---|---|")
    for name, share in rows:
        print(f"| {name} | {share:.1f} |")
    if asked.keep:
        with asked.keep.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("part", "percent"), *rows])


def by_part(stats: dict[Any, Any]) -> dict[str, float]:
    """Share of each part; what is nobody's own goes to its callers, in proportion to what it took for each."""
    own: defaultdict[str, float] = defaultdict(float)
    for function, (_, _, spent, _, callers) in stats.items():
        part = _part(function[0])
        if part:
            own[part] += spent
            continue
        told = sum(each[2] for each in callers.values()) or 1.0
        for caller, each in callers.items():
            own[_part(caller[0]) or "other"] += spent * each[2] / told
    total = sum(own.values())
    return {name: share / total for name, share in own.items()}


def _part(file: str) -> str:
    place = Path(file)
    names = place.parts
    if "gpss_sim" in names:
        room = place.parent.name if place.parent.name != "gpss_sim" else place.stem
        return PARTS.get(room, "other")
    return PARTS["simpy"] if "simpy" in names else ""


if __name__ == "__main__":
    main()
