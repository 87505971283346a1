"""What a workbook is made of, looked at before anything is read: a few kilobytes may stand for gigabytes.

Spreadsheet readers lay a sheet out in full from its first cell to its last, so that one cell in the last
row and column asks for half a terabyte, and programs that run out of memory there end without a word.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from gpss_sim.files import refuse
from gpss_sim.library.sheets.grid import letter

MOST_UNPACKED = 64 * 10**6
"""Most that the parts of a workbook may unpack to [bytes]; 50,000 rows of ten columns take about 30 MB."""
MOST_WORDS = 20 * 10**6
"""Most that the texts of a workbook may unpack to [bytes]: a million short ones take half a minute."""
MOST_CELLS = 8 * 10**6
"""Most cells from the first to the last of a sheet, empty ones included: 200,000 rows of 40 columns."""

_ATTRIBUTES = rb"""((?:[^>"']|"[^"]*"|'[^']*')*+)"""
_AS_PROGRAMS_WRITE = rb'\s+r="([A-Z]{0,3})([0-9]{1,7})"(?=[\s/>])'
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])(?:" + _AS_PROGRAMS_WRITE + rb"|" + _ATTRIBUTES + rb")")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"([A-Za-z]{1,4})([0-9]{1,19})")
_ROW = re.compile(rb"[0-9]{1,19}")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OPEN_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])" + _ATTRIBUTES)
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,19})["']""")
Parts = dict[str, bytes]


def parts_of(path: Path, content: bytes) -> Parts:
    """Parts of a workbook in a ZIP, unpacked.

    Raises
    ------
    InputError
        If it is damaged, or large once unpacked; nothing is unpacked then.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_large(path, packed.infolist())
            return {name: packed.read(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, LookupError, NotImplementedError) as error:
        if isinstance(error, RuntimeError):  # NotImplementedError of a compression nobody uses here
            raise refuse(str(path), "sheet.not_a_workbook") from None
        raise refuse(str(path), "sheet.damaged") from None
    except RuntimeError:  # a part of the ZIP asks for a password
        raise refuse(str(path), "sheet.password") from None


def _refuse_large(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    words = sum(entry.file_size for entry in entries if entry.filename.endswith("sharedStrings.xml"))
    if unpacked > MOST_UNPACKED or words > MOST_WORDS:
        raise refuse(str(path), "sheet.unpacked", size=f"{unpacked / 1e6:,.0f}", most=f"{MOST_UNPACKED / 1e6:,.0f}")


def refuse_odd(path: Path, parts: Parts) -> None:
    """Refuse parts that no spreadsheet program writes, or that reach further than any library.

    Raises
    ------
    InputError
        For definitions of a document type, Strict Open XML, an encrypted part, or a cell far from the others.
    """
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and _DTD.search(content, 0, 4096):
            raise refuse(str(path), "sheet.dtd", part=name)
    if _STRICT in parts.get("xl/workbook.xml", b"")[:4096]:
        raise refuse(str(path), "sheet.strict")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refuse(str(path), "sheet.password")
    for name, content in parts.items():
        if name.endswith(".bin") and _is_binary_sheet(name, parts):
            ends = [_end_of_binary(content)]
        elif name == "content.xml":
            ends = list(_ends_of_open(content))
        elif b"sheetData" in content:  # wherever it stands: a workbook says itself where its sheets are
            ends = [_end(path, content)]
        else:
            continue
        for rows, columns in ends:
            if rows * columns > MOST_CELLS:
                place = f"{letter(columns - 1)}{rows:,}" if columns < 20_000 else f"{columns:,}"
                raise refuse(str(path), "sheet.far", cell=place, most=f"{MOST_CELLS:,}")


def _end(path: Path, content: bytes) -> tuple[int, int]:
    """Last row and column of a worksheet, counted from 1; what does not say where it stands is the next."""
    rows = columns = row = column = 0
    for tag in _TAG.finditer(content):
        kind, letters, digits, attributes = tag.groups()
        if digits is None:
            place = _PLACE.search(attributes)
            row, column = _placed(path, kind, row, column, None if place is None else place[1] or place[2] or b"")
        elif letters and kind == b"c":
            row, column = int(digits), _number(letters)
        elif not letters and kind == b"row":
            row, column = int(digits), 0
        else:
            raise refuse(str(path), "sheet.damaged")
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _placed(path: Path, kind: bytes, row: int, column: int, written: bytes | None) -> tuple[int, int]:
    """Row and column of a row or cell whose place is written in another way than programs do, or not at all."""
    if written is None:
        return (row + 1, 0) if kind == b"row" else (row, column + 1)
    cell = (_ROW if kind == b"row" else _CELL).fullmatch(written)
    if cell is None:
        raise refuse(str(path), "sheet.damaged")
    return (int(written), 0) if kind == b"row" else (int(cell[2]), _number(cell[1].upper()))


def _number(letters: bytes) -> int:
    """Number of a column by its letters, counted from 1."""
    number = 0
    for letter_ in letters:
        number = 26 * number + letter_ - 64
    return number


def _is_binary_sheet(name: str, parts: Parts) -> bool:
    """Whether a part may be a worksheet of an XLSB: no other part has records of the same kinds, but for macros."""
    known = name.rpartition("/")[2].encode() in parts.get("xl/_rels/workbook.bin.rels", b"")
    return name.startswith("xl/worksheets/") or (known and not name.endswith("vbaProject.bin"))


def _end_of_binary(content: bytes) -> tuple[int, int]:
    """Last row and column of a worksheet of an XLSB: rows are records 0, cells records 1 to 11."""
    rows = columns = 1
    for kind, start, size in records(content):
        if kind <= 11 and size >= 4:
            number = int.from_bytes(content[start : start + 4], "little") + 1
            rows, columns = (max(rows, number), columns) if kind == 0 else (rows, max(columns, number))
    return rows, columns


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and size of every record of a binary part."""
    at = 0
    while at + 1 < len(content):
        kind, at = _varint(content, at, 2)
        size, at = _varint(content, at, 4)
        yield kind, at, size
        at += size


def _varint(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(content):
            break
        byte = content[at]
        value |= (byte & 0x7F) << (7 * place)
        at += 1
        if not byte & 0x80:
            break
    return value, at


def _ends_of_open(content: bytes) -> Iterator[tuple[int, int]]:
    """Last row and column that hold something, of every sheet of an OpenDocument spreadsheet."""
    row = column = last = columns = 0
    for tag in _OPEN_TAG.finditer(content):
        repeated = _REPEATED.search(tag[2])
        times = int(repeated[1]) if repeated else 1
        if tag[1] == b"table":
            yield last, columns
            row = column = last = columns = 0
        elif tag[1] == b"table-row":
            row, column = row + times, 0
        else:
            column += times
            if not tag[2].endswith(b"/") or b"value" in tag[2]:
                last, columns = row, max(columns, column)
    yield last, columns
