"""What five places played before, against what they play now: ``docs/explanation/before-and-after.md``.

Run ``python -m tests.scenario.before_after [NAME …]`` to play all again, or some places, and to write the page and its
table anew.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Any, NamedTuple

from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.metrics.registry import METRICS
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.layers import ROOT
from tests.rules.market import drawn_before

DATA = ROOT / "docs" / "data" / "before_after.toml"
TABLE = ROOT / "docs" / "data" / "before_after.csv"
PAGE = ROOT / "docs" / "explanation" / "before-and-after.md"

HEADER = """\
# Five places, before and now

What was played wrong, what is played now, and what that moves: the old way is today's place with the settings
shown, the same people and luck. All planned years together, means over {seeds} seeds, the difference with its
standard error. Written by `python -m tests.scenario.before_after` from `docs/data/before_after.toml`, do not edit.
"""


ORDER = "out_of_order:"
"""Measure of one year, by its number: projects drawn before one of the group that comes first, which cost no more."""


class Row(NamedTuple):
    """One indicator of one place: means before and now, mean difference and its standard error."""

    place: str
    measure: str
    before: float
    now: float
    difference: float
    error: float


def data() -> dict[str, Any]:
    """What is played."""
    return tomllib.loads(DATA.read_text("utf-8"))


def places() -> list[str]:
    """The places of the page, in its order."""
    return [name for name, value in data().items() if isinstance(value, dict)]


def play(place: str) -> list[Row]:
    """Every indicator of a place, seed by seed in pairs."""
    told = data()[place]
    common = told.get("common", [])
    pairs = [
        (_measures(place, [*common, *told["before"]], seed), _measures(place, [*common, *told.get("after", [])], seed))
        for seed in data()["seeds"]
    ]
    return [_row(place, measure, [(a[measure], b[measure]) for a, b in pairs]) for measure in measures_of(place)]


def measures_of(place: str) -> list[str]:
    """Indicators of a place, and its draws out of order in every year where a group comes first there."""
    told = data()[place]
    years = range(1, load_scenario(place).calendar.years + 1) if "first" in told else ()
    return [*told["measures"], *(f"{ORDER}{year}" for year in years)]


def _row(place: str, measure: str, pairs: Sequence[tuple[float, float]]) -> Row:
    differences = [now - before for before, now in pairs]
    error = stdev(differences) / len(differences) ** 0.5
    befores, nows = zip(*pairs, strict=True)
    return Row(place, measure, fmean(befores), fmean(nows), fmean(differences), error)


def _measures(place: str, changes: Sequence[str], seed: int) -> dict[str, float]:
    scenario = load_scenario(place, list(changes))
    period = f"1-{scenario.calendar.years}"
    results = run(scenario, seed=seed)
    found = {row.metric: row.value for row in evaluate(results) if row.year == period}
    if first := data()[place].get("first"):
        years = Counter(year for year, _ in drawn_before(results.world.state, first))
        found |= {f"{ORDER}{year}": float(years[year]) for year in range(1, scenario.calendar.years + 1)}
    return found


def kept() -> list[Row]:
    """The rows of the kept table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(*list(row.values())[:2], *map(float, list(row.values())[2:])) for row in csv.DictReader(file)]


def page(rows: Sequence[Row]) -> str:
    """The whole page."""
    return HEADER.format(seeds=len(data()["seeds"])) + "".join(_part(place, rows) for place in places())


def _part(place: str, rows: Sequence[Row]) -> str:
    told = data()[place]
    sets = " ".join(f"`{each}`" for each in told["before"])
    lines = [f"\n## {load_scenario(place).title}\n", f"Before: {told['wrong']} Now: {told['now']}\n"]
    lines += [f"The old way: {sets}." + (f" The new way: `{told['after'][0]}`." if "after" in told else "")]
    if "common" in told:
        lines[-1] += f" Both: `{told['common'][0]}`."
    lines += ["", "| indicator | before | now | difference |", "|---|---|---|---|"]
    for row in rows:
        if row.place == place:
            title = _title(row.measure)
            change = f"{_told(row.difference, '+')} ± {_told(row.error)}"
            lines.append(f"| {title} | {_told(row.before)} | {_told(row.now)} | {change} |")
    if "reading" in told:
        lines += ["", told["reading"]]
    return "\n".join(lines) + "\n"


def _title(measure: str) -> str:
    if measure.startswith(ORDER):
        return f"Drawn before the tier that comes first, year {measure.removeprefix(ORDER)}, projects"
    return f"{METRICS[measure].title_en}, {METRICS[measure].unit}"


def _told(value: float, sign: str = "") -> str:
    """Whole from 100 on, else three figures."""
    return f"{value:{sign},.0f}" if abs(value) >= 100 else f"{value:{sign}.3g}"


def main(names: Sequence[str] = ()) -> None:
    """Play everything or the places named, write table and page."""
    again = names or places()
    rows = [row for place in places() for row in (play(place) if place in again else _kept_of(place))]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows([*row[:2], *(f"{value:.6g}" for value in row[2:])] for row in rows)
    PAGE.write_text(page(kept()), "utf-8")


def _kept_of(place: str) -> list[Row]:
    return [row for row in kept() if row.place == place]


if __name__ == "__main__":
    main(sys.argv[1:])
