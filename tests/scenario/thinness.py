"""What a rule does and what a thin market does, told apart: ``docs/explanation/rule-or-thinness.md``.

Run ``python -m tests.scenario.thinness`` to play all again and to write the page and its table anew.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from statistics import fmean
from typing import Any

from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.layers import ROOT

DATA = ROOT / "docs" / "data" / "thinness.toml"
TABLE = ROOT / "docs" / "data" / "thinness.csv"
PAGE = ROOT / "docs" / "explanation" / "rule-or-thinness.md"
MEASURES = ("failed_share", "eligible", "bidders", "awarded_share")

HEADER = """\
# The rule, or a thin market?

Where most procedures fail, a reader takes it for the rule. Here the rule of each document is played as written and
without it, among as many agencies as a register, a count or the country's mean gives the place, and among many. What
differs between rules in one market is the rule's doing; what differs between markets under one rule is thinness.
{years} years, seeds {seeds}; written by `python -m tests.scenario.thinness` from `docs/data/thinness.toml`, do not
edit.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """Means over the seeds of one city, one market and one rule."""

    city: str
    market: str
    rule: str
    failed_share: float
    eligible: float
    bidders: float
    awarded_share: float


def cells(city: str) -> Iterator[tuple[str, str, list[str]]]:
    """Market, rule, and what is set for both, of each cell of a city."""
    told = data()[city]
    for market, overlays in told["markets"].items():
        laid = [f"rules.overlays={overlays}"] if overlays else []
        yield market, told["rule"], laid
        for rule, changes in told["without"].items():
            yield market, rule, [*laid, *changes]


def data() -> dict[str, Any]:
    """What is played."""
    return tomllib.loads(DATA.read_text("utf-8"))


def cities() -> list[str]:
    """The cities of the page, in its order."""
    return [name for name, value in data().items() if isinstance(value, dict)]


def play(city: str, market: str, rule: str, changes: Sequence[str]) -> Row:
    """One cell: whole-horizon means over the seeds."""
    years = data()["years"]
    scenario = load_scenario(city, [f"calendar.years={years}", *changes])
    runs = [_measures(scenario, seed, f"1-{years}") for seed in data()["seeds"]]
    return Row(city, market, rule, *(fmean(run[measure] for run in runs) for measure in MEASURES))


def _measures(scenario: Any, seed: int, period: str) -> dict[str, float]:
    return {row.metric: row.value for row in evaluate(run(scenario, seed=seed)) if row.year == period}


def kept() -> list[Row]:
    """The rows of the kept table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(*list(row.values())[:3], *(float(row[each]) for each in MEASURES)) for row in csv.DictReader(file)]


def page(rows: Sequence[Row]) -> str:
    """The whole page."""
    told = data()
    seeds = ", ".join(str(seed) for seed in told["seeds"])
    return HEADER.format(years=told["years"], seeds=seeds) + "".join(_part(city, rows) for city in cities())


def _part(city: str, rows: Sequence[Row]) -> str:
    lines = [
        f"\n## {load_scenario(city).title}\n",
        "| market | rule | procedures that fail | agencies admitted | offers | drawn projects let |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row.city == city:
            lines.append(
                f"| {row.market} | {row.rule} | {row.failed_share:.2f} | {row.eligible:.1f} | {row.bidders:.1f} "
                f"| {row.awarded_share:.2f} |"
            )
    return "\n".join(lines) + "\n\n" + f"[Sources](../../scenarios/{city}/SOURCES.md). " + data()[city]["reads"] + "\n"


def main(arguments: Sequence[str]) -> None:
    """Play some cities, or all, and write table and page."""
    chosen = list(arguments) or cities()
    rows = [] if not TABLE.exists() else [row for row in kept() if row.city not in chosen]
    for city in chosen:
        for cell in cells(city):
            rows.append(play(city, *cell))
            print(*astuple(rows[-1]), sep="\t", flush=True)
    rows.sort(key=lambda row: cities().index(row.city))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows([*astuple(row)[:3], *(f"{value:.4f}" for value in astuple(row)[3:])] for row in rows)
    PAGE.write_text(page(kept()), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
