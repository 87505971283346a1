"""The ODD page says all that the code declares, in both languages, and is current."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from gpss_sim.metrics import METRICS
from gpss_sim.odd.declared import events, logged, streams
from gpss_sim.odd.page import markdown
from gpss_sim.odd.tables import MISSING, TABLES
from gpss_sim.odd.words import LANGUAGES, words
from gpss_sim.scenario.catalogue import entries
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
