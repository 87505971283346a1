"""Where each system, rule and figure of the documents lives: ``docs/coverage.md`` from ``docs/data/coverage.toml``.

Run ``python -m tests.scenario.coverage`` to write the page anew.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gpss_sim.scenario.document import chain, find
from gpss_sim.scenario.load import merge
from gpss_sim.scenario.origin import split
from gpss_sim.sources import citations, documents, sources
from tests.layers import ROOT

DATA = ROOT / "docs" / "data" / "coverage.toml"
PAGE = ROOT / "docs" / "coverage.md"

BESIDE = "beside"
AFTER = """\
## Beside the numbered keys

| what | where | what is not played, and why |
|---|---|---|
"""

PARTS = {"A": "Systems", "R": "Rules", "F": "Figures"}
"""First letter of a key, and the part of the page it stands in."""

HEADER = """\
# What the documents describe, and where it lives

Written from `docs/data/coverage.toml` by `python -m tests.scenario.coverage`; do not edit it. The project was built
from {documents} documents on government purchase of social work services and services beside it;
[sources](reference/sources.md) lists them, with what stands behind every key. Here are the systems they describe (A),
the rules they state (R) and the figures they print (F), each with the scenario and the fields that hold it. A scenario
without a field tells of it in its SOURCES.md, as a bound, a comparison or context. What is not played says why. Each
rule has a test that bears its number, in `tests/rules`. Each system in fields names the tests that show a rule of it
biting (*shown by*): they run a city of the scenario with the rule and without it, or count by hand what comes of it.

| | in all | in fields | told only | not played |
|---|---|---|---|---|
{counts}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one key lives: fields by scenario, why it is not played or only in part, tests that show it biting."""

    key: str
    where: dict[str, list[str]] = field(default_factory=dict)
    why: str = ""
    bites: list[str] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """How far it is covered."""
        if any(self.where.values()):
            return "in fields"
        return "told only" if self.where else "not played"


@cache
def read() -> tuple[Entry, ...]:
    """The entries of the data file, in its order."""
    return tuple(Entry(key, **row) for key, row in _data().items() if key != BESIDE)


@cache
def beside() -> tuple[tuple[str, Entry], ...]:
    """What the documents say beside the numbered keys: in words, and where it lives."""
    rows = [dict(row) for row in _data()[BESIDE]]
    return tuple((row.pop("what"), Entry("", **row)) for row in rows)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


def page() -> str:
    """The whole page."""
    parts = {letter: [entry for entry in read() if entry.key[0] == letter] for letter in PARTS}
    counts = "\n".join(_counts(PARTS[letter], entries) for letter, entries in parts.items())
    tables = [_table(PARTS[letter], entries) for letter, entries in parts.items()]
    rest = "\n".join(
        f"| {_cell(what)} | {'; '.join(_place(*each) for each in entry.where.items())} | {_cell(entry.why)} |"
        for what, entry in beside()
    )
    return "\n".join([HEADER.format(documents=len(documents()), counts=counts), *tables, AFTER + rest + "\n"])


def _counts(title: str, entries: list[Entry]) -> str:
    found = Counter(entry.standing for entry in entries)
    return f"| {title} | {len(entries)} | {found['in fields']} | {found['told only']} | {found['not played']} |"


def _table(title: str, entries: list[Entry]) -> str:
    columns = ["", "what", "where", "what is not played, and why", "document"]
    shown = any(entry.bites for entry in entries)
    columns += ["shown by"] if shown else []
    head = f"## {title}\n\n| {' | '.join(columns).lstrip()} |\n|{'---|' * len(columns)}\n"
    return head + "".join(_row(entry, shown) + "\n" for entry in entries)


def _row(entry: Entry, shown: bool) -> str:
    source = sources()[entry.key]
    where = "; ".join(_place(name, fields) for name, fields in entry.where.items())
    says = source.says.removeprefix("System: ")
    cells = [entry.key, _cell(says), where, _cell(entry.why), _cell(", ".join(source.documents))]
    cells += ["; ".join(map(_test, entry.bites))] if shown else []
    return "| " + " | ".join(cells) + " |"


def _place(name: str, fields: list[str]) -> str:
    link = f"[{name}](../scenarios/{name}/SOURCES.md)"
    return f"{link}: " + ", ".join(f"`{path}`" for path in fields) if fields else link


def _test(name: str) -> str:
    file, _, function = name.partition("::")
    return f"`{function}` in `{file.removeprefix('tests/')}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def told(name: str) -> frozenset[str]:
    """Keys that a scenario, or one it extends, tells of in its SOURCES.md or in its file."""
    pages = [path for file in chain(find(name)) for path in (file, file.parent / "SOURCES.md") if path.is_file()]
    return frozenset(key for path in pages for key in citations(unfolded(path.read_text("utf-8"))))


def unfolded(text: str) -> str:
    """A text with its ranges of keys written out.

    >>> unfolded("facts F046–F048")
    'facts F046, F047, F048'
    """

    def spell(found: re.Match[str]) -> str:
        letter, first, last = found.groups()
        return ", ".join(f"{letter}{number:0{len(first)}d}" for number in range(int(first), int(last) + 1))

    return re.sub(r"\b([ARF])(\d+)–\1(\d+)\b", spell, text)


def holds(name: str, path: str) -> bool:
    """Whether a scenario, or one it extends, sets a field or a table of fields."""
    values: Any = merge(name).data
    for part in split(path):
        if not isinstance(values, dict) or part not in values:
            return False
        values = values[part]
    return True


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
