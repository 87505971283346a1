"""What the user said of a sheet, kept in a small TOML beside the file and read again next time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import parse_toml, read_text, write_whole
from gpss_sim.i18n import Message
from gpss_sim.library.sheets.answers import CLASSES, SheetAnswers, parse_wishes
from gpss_sim.library.sheets.vocabulary import plain

KEYS = ("sheet", "columns", "urgency")


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
        If the TOML holds anything else than ``sheet``, ``[columns]`` and ``[urgency]``.
    """
    kept = beside(path)
    if not kept.is_file():
        return SheetAnswers()
    file, tables = str(kept), parse_toml(read_text(kept), str(kept))
    columns, sheet, urgency = tables.pop("columns", {}), tables.pop("sheet", ""), tables.pop("urgency", {})
    faults = [Fault(file, key, "", Message("sheet.map_key"), nearest(key, KEYS)) for key in tables]
    if not isinstance(columns, dict) or not all(isinstance(text, str) for text in columns.values()):
        faults.append(Fault(file, "columns", "", Message("sheet.map_form")))
    if not isinstance(sheet, str):
        faults.append(Fault(file, "sheet", str(sheet), Message("sheet.map_key")))
    if not _are_classes(urgency):
        faults.append(Fault(file, "urgency", str(urgency), Message("sheet.map_class")))
    if faults:
        raise InputError(faults)
    wishes = parse_wishes((f"{heading}={text}" for heading, text in columns.items()), file)
    return SheetAnswers(sheet, wishes, {plain(word): number for word, number in urgency.items()})


def _are_classes(urgency: object) -> bool:
    return isinstance(urgency, Mapping) and all(
        str(number) in CLASSES and not isinstance(number, bool | str) for number in urgency.values()
    )


def remember(path: Path, asked: SheetAnswers, comment: str = "") -> Path:
    """Write what the user said beside a file; return the TOML.

    Parameters
    ----------
    path : Path
    asked : SheetAnswers
    comment : str
        First line, in the reader's language.
    """
    lines = [f"# {' '.join(comment.split())}"] if comment else []
    if asked.sheet:
        lines.append(f"sheet = {_quoted(asked.sheet)}")
    if asked.columns:
        lines += ["", "[columns]"]
    for heading, wish in asked.columns.items():
        lines.append(f"{_quoted(heading)} = {_quoted(wish.field + (f':{wish.unit}' if wish.unit else ''))}")
    if asked.urgency:
        lines += ["", "[urgency]", *(f"{_quoted(word)} = {number}" for word, number in asked.urgency.items())]
    kept = beside(path)
    write_whole(kept, "\n".join(lines).strip("\n") + "\n")
    return kept


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
