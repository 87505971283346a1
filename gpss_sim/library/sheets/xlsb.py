"""Sheets of an XLSB workbook (Excel's binary one): values, number formats, merged areas, hidden or not.

The general reader of workbooks passes over its merged areas and formats, and over cells whose column
follows from the one before.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gpss_sim.library.sheets.containers import records
from gpss_sim.library.sheets.grid import Area
from gpss_sim.library.sheets.number_formats import BUILT_IN

Value = str | bool | int | float | datetime
_SHEET, _SETTINGS = 156, 153
_WORD, _FORMAT, _STYLE, _STYLES, _STYLES_END = 19, 44, 47, 617, 618
_ROW, _MERGED, _RICH = 0, 176, 62
_FORMULAS = range(8, 12)
_BROKEN = (3, 11, 14)
_IMPLIED = range(12, 19)
_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
_DATE = re.compile(r"[ymd]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TARGET = re.compile(rb"<Relationship\b[^>]*>")
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class BinarySheet:
    """One sheet of such a workbook.

    Parameters
    ----------
    name : str
    hidden : bool
    cells : dict of (int, int) to (value, str, str)
        By row and column from 0: value, number format, and formula of a cell without a stored value.
    areas : list of Area
        Merged areas.
    """

    name: str
    hidden: bool
    cells: dict[tuple[int, int], tuple[Value, str, str]] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class _Book:
    """What the cells of every sheet refer to."""

    words: list[str]
    codes: list[str]
    first_day: datetime


def read_xlsb(parts: Mapping[str, bytes]) -> list[BinarySheet]:
    """Every sheet, in order.

    Parameters
    ----------
    parts : mapping of str to bytes
        Parts of the file, unpacked.

    Raises
    ------
    ValueError, struct.error, IndexError, KeyError
        If a part is missing or damaged.
    """
    targets = _targets(parts.get("xl/_rels/workbook.bin.rels", b""))
    sheets, first_day = [], datetime(1899, 12, 30)
    for kind, data in _each(parts["xl/workbook.bin"]):
        if kind == _SHEET:
            relation, after = _text(data, 8)
            sheets.append((_text(data, after)[0], bool(_long(data, 0)), targets.get(relation, "")))
        elif kind == _SETTINGS and data and data[0] & 1:
            first_day = datetime(1904, 1, 1)
    words = [_text(data, 1)[0] for kind, data in _each(parts.get("xl/sharedStrings.bin", b"")) if kind == _WORD]
    book = _Book(words, _codes(parts.get("xl/styles.bin", b"")), first_day)
    return [
        _sheet(BinarySheet(name, hidden), parts[part], book)
        for name, hidden, part in sheets
        if part.startswith("xl/worksheets/")
    ]


def _targets(relations: bytes) -> dict[str, str]:
    found = {}
    for match in _TARGET.finditer(relations):
        name, target = (re.search(rb'\b%s="([^"]*)"' % key, match[0]) for key in (b"Id", b"Target"))
        if name and target:
            path = target[1].decode().removeprefix("/xl/")
            found[name[1].decode()] = "xl/" + path
    return found


def _codes(styles: bytes) -> list[str]:
    """Number format of each style of a cell; built-in formats of dates as ``yyyy-mm-dd``."""
    custom = dict(BUILT_IN)
    numbers: list[int] = []
    inside = False
    for kind, data in _each(styles):
        inside = (inside or kind == _STYLES) and kind != _STYLES_END
        if kind == _FORMAT:
            custom[_short(data, 0)] = _text(data, 2)[0]
        elif kind == _STYLE and inside:
            numbers.append(_short(data, 2))
    return [custom.get(number, "yyyy-mm-dd" if number in _DATES else "") for number in numbers]


def _sheet(sheet: BinarySheet, part: bytes, book: _Book) -> BinarySheet:
    row, column = 0, -1
    for kind, data in _each(part):
        if kind == _ROW:
            row, column = _long(data, 0), -1
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            sheet.areas.append(Area(top, left, bottom, right))
        elif 1 <= kind < _IMPLIED.stop or kind == _RICH:
            implied = kind in _IMPLIED
            column = column + 1 if implied else _long(data, 0)
            at = 0 if implied else 4
            style = int.from_bytes(data[at : at + 3], "little")
            code = book.codes[style] if style < len(book.codes) else ""
            value = _value(kind - 11 if implied else kind, data[at + 4 :], book)
            if value is not None:
                formula = str(value) if kind in _BROKEN else "=" if kind in _FORMULAS and value == "" else ""
                sheet.cells[row, column] = (_dated(value, code, book.first_day), code, formula)
    return sheet


def _value(kind: int, data: bytes, book: _Book) -> str | bool | int | float | None:
    """Value of a cell by its kind; None for an empty one."""
    if kind == 2:
        return _packed(_long(data, 0))
    if kind in (3, 11):
        return _ERRORS.get(data[0], "#N/A")
    if kind in (4, 10):
        return bool(data[0])
    if kind in (5, 9):
        return float(struct.unpack_from("<d", data)[0])
    if kind in (6, 8):
        return _text(data, 0)[0]
    if kind == 7:
        return book.words[_long(data, 0)]
    return _text(data, 1)[0] if kind == _RICH else None


def _packed(number: int) -> float:
    """A number in four bytes: a whole one, or the upper half of a double; perhaps a hundredth of it."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0]
    return value / 100 if number & 1 else value


def _dated(value: str | bool | int | float, code: str, first_day: datetime) -> Value:
    if isinstance(value, float) and 0 < value < 2958466 and _DATE.search(_LITERAL.sub("", code.split(";")[0])):
        return first_day + timedelta(days=value)
    return value


def _each(part: bytes) -> Iterator[tuple[int, bytes]]:
    for kind, start, size in records(part):
        yield kind, part[start : start + size]


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length in four bytes, and where it ends."""
    length = _long(data, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end


def _long(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])
