"""The workbook: numbers as numbers, text as text, frozen headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from gpss_sim.report.board import Board
from gpss_sim.report.xlsx import write_workbook
from tests.report.boards import HEAD, OUTCOMES, board_of

SHEETS = ["summary", "comparisons", "runs", "yearly", "rules that differ", "region"]


@pytest.fixture(scope="module")
def book(board: Board, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("book") / "results.xlsx"
    write_workbook(path, board)
    return load_workbook(path)


def rows_of(book: Workbook, sheet: str) -> list[dict[str, object]]:
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_every_sheet_is_there_with_a_frozen_heading(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert {sheet.freeze_panes for sheet in book} == {"B2"}


def test_numbers_are_those_found(book: Workbook, board: Board) -> None:
    for row in rows_of(book, "summary")[:50]:
        found = board.findings.estimates[str(row["design_point"]), str(row["metric"])]  # as in summary.csv, nothing cut
        for name, value in (("mean", found.mean), ("ci_low", found.low), ("ci_high", found.high)):
            assert (row[name] is None and value != value) or row[name] == pytest.approx(value)
        assert row["n"] == found.n
    assert len(rows_of(book, "comparisons")) == len(board.findings.findings)
    assert len(rows_of(book, "runs")) == len(board.plan.points) * board.findings.replications
    years = {row["year"] for row in rows_of(book, "yearly")}
    assert years == set(range(6))


def test_money_is_shown_as_money(book: Workbook) -> None:
    sheet = book["summary"]
    column = [cell.value for cell in sheet[1]].index("mean")
    formats = {row[column - 1].value: row[column].number_format for row in sheet.iter_rows(min_row=2)}
    assert formats["yuan"] == "#,##0.00"
    assert formats["share"] == "0.0000"
    assert formats["days"] == "General"  # optional decimals would show 30 as "30."


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    text = f'{HEAD}[design]\n[[design.point]]\nname = "=1+1"\n[[design.point]]\nname = "@b"\n{OUTCOMES}'
    path = tmp_path / "results.xlsx"
    write_workbook(path, board_of(tmp_path, text))
    cells = [row[0] for row in load_workbook(path)["runs"].iter_rows(min_row=2)]
    assert {(cell.value, cell.data_type) for cell in cells} == {("=1+1", "s"), ("@b", "s")}


def test_an_interval_below_zero_is_that_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    board = board_of(tmp_path, value=lambda *place: float(1000 * place[3] ** 3), replications=3)
    write_workbook(path, board)
    lows = [row["ci_low"] for row in rows_of(load_workbook(path), "summary")]
    assert lows == [pytest.approx(found.low) for found in board.findings.estimates.values()]
    assert min(lows) < 0


def test_what_is_not_a_number_is_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_workbook(path, board_of(tmp_path, value=lambda *_: float("nan")))
    assert {row["mean"] for row in rows_of(load_workbook(path), "summary")} == {None}


def test_the_chinese_workbook_holds_the_same_numbers_under_chinese_names(
    book: Workbook, board: Board, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "results.xlsx", board, "zh")
    chinese = load_workbook(tmp_path / "results.xlsx")
    assert chinese.sheetnames == ["汇总", "比较", "各次模拟", "逐年", "不同的规则", "合理范围"]
    for theirs, ours in zip(book, chinese, strict=True):
        for row, told in zip(theirs.iter_rows(values_only=True), ours.iter_rows(values_only=True), strict=True):
            assert [cell for cell in told if isinstance(cell, int | float)] == [
                cell for cell in row if isinstance(cell, int | float)
            ]
    heads = {cell for sheet in chinese for cell in next(sheet.iter_rows(values_only=True)) if cell}
    assert [head for head in heads if re.fullmatch("[a-z_ ]+", str(head))] == [], "add to words.po, heading"
    texts = {cell for sheet in chinese for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not [text for text in texts if isinstance(text, str) and re.search(r"[a-z]{2,} [a-z]{2,}", text)]
