"""Workbooks that are damaged, in another dress, or reach to the end of the sheet: each by its own sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from gpss_sim.library.sheets import containers
from tests.fuzz.seeds import CHINESE_ROWS, open_document, workbook

XLSX, ODS = workbook(CHINESE_ROWS), open_document(CHINESE_ROWS)
TYPE = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>'
QUOTED = "r='XFD1048576'"
ROWS, COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
SHEET = "xl/worksheets/sheet1.xml"
EMPTY_AND_MANY = f"<table:table-row/><table:table-row {ROWS}='9999999'>"
Change = Callable[[str], str]


def changed(content: bytes, part: str, change: Change, renamed: Mapping[str, str] | None = None) -> bytes:
    """A workbook with the text of one part, or of all, changed, and parts renamed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            inside = old.read(name)
            new.writestr((renamed or {}).get(name, name), change(inside.decode()).encode() if part in name else inside)
    return stream.getvalue()


def strict(text: str) -> str:
    for kind in ("spreadsheetml", "officeDocument"):
        text = text.replace(f"http://schemas.openxmlformats.org/{kind}/2006", f"http://purl.oclc.org/ooxml/{kind}")
    return text


FAR = {'<row r="6"': '<row r="1048576"', 'r="A6"': 'r="A1048576"', 'r="H6"': 'r="XFD1048576"'}


def far(text: str) -> str:
    for old, new in FAR.items():
        text = text.replace(old, new)
    return text


REFUSED = {
    "strict": (changed(XLSX, "xl/", strict), "Strict Open XML"),
    "document type": (changed(XLSX, "sharedStrings", lambda s: s.replace("?>", f"?>{TYPE}", 1)), "document type"),
    "document type in ods": (changed(ODS, "content", lambda s: s.replace("?>", f"?>{TYPE}", 1)), "document type"),
    "a cell far away": (changed(XLSX, "sheet1", far), "reaches to XFD1,048,576"),
    "a row far away": (changed(XLSX, "sheet1", lambda s: s.replace('<row r="6"', '<row r="60000000"')), "reaches to"),
    "a cell beyond counting": (changed(XLSX, "sheet1", lambda s: s.replace('r="F3"', f'r="F{"9" * 19}"')), "reaches"),
    "a cell of more digits": (changed(XLSX, "sheet1", lambda s: s.replace('r="F3"', f'r="F{"9" * 20}"')), "is damaged"),
    "another quote": (changed(XLSX, "sheet1", lambda s: far(s).replace('r="XFD1048576"', QUOTED)), "reaches to"),
    "small letters": (changed(XLSX, "sheet1", lambda s: s.replace('r="F3"', 'r="xfd1048576"')), "reaches to"),
    "hidden by a sign": (
        changed(XLSX, "sheet1", lambda s: s.replace('<c r="F3"', '<c x=">" r="XFD1048576"')),
        "reaches to",
    ),
    "cells that do not say where": (
        changed(XLSX, "sheet1", lambda s: s.replace("</row>", "<c/>" * 9000 + "</row>" + "<row/>" * 9000, 1)),
        "reaches to",
    ),
    "a sheet under another name": (
        changed(XLSX, "", lambda s: far(s).replace("worksheets/sheet1.xml", "o.xml"), {SHEET: "xl/o.xml"}),
        "reaches to",
    ),
    "rows repeated after an empty one": (
        changed(ODS, "content", lambda s: s.replace("<table:table-row>", EMPTY_AND_MANY, 1)),
        "reaches to",
    ),
    "rows repeated": (
        changed(ODS, "content", lambda s: s.replace("table-row>", f'table-row {ROWS}="9999999">', 1)),
        "reaches to",
    ),
    "columns repeated": (
        changed(ODS, "content", lambda s: s.replace("table-cell o", f'table-cell {COLUMNS}="99999999" o', 1)),
        "reaches to",
    ),
    "broken markup": (changed(XLSX, "sheet1", lambda s: s.replace("</row>", "", 1)), "is damaged"),
    "a text not there": (changed(XLSX, "sheet1", lambda s: s.replace("<v>0</v>", "<v>99</v>", 1)), "is damaged"),
    "no number": (changed(XLSX, "sheet1", lambda s: s.replace("<v>45</v>", "<v>NaN</v>")), "is damaged"),
    "infinity": (changed(XLSX, "sheet1", lambda s: s.replace("<v>45</v>", "<v>1e999</v>")), "row 3, column F 申报金额"),
    "cut": (XLSX[: len(XLSX) // 2], "is damaged"),
    "cut ods": (ODS[: len(ODS) // 2], "is damaged"),
    "encrypted ods": (
        changed(ODS, "manifest", lambda s: s.replace('text/xml"/>', 'text/xml"><manifest:encryption-data/></x>')),
        "protected by a password",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_each_is_refused_in_its_own_words(name: str, tmp_path: Path) -> None:
    content, told = REFUSED[name]
    (tmp_path / "sheet.xlsx").write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_library(tmp_path / "sheet.xlsx")
    assert told in str(refused.value)
    assert all(
        min(re.findall("[\u4e00-\u9fff]", fault.sentence.said("zh"))) >= "\u4e00" for fault in refused.value.faults
    )


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "csv", "xls"])
@pytest.mark.parametrize("content", [XLSX, ODS], ids=["xlsx", "ods"])
def test_a_workbook_is_known_by_what_is_inside(content: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"sheet.{suffix}").write_bytes(content)
    assert [project.total for project in read_library(tmp_path / f"sheet.{suffix}").projects] == [
        45_000_000,
        30_500_000,
        25_000_000,
    ]


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    one = changed(XLSX, "sheet1", lambda s: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1"', s))
    (tmp_path / "a.xlsx").write_bytes(one)
    assert len(read_library(tmp_path / "a.xlsx").projects) == 3


def test_trailing_empty_rows_of_an_open_document_are_no_rows(tmp_path: Path) -> None:
    cell = f'<table:table-cell {COLUMNS}="16384"/>'
    blank = f'<table:table-row {ROWS}="1048570">{cell}</table:table-row></table:table>'
    (tmp_path / "a.ods").write_bytes(changed(ODS, "content", lambda s: s.replace("</table:table>", blank)))
    assert len(read_library(tmp_path / "a.ods").projects) == 3


def test_a_table_in_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(XLSX))
    book.create_sheet("封面").append(["x"])
    book.worksheets[0].sheet_state, book.active = "hidden", 1
    book.save(tmp_path / "a.xlsx")
    understood = read_library(tmp_path / "a.xlsx").understood
    assert understood is not None
    assert "The table stands in the hidden sheet “Sheet1”" in map(str, understood.notes)


def test_an_error_value_is_no_empty_cell(tmp_path: Path) -> None:
    book = Workbook()
    for row in CHINESE_ROWS:
        book.active.append(row)
    book.active["F3"] = "#REF!"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="row 3, column F 申报金额 = #REF!"):
        read_library(tmp_path / "a.xlsx")


def test_binary_worksheets_are_measured_too() -> None:
    row, cell = bytes([0, 4]) + (7_000_000).to_bytes(4, "little"), bytes([5, 4]) + (9).to_bytes(4, "little")
    with pytest.raises(InputError, match="reaches to J7,000,001"):
        containers.refuse_odd(Path("a.xlsb"), {"xl/worksheets/sheet1.bin": row + cell})
