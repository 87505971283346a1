"""Whatever a file cites has an entry, and the page of sources says what the entries say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gpss_sim.i18n import words
from gpss_sim.scenario.catalogue import entries
from gpss_sim.scenario.fields import LABELS
from gpss_sim.sources import citations, documents, sources
from gpss_sim.sources.sources_page import markdown
from tests.layers import ROOT

TEXTS = sorted(
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "gpss_sim/**/*.py",
        "scenarios/**/*.toml",
        "scenarios/**/*.md",
        "experiments/**/*",
    )
    for path in ROOT.glob(pattern)
    if path.is_file()
)


def prose(path: Path) -> str:
    """Text of a file; of a page without what stands in code."""
    text = path.read_text("utf-8")
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL) if path.suffix == ".md" else text


def sourced() -> Iterator[tuple[str, str, str]]:
    """(place, label, source) of every field and of every value a shipped scenario sets."""
    for entry in entries():
        yield entry.path, str(entry.extra("label")), str(entry.extra("source"))
    for file in sorted(ROOT.glob("scenarios/**/scenario.toml")):
        for field, text in tomllib.loads(file.read_text("utf-8")).get("sources", {}).items():
            label, _, source = text.partition(" ")
            yield f"{file.parent.name}: {field}", label, source


def test_every_key_that_is_cited_has_an_entry() -> None:
    missing = {path.relative_to(ROOT).as_posix(): citations(prose(path)) for path in TEXTS}
    missing = {name: [key for key in keys if key not in sources()] for name, keys in missing.items()}
    assert not {name: keys for name, keys in missing.items() if keys}


def test_a_key_without_an_entry_is_found() -> None:
    assert [key for key in citations("facts R05 and R99; §3 fact 99") if key not in sources()] == ["R99", "§3 fact 99"]


def test_every_value_has_a_label_and_a_source() -> None:
    assert not [place for place, label, source in sourced() if label not in LABELS or not source.strip()]


def test_what_is_seen_or_derived_in_a_field_names_its_place() -> None:
    told = [(entry.path, entry.extra("label"), entry.extra("source")) for entry in entries()]
    assert not [path for path, label, source in told if label in "FRD" and not citations(source)]


def test_documents_of_entries_are_known() -> None:
    named = {name for source in sources().values() for name in source.documents}
    assert sorted(named - documents().keys()) == []
    assert sorted(documents().keys() - named) == []


@pytest.mark.parametrize("key", list(sources()))
def test_an_entry_says_what_it_is_and_where_it_is_from(key: str) -> None:
    source = sources()[key]
    assert source.says
    if key[0] in "RFMA" and key != "A42":
        assert source.documents
    if source.kind == "theory":
        assert source.literature


def test_the_page_is_current() -> None:
    assert (ROOT / "docs/reference/sources.md").read_text("utf-8") == markdown()


def test_every_entry_says_it_in_chinese() -> None:
    """Each sentence, row, evidence and document has a Chinese text that is one, with what the print has."""
    says, rows, evidence = (words("sources", kind, "zh") for kind in ("says", "row", "evidence"))
    assert {*says} == {*sources()}
    assert {*rows} == {f"{key} {k}" for key, each in sources().items() for k, _ in enumerate(each.rows, 1)}
    assert {*evidence} == {key for key, each in sources().items() if each.evidence}
    for kind in ("by", "state"):
        assert {*words("sources", kind, "zh")} == {*documents()}
    assert [key for key, text in says.items() if not re.search("[\u4e00-\u9fff]", text)] == []
    for key, source in sources().items():
        printed = re.search(r"\(as printed: ([^()]*)\)", source.says)
        assert printed is None or f"（原文：{printed[1]}）" in says[key], key
        factors = re.findall(r"\b\d\.\d\d\b(?! million)", source.says) if key.startswith("R") else []
        assert [each for each in factors if each not in says[key]] == [], key
