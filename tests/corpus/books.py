"""Workbooks: numbers as the program shows them, and damage of every part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from random import Random

from tests.corpus.case import Case, Check, answered, either, refused, refused_or_reads
from tests.fuzz.grammar import damaged
from tests.fuzz.seeds import CHINESE_ROWS, open_document, workbook

XLSX, ODS = workbook(CHINESE_ROWS), open_document(CHINESE_ROWS)
COSTS = ("450000.00", "305000.00", "250000.00")
OUT = "out/read.csv"
WHOLE = refused_or_reads(OUT, "cost", *COSTS)
Change = Callable[[str], str]
DTD = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>'


def export(kind: str, name: str, content: bytes, right: Check, file: str = "a.xlsx") -> Case:
    """A case that writes what was understood of a workbook."""
    return Case(kind, name, ("library", "export", file, "--out", OUT), right, {file: content})


def parts(content: bytes) -> dict[str, bytes]:
    """Parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(found: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", way) as target:
        for name, inside in found.items():
            target.writestr(name, inside)
    return stream.getvalue()


def changed(content: bytes, part: str, change: Change) -> bytes:
    """A workbook with the text of one part changed."""
    return packed({n: change(b.decode()).encode() if part in n else b for n, b in parts(content).items()})


def damage() -> Iterator[Case]:
    """Bytes cut and turned, parts gone, emptied, doubled."""
    kind = "damaged workbooks"
    for name, book in (("a.xlsx", XLSX), ("a.ods", ODS)):
        for share in range(0, 100, 7):
            cut = book[: len(book) * share // 100]
            yield export(kind, f"{name} cut at {share} %", cut, refused(name), name)
            yield export(kind, f"{name} begun at {share} %", book[len(book) * share // 100 :], either(name), name)
        for seed in range(40):
            luck = Random(f"{name}{seed}")
            content = bytearray(book)
            for _ in range(1 + seed // 8):
                content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
            yield export(kind, f"{name} bits {seed}", bytes(content), WHOLE, name)
        for part in parts(book):
            for told, put in {
                "gone": None, "empty": b"", "noise": b"\x00\xff" * 50, "text": b"hello", "other markup": b"<a/>", "open": b"<a>",
                "cut": parts(book)[part][: len(parts(book)[part]) // 2], "type": f"<?xml version='1.0'?>{DTD}<x>&y;</x>".encode(),
                "doubled": parts(book)[part] * 2, "UTF-16": parts(book)[part].decode("utf-8", "replace").encode("utf-16"),
            }.items():  # fmt: skip
                found = {n: b for n, b in parts(book).items() if n != part} | ({} if put is None else {part: put})
                yield export(kind, f"{name} {part} {told}", packed(found), either(name), name)
        for seed in range(30):
            luck = Random(f"part {name}{seed}")
            found = parts(book)
            part = luck.choice(sorted(found))
            found[part] = damaged(found[part], luck)
            yield export(kind, f"{name} {part} damaged {seed}", packed(found), either(name), name)
    yield export(kind, "stored", packed(parts(XLSX), zipfile.ZIP_STORED), WHOLE)
    yield export(kind, "LZMA", packed(parts(XLSX), zipfile.ZIP_LZMA), either("a.xlsx"))
    yield export(kind, "bytes before", b"junk" * 9 + XLSX, either("a.xlsx"))
    yield export(kind, "bytes behind", XLSX + b"junk" * 9, either("a.xlsx"))
    yield export(kind, "twice", XLSX + XLSX, either("a.xlsx"))
    yield export(
        kind,
        "encrypted parts",
        XLSX.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00"),
        either("a.xlsx"),
    )


def dressed() -> Iterator[Case]:
    """Other types under a name, and headings of files that are recognised."""
    kind = "other types under a name of a table"
    strict = packed(
        {
            n: re.sub(
                rb"http://schemas.openxmlformats.org/(spreadsheetml|officeDocument)/2006",
                rb"http://purl.oclc.org/ooxml/\1",
                b,
            )
            for n, b in parts(XLSX).items()
        }
    )
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    content = {
        "strict": strict, "OLE header": ole + b"\0" * 2000, "OLE noise": ole + bytes(range(256)) * 40, "PDF": b"%PDF-1.4\n1 0 obj\n", "PNG": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
        "GIF": b"GIF89a" + b"\0" * 99, "JPEG": b"\xff\xd8\xff\xe0" + b"\0" * 99, "gzip": b"\x1f\x8b\x08" + b"\0" * 99, "7z": b"7z\xbc\xaf'\x1c" + b"\0" * 99,
        "RAR": b"Rar!\x1a\x07\x00" + b"\0" * 99, "empty zip": packed({}), "another zip": packed({"a.txt": b"x"}), "Word": packed({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
        "web page": b"<html><body><table><tr><td>1</td></tr></table></body></html>", "XML of 2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "SQLite": b"SQLite format 3\0" + b"\0" * 999, "ELF": b"\x7fELF" + b"\0" * 99, "script": b"#!/bin/sh\nrm -rf /\n", "mail": b"From: a\nTo: b\n\nhello\n",
        "zeros": b"\0" * 5000, "ones": b"\xff" * 5000, "a byte": b"P", "PK": b"PK", "PK34": b"PK\x03\x04", "end of zip": b"PK\x05\x06" + b"\0" * 18, "RTF": b"{\\rtf1 x}", "slk": b"ID;PWXL;N;E\nE\n",
        "dbf": b"\x03\x7a\x01\x01" + b"\0" * 60, "parquet": b"PAR1" + b"\0" * 99, "feather": b"ARROW1" + b"\0" * 99,
    }  # fmt: skip
    for name, inside in content.items():
        for ending in ("xlsx", "xls", "xlsm", "xlsb", "ods", "csv"):
            yield export(kind, f"{name} as {ending}", inside, refused(f"a.{ending}"), f"a.{ending}")
    for inside, source in ((XLSX, "xlsx"), (ODS, "ods")):
        for ending in ("xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "XLSX", "et"):
            yield export(kind, f"{source} as {ending}", inside, either(f"a.{ending}"), f"a.{ending}")
    for ending in ("txt", "tsv", "xml", "json", "html", "pdf", "docx", "et", "wps", "numbers", "gz", "", "toml", "db"):
        for command in (
            ("validate", f"a.{ending}"),
            ("allocate", f"a.{ending}", "--budget", "80万", "--no-plots", "--out", "out/a"),
        ):
            yield Case(kind, f"{command[0]} .{ending}", command, either(f"a.{ending}"), {f"a.{ending}": XLSX})


def markup() -> Iterator[Case]:
    """Cells, references and types of the sheet's own text."""
    kind = "cells and references of workbooks"
    sheet = parts(XLSX)["xl/worksheets/sheet1.xml"].decode()
    cost = re.search(r'<c r="F3"[^>]*><v>45</v></c>', sheet)
    assert cost
    for value in (
        "NaN", "nan", "INF", "1e999", "1e999999999", "-45", "abc", "", "45,5", "4 5", "0x2d", "\u00bd", "true", "99999999999999999999", "1" * 4000, "1e-400", "45&#x0A;", "45.0000000000000001",
    ):  # fmt: skip
        right = refused("a.xlsx") if value not in ("45.0000000000000001", "45&#x0A;") else either("a.xlsx")
        yield export(
            kind,
            f"value {value[:20]}",
            changed(XLSX, "sheet1", lambda s, v=value: s.replace("<v>45</v>", f"<v>{v}</v>")),
            right,
        )  # type: ignore[misc]
    for way in ("s", "b", "e", "d", "str", "inlineStr", "n", "z", "", "S", "x" * 500):
        yield export(
            kind,
            f"type {way[:9]}",
            changed(XLSX, "sheet1", lambda s, w=way: s.replace('<c r="F3"', f'<c r="F3" t="{w}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for place in (
        "A0",
        "F0",
        "0",
        "F",
        "",
        "ZZZZ9",
        "XFE3",
        "F1048577",
        "F-3",
        "f3",
        "3F",
        "F3:G4",
        "$F$3",
        "F03",
        "Ａ3",
        "F3 ",
        "é",
        "F99999999999999999999",
        "A" * 999 + "1",
    ):
        yield export(
            kind,
            f"place {place[:12]}",
            changed(XLSX, "sheet1", lambda s, p=place: s.replace('r="F3"', f'r="{p}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for row in ("0", "-1", "", "a", "1", "3", "1048577", "99999999999999999999", "1.5"):
        yield export(
            kind,
            f"row {row}",
            changed(XLSX, "sheet1", lambda s, r=row: s.replace('<row r="4"', f'<row r="{r}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for index in ("-1", "99", "999999999999", "1.5", "x", "", "0"):
        yield export(
            kind,
            f"shared {index}",
            changed(XLSX, "sheet1", lambda s, i=index: s.replace("<v>0</v>", f"<v>{i}</v>", 1)),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for style in ("-1", "99", "x", "", "999999999999"):
        yield export(
            kind,
            f"style {style}",
            changed(XLSX, "sheet1", lambda s, i=style: s.replace('<c r="F3"', f'<c r="F3" s="{i}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for ref in ("A1", "", "x", "A1:XFD1048576", "F3:A1", "A0:B0", "A1:A1:A1"):
        new = re.sub('<dimension ref="[^"]*"', f'<dimension ref="{ref}"', sheet)
        yield export(
            kind,
            f"dimension {ref}",
            packed(parts(XLSX) | {"xl/worksheets/sheet1.xml": new.encode()}),
            refused_or_reads(OUT, "cost", *COSTS),
        )
    for ref in ("F3:F5", "A1:XFD1048576", "x", "F5:F3", "F3:F4", "A3:H3"):
        merged = sheet.replace(
            "</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'
        )
        yield export(
            kind, f"merged {ref}", packed(parts(XLSX) | {"xl/worksheets/sheet1.xml": merged.encode()}), either("a.xlsx")
        )
    for formula in ("1+1", "SUM(F3:F9)", "[1]Sheet1!A1", "cmd|'/C calc'!A0", "x" * 9000, "F3"):
        bare = sheet.replace(cost[0], f'<c r="F3"><f>{formula}</f></c>')
        yield export(
            kind,
            f"formula {formula[:12]}",
            packed(parts(XLSX) | {"xl/worksheets/sheet1.xml": bare.encode()}),
            refused("a.xlsx"),
        )
    for name in ("hidden", "veryHidden", "odd"):
        yield export(
            kind,
            f"state {name}",
            changed(XLSX, "xl/workbook.xml", lambda s, n=name: s.replace('sheetId="1"', f'sheetId="1" state="{n}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]
    for name in ("", "x" * 999, "a/b", "\u202e", "&#x1b;", "$\\frac$", "=1", "../x"):
        yield export(
            kind,
            f"sheet {name[:9]}",
            changed(XLSX, "xl/workbook.xml", lambda s, n=name: s.replace('"Sheet1"', f'"{n}"')),
            either("a.xlsx"),
        )  # type: ignore[misc]


FORMATS = {
    '0"万元"': 450000, '0.0"万"': 450000, '#,##0"元"': 45, "#,##0": 450000, "0.00": 450000, '¥#,##0.00': 450000, '0"千元"': None, "0%": None, "yyyy-mm-dd": None, "hh:mm": None,
    '0.0,"万元"': None, "#,##0,": None, "0.00E+00": 450000, "@": 450000, '"$"#,##0': None, "[Red]0": 450000, '_ * #,##0.00_ ': 450000, "# ?/?": 450000, ";;;": 450000, '0"人"': None,
}  # fmt: skip
"""Number format of the cell 45 under a title that says 万元 → yuan, or None where it has to be refused or read as 450,000."""


def formats() -> Iterator[Case]:
    """Units that a number format shows."""
    from xlsxwriter import Workbook

    kind = "number formats of workbooks"
    for shown, yuan in FORMATS.items():
        for title in (True, False):
            stream = io.BytesIO()
            with Workbook(stream, {"in_memory": True}) as book:
                sheet = book.add_worksheet()
                for number, row in enumerate(CHINESE_ROWS):
                    sheet.write_row(number, 0, ["" if value is None else value for value in row])
                if not title:
                    sheet.write(0, 0, "某区2026年购买社会工作服务项目申报表")
                for number in (2, 3, 4):
                    sheet.write_number(number, 5, 45, book.add_format({"num_format": shown}))
            unit = yuan if title or yuan != 450000 or "万" in shown else 45
            told = either("a.xlsx") if unit is None else refused_or_reads(OUT, "cost", *[f"{unit:.2f}"] * 3)
            yield export(kind, f"{shown} {'under 万元' if title else 'alone'}", stream.getvalue(), told)
    yield Case(kind, "validate marks", ("validate", "projects.xlsx", "--faults", "out/m.xlsx"), answered())
