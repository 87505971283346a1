"""Small workbooks in the binary formats, and an OpenDocument one, written record by record.

Each holds one sheet of texts and numbers; a column may have a number format, as Excel writes it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Rows = Sequence[Sequence[str | float | None]]
FIRST = 164
"""Number of the first format of one's own."""


def xlsb(rows: Rows, codes: Mapping[int, str], areas: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """An XLSB; every second row leaves the columns of its cells to be counted, as the format allows."""
    styles = [_bin(44, struct.pack("<H", FIRST + k) + _wide(code)) for k, code in enumerate(codes.values())]
    numbers = [0, *(FIRST + k for k in range(len(codes)))]
    styles += [_bin(617), *(_bin(47, struct.pack("<HH", 0, n) + bytes(12)) for n in numbers), _bin(618)]
    style = {column: 1 + k for k, column in enumerate(codes)}
    sheet = [_bin(129), _bin(145)]
    for r, row in enumerate(rows):
        sheet.append(_bin(0, struct.pack("<I", r) + bytes(21)))
        implied = r % 2 == 1 and all(value is not None for value in row)
        for c, value in enumerate(row):
            if value is None:
                continue
            place = (b"" if implied else struct.pack("<I", c)) + struct.pack("<I", style.get(c, 0) if r else 0)
            text = isinstance(value, str)
            kind = (17 if implied else 6) if text else (16 if implied else 5)
            sheet.append(_bin(kind, place + (_wide(str(value)) if text else struct.pack("<d", value))))
    sheet.append(_bin(146))
    sheet += [_bin(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in areas]
    book = [_bin(131), _bin(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("项目")), _bin(132)]
    relation = b'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    return _zip(
        {
            "xl/workbook.bin": b"".join(book),
            "xl/_rels/workbook.bin.rels": relation,
            "xl/styles.bin": b"".join(styles),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
        }
    )


def xls(rows: Rows, codes: Mapping[int, str]) -> bytes:
    """An XLS of Excel 97; ``None`` in a row stands for a formula without a value."""
    formats = [_biff(0x41E, struct.pack("<H", FIRST + k) + _short(code)) for k, code in enumerate(codes.values())]
    numbers = [0, *(FIRST + k for k in range(len(codes)))]
    styles = [_biff(0xE0, struct.pack("<HH", 0, n) + bytes(16)) for n in numbers]
    style = {column: 1 + k for k, column in enumerate(codes)}
    sheet = [_biff(0x809, struct.pack("<HHHH", 0x600, 0x10, 0, 0) + bytes(8))]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, style.get(c, 0) if r else 0)
            if isinstance(value, str):
                sheet.append(_biff(0x204, place + _short(value)))
            elif value is None:
                sheet.append(_biff(0x06, place + b"\3\0\0\0\0\0\xff\xff" + bytes(6) + struct.pack("<H", 0)))
            else:
                sheet.append(_biff(0x203, place + struct.pack("<d", value)))
    sheet.append(_biff(0x0A))
    name = "项目".encode("utf-16-le")
    head = [_biff(0x809, struct.pack("<HHHH", 0x600, 0x05, 0, 0) + bytes(8)), *formats, *styles]
    start = sum(map(len, head)) + 4 + 8 + len(name) + 4
    head += [_biff(0x85, struct.pack("<IBBBB", start, 0, 0, 2, 1) + name), _biff(0x0A)]
    return _container(b"".join([*head, *sheet]).ljust(4096, b"\0"))


def ods(rows: Rows, shown: Mapping[int, str]) -> bytes:
    """An OpenDocument spreadsheet; `shown` holds by column how a number is shown: ``{:.2f}万元``, ``{:%}``."""
    lines = []
    for row in rows:
        cells = []
        for c, value in enumerate(row):
            text = value if isinstance(value, str) else shown.get(c, "{:g}").format(value)
            kind = 'office:value-type="string"'
            if not isinstance(value, str):
                type_ = "percentage" if text.endswith("%") else "float"
                kind = f'office:value-type="{type_}" office:value="{value}"'
            cells.append(f"<table:table-cell {kind}><text:p>{escape(str(text))}</text:p></table:table-cell>")
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = f'<table:table table:name="项目">{"".join(lines)}</table:table>'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def _zip(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _bin(kind: int, data: bytes = b"") -> bytes:
    return _varint(kind) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    made = bytearray()
    while True:
        number, rest = number >> 7, number & 0x7F
        made.append(rest | (0x80 if number else 0))
        if not number:
            return bytes(made)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _short(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _container(stream: bytes) -> bytes:
    """A container of Office with one stream: sector 0 is the table, sector 1 the folder, the stream follows."""
    count = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHHHIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    head += struct.pack("<I", 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, 2, len(stream), 0xFFFFFFFF)
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return head + fat + folder.ljust(512, b"\0") + stream.ljust(512 * count, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    fixed = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return fixed + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<IQ", start, size)
