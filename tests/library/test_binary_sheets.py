"""XLS, XLSB and ODS mean what they show: units and zeros of number formats, merged cells, formulas without value."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from tests.library.binary import Rows, ods, xls, xlsb
from tests.library.layouts import PROJECTS, wan

HEAD = ["编号", "项目名称", "区", "紧急程度", "申报金额", "受益人数"]
ROWS = [HEAD, *([k, p.name, p.district, p.urgency, wan(p), p.people] for k, p in enumerate(PROJECTS, 1))]
CODES = {0: "00000", 4: '0.00"万元"', 5: '0"人"'}
FILES = {
    "a.xls": xls(ROWS, CODES),
    "a.xlsb": xlsb(ROWS, CODES),
    "a.ods": ods(ROWS, {0: "{:05d}", 4: "{:.2f}万元", 5: "{:g}人"}),
}


@pytest.mark.parametrize("name", FILES)
def test_a_number_means_what_its_format_shows(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    library = read_library(tmp_path / name)
    assert [p.id for p in library.projects] == [f"{k:05d}" for k in range(1, 8)]
    assert [p.total for p in library.projects] == [round(100 * p.cost) for p in PROJECTS]  # type: ignore[arg-type]
    assert [p.benefit for p in library.projects] == [p.people for p in PROJECTS]
    assert library.understood is not None
    assert not library.understood.questions


def test_merged_cells_of_a_binary_workbook_are_filled_down(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [list(row) for row in ROWS]
    for r in (2, 3, 5, 7):
        rows[r][2] = None
    (tmp_path / "a.xlsb").write_bytes(xlsb(rows, CODES, [(1, 2, 3, 2), (4, 2, 5, 2), (6, 2, 7, 2)]))
    library = read_library(tmp_path / "a.xlsb")
    assert [p.district for p in library.projects] == [p.district for p in PROJECTS]
    assert library.understood is not None
    assert "4 cells filled from merged ones" in str(library.understood.notes)


def test_a_formula_without_a_value_is_no_zero_in_an_old_workbook(tmp_path: Path) -> None:
    rows: list[list[str | float | None]] = [list(row) for row in ROWS]
    rows[3][4] = None
    (tmp_path / "a.xls").write_bytes(xls(rows, CODES))
    with pytest.raises(InputError, match=r"row 4, column E 申报金额 = =: is a formula whose value is not stored"):
        read_library(tmp_path / "a.xls")


@pytest.mark.parametrize("cut", [0.2, 0.4, 0.6])
@pytest.mark.parametrize("name", ["a.xls", "a.xlsb"])
def test_half_a_workbook_is_refused(tmp_path: Path, name: str, cut: float) -> None:
    content = FILES[name]
    (tmp_path / name).write_bytes(content[: int(cut * len(content))])
    with pytest.raises(InputError):
        read_library(tmp_path / name)


def test_damaged_records_of_a_binary_sheet_are_told(tmp_path: Path) -> None:
    rows: Rows = [["编号", "x"]]
    whole = xlsb(rows, {})
    (tmp_path / "a.xlsb").write_bytes(whole.replace("编号".encode("utf-16-le"), b"\xff\xff\xff\xdc"))
    with pytest.raises(InputError):
        read_library(tmp_path / "a.xlsb")


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods"])
def test_an_amount_shown_as_a_percentage_is_refused(tmp_path: Path, name: str) -> None:
    content = {"a.xls": xls(ROWS, {4: "0%"}), "a.xlsb": xlsb(ROWS, {4: "0%"}), "a.ods": ods(ROWS, {4: "{:%}"})}[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=r"column E.*percentage"):
        read_library(tmp_path / name)
