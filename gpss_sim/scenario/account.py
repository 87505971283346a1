"""Where every value of a scenario comes from: its label and source, as ``describe`` tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.files import read_text
from gpss_sim.scenario.catalogue import field_at, plain
from gpss_sim.scenario.compare import leaves
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.document import chain, find
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.load import Files, load_scenario, merge, resolve
from gpss_sim.scenario.origin import Key, Origin, dotted, split
from gpss_sim.scenario.overlay import SET
from gpss_sim.scenario.schema import Scenario
from gpss_sim.scenario.tables import TABLES

STORY_FILE = "STORY.md"


@dataclass(frozen=True, slots=True)
class TracedValue:
    """One value of a scenario with its origin.

    Parameters
    ----------
    field, value, unit : str
        Field path, value as one writes it, unit.
    label, source : str
        F, R, D or A and where from; of the scenario where it sets the value, else of the default.
    meaning : str
        What the field is.
    """

    field: str
    value: str
    unit: str
    label: str
    source: str
    meaning: str


def account(name: str | Path, overrides: Sequence[str] = ()) -> list[TracedValue]:
    """Every value of a scenario; a table read from a CSV file counts as one value.

    Raises
    ------
    InputError
        If the scenario does not load.
    """
    files: Files = {}
    scenario = load_scenario(name, overrides, files)
    merged = merge(name, overrides, files)
    resolve(merged)
    sources = {split(path): text for path, text in scenario.sources.items()}
    rows = [(key, plain(value)) for key, value in leaves(scenario).items() if not _in_list(key)]
    rows += [(key, f"{len(records)} rows") for key, records in _lists(scenario) if records]
    return [_told(key, value, sources, merged.origins) for key, value in rows if key[0] not in TOLD_ONLY]


def story(name: str | Path) -> str:
    """The story of a scenario, or of the nearest scenario it extends; empty if none has one."""
    for file in reversed(chain(find(name))):
        page = file.parent / STORY_FILE
        if page.is_file():
            return read_text(page).strip()
    return ""


def _in_list(key: Key) -> bool:
    return key[0] == "templates" or any(key[: len(table)] == table for table in TABLES)


def _lists(scenario: Scenario) -> list[tuple[Key, tuple[Table, ...]]]:
    city = scenario.city
    return [
        (("city", "districts"), city.districts),
        (("city", "domains"), city.domains),
        (("city", "library"), scenario.templates),
        (("agencies", "listed"), scenario.agencies.listed),
    ]


def _told(key: Key, value: str, sources: Mapping[Key, str], origins: Mapping[Key, Origin]) -> TracedValue:
    info = field_at(key) or field_at(key[:-1])
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    label, source = str(extra.get("label", "")), str(extra.get("source", ""))
    given = next((sources[key[:depth]] for depth in range(len(key), 0, -1) if key[:depth] in sources), None)
    if origins.get(key) == Origin(SET):
        label, source = "", SET
    elif given is not None and key in origins:
        label, _, source = given.partition(" ")
    meaning = (info.description or "") if info else ""
    return TracedValue(dotted(key), value, str(extra.get("unit", "")), label, source, meaning)
