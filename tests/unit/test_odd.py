"""The ODD page says all that the code declares, in both languages, and is current."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from gpss_sim.metrics import METRICS
from gpss_sim.odd import tables
from gpss_sim.odd.declared import events, logged, streams
from gpss_sim.odd.odd_page import markdown
from gpss_sim.odd.tables import MISSING, TABLES
from gpss_sim.odd.words import LANGUAGES, words
from gpss_sim.scenario.catalogue import FieldEntry, entries
from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.registries import REGISTRIES
from gpss_sim.simulate import run
from gpss_sim.streams import Streams
from tests.city import load
from tests.layers import ROOT

PAGES = {"en": "docs/odd.md", "zh": "docs/odd.zh.md"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_nothing_lacks_its_text(table: str, language: str) -> None:
    rows, columns = TABLES[table]
    optional = {"default", "bounds", "sweep", "better", "unit"}
    needed = [place for place, column in enumerate(columns) if column not in optional]
    told = list(rows(language))
    assert told
    assert not [row for row in told if any(row[place] in ("", MISSING) for place in needed)]


def test_a_number_with_a_range_or_a_finding_names_the_place_it_is_from() -> None:
    """What a field says when it says nothing (`own choice`) is no source for a number that matters."""
    bare = [entry.path for entry in entries() if entry.extra("source") == "own choice" and entry.sweep]
    bare += [entry.path for entry in entries() if entry.extra("source") == "own choice" and not is_assumed(entry)]
    assert bare == []


def is_assumed(entry: FieldEntry) -> bool:
    return bool(entry.extra("label") == "A")


@pytest.mark.parametrize(
    ("table", "section", "key"),
    [
        ("parameters", "fields", "demand.load"),
        ("policies", "policies", "award rule/lot"),
        ("streams", "streams", "arrivals"),
        ("events", "events", " closed"),
    ],
)
def test_a_text_that_is_taken_away_is_missed(
    table: str, section: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = dict(words("zh")[section])
    assert texts.pop(key)
    monkeypatch.setattr(tables, "words", lambda language: {**words(language), section: texts})
    rows, _ = TABLES[table]
    assert [row for row in rows("zh") if MISSING in row] != []


def test_a_source_that_is_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(Table):
        x: int = param(1, "a field without its source", source="")

    monkeypatch.setattr(tables, "entries", lambda: entries(Bare))
    with pytest.raises(AssertionError):
        test_nothing_lacks_its_text("parameters", "en")


def test_an_indicator_without_a_title_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = {**{name: METRICS[name] for name in METRICS}, "wait": replace(METRICS["wait"], title_zh="")}
    monkeypatch.setattr(tables, "METRICS", nameless)
    with pytest.raises(AssertionError):
        test_nothing_lacks_its_text("metrics", "zh")


def test_every_event_the_market_logs_can_be_told() -> None:
    assert sorted(set(logged()) - set(events())) == []


def test_every_stream_a_run_opens_is_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[str] = Counter()
    real = Streams.open

    def spied(self: Streams, purpose: str, *entity: object) -> object:
        opened[purpose] += 1
        return real(self, purpose, *entity)

    monkeypatch.setattr(Streams, "open", spied)
    run(load(tmp_path))
    assert len(opened) > 20
    assert sorted(opened.keys() - set(streams())) == []


def test_indicators_and_parameters_are_all_there() -> None:
    page = markdown("en")
    assert not [name for name in [*METRICS, *(entry.path for entry in entries())] if f"| `{name}` |" not in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_seven_elements_stand_in_order(language: str) -> None:
    assert re.findall(r"^## (\d) ", markdown(language), re.MULTILINE) == list("1234567")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_current(language: str) -> None:
    assert Path(ROOT / PAGES[language]).read_text("utf-8") == markdown(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language: str) -> None:
    known = {
        "fields": {entry.path for entry in entries()},
        "policies": {f"{registry.kind}/{name}" for registry in REGISTRIES.values() for name in registry},
        "streams": set(streams()),
        "events": set(events()),
    }
    left = {section: sorted(words(language).get(section, {}).keys() - names) for section, names in known.items()}
    assert not {section: names for section, names in left.items() if names}
