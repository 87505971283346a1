"""What the user said of a sheet, kept in a small TOML beside the file and read again next time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import parse_toml, read_text, write_whole
from gpss_sim.i18n import Message
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.sheets.use import Wish
from gpss_sim.library.sheets.vocabulary import money_units, plain, words

NONE = "-"
"""Stands for a column that is not used."""
REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """What the user said of a file.

    Parameters
    ----------
    sheet : str
        Sheet to read; empty for the one that is found.
    columns : dict of str to Wish
        By heading as it is compared, or letter of the column.
    """

    sheet: str = ""
    columns: Mapping[str, Wish] = field(default_factory=dict)

    def over(self, older: SheetAnswers) -> SheetAnswers:
        """These answers, and the older ones where there is none."""
        fields = {wish.field for wish in self.columns.values() if wish.field != NONE}
        kept = {text: wish for text, wish in older.columns.items() if wish.field not in fields}
        return SheetAnswers(self.sheet or older.sheet, {**kept, **self.columns})


def parse_wishes(pairs: Iterable[str], file: str = "--map") -> dict[str, Wish]:
    """Read ``HEADING=field``, ``HEADING=cost:万元``, ``HEADING=urgency:reversed`` and ``HEADING=-``.

    Raises
    ------
    InputError
        With every pair that is none, and every unknown field or unit.

    >>> parse_wishes(["申报金额=cost:万元"])
    {'申报金额': Wish(field='cost', unit='万元')}
    """
    found: dict[str, Wish] = {}
    faults: list[Fault] = []
    for pair in pairs:
        heading, equals, meaning = pair.rpartition("=")
        name, colon, unit = meaning.partition(":")
        name, unit = _field(name), plain(unit)
        if not equals or not heading.strip():
            faults.append(Fault(file, "map", pair, Message("sheet.map_form")))
        elif name not in (*CHINESE, NONE):
            allowed = ", ".join((*CHINESE, NONE))
            faults.append(Fault(file, "map", pair, Message("sheet.map_field", allowed=allowed), nearest(name, CHINESE)))
        elif colon and not _fits(name, unit):
            units = ", ".join(words()["units"]["money"])
            faults.append(Fault(file, "map", pair, Message("sheet.map_unit", allowed=units)))
        else:
            found[plain(heading)] = Wish(name, unit)
    if faults:
        raise InputError(faults)
    return found


def _field(text: str) -> str:
    """Field of a name; Chinese names of the template will do."""
    word = plain(text)
    return next((name for name, aliases in CHINESE.items() if word in map(plain, aliases)), word)


def _fits(name: str, unit: str) -> bool:
    return (name == "cost" and unit in money_units()) or (name == "urgency" and unit == REVERSED)


def beside(path: Path) -> Path:
    """The TOML that belongs to a file.

    >>> beside(Path("申报表.xlsx")).name
    '申报表.xlsx.map.toml'
    """
    return path.with_name(f"{path.name}.map.toml")


def remembered(path: Path) -> SheetAnswers:
    """What was said of a file before; nothing where there is no TOML beside it.

    Raises
    ------
    InputError
        If the TOML holds anything else than ``sheet`` and ``[columns]``.
    """
    kept = beside(path)
    if not kept.is_file():
        return SheetAnswers()
    tables = parse_toml(read_text(kept), str(kept))
    columns, sheet = tables.pop("columns", {}), tables.pop("sheet", "")
    faults = [Fault(str(kept), key, "", Message("sheet.map_key"), nearest(key, ("sheet", "columns"))) for key in tables]
    if not isinstance(columns, dict) or not all(isinstance(text, str) for text in columns.values()):
        faults.append(Fault(str(kept), "columns", "", Message("sheet.map_form")))
    if not isinstance(sheet, str):
        faults.append(Fault(str(kept), "sheet", str(sheet), Message("sheet.map_key")))
    if faults:
        raise InputError(faults)
    return SheetAnswers(sheet, parse_wishes((f"{heading}={text}" for heading, text in columns.items()), str(kept)))


def remember(path: Path, asked: SheetAnswers) -> Path:
    """Write what the user said beside a file; return the TOML."""
    lines = [f"# How gpss-sim reads {path.name}. Change or delete it."]
    if asked.sheet:
        lines.append(f"sheet = {_quoted(asked.sheet)}")
    if asked.columns:
        lines += ["", "[columns]"]
    for heading, wish in asked.columns.items():
        lines.append(f"{_quoted(heading)} = {_quoted(wish.field + (f':{wish.unit}' if wish.unit else ''))}")
    kept = beside(path)
    write_whole(kept, "\n".join(lines) + "\n")
    return kept


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
