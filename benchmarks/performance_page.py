"""Write the tables of docs/performance.md from docs/data/performance: ``python benchmarks/performance_page.py``.

`before.csv` and `now.csv` are what ``targets.py --keep`` wrote under two versions on one machine, `city.csv` and
`shanghai.csv` what ``market/shares.py --keep`` wrote, `pairs.csv` what ``market/paired.py --keep`` wrote.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, DATA = ROOT / "docs" / "performance.md", ROOT / "docs" / "data" / "performance"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a kept table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def targets() -> Iterator[str]:
    """Every measured number before and now, beside its target."""
    key = ("work", "measure", "remark")
    before = {tuple(row[name] for name in key): row for row in rows("before.csv")}
    yield "| work | measure | before | now | target |\n|---|---|---|---|---|"
    for row in rows("now.csv"):
        old = before.get(tuple(row[name] for name in key))
        work = f"{row['work']} ({row['remark']})" if row["remark"] else row["work"]
        told = f"{float(old['value']):.2f} {old['unit']}" if old else ""
        yield f"| {work} | {row['measure']} | {told} | {float(row['value']):.2f} {row['unit']} | {row['target']} |"


def shares() -> Iterator[str]:
    """Where the time goes, in two cities."""
    columns = [{row["part"]: row["percent"] for row in rows(name)} for name in ("shanghai.csv", "city.csv")]
    yield "| part | Shanghai, % | 1.3 million people, % |\n|---|---|---|"
    for part in dict.fromkeys([*columns[1], *columns[0]]):
        yield f"| {part} | {columns[0].get(part, '0.0')} | {columns[1].get(part, '0.0')} |"


def pairs() -> Iterator[str]:
    """The same work by two versions in turns."""
    yield "| work | before, CPU s | now, CPU s | before / now | results |\n|---|---|---|---|---|"
    for row in rows("pairs.csv"):
        yield "| " + " | ".join(row.values()) + " |"


TABLES = {"targets": targets, "shares": shares, "pairs": pairs}


def page(text: str) -> str:
    """The page with its tables written anew, each between its two marks."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        head, _, rest = text.partition(begin)
        text = head + begin + "\n" + "\n".join(table()) + "\n\n" + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
