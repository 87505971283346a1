"""Columns to be ticked (特急 | 急 | 一般 under 轻重缓急): read as one column that holds the words ticked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gpss_sim.library.sheets.grid import EMPTY, Sheet, SheetCell
from gpss_sim.library.sheets.header import Header, merged_likeness
from gpss_sim.library.sheets.vocabulary import is_empty, listed, plain

_FIELDS = {"urgency", "sources", "form", "mandatory"}


def unticked(sheet: Sheet, header: Header) -> tuple[Sheet, Header]:
    """The sheet and its headings with every family of ticked columns as its first column.

    Parameters
    ----------
    sheet : Sheet
    header : Header
    """
    for family in _families(sheet, header):
        words = {c: header.columns[c][-1] for c in family}
        rows = list(sheet.rows)
        for r in range(header.bottom + 1, len(rows)):
            ticked = [words[c] for c in family if not sheet.cell(r, c).blank and not is_empty(sheet.cell(r, c).text)]
            row = [*rows[r], *[EMPTY] * (family[-1] + 1 - len(rows[r]))]
            row[family[0]] = SheetCell("、".join(" ".join(word.split()) for word in ticked))
            row[family[0] + 1 : family[-1] + 1] = [EMPTY] * (len(family) - 1)
            rows[r] = tuple(row)
        over = header.columns[family[0]][:-1]
        columns = tuple(
            over if c == family[0] else () if c in words else parts for c, parts in enumerate(header.columns)
        )
        sheet, header = replace(sheet, rows=tuple(rows)), replace(header, columns=columns)
    return sheet, header


def _families(sheet: Sheet, header: Header) -> Iterator[list[int]]:
    """Neighbours under one heading of words that hold nothing but ticks, at least one of them."""
    start = 0
    while start < len(header.columns):
        over = header.columns[start][:-1]
        end = start + 1
        while over and end < len(header.columns) and header.columns[end][:-1] == over:
            end += 1
        family = list(range(start, end))
        if len(family) > 1 and _FIELDS & merged_likeness(over).keys() and _ticks(sheet, header, family):
            yield family
        start = end


def _ticks(sheet: Sheet, header: Header, family: list[int]) -> bool:
    marks = listed("truth", "ticks")
    below = (sheet.cell(r, c) for r in range(header.bottom + 1, len(sheet.rows)) for c in family)
    filled = [plain(cell.text) for cell in below if cell.formula or not is_empty(cell.text)]
    return bool(filled) and sum(text in marks for text in filled) >= 0.9 * len(filled)
