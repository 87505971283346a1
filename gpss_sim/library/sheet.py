"""Rows of text from a CSV or XLSX file, each with its number in the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from gpss_sim.errors import Fault, InputError

Row = tuple[int, list[str]]
FORMULA = "is a formula: paste its value instead"


def read_sheet(path: Path) -> list[Row]:
    """Rows that are not empty, the header first.

    Raises
    ------
    InputError
        If the file is missing, unreadable, empty, or holds formulas.
    """
    if not path.is_file():
        raise InputError([Fault(str(path), "file", "", "there is no such file")])
    rows = list(_xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path))
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in rows if any(c.strip() for c in cells)]
    if not rows:
        raise InputError([Fault(str(path), "file", "", "is empty: a library has a header row and projects")])
    faults = [
        Fault(str(path), f"row {number}, column {place(k)}", cell, FORMULA)
        for number, cells in rows
        for k, cell in enumerate(cells)
        if cell.startswith("=")
    ]
    if faults:
        raise InputError(faults)
    return [(number, [_plain(cell) for cell in cells]) for number, cells in rows]


def place(index: int) -> str:
    """Letter of a column as spreadsheets name it.

    >>> place(0), place(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@＝＋－＠" else cell


def _csv(path: Path) -> Iterator[Row]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError([Fault(str(path), "file", "", "must be text in UTF-8 or GB18030")])
    if "\0" in text:
        raise InputError([Fault(str(path), "file", "", "must be a CSV text file or an .xlsx workbook")])
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise InputError([Fault(str(path), f"row {reader.line_num}", "", f"is not CSV: {error}")]) from None


def _xlsx(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise InputError([Fault(str(path), "file", "", "is not an .xlsx workbook")]) from None
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [_text(value) for value in cells]
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
