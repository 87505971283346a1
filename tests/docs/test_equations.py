"""The page of equations: numbered in order, every symbol bound to a field that exists, in its unit."""

from __future__ import annotations

import re

import pytest

from gpss_sim.scenario.catalogue import entries
from tests.layers import ROOT

PAGE = (ROOT / "docs/explanation/equations.md").read_text("utf-8")
FIELDS = {entry.path: entry for entry in entries()}
TAGS = [tuple(map(int, tag.split("."))) for tag in re.findall(r"\\tag\{([\d.]+)\}", PAGE)]
ROWS = re.findall(r"^\|[^|]*\|[^|]*\| `([^`|]+)` \| ([^|]*) \|$", PAGE, re.MULTILINE)
CITED = re.compile(r"\bequations? (\d+\.\d+)")


def cited() -> set[tuple[str, str]]:
    """Equations that code and pages cite, with the file that does."""
    files = [*(ROOT / "gpss_sim").rglob("*.py"), *(ROOT / "gpss_sim").rglob("*.toml"), *(ROOT / "docs").rglob("*.md")]
    return {
        (number, path.relative_to(ROOT).as_posix())
        for path in files
        for number in CITED.findall(path.read_text("utf-8"))
    }


def test_equations_are_numbered_in_order_within_their_chapter() -> None:
    assert sorted({*TAGS}) == TAGS
    for chapter in {first for first, _ in TAGS}:
        assert [second for first, second in TAGS if first == chapter] == [
            *range(1, 1 + sum(first == chapter for first, _ in TAGS))
        ]


def test_chapters_are_numbered_as_their_equations() -> None:
    assert [int(number) for number in re.findall(r"^## (\d+) ", PAGE, re.MULTILINE)] == sorted({a for a, _ in TAGS})


def test_every_equation_that_is_cited_exists() -> None:
    known = {f"{a}.{b}" for a, b in TAGS}
    assert {(number, where) for number, where in cited() if number not in known} == set()


def test_there_are_symbols() -> None:
    assert len(ROWS) > 80


@pytest.mark.parametrize(("field", "unit"), ROWS)
def test_a_symbol_is_a_field_in_its_unit(field: str, unit: str) -> None:
    assert field in FIELDS
    assert FIELDS[field].extra("unit") == unit
