"""Where each system, rule and figure of the documents lives: ``docs/coverage.md`` from ``docs/data/coverage.toml``.

Run ``python -m tests.scenario.coverage`` to write the page anew.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gpss_sim.scenario.document import chain, find
from gpss_sim.scenario.load import merge
from gpss_sim.scenario.origin import Key, split
from tests.layers import ROOT

DATA = ROOT / "docs" / "data" / "coverage.toml"
PAGE = ROOT / "docs" / "coverage.md"

KINDS = {"system": "Systems", "rule": "Rules", "figure": "Figures"}
IDENTIFIERS = {
    "system": [f"A{number}" for number in range(1, 43)],
    "rule": [f"R{number:02d}" for number in range(1, 85)],
    "figure": [f"F{number:03d}" for number in range(1, 140)],
}
"""What the digest of the documents numbers, nothing left out."""

HEADER = """\
# What the documents describe, and where it lives

Written from `docs/data/coverage.toml` by `python -m tests.scenario.coverage`; do not edit it. The project was built
from {documents} documents on government purchase of social work services and services beside it. A digest numbers the
systems they describe (A), the rules they state (R) and the figures they print (F). Each is listed with the scenario and
the field that hold it; a scenario without a field tells of it in its SOURCES.md as a bound, a comparison or context.
What is not played says why.

| | in all | in fields | told only | not played |
|---|---|---|---|---|
{counts}
"""


def read() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(DATA.read_text("utf-8"))


def standing(entry: dict[str, Any]) -> str:
    """How far an entry is covered."""
    where = entry.get("where", [])
    if any(place.get("fields") for place in where):
        return "in fields"
    return "told only" if where else "not played"


def page() -> str:
    """The whole page."""
    data = read()
    counts = []
    for kind, title in KINDS.items():
        found = Counter(standing(entry) for entry in data[kind])
        cells = [str(len(data[kind])), *(str(found[how]) for how in ("in fields", "told only", "not played"))]
        counts.append(f"| {title.lower()} | " + " | ".join(cells) + " |")
    parts = [HEADER.format(documents=len(data["documents"]), counts="\n".join(counts))]
    for kind, title in KINDS.items():
        lines = [
            f"## {title}\n",
            "| | what | value | where | what is not played, and why | document |",
            "|---|---|---|---|---|---|",
        ]
        parts.append("\n".join([*lines, *(_row(entry) for entry in data[kind])]) + "\n")
    lines = ["## Documents\n", "| short title | title as printed |", "|---|---|"]
    parts.append(
        "\n".join([*lines, *(f"| {name} | {_cell(title)} |" for name, title in data["documents"].items())]) + "\n"
    )
    return "\n".join(parts)


def _row(entry: dict[str, Any]) -> str:
    where = "; ".join(_place(place) for place in entry.get("where", []))
    cells = [entry["id"], entry["text"], entry.get("value", ""), where, entry.get("why", "")]
    return "| " + " | ".join(_cell(cell) for cell in [*cells, ", ".join(entry.get("documents", []))]) + " |"


def _place(place: dict[str, Any]) -> str:
    name = place["scenario"]
    link = f"[{name}](../scenarios/{name}/SOURCES.md)"
    fields = ", ".join(f"`{field}`" for field in place.get("fields", []))
    return f"{link}: {fields}" if fields else link


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def mentioned(name: str) -> set[str]:
    """Identifiers that a scenario, or one it extends, tells of in its SOURCES.md or in its file."""
    files = chain(find(name))
    texts = [path.read_text("utf-8") for file in files for path in (file, file.parent / "SOURCES.md") if path.is_file()]
    return {identifier for text in texts for identifier in _identifiers(text)}


def _identifiers(text: str) -> Iterator[str]:
    """Identifiers of a text, ranges such as F046–F049 unfolded."""
    for letter, first, last in re.findall(r"\b([ARF])(\d{1,3})(?:–[ARF](\d{1,3}))?\b", text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{letter}{number:0{len(first)}d}"


def holds(name: str, field: str) -> bool:
    """Whether a scenario, or one it extends, sets a field or a table of fields; a library or CSV table counts."""
    values: Any = merge(name).data
    key: Key = split(field)
    if key == ("city", "library"):
        return bool(values.get("templates"))
    for part in key:
        if not isinstance(values, dict) or part not in values:
            return False
        values = values[part]
    return True


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
