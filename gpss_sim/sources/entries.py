"""The entries behind the keys, read once from the TOML files of this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
DOCUMENTS = "documents"
KINDS: Mapping[str, str] = {
    "claims": "What the documents say",
    "evidence": "Evidence",
    "theory": "Theory",
    "specification": "Equations of the model",
}
"""File of each kind of entry, and its title."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document the project was built from.

    Parameters
    ----------
    name : str
        Short name, as entries cite it.
    title, by, state : str
        Title as printed; author, place and date; whether the print is complete.
    """

    name: str
    title: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of an entry that is a table.

    Parameters
    ----------
    what, value, range, unit : str
        The quantity and its size.
    evidence : str
        Label and reasons.
    at : tuple of str
        Addresses.
    """

    what: str
    value: str
    evidence: str
    at: tuple[str, ...]
    range: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind one key.

    Parameters
    ----------
    key : str
        As cited.
    kind : str
        Name of the file it is kept in.
    says : str
        Its content in a sentence.
    documents : tuple of str
        Short names of the documents that say it.
    literature : tuple of str
        References.
    evidence : str
        Label and reasons, where it is an item of evidence.
    at : tuple of str
        Addresses.
    rows : tuple of Row
        Its rows, where it is a table.
    """

    key: str
    kind: str
    says: str
    documents: tuple[str, ...] = ()
    literature: tuple[str, ...] = ()
    evidence: str = ""
    at: tuple[str, ...] = ()
    rows: tuple[SourceRow, ...] = ()


def _content(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def documents() -> Mapping[str, Document]:
    """Documents by short name."""
    return {name: Document(name, **entry) for name, entry in _content(DOCUMENTS).items()}


def _source(key: str, kind: str, entry: dict[str, Any]) -> Source:
    return Source(
        key,
        kind,
        entry["says"],
        documents=tuple(entry.get("from", ())),
        literature=tuple(entry.get("literature", ())),
        evidence=entry.get("evidence", ""),
        at=tuple(entry.get("at", ())),
        rows=tuple(SourceRow(**{**row, "at": tuple(row["at"])}) for row in entry.get("rows", ())),
    )


@cache
def sources() -> Mapping[str, Source]:
    """Entries by key, kind by kind."""
    return {key: _source(key, kind, entry) for kind in KINDS for key, entry in _content(kind).items()}
