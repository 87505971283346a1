"""Nothing the documents describe is left out of the coverage page, and what it points at is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from gpss_sim.scenario.document import shipped_names
from tests.scenario.coverage import IDENTIFIERS, PAGE, holds, mentioned, page, read

DATA = read()
SCENARIOS = sorted(
    {place["scenario"] for kind in IDENTIFIERS for entry in DATA[kind] for place in entry.get("where", [])}
)


@lru_cache(maxsize=64)
def told(name: str) -> frozenset[str]:
    return frozenset(mentioned(name))


def places(name: str) -> Iterator[tuple[str, list[str]]]:
    """Entries that point at a scenario, each with the fields it names."""
    for kind in IDENTIFIERS:
        for entry in DATA[kind]:
            for place in entry.get("where", []):
                if place["scenario"] == name:
                    yield entry["id"], place.get("fields", [])


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_nothing_is_left_out_or_listed_twice(kind: str) -> None:
    assert [entry["id"] for entry in DATA[kind]] == IDENTIFIERS[kind]


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_each_has_a_place_or_a_reason(kind: str) -> None:
    assert [entry["id"] for entry in DATA[kind] if not entry.get("where") and not entry.get("why")] == []


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_a_scenario_without_a_field_comes_with_a_reason(kind: str) -> None:
    bare = [e["id"] for e in DATA[kind] if not any(p.get("fields") for p in e.get("where", [])) and not e.get("why")]
    assert bare == []


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_documents_are_named_by_their_short_titles(kind: str) -> None:
    named = {title for entry in DATA[kind] for title in entry.get("documents", [])}
    assert named <= set(DATA["documents"])


def test_every_document_is_named_by_a_system() -> None:
    named = {title for entry in DATA["system"] for title in entry.get("documents", [])}
    assert set(DATA["documents"]) - named == set()


def test_scenarios_named_ship() -> None:
    assert set(SCENARIOS) <= set(shipped_names())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_fields_named_are_set_there(name: str) -> None:
    assert [(identifier, f) for identifier, fields in places(name) for f in fields if not holds(name, f)] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_tells_of_what_it_is_said_to_hold(name: str) -> None:
    assert [identifier for identifier, _ in places(name) if identifier not in told(name)] == []


def test_the_page_is_written_from_the_data() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.scenario.coverage"
