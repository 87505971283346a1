"""A table that lies on its side, its fields down the first column and one project a column: set upright."""

from __future__ import annotations

import re
from dataclasses import replace

from gpss_sim.library.sheets.grid import Area, Sheet, SheetCell
from gpss_sim.library.sheets.likeness import LEAST, likeness
from gpss_sim.library.sheets.vocabulary import count_units, is_empty, listed, money_units, plain

MOST_FIELDS, MOST_PROJECTS = 200, 5000
"""Rows and columns of the largest table that is looked at."""
LABELS = 3
"""Columns in which the names of the fields may stand."""
_CORNERS = re.compile(r"^(?:|指标|指标名称|字段|栏目|内容|事项|要素|条目|项目指标|申报内容|field|item)$")
_UNIT_HEADS = frozenset(("单位", "计量单位", "计价单位", "unit", "units"))


def turned(sheet: Sheet) -> Sheet | None:
    """The sheet with its columns as rows; None where no column holds names of fields.

    Titles above the table and notes below it stay rows.

    >>> rows = (("2027年",), ("项目名称", "甲", "乙"), ("金额", "1", "2"), ("紧急程度", "5", "4"))
    >>> upright = turned(Sheet("", tuple(tuple(SheetCell(text) for text in row) for row in rows)))
    >>> [[cell.text for cell in row] for row in upright.rows], upright.field_mark(1), upright.mark(2)
    ([['2027年'], ['项目名称', '金额', '紧急程度'], ['甲', '1', '5'], ['乙', '2', '4']], '3', 'B')
    """
    if not 1 < len(sheet.rows) <= MOST_FIELDS or not 1 < sheet.width <= MOST_PROJECTS:
        return None
    at = _label_column(sheet)
    body = _body(sheet, at) if at is not None else range(0)
    if at is None or len(body) < 3:
        return None
    units = _unit_column(sheet, body, at + 1)
    columns = [*range(at + 1), *range(at + 2 if units else at + 1, sheet.width)]
    above, below = range(body.start), range(body.stop, len(sheet.rows))
    heads = _heads(sheet, body, at, units)
    across = [tuple(sheet.cell(r, c) if c != at else heads[k] for k, r in enumerate(body)) for c in columns]
    first = len(above)
    upright = [*above, *range(first + len(columns), first + len(columns) + len(below))]
    return replace(
        sheet,
        rows=(*(sheet.rows[r] for r in above), *across, *(sheet.rows[r] for r in below)),
        areas=_areas(sheet, body, {c: first + k for k, c in enumerate(columns)}, first + len(columns)),
        numbers=(*(r + 1 for r in above), *(c + 1 for c in columns), *(r + 1 for r in below)),
        fields=tuple(body),
        upright=frozenset(upright),
        aside=frozenset(),
    )


def _is_label(text: str) -> bool:
    return any(confidence >= LEAST for confidence in likeness(text).values())


def _label_column(sheet: Sheet) -> int | None:
    """The first column with at least three names of fields."""
    named = [sum(_is_label(row[c].text) for row in sheet.rows if c < len(row)) for c in range(LABELS)]
    best = max(range(LABELS), key=lambda c: (named[c], -c))
    return best if named[best] >= 3 else None


def _body(sheet: Sheet, at: int) -> range:
    """Rows of the table: from the first to the last that names a field, or fills half of the columns."""
    filled = [sum(not cell.blank for cell in row[at + 1 :]) for row in sheet.rows]
    most = max(filled, default=0)

    def fits(r: int) -> bool:
        text = plain(sheet.cell(r, at).text)
        named = _is_label(text) or text in listed("running", "headings")
        return (named and filled[r] > 0) or (2 * filled[r] >= most and bool(_CORNERS.match(text)))

    found = [r for r in range(len(sheet.rows)) if fits(r)]
    last = max((r for r in range(len(sheet.rows)) if filled[r] and 2 * filled[r] >= most), default=0)
    return range(found[0], max(found[-1], last) + 1) if found and most else range(0)


def _unit_column(sheet: Sheet, body: range, column: int) -> bool:
    """Whether a column beside the names holds nothing but their units."""
    texts = [plain(sheet.cell(r, column).text) for r in body]
    filled = [text for text in texts if not is_empty(text) and text not in _UNIT_HEADS]
    return bool(filled) and all(text in money_units() or text in count_units() for text in filled)


def _heads(sheet: Sheet, body: range, at: int, units: bool) -> list[SheetCell]:
    """Names of the fields with their units; a corner without a name stands over the names of the projects."""
    heads = []
    named = any("name" in likeness(sheet.cell(r, at).text) for r in body)
    for r in body:
        text = sheet.cell(r, at).text
        if r == body.start and not named and _CORNERS.match(plain(text)):
            text = f"{text} 项目名称".strip()
        unit = plain(sheet.cell(r, at + 1).text) if units else ""
        heads.append(SheetCell(f"{text}（{unit}）" if not is_empty(unit) and unit not in _UNIT_HEADS else text))
    return heads


def _areas(sheet: Sheet, body: range, rows: dict[int, int], after: int) -> tuple[Area, ...]:
    """Merged areas where the cells now are."""
    found = []
    for area in sheet.areas:
        inside = [rows[c] for c in range(area.left, area.right + 1) if c in rows]
        if area.top >= body.start and area.bottom < body.stop and inside:
            found.append(Area(min(inside), area.top - body.start, max(inside), area.bottom - body.start))
        elif area.top >= body.stop:
            found.append(Area(area.top - body.stop + after, area.left, area.bottom - body.stop + after, area.right))
        elif area.bottom < body.start:
            found.append(area)
    return tuple(sorted(found))
