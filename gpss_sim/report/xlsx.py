"""The study as a workbook: numbers as numbers, text as text, nothing that a spreadsheet would run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gpss_sim.report.board import Board
from gpss_sim.report.meaning import meaning
from gpss_sim.report.page.rules import differing_fields, differing_rules
from gpss_sim.report.region import region
from gpss_sim.report.workbook import workbook
from gpss_sim.study.compare import Estimate
from gpss_sim.study.store import FAILED, OK

FILE = "results.xlsx"
INTERVAL = ("ci_low", "ci_high", "n")
WIDEST = 60
"""Widest column, in characters."""

Row = Sequence[str | float | int]
NUMBERS = {"yuan": "#,##0.00", "share": "0.0000", "": "0.######"}
"""Number formats by unit; the last for every other."""


def write_workbook(path: Path, board: Board) -> None:
    """Write every table of a study into one workbook.

    Parameters
    ----------
    path : Path
        The file.
    board : Board
        The study.

    Notes
    -----
    Text is written as text, so a cell that begins with ``=`` is shown and never evaluated.
    """
    plan = board.plan
    with workbook(path) as book:
        sheets = _Sheets(book)
        sheets.add("summary", ["design_point", *plan.levers, "metric", "unit", "mean", *INTERVAL], _summary(board))
        names = ["metric", "unit", "design_point", "baseline", "difference", *INTERVAL]
        sheets.add("comparisons", [*names, "correlation", "level", "family_size"], _comparisons(board))
        runs = ["design_point", "replication", "seed", "status", *plan.levers, *plan.outcomes]
        sheets.add("runs", runs, _runs(board))
        sheets.add("yearly", ["design_point", "metric", "unit", "year", "mean", *INTERVAL], _yearly(board))
        sheets.add("rules that differ", ["part", "rule", "meaning", *(p.name for p in plan.points)], _rules(board))
        shown = [point.name for each in board.world_by_world() for point in each.points]
        columns = ["metric", "low", "high", "why", *shown]
        sheets.add("region", columns, _region(board))


class _Sheets:
    """Adds sheets of one look: bold frozen header, filter, number formats by unit."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._formats = {unit: book.add_format({"num_format": text}) for unit, text in NUMBERS.items()}

    def add(self, name: str, header: Sequence[str], rows: Iterable[Row]) -> None:
        """Write one table."""
        sheet = self._book.add_worksheet(name)
        widths = [len(title) for title in header]
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self._bold)
        unit, last = header.index("unit") if "unit" in header else None, 0
        for last, cells in enumerate(rows, start=1):
            number = self._format(str(cells[unit]) if unit is not None else "")
            for column, cell in enumerate(cells):
                widths[column] = max(widths[column], self._write(sheet, last, column, cell, number))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(WIDEST, width + 2))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(header) - 1)

    def _format(self, unit: str) -> Format:
        return self._formats.get(unit.split("/")[0], self._formats[""])

    def _write(self, sheet: Worksheet, row: int, column: int, cell: str | float | int, number: Format) -> int:
        """Write a cell; return the characters it takes."""
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
            return len(cell)
        if isinstance(cell, int):
            sheet.write_number(row, column, cell)
            return len(str(cell))
        if not math.isnan(cell):
            sheet.write_number(row, column, cell, number)
        return 10


def _ends(found: Estimate) -> tuple[float, float, float, int]:
    return found.mean, found.low, found.high, found.n


def _summary(board: Board) -> Iterator[Row]:
    for index, point in enumerate(board.plan.points):
        for name in board.plan.outcomes:
            found = board.estimate(point.name, name)
            yield [point.name, *board.plan.cells(index), name, board.metric(name).unit, *_ends(found)]


def _comparisons(board: Board) -> Iterator[Row]:
    for each in board.findings.findings:
        found = each.difference
        names = (each.metric, each.unit, each.point, each.baseline)
        yield [*names, *_ends(found.estimate), found.correlation, found.level, found.family_size]


def _runs(board: Board) -> Iterator[Row]:
    for index, point in enumerate(board.plan.points):
        for replication in range(board.findings.replications):
            place = (point.name, replication)
            status = FAILED if place in board.findings.failed else OK
            values = board.findings.values.get(place, {})
            numbers = [values.get(name, math.nan) for name in board.plan.outcomes]
            yield [point.name, replication, board.plan.seed, status, *board.plan.cells(index), *numbers]


def _yearly(board: Board) -> Iterator[Row]:
    for point in board.plan.points:
        for name in board.plan.outcomes:
            for year in board.years:
                yield [
                    point.name, name, board.metric(name).unit, int(year), *_ends(board.in_year(year, point.name, name))
                ]  # fmt: skip


def _rules(board: Board) -> Iterator[Row]:
    for rule in [*differing_rules(board), *differing_fields(board)]:
        yield [rule.part, rule.name, meaning(rule.key), *rule.values.values()]


def _region(board: Board) -> Iterator[Row]:
    for found in zip(*map(region, board.world_by_world()), strict=True):
        target = found[0][0]
        values = [check.value if check.applies else math.nan for _, checks in found for check in checks]
        yield [target.metric, float(target.low), float(target.high), target.why[0], *values]
