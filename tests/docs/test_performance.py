"""The page on speed shows what the kept tables hold, and names commands that are there."""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")
DATA = ROOT / "docs" / "data" / "performance"


def kept(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(name: str) -> list[list[str]]:
    """Cells of the table between the marks of a name, without its head."""
    told = PAGE.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]
    rows = [line for line in told.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]


def test_what_was_measured_is_what_is_told() -> None:
    now = kept("now.csv")
    assert [line[3] for line in lines("targets")] == [f"{float(row['value']):.2f} {row['unit']}" for row in now]
    assert [line[1] for line in lines("targets")] == [row["measure"] for row in now]
    assert [line[4] for line in lines("targets")] == [row["target"] for row in now]
    old = {
        (row["work"], row["measure"], row["remark"]): f"{float(row['value']):.2f} {row['unit']}"
        for row in kept("before.csv")
    }
    told = [old.get((row["work"], row["measure"], row["remark"]), "") for row in now]
    assert [line[2] for line in lines("targets")] == told
    assert any(told)


def test_shares_and_pairs_are_those_kept() -> None:
    for column, name in ((1, "shanghai.csv"), (2, "city.csv")):
        shares = {row["part"]: row["percent"] for row in kept(name)}
        assert {line[0]: line[column] for line in lines("shares")} == {
            line[0]: shares.get(line[0], "0.0") for line in lines("shares")
        }
        assert shares.keys() <= {line[0] for line in lines("shares")}
        assert abs(sum(map(float, shares.values())) - 100) < 1
    assert lines("pairs") == [list(row.values()) for row in kept("pairs.csv")]
    assert {row["results"] for row in kept("pairs.csv")} == {"the same"}


def test_the_scripts_it_names_are_there() -> None:
    named = set(re.findall(r"benchmarks/[\w/]+\.py", PAGE))
    assert len(named) > 3
    assert [name for name in named if not (ROOT / name).is_file()] == []
