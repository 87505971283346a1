"""Number formats of an XLS workbook: the records of BIFF8 inside its container of Office.

Values, merged areas and hidden sheets come from the general reader; it leaves out the formats, and with
them the unit of ``12"万元"`` and the zeros of ``00123``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gpss_sim.library.sheets.number_formats import BUILT_IN, Formats

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_SHEET, _FORMAT, _STYLE, _BEGIN, _STOP = 0x85, 0x41E, 0xE0, 0x809, 0x0A
_NUMBER, _SHORT, _SHORTS, _FORMULA = 0x203, 0x27E, 0xBD, 0x06
_NO_VALUE = b"\x03\x00\x00\x00\x00\x00\xff\xff"


def formats_of_xls(content: bytes) -> dict[str, Formats]:
    """Number formats of every sheet; empty for what is older than Excel 97 or damaged.

    Parameters
    ----------
    content : bytes
        The file.
    """
    try:
        return _formats(_stream(content, "Workbook"))
    except (struct.error, IndexError, ValueError, KeyError):
        return {}


def _formats(book: bytes) -> dict[str, Formats]:
    codes = dict(BUILT_IN)
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, data in _records(book, 0):
        if kind == _FORMAT:
            codes[_short(data, 0)] = _text(data, 2, wide=2)
        elif kind == _STYLE:
            styles.append(_short(data, 2))
        elif kind == _SHEET:
            sheets.append((_text(data, 6, wide=1), struct.unpack_from("<I", data)[0]))
    return {name: _cells(book, start, [codes.get(code, "") for code in styles]) for name, start in sheets}


def _cells(book: bytes, start: int, styles: list[str]) -> Formats:
    found: Formats = {}
    for kind, data in _records(book, start):
        if kind in (_NUMBER, _SHORT, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", data)
            formula = "=" if kind == _FORMULA and data[6:14] == _NO_VALUE else ""
            if styles[style] or formula:
                found[row, column] = (styles[style], formula)
        elif kind == _SHORTS:
            row, first = struct.unpack_from("<HH", data)
            for k in range((len(data) - 6) // 6):
                if code := styles[_short(data, 4 + 6 * k)]:
                    found[row, first + k] = (code, "")
    return found


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records from a place on to the end of its part; charts inside a sheet are passed over."""
    at, depth = start, 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == _BEGIN) - (kind == _STOP)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _text(data: bytes, at: int, *, wide: int) -> str:
    """Text with a length of one or two bytes and a flag that says whether its characters take two."""
    length = data[at] if wide == 1 else _short(data, at)
    start = at + wide + 1
    if data[at + wide] & 1:
        return data[start : start + 2 * length].decode("utf-16-le")
    return data[start : start + length].decode("latin-1")


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _stream(content: bytes, name: str) -> bytes:
    """One stream of a container of Office ("compound file")."""
    size = 1 << _short(content, 0x1E)
    small = 1 << _short(content, 0x20)
    first_folder, cutoff, first_small = (struct.unpack_from("<I", content, at)[0] for at in (0x30, 0x38, 0x3C))
    table = _table(content, size)
    folder = b"".join(_chain(content[size:], table, first_folder, size))
    root, found = folder[:128], None
    for at in range(0, len(folder), 128):
        entry = folder[at : at + 128]
        if entry[: max(0, _short(entry, 0x40) - 2)].decode("utf-16-le", "replace") == name:
            found = entry
    if found is None:
        raise KeyError(name)
    start, length = struct.unpack_from("<I", found, 0x74)[0], struct.unpack_from("<I", found, 0x78)[0]
    if length >= cutoff:
        return b"".join(_chain(content[size:], table, start, size))[:length]
    within = b"".join(_chain(content[size:], table, struct.unpack_from("<I", root, 0x74)[0], size))
    smalls = _words(b"".join(_chain(content[size:], table, first_small, size)))
    return b"".join(_chain(within, smalls, start, small))[:length]


def _table(content: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which."""
    places = [place for place in struct.unpack_from("<109I", content, 0x4C) if place < _END]
    more = struct.unpack_from("<I", content, 0x44)[0]
    seen: set[int] = set()
    while more < _END and more not in seen:
        seen.add(more)
        sector = _words(content[size * (more + 1) : size * (more + 2)])
        places += [place for place in sector[:-1] if place < _END]
        more = sector[-1]
    return _words(b"".join(content[size * (place + 1) : size * (place + 2)] for place in places))


def _words(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], start: int, size: int) -> Iterator[bytes]:
    seen = 0
    while start < _END and seen <= len(table):
        yield data[size * start : size * (start + 1)]
        start, seen = table[start], seen + 1
