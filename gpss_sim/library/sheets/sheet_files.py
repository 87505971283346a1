"""Any file that holds a sheet → its sheets: by what is inside, not by how it is called."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from gpss_sim.encodings import decoded, mixed_line
from gpss_sim.errors import Fault, InputError
from gpss_sim.files import read_bytes, refuse
from gpss_sim.i18n import Message
from gpss_sim.library.sheets.containers import MOST_CELLS, MOST_UNPACKED, Parts, parts_of, refuse_odd
from gpss_sim.library.sheets.formats import workbook_formats
from gpss_sim.library.sheets.grid import Area, Sheet, SheetCell
from gpss_sim.library.sheets.number_formats import Formats, date_text, unit_of, zero_padded
from gpss_sim.library.sheets.set_aside import set_aside
from gpss_sim.library.sheets.vocabulary import INVISIBLE
from gpss_sim.library.sheets.xlsb import BinarySheet, read_xlsb

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_ROWS = 200_000
"""Most rows of a library: read and checked in some eight seconds."""
_QUOTED = "=+-@＝＋－＠"
_MARKS = ("=", "'")
"""What a text begins with that is not taken as it stands."""


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a workbook (XLSX, XLS, XLSB, ODS) or the one of a text file (UTF-8, UTF-16, GB18030).

    Raises
    ------
    InputError
        If there is no such file, or it is empty, protected by a password, or nothing of the kind.
    """
    content = read_bytes(path, most=MOST_UNPACKED)
    if content.startswith((ZIP, OLE)):
        return _workbook(path, content)
    return (_text_sheet(path, content),)


def _workbook(path: Path, content: bytes) -> tuple[Sheet, ...]:
    parts = parts_of(path, content) if content.startswith(ZIP) else {}
    refuse_odd(path, parts)
    if "xl/workbook.bin" in parts:
        return _checked(path, _binary(path, parts))
    import python_calamine as calamine  # only a workbook needs it

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        facts = {meta.name: meta for meta in book.sheets_metadata}
        extras = workbook_formats(path, content, parts)
        aside = set_aside(parts)
        sheets = []
        for name in book.sheet_names:
            if facts[name].typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise refuse(str(path), "sheet.far", cell=f"{sheet.total_height:,}", most=f"{MOST_CELLS:,}")
            extra, lazy = extras.get(name, ({}, False))
            rows = tuple(
                tuple(_cell(value, *extra.get((r, c), ("", "")), lazy) for c, value in enumerate(row))
                for r, row in enumerate(sheet.to_python(skip_empty_area=False))
            )
            rows = _with_formulas(rows, extra)
            areas = tuple(sorted(Area(*start, *end) for start, end in sheet.merged_cell_ranges or ()))
            hidden = facts[name].visible is not calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(name, rows, areas, hidden, aside=aside.get(name, frozenset())))
    except calamine.PasswordError:
        raise InputError([Fault(str(path), "file", "", Message("sheet.password"))]) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        kind = "sheet.password" if "ncrypt" in str(error) or _encrypted(content) else "sheet.not_a_workbook"
        raise InputError([Fault(str(path), "file", "", Message(kind))]) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # raised past every `except Exception`
            raise
        raise InputError([Fault(str(path), "file", "", Message("sheet.not_a_workbook"))]) from None
    return _checked(path, sheets)


def _binary(path: Path, parts: Parts) -> list[Sheet]:
    """Sheets of an XLSB."""
    try:
        return [_laid_out(sheet) for sheet in read_xlsb(parts)]
    except (ValueError, LookupError, OverflowError, struct.error):
        raise refuse(str(path), "sheet.damaged") from None


def _laid_out(sheet: BinarySheet) -> Sheet:
    width = 1 + max((column for _, column in sheet.cells), default=-1)
    rows = [[SheetCell()] * width for _ in range(1 + max((row for row, _ in sheet.cells), default=-1))]
    for (row, column), (value, code, formula) in sheet.cells.items():
        rows[row][column] = SheetCell(formula=formula) if formula else _cell(value, code, "", lazy=False)
    return Sheet(sheet.name, tuple(map(tuple, rows)), tuple(sorted(sheet.areas)), sheet.hidden)


def _checked(path: Path, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Sheets, unless they hold nothing or more rows than a library."""
    filled = [sum(not sheet.blank(row) for row in range(len(sheet.rows))) for sheet in sheets]
    if any(rows > MOST_ROWS for rows in filled):
        raise _too_many(path)
    if not any(filled):
        raise InputError([Fault(str(path), "file", "", Message("sheet.empty"))])
    return tuple(sheets)


def _encrypted(content: bytes) -> bool:
    """Whether a container of Office holds an encrypted workbook."""
    return "EncryptedPackage".encode("utf-16-le") in content


def _with_formulas(rows: tuple[tuple[SheetCell, ...], ...], extra: Formats) -> tuple[tuple[SheetCell, ...], ...]:
    """Rows with the formulas that lie outside what was read as used."""
    outside = [
        (place, formula)
        for place, (_, formula) in extra.items()
        if formula and (place[0] >= len(rows) or place[1] >= len(rows[place[0]]))
    ]
    if not outside:
        return rows
    grid = [list(row) for row in rows]
    for (r, c), formula in outside:
        grid.extend([] for _ in range(r + 1 - len(grid)))
        grid[r].extend(SheetCell() for _ in range(c + 1 - len(grid[r])))
        grid[r][c] = SheetCell(formula=formula)
    return tuple(tuple(row) for row in grid)


def _cell(value: object, code: str, formula: str, lazy: bool) -> SheetCell:
    """One value of a workbook, with its number format and formula.

    A formula without a stored value is kept as such. So is a stored zero in a workbook that asks for a
    recalculation when it is opened: programs write it where they have not reckoned.
    """
    if formula and (value == "" or (lazy and not isinstance(value, str | bool) and value == 0)):
        return SheetCell(formula=formula)
    if isinstance(value, bool):
        return SheetCell("true" if value else "false")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return SheetCell(str(value))
        if number == number.to_integral_value():
            number = Decimal(int(number))
        text = zero_padded(number, code) or f"{number:f}"
        return SheetCell(text, number, unit=unit_of(code) if code else "")
    if isinstance(value, date | datetime):
        return SheetCell(date_text(value, code))
    if isinstance(value, time | timedelta):
        return SheetCell(str(value))
    return SheetCell(_unquoted(INVISIBLE.sub("", str(value or "")).strip()))


def _unquoted(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in _QUOTED else text


def _text_sheet(path: Path, content: bytes) -> Sheet:
    text = _decoded(path, content)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "<meta")):
        raise InputError([Fault(str(path), "file", "", Message("sheet.web_page"))])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows, numbers = [], []
    if text.count("\n") > 2 * MOST_ROWS:  # some may stand inside cells
        raise _too_many(path)
    try:
        for number, cells in enumerate(reader, start=1):  # as a spreadsheet counts: a cell may have several lines
            rows.append(tuple(_text_cell(INVISIBLE.sub("", cell).strip()) for cell in cells))
            numbers.append(number)
    except csv.Error as error:
        raise InputError(
            [Fault(str(path), f"row {reader.line_num}", "", Message("sheet.not_csv", why=str(error)))]
        ) from None
    if len(rows) > MOST_ROWS:
        raise _too_many(path)
    if not any(cell.text or cell.formula for row in rows for cell in row):
        raise InputError([Fault(str(path), "file", "", Message("sheet.empty"))])
    return Sheet("", tuple(rows), numbers=tuple(numbers))


def _too_many(path: Path) -> InputError:
    return InputError([Fault(str(path), "file", "", Message("sheet.rows", most=f"{MOST_ROWS:,}"))])


def _text_cell(text: str) -> SheetCell:
    if text[:1] not in _MARKS:
        return SheetCell(text)
    if text.startswith("=") and len(text) > 1:
        inner = text[2:-1] if text.startswith('="') and text.endswith('"') else ""
        if inner and '"' not in inner:  # ="00123", as programs write it to keep the zeros
            return SheetCell(inner)
        return SheetCell(formula=text)
    return SheetCell(_unquoted(text))


def _decoded(path: Path, content: bytes) -> str:
    text = decoded(content)
    if text is None and (line := mixed_line(content)) is not None:
        raise InputError([Fault(str(path), f"line {line}", "", Message("file.mixed"))])
    if text is None or "\0" in text:
        raise InputError([Fault(str(path), "file", "", Message("sheet.not_text"))])
    return text


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first lines: a title above the table has none.

    A full-width comma or a bar counts where there is no other.
    """
    first = "\n".join(text.splitlines()[:30])
    usual = max(",;\t", key=first.count)
    return usual if usual in first else max("，|", key=first.count)
