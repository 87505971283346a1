"""The page of equations: numbered in order, every symbol bound to a field that exists, in its unit."""

from __future__ import annotations

import re

import pytest

from gpss_sim.scenario.catalogue import entries
from gpss_sim.sources import citations, sources
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


def test_nothing_cites_a_document_outside_the_project() -> None:
    files = [path for folder in ("gpss_sim", "docs", "scenarios") for path in sorted((ROOT / folder).rglob("*"))]
    texts = [path for path in files if path.suffix in {".py", ".md", ".toml", ".csv"}]
    assert texts
    assert [path.name for path in texts if re.search("model_equations|model\\.md §", path.read_text("utf-8"))] == []


def test_there_are_symbols() -> None:
    assert len(ROWS) > 80


@pytest.mark.parametrize(("field", "unit"), ROWS)
def test_a_symbol_is_a_field_in_its_unit(field: str, unit: str) -> None:
    assert field in FIELDS
    assert FIELDS[field].extra("unit") == unit


def test_the_sources_know_every_equation() -> None:
    assert [key for key in sources() if key.startswith("equation ")] == [f"equation {a}.{b}" for a, b in TAGS]


def test_a_field_cites_an_equation_in_whose_chapter_it_stands() -> None:
    """Only an equation that names the field can be its source."""
    chapters = re.split(r"^## (?=\d+ )", PAGE, flags=re.MULTILINE)[1:]
    named = {int(chapter.split()[0]): {*re.findall(r"`([a-z_]+\.[^`|]+)`", chapter)} for chapter in chapters}
    wrong = [
        (entry.path, key)
        for entry in entries()
        for key in citations(str(entry.extra("source")))
        if key.startswith("equation ") and entry.path not in named[int(key.split()[1].split(".")[0])]
    ]
    assert wrong == []
