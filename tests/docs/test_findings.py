"""The findings on the front page are those of the tables that the demo's command wrote."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "docs" / "data" / "shanghai_modes"
SHOWN = {
    "improvement_per_million": "{:.1f}",
    "cost_per_completed": "{:,.0f}",
    "wait_urgent": "{:.1f}",
    "quality": "{:.1f}",
    "lost_share": "{:.3f}",
}
PRIMARY = "improvement_per_million"
BASELINE = "formal/post"


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected(point: str) -> list[str]:
    means = {r["metric"]: r["mean"] for r in rows("summary.csv") if r["design_point"] == point}
    cells = [form.format(float(means[metric])) for metric, form in SHOWN.items()]
    found = [
        r
        for r in rows("comparisons.csv")
        if (r["design_point"], r["baseline"], r["metric"]) == (point, BASELINE, PRIMARY)
    ]
    words = "baseline"
    if found:
        numbers = (float(found[0][key]) for key in ("difference", "ci_low", "ci_high"))
        words = "{:+.1f} ({:+.1f} to {:+.1f})".format(*numbers)
    return [point, cells[0], words, *cells[1:]]


POINTS = sorted({row["design_point"] for row in rows("summary.csv")})


def test_all_cells_are_there() -> None:
    assert len(POINTS) == 8


@pytest.mark.parametrize("point", POINTS)
def test_the_front_page_says_what_the_tables_say(point: str) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith(f"| {point} |"))
    assert [cell.strip() for cell in line.strip("|").split("|")] == expected(point)


def test_the_words_above_the_table_say_what_the_tables_say() -> None:
    """Recipients of the steady years 2 to 5, and replications."""
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    cell = next(row for row in rows("summary.csv") if row["metric"] == "arrived")
    assert f"{cell['n']} replications of five years" in text
    assert f"about {float(cell['mean']) / 4:,.0f}"[:-3] + "000 arrivals a year" in text
