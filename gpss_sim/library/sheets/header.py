"""Where the table of a sheet begins: one to three rows of headings under whatever stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gpss_sim.library.sheets.amount_texts import count_text, money_text
from gpss_sim.library.sheets.grid import Sheet, SheetCell
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.likeness import LONGEST, likeness, source_of
from gpss_sim.library.sheets.vocabulary import count_units, listed, money_units, plain

ROWS = 80
"""Rows in which the headings are looked for."""
DEEPEST = 3
"""Most rows of headings."""
DEEPER = 0.3
"""What a further row of headings adds to the score: it has passed the test of standing under wide ones."""
_WEIGHTS = {"name": 2.0, "cost": 2.0, "urgency": 2.0, "beneficiaries": 1.5, "benefit": 1.5, "id": 1.0}
_PERCENT = re.compile(r"^[\d.]+%$")
_GROUPED = re.compile(r"^[\u4e00-\u9fff]{2,}\d")
_REMARK = re.compile(r"^\([^()]+\)$")
_YEAR = re.compile(r"^(?:fy)?(?:19|20)\d{2}(?:年度?)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table.

    Parameters
    ----------
    top, bottom : int
        First and last row, from 0.
    columns : tuple of tuple of str
        Texts over each column, from the top down; empty where there is none.
    score : float
        How much of a library they name; 0 for none.
    """

    top: int
    bottom: int
    columns: tuple[tuple[str, ...], ...]
    score: float

    def heading(self, column: int) -> str:
        """Texts over a column as one."""
        return " ".join(" ".join(part.split()) for part in self.columns[column])


def find_header(sheet: Sheet) -> Header | None:
    """The rows of headings that name most of a library; the higher ones where two name as much."""
    best: Header | None = None
    for top in range(min(len(sheet.rows), ROWS)):
        if sheet.blank(top):
            continue
        for depth in range(1, DEEPEST + 1):
            bottom = top + depth - 1
            if bottom >= len(sheet.rows) or not _may_be_header(sheet, bottom):
                break
            if depth > 1 and not (_filled(sheet, top) > 1 and _continues(sheet, bottom)):
                break
            columns = _columns(sheet, top, bottom)
            score = _score(columns)
            score += DEEPER * (depth - 1) if score else 0.0
            if score and (best is None or score > best.score + 1e-9):
                best = Header(top, bottom, columns, score)
    return best


def _filled(sheet: Sheet, row: int) -> int:
    return sum(not cell.blank for cell in sheet.rows[row])


def _may_be_header(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row] if not cell.blank]
    numeric = [cell for cell in cells if is_amount(cell) and not _YEAR.match(plain(cell.text))]
    return bool(cells) and 3 * len(numeric) <= len(cells)


def is_amount(cell: SheetCell) -> bool:
    """Whether a cell holds a number, with a unit or without."""
    if cell.number is not None or cell.formula:
        return True
    return bool(_PERCENT.match(plain(cell.text)) or money_text(cell.text) or _is_count(cell.text))


def _is_count(text: str) -> bool:
    """Whether a text is one number of people or things; those named by group are read as words here."""
    return count_text(text) is not None and not _GROUPED.match(plain(text))


def _continues(sheet: Sheet, row: int) -> bool:
    """Whether every text of a row stands under a heading over several columns, or is a unit of the one above."""
    filled = [(c, cell) for c, cell in enumerate(sheet.rows[row]) if not cell.blank]
    under_wide = 0
    for c, cell in filled:
        above = sheet.cell(row - 1, c)
        if _is_unit(cell.text) or above.blank:
            under_wide += above.blank
            continue
        if not _spans(sheet, row - 1, c):
            return False
        under_wide += 1
    return bool(filled) and (under_wide > 0 or all(_is_unit(cell.text) for _, cell in filled)) and not _prose(filled)


def _prose(filled: list[tuple[int, SheetCell]]) -> bool:
    return all(len(cell.text) > LONGEST for _, cell in filled)


def _is_unit(text: str) -> bool:
    """Whether a text is a unit, or a remark on the heading above: 万元, （必填）, （1级最高）."""
    bare = plain(text).strip("()（）")
    return bare in money_units() or bare in count_units() or bool(_REMARK.match(plain(text)))


def _spans(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a heading lies over more than its own column: merged, or with nothing to its right."""
    for area in sheet.areas:
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            return area.right > area.left
    return sheet.cell(row, column + 1).blank and not sheet.cell(row + 1, column + 1).blank


def _columns(sheet: Sheet, top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    """Texts over each column; a heading over several stands over each of them."""
    width = max(len(sheet.rows[row]) for row in range(top, bottom + 1))
    return tuple(
        tuple(text for row in range(top, bottom + 1) if (text := _text(sheet, top, bottom, row, column)))
        for column in range(width)
    )


def _text(sheet: Sheet, top: int, bottom: int, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if not cell.blank:
        return cell.text
    for area in sheet.areas:
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            return "" if row > area.top else sheet.cell(area.top, area.left).text
    below = any(not sheet.cell(r, column).blank for r in range(row + 1, bottom + 1))
    above = any(not sheet.cell(r, column).blank for r in range(top, row))
    if not below or above:
        return ""
    for left in range(column - 1, -1, -1):  # a text file: the heading stands over its first column only
        if not sheet.cell(row, left).blank:
            under = any(not sheet.cell(r, left).blank for r in range(row + 1, bottom + 1))
            return sheet.cell(row, left).text if under else ""
    return ""


def _score(columns: tuple[tuple[str, ...], ...]) -> float:
    """How much of a library the headings name; 0 for less than three fields or without name and money."""
    best: dict[str, float] = {}
    extra = 0.0
    for parts in columns:
        if any(len(plain(part)) > 2 * LONGEST for part in parts):
            continue
        fields = merged_likeness(parts)
        money = any(source_of(part) or label(part).year for part in parts)
        if money and "cost" not in fields:
            fields = {**fields, "cost": 0.7}
            extra += 0.3
        elif money and fields:
            extra += 0.05
        if fields:
            name = max(fields, key=lambda key: (fields[key], key))
            best[name] = max(best.get(name, 0.0), fields[name])
    if len(best) < 3 or not best.keys() & {"name", "id"} or not best.keys() & {"cost", "urgency"}:
        return 0.0
    return sum(_WEIGHTS.get(name, 0.5) * confidence for name, confidence in best.items()) + extra


def merged_likeness(parts: tuple[str, ...]) -> dict[str, float]:
    """Confidence by field of headings one above the other: the lowest counts first, then all of them as one."""
    found: dict[str, float] = {}
    worded = [part for part in parts if label(part).text]
    for rank, text in enumerate((*reversed(worded), "".join(parts))):
        for name, confidence in likeness(text).items():
            found[name] = max(found.get(name, 0.0), confidence - (0.04 if rank else 0.0))
    return found


def is_total_heading(parts: tuple[str, ...]) -> bool:
    """Whether a column under a wide heading is the sum of its neighbours.

    >>> is_total_heading(("资金来源", "小计")), is_total_heading(("合计",))
    (True, True)
    """
    lowest = label(parts[-1]).text if parts else ""
    return lowest in listed("words", "total") | listed("words", "subtotal")
