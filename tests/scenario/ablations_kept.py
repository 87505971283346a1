"""What taking every value of every scenario away alone has shown: a kept table, and its page ``docs/ablations.md``."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.layers import ROOT

TABLE = ROOT / "docs" / "data" / "ablations.csv"
PAGE = ROOT / "docs" / "ablations.md"
SAME, ALONE, NOTHING = "the same without it", "cannot be taken away alone", "nothing moves"

HEADER = """\
# What every field of every scenario moves

Each value that a scenario's own file sets is taken away alone, the city is played again with the same luck, and every
indicator of every year is compared. `make ablations NAMES="wuhan pudong"` plays it, keeps
[the table](data/ablations.csv) and writes this page; a field that moves nothing has its reason here and in the
scenario's SOURCES.md. Names, tables of the place, listed agencies and overlays are left out.

- *moves*: some indicator differs in one of the seeds.
- *as declared*: the scenario says what would be so without it.
- *not alone*: without the value there is no scenario, and no other number will do (the only source of money, say).
- *nothing*: no indicator moves in as many seeds as stand there.

| scenario | fields | moves | as declared | not alone | nothing | seeds |
|---|---|---|---|---|---|---|
"""


class Row(NamedTuple):
    """One field taken away: the first indicator that moves, or why there is none; seeds tried at most."""

    scenario: str
    field: str
    moves: str
    seeds: int


def kept() -> list[Row]:
    """The rows of the kept table."""
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(row["scenario"], row["field"], row["moves"], int(row["seeds"])) for row in csv.DictReader(file)]


def keep(rows: Sequence[Row]) -> None:
    """Write the table and its page."""
    from tests.scenario.ablation import PLACES, excused

    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(sorted(rows, key=lambda row: row.scenario))
    PAGE.write_text(page(kept(), {name: excused(name) for name in PLACES}), "utf-8")


def page(rows: Sequence[Row], reasons: Mapping[str, Mapping[str, str]]) -> str:
    """The whole page; `reasons` say by scenario and field why nothing can move."""
    lines = []
    for name in sorted(reasons):
        mine = [row for row in rows if row.scenario == name]
        found = Counter(row.moves if row.moves in (SAME, ALONE, NOTHING) else "moves" for row in mine)
        counts = (len(mine), found["moves"], found[SAME], found[ALONE], found[NOTHING])
        told = [str(count) for count in counts] if mine else ["not played"] + [""] * 4
        seeds = max((row.seeds for row in mine), default="")
        lines.append(f"| [{name}](../scenarios/{name}/SOURCES.md) | " + " | ".join(told) + f" | {seeds} |")
    why = ["", "## What moves nothing, and why", "", "| scenario | field | why |", "|---|---|---|"]
    why += [
        f"| {row.scenario} | `{row.field}` | {reasons[row.scenario].get(row.field, '**not known**')} |"
        for row in rows
        if row.moves == NOTHING
    ]
    return HEADER + "\n".join([*lines, *why]) + "\n"
