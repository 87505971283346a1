"""A copy of a planner's sheet in which every fault is marked in its cell, with a list of them in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from gpss_sim.errors import Fault
from gpss_sim.files import replaced
from gpss_sim.i18n import Language, said
from gpss_sim.library.sheets.grid import Sheet
from gpss_sim.library.sheets.questions import without_options
from gpss_sim.library.sheets.sheet_files import read_sheets
from gpss_sim.library.sheets.understood import CellFault

RED = PatternFill("solid", fgColor="FFC7CE")
HEAD = PatternFill("solid", fgColor="DDEBF7")
WORDS: dict[str, dict[Language, str]] = {
    "list": {"en": "faults", "zh": "问题清单"},
    "sheet": {"en": "sheet", "zh": "工作表"},
    "row": {"en": "row", "zh": "行"},
    "column": {"en": "column", "zh": "列"},
    "value": {"en": "value", "zh": "填写内容"},
    "rule": {"en": "what is wrong", "zh": "问题"},
    "author": {"en": "gpss-sim", "zh": "gpss-sim"},
}
COLUMNS = ("sheet", "row", "column", "value", "rule")


def write_marked(out: Path, source: Path, faults: Sequence[Fault], lang: Language) -> None:
    """Write the copy.

    Parameters
    ----------
    out : Path
        The workbook to write.
    source : Path
        What was read. An XLSX keeps its look; the cells of any other file are copied.
    faults : sequence of Fault
        Those of a cell are marked there, with the rule as a comment; all are listed.
    lang : {"en", "zh"}
        Language of the comments and the list.
    """
    book = _copy(source)
    names = book.sheetnames
    for fault in faults:
        if isinstance(fault, CellFault):
            sheet = book[fault.sheet] if fault.sheet in names else book[names[0]]
            _mark(sheet, fault, lang)
    _list(book, faults, lang)
    replaced(out, book.save)


def _copy(source: Path) -> Any:
    """The file as a workbook that can be written."""
    try:
        return load_workbook(source)
    except Exception:  # no XLSX, or one that openpyxl cannot write back: its cells are copied
        return _from_cells(read_sheets(source))


def _from_cells(sheets: Sequence[Sheet]) -> Any:
    book = Workbook()
    book.remove(book.active)
    for each in sheets:
        page = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub("", each.name) or "Sheet1")
        for r, row in enumerate(each.rows, start=1):
            for c, cell in enumerate(row, start=1):
                if cell.blank:
                    continue
                place = page.cell(r, c)
                padded = cell.number is not None and cell.text.startswith("0") and cell.text != "0"
                if cell.number is not None and not padded:
                    place.value = float(cell.number)
                else:
                    _write_text(place, cell.text or cell.formula)
        for area in each.areas:
            corners = (area.top + 1, area.left + 1, area.bottom + 1, area.right + 1)
            page.merge_cells(start_row=corners[0], start_column=corners[1], end_row=corners[2], end_column=corners[3])
        page.sheet_state = "hidden" if each.hidden else "visible"
    return book


def _write_text(place: Any, text: str) -> None:
    """Write a text as a text, whatever it begins with."""
    place.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    place.data_type = "s"


def _mark(sheet: Any, fault: CellFault, lang: Language) -> None:
    place = _owner(sheet, fault.row + 1, max(fault.column, 0) + 1)
    place.fill = RED
    text = said(without_options(fault.rule), lang)
    before = f"{place.comment.text}\n" if place.comment is not None else ""
    place.comment = Comment(
        ILLEGAL_CHARACTERS_RE.sub("\ufffd", before + text), WORDS["author"][lang], height=90, width=280
    )


def _owner(sheet: Any, row: int, column: int) -> Any:
    """The cell of a place; of a merged area the one that holds its value."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)


def _list(book: Any, faults: Sequence[Fault], lang: Language) -> None:
    name = WORDS["list"][lang]
    page = book.create_sheet(name if name not in book.sheetnames else f"{name} 1", 0)
    book.active = 0
    for each in book.worksheets[1:]:
        each.sheet_view.tabSelected = False
    page.append([WORDS[word][lang] for word in COLUMNS])
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for r, fault in enumerate(faults, start=2):
        for c, value in enumerate(_cells(fault, lang), start=1):
            place = page.cell(r, c)
            place.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, int):
                place.value = value
            else:
                _write_text(place, value)
        if isinstance(fault, CellFault) and fault.sheet in book.sheetnames:
            target = f"#'{fault.sheet}'!{get_column_letter(max(fault.column, 0) + 1)}{fault.row + 1}"
            page.cell(r, 2).hyperlink = target
            page.cell(r, 2).style = "Hyperlink"
    for letter, width in zip("ABCDE", (16, 8, 26, 24, 70), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def _cells(fault: Fault, lang: Language) -> tuple[str | int, ...]:
    rule = said(without_options(fault.rule), lang) + (f" ({said(fault.hint, lang)})" if fault.hint else "")
    if isinstance(fault, CellFault):
        column = get_column_letter(fault.column + 1) if fault.column >= 0 else ""
        return fault.sheet, fault.row + 1, f"{column} {fault.heading}".strip(), fault.value, rule
    return "", "", said(fault.place, lang), fault.value, rule
