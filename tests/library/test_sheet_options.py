"""What the user says of a sheet, what is kept, what is told, and the marked copy."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from gpss_sim.library.sheets.answers import SheetAnswers, parse_wishes
from gpss_sim.library.sheets.memory import beside, remember, remembered
from tests.library.layouts import PROJECTS, book, text, wan

HEAD = ["编号", "项目名称", "区", "紧急程度", "申报数额", "核定数额", "受益人数"]
ROWS = [[f"P{k}", p.name, p.district, p.urgency, wan(p), wan(p) / 2, p.people] for k, p in enumerate(PROJECTS, 1)]


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_a_heading_is_mapped_and_kept_for_next_time(tmp_path: Path) -> None:
    path = book(tmp_path / "申报表.xlsx", ("表", [HEAD, *ROWS]))
    first = ran("validate", path, "--map", "核定数额=cost:万元", "--lang", "zh")
    assert first.exit_code == 0, first.output
    assert "已存入" in first.stderr
    assert '"核定数额" = "cost:万元"' in beside(path).read_text("utf-8")
    library = read_library(path)
    assert all(abs(p.total - meant.cost * 50) < 1 for p, meant in zip(library.projects, PROJECTS, strict=True))
    corrected = ran("validate", path, "--map", "申报数额=cost:万元")
    assert corrected.exit_code == 0
    assert [p.total for p in read_library(path).projects] == [round(p.cost * 100) for p in PROJECTS]


@pytest.mark.parametrize("wish", ["申报数额=cost:", "紧急程度=urgency:", "区=district:万元"])
def test_a_unit_that_is_none_is_refused(wish: str, tmp_path: Path) -> None:
    path = book(tmp_path / "申报表.xlsx", ("表", [HEAD, *ROWS]))
    done = ran("validate", path, "--map", wish)
    assert done.exit_code == 2
    assert "--map" in done.stderr
    assert not beside(path).exists()


def test_a_column_is_left_out_and_a_letter_will_do(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, *ROWS]))
    asked = SheetAnswers(columns=parse_wishes(["C=-", "F=cost:万元"]))
    library = read_library(path, asked)
    assert {p.district for p in library.projects} == {""}
    assert library.projects[0].total == PROJECTS[0].cost * 50


def test_urgency_may_be_reversed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, *ROWS]))
    library = read_library(path, SheetAnswers(columns=parse_wishes(["紧急程度=urgency:reversed"])))
    assert [p.urgency for p in library.projects] == [6 - p.urgency for p in PROJECTS]


BAD = [
    ("申报金额", "must be written HEADING=field"),
    ("申报金额=costs", "did you mean 'cost'?"),
    ("申报金额=cost:斤", "the unit of money must be one of"),
]


@pytest.mark.parametrize(("pair", "told"), BAD)
def test_what_is_said_wrongly_is_told(pair: str, told: str) -> None:
    with pytest.raises(InputError, match=r".") as error:
        parse_wishes([pair])
    assert told in str(error.value)


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    asked = SheetAnswers('表 "1"', parse_wishes(["预算=cost:千元", "备注=-", "名次=urgency"]))
    remember(tmp_path / "a.xlsx", asked)
    assert remembered(tmp_path / "a.xlsx") == asked
    beside(tmp_path / "a.xlsx").write_text("sheets = 'x'", encoding="utf-8")
    with pytest.raises(InputError, match="did you mean 'sheet'"):
        remembered(tmp_path / "a.xlsx")


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表一", [HEAD, *ROWS]), ("表二", [HEAD, *ROWS[:2]]))
    assert len(read_library(path, SheetAnswers("表二")).projects) == 2
    with pytest.raises(InputError, match="its sheets are 表一, 表二"):
        read_library(path, SheetAnswers("表三"))


FAULTY = [
    ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"],
    ["P1", "甲项目", "东区", "很急很急", 1000, 5],
    ["P2", "乙项目", "东区", "高", "待定", 6],
    ["P3", "丙项目", "东区", "低", -5, "许多"],
    ["P4", "丁项目", "东区", "中", None, 7],
]
PLACES = {(1, 3), (2, 4), (3, 4), (3, 5), (4, 4)}


def test_every_fault_is_told_at_once_and_marked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", FAULTY))
    done = ran("validate", path, "--faults", tmp_path / "out.xlsx", "--lang", "zh")
    assert done.exit_code == 2
    assert "共5处" in done.stderr
    assert "工作表“表”第2行D列“紧急程度” = 很急很急" in done.stderr
    marked = load_workbook(tmp_path / "out.xlsx")
    assert marked.sheetnames == ["问题清单", "表"]
    page = marked["表"]
    commented = {(c.row - 1, c.column - 1) for row in page.iter_rows() for c in row if c.comment is not None}
    assert commented == PLACES
    assert all(page.cell(r + 1, c + 1).fill.fgColor.rgb == "00FFC7CE" for r, c in PLACES)
    assert page["E3"].value == "待定"
    assert [cell.value for cell in marked["问题清单"][1]] == ["工作表", "行", "列", "填写内容", "问题"]
    assert len(list(marked["问题清单"].iter_rows())) == 6


def test_a_text_file_is_marked_too(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [["00项目表"], *FAULTY], "gb18030")
    done = ran("validate", path, "--faults", tmp_path / "out.xlsx")
    assert done.exit_code == 2
    page = load_workbook(tmp_path / "out.xlsx")["Sheet1"]
    assert page["A1"].value == "00项目表"
    assert page["D3"].comment is not None


def test_nothing_is_guessed_under_the_librarys_own_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name,urgency,benefit,cost\nA,x,高,1,1\nTotal,,,,1\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_library(path)
    assert "row 2, column urgency = 高: must be a number" in str(error.value)
    assert "row 3, column urgency" in str(error.value)


def test_export_writes_what_was_understood(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("表", [["2027年项目表"], HEAD, *ROWS, ["合计", "", "", "", 1]]))
    done = ran("library", "export", path, "--map", "申报数额=cost:万元", "--out", tmp_path / "b.csv")
    assert done.exit_code == 0, done.output
    with (tmp_path / "b.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == [p.name for p in PROJECTS]
    assert rows[0]["cost"] == "180000.00"
    assert rows[0]["beneficiaries"] == "320"
    assert (tmp_path / "b.left_out.csv").read_text("utf-8-sig").splitlines()[1].startswith("10,total")
    assert [p.total for p in read_library(tmp_path / "b.csv").projects] == [
        p.total for p in read_library(path).projects
    ]


def test_budgets_may_use_the_sheets_words_for_sources(tmp_path: Path) -> None:
    head = ["编号", "项目名称", "所属区", "紧急程度", "金额（万元）", "受益人数", "资金来源"]
    rows = [[*row[:5], row[6], "财政资金" if k % 2 else "福彩公益金"] for k, row in enumerate(ROWS)]
    path = book(tmp_path / "a.xlsx", ("表", [head, *rows]))
    options = ("--no-plots", "--out", tmp_path / "r")
    done = ran("allocate", path, "--budget", "福彩公益金=50万", "--budget", "fiscal=100万", *options)
    assert done.exit_code == 0, done.output
    assert "without a budget" not in done.stderr
    assert (tmp_path / "r/mapping.csv").exists()


def test_made_ids_stay_when_rows_move(tmp_path: Path) -> None:
    head = ["序号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[1, p.name, p.district, p.urgency, p.cost, p.people] for p in PROJECTS]
    ids = {}
    for name, order in (("a", rows), ("b", rows[::-1])):
        path = book(tmp_path / f"{name}.xlsx", ("表", [head, *order]))
        ids[name] = {p.name: p.id for p in read_library(path).projects}
    assert ids["a"] == ids["b"]
    assert len(set(ids["a"].values())) == len(PROJECTS)


def test_an_amount_merged_over_several_projects_is_refused(tmp_path: Path) -> None:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [["P1", "甲", "东区", 5, 1000, 10], ["P2", "乙", "东区", 4, None, 10]]
    path = book(tmp_path / "a.xlsx", ("表", [head, *rows]), merged=["E2:E3"])
    with pytest.raises(InputError, match="one amount merged over the projects of rows 2 to 3"):
        read_library(path)


MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
CONTENT = """<?xml version="1.0"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document_is_read(tmp_path: Path) -> None:
    head = ["序号", "项目名称", "所属区", "紧急程度", "预算金额（万元）", "受益人数"]
    rows = [
        head,
        *([k, p.name, p.district, "高" if p.urgency > 3 else "低", wan(p), p.people] for k, p in enumerate(PROJECTS)),
    ]
    made = ""
    for row in rows:
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
            if isinstance(v, str)
            else f'<table:table-cell office:value-type="float" office:value="{v}"/>'
            for v in row
        )
        made += f"<table:table-row>{cells}</table:table-row>"
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", CONTENT.format(rows=made))
    library = read_library(path)
    assert [p.total for p in library.projects] == [round(100 * p.cost) for p in PROJECTS]
    assert {p.urgency for p in library.projects} == {5, 1}


NO_TABLE = [
    (b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
    (b"PK\x03\x04 broken", "is no workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "is no workbook"),
    ("只有一行字".encode(), "no headings of a project library"),
    ("项目名称,金额（元）,联系人\n甲,1,乙\n".encode(), "headings"),
    ("编号,项目名称,金额（元）,紧急程度\n1,甲,1,5\n".encode(), "there is no column beneficiaries (受益人数)"),
]


@pytest.mark.parametrize(("content", "told"), NO_TABLE)
def test_what_is_no_library_ends_in_a_clear_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r".") as error:
        read_library(path)
    assert told in str(error.value)
