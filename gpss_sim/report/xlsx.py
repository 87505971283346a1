"""The study as a workbook: numbers as numbers, text as text, nothing that a spreadsheet would run."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gpss_sim.i18n import Language, word
from gpss_sim.report.board import NOTHING, Board
from gpss_sim.report.line_breaks import columns
from gpss_sim.report.meaning import meaning
from gpss_sim.report.page.rules import differing_fields, differing_rules
from gpss_sim.report.region import region
from gpss_sim.report.short_names import field_name
from gpss_sim.report.words import Words
from gpss_sim.report.workbook import workbook
from gpss_sim.study.compare import Estimate
from gpss_sim.study.tables import run_columns, run_rows

FILE = "results.xlsx"
INTERVAL = ("ci_low", "ci_high", "n")
WIDEST = 60
"""Widest column, in characters."""

Row = Sequence[str | float | int]
NUMBERS = {"yuan": "#,##0.00", "share": "0.0000", "": "General"}
"""Number formats by unit; the last for every other: a format of optional decimals would show 30 as ``30.``."""


def write_workbook(path: Path, board: Board, language: Language = "en") -> None:
    """Write every table of a study into one workbook.

    Parameters
    ----------
    path : Path
        The file.
    board : Board
        The study.
    language : {"en", "zh"}
        In English names and codes are those of the tables beside it; in Chinese they are words.

    Notes
    -----
    Text is written as text, so a cell that begins with ``=`` is shown and never evaluated.
    """
    plan = board.plan
    with workbook(path) as book:
        sheets = _Sheets(book, _Speech(board, Words(language)))
        sheets.add("summary", ["design_point", *plan.levers, "metric", "unit", "mean", *INTERVAL], _summary(board))
        names = ["metric", "unit", "design_point", "baseline", "difference", *INTERVAL]
        sheets.add("comparisons", [*names, "correlation", "level", "family_size"], _comparisons(board))
        sheets.add("runs", run_columns(plan), _runs(board))
        sheets.add("yearly", ["design_point", "metric", "unit", "year", "mean", *INTERVAL], _yearly(board))
        sheets.add(
            "rules that differ", ["part", "rule", "meaning", *(p.name for p in plan.points)], _rules(board, language)
        )
        shown = [point.name for each in board.world_by_world() for point in each.points]
        columns = ["metric", "low", "high", "why", *shown]
        sheets.add("region", columns, _region(board, language))


class _Speech:
    """Cells in words of the language, by the column they stand in; in English as files have them."""

    def __init__(self, board: Board, words: Words) -> None:
        self.words = words
        points = {point.name: words.point(point, board.plan.experiment) for point in board.plan.points}
        metrics = {name: words.title(board.metric(name)) for name in board.metrics}
        self._heads = points | metrics | {lever: field_name(lever, words.language) for lever in board.plan.levers}
        self._cells: dict[str, Callable[[str], str]] = {
            "design_point": lambda cell: points.get(cell, cell),
            "baseline": lambda cell: points.get(cell, cell),
            "metric": lambda cell: metrics.get(cell, cell),
            "unit": words.unit,
            "status": lambda cell: word("value", cell, words.language),
            "part": lambda cell: words.name(words.table(cell)),
            "rule": lambda cell: words.path(cell) if "." in cell else words.told(cell),
        }
        self._cells |= dict.fromkeys(board.plan.levers, words.policy)

    def head(self, name: str) -> str:
        """A heading, or the name of a sheet."""
        if self.words.language == "en":
            return name
        return self._heads.get(name) or word("heading", {"runs": "all runs"}.get(name, name), "zh")

    def cell(self, column: str, cell: str | float) -> str | float:
        """A cell."""
        if self.words.language == "en" or not isinstance(cell, str) or column in ("meaning", "why"):
            return cell
        return self._cells.get(column, self.words.told)(cell)


class _Sheets:
    """Adds sheets of one look: bold frozen header, filter, number formats by unit."""

    def __init__(self, book: xlsxwriter.Workbook, speech: _Speech) -> None:
        self._book, self._speech = book, speech
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._formats = {unit: book.add_format({"num_format": text}) for unit, text in NUMBERS.items()}

    def add(self, name: str, header: Sequence[str], rows: Iterable[Row]) -> None:
        """Write one table."""
        sheet = self._book.add_worksheet(self._speech.head(name))
        titles = [self._speech.head(title) for title in header]
        widths = [columns(title) for title in titles]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, self._bold)
        unit, last = header.index("unit") if "unit" in header else None, 0
        for last, cells in enumerate(rows, start=1):
            number = self._format(str(cells[unit]) if unit is not None else "")
            for column, cell in enumerate(cells):
                told = self._speech.cell(header[column], cell)
                widths[column] = max(widths[column], self._write(sheet, last, column, told, number))
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
            return columns(cell)
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
            found = board.findings.estimates[point.name, name]  # as in summary.csv; only pages cut intervals at 0 or 1
            yield [point.name, *board.plan.cells(index), name, board.metric(name).unit, *_ends(found)]


def _comparisons(board: Board) -> Iterator[Row]:
    for each in board.findings.findings:
        found = each.difference
        names = (each.metric, each.unit, each.point, each.baseline)
        yield [*names, *_ends(found.estimate), found.correlation, found.level, found.family_size]


def _runs(board: Board) -> Iterator[Row]:
    for cells, values in run_rows(board.plan, board.findings, range(len(board.plan.points))):
        yield [*cells, *values.values()]


def _yearly(board: Board) -> Iterator[Row]:
    for point in board.plan.points:
        for name in board.plan.outcomes:
            for year in board.years:
                found = board.yearly.get((year, point.name, name), NOTHING)
                yield [point.name, name, board.metric(name).unit, int(year), *_ends(found)]


def _rules(board: Board, language: Language) -> Iterator[Row]:
    for rule in [*differing_rules(board), *differing_fields(board)]:
        yield [rule.part, rule.name, meaning(rule.key, language), *rule.values.values()]


def _region(board: Board, language: Language) -> Iterator[Row]:
    for found in zip(*map(region, board.world_by_world()), strict=True):
        target = found[0][0]
        values = [check.value if check.applies else math.nan for _, checks in found for check in checks]
        yield [target.metric, float(target.low), float(target.high), target.why[language == "zh"], *values]
