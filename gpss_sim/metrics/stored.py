"""The tables of a run as files, exact: what is read back gives every indicator to the last bit.

Each table is a CSV file in the folder ``record`` of a run, with all digits; amounts are in fen, days count from year 0.
``project``, ``contract``, ``agency``, ``cell`` and ``server`` are numbers of rows of the table of that name, from 0;
-1 stands for none. What indicators ask of the scenario is in ``terms.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from gpss_sim.files import our_file, read_json, write_whole
from gpss_sim.market.ledger import KINDS
from gpss_sim.market.statuses import STATES
from gpss_sim.market.tables import ROWS, Column, Columns, RunTables, ScenarioTerms
from gpss_sim.numbers import read_whole
from gpss_sim.tabular import plain, read_columns, write_csv

FOLDER = "record"
TERMS = "terms.json"
YEARS = 3
"""Terms that are years; they come first."""
MOST_YEARS = 200
"""Most years of a run that is read; scenarios have fewer."""

WORDS: Mapping[tuple[str, str], Sequence[str]] = {
    ("people", "state"): STATES,
    ("movements", "from"): KINDS,
    ("movements", "to"): KINDS,
}
"""Columns that are small numbers in memory and words in files."""

OTHERS: Mapping[str, Mapping[str, str]] = {
    "cells": {"district": "str", "domain": "str", "group": "str"},
    "projects": {"id": "str", "district": "str", "domain": "str", "group": "str"},
    "contracts": {"project": "int", "form": "str", "method": "str"},
    "agencies": {"key": "str", "newcomer": "bool", "scale": "int"},
    "people": {
        **{"cell": "int", "arrival": "float", "urgency": "int", "duration": "float", "luck": "float", "state": "int"},
        **{"start": "float", "end": "float", "server": "int", "breaks": "int", "quality": "float", "success": "float"},
    },
    "movements": {"day": "float", "from": "int", "to": "int", "contract": "int", "amount": "int"},
}
"""Tables that are not rows of the record: their columns, each with the kind of its values."""


def _kind(kind: type) -> str:
    return "str" if issubclass(kind, str) else kind.__name__


LAYOUT: Mapping[str, Mapping[str, str]] = {
    **OTHERS,
    **{name: {column: _kind(kind) for column, kind in get_type_hints(row).items()} for name, row in ROWS.items()},
}
"""All tables with their columns and the kind of their values."""

FILES = (*(f"{FOLDER}/{name}.csv" for name in LAYOUT), f"{FOLDER}/{TERMS}")
"""Files of a stored run from which its indicators are computed, under its folder."""


def write_tables(folder: Path, run: RunTables) -> None:
    """Write the tables of a run into the folder ``record`` of its own folder."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, layout in LAYOUT.items():
        table = [_told(name, column, run.tables[name][column]) for column in layout]
        write_csv(folder / FOLDER / f"{name}.csv", tuple(layout), zip(*table, strict=True))
    write_whole(folder / FOLDER / TERMS, json.dumps(run.terms._asdict(), indent=2) + "\n")


def _told(table: str, name: str, column: Column) -> list[Any]:
    words = WORDS.get((table, name))
    values: list[Any] = column.tolist()
    return [words[value] for value in values] if words else values


def read_tables(folder: Path) -> RunTables:
    """Tables of a stored run.

    Parameters
    ----------
    folder : Path
        What ``gpss-sim run`` wrote.

    Raises
    ------
    InputError
        If a file is missing or damaged.
    """
    return RunTables({name: _read(folder / FOLDER, name) for name in LAYOUT}, _read_terms(folder / FOLDER / TERMS))


def _read(folder: Path, name: str) -> Columns:
    path = folder / f"{name}.csv"
    layout = LAYOUT[name]
    cells = read_columns(path, tuple(layout))
    with our_file(path):
        return {column: _column(name, column, cells[column], kind) for column, kind in layout.items()}


def _column(table: str, name: str, cells: Sequence[str], kind: str) -> Column:
    """Values of a column; an empty one is as :func:`gpss_sim.market.tables.tables_of` makes it."""
    if words := WORDS.get((table, name)):
        place = {str(word): k for k, word in enumerate(words)}
        return np.array([place[word] for word in cells], dtype=np.int64)
    if not cells:
        return np.array([]) if table in ROWS else np.array([], dtype=_DTYPES[kind])
    if kind == "str":
        return np.array([plain(text) for text in cells])
    if kind == "bool":
        return np.array([_TRUTH[text] for text in cells])
    if kind == "int" and not any(text.strip("-0123456789") for text in cells):
        return np.array(list(map(int, cells)))
    return np.array([float(text) if text else np.nan for text in cells])


_TRUTH = {"true": True, "false": False}
_DTYPES: Mapping[str, Any] = {"int": np.int64, "float": np.float64, "str": np.str_, "bool": np.bool_}


def _read_terms(path: Path) -> ScenarioTerms:
    with our_file(path):
        found = read_json(path)
        years = [read_whole(found[name], 0, MOST_YEARS) for name in ScenarioTerms._fields[:YEARS]]
        return ScenarioTerms(*years, *(float(found[name]) for name in ScenarioTerms._fields[YEARS:]))
