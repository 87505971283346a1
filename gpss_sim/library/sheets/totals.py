"""Totals of a sheet against the rows they should add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from gpss_sim.i18n import Message
from gpss_sim.library.sheets.amount_texts import money_text, source_shares
from gpss_sim.library.sheets.amounts import decimal_text, money
from gpss_sim.library.sheets.fill import ProjectDraft
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.use import Use

SUMS = (RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.SECTION)
Reader = Callable[[SheetCell, Use], Decimal | None]


def check_totals(table: SheetTable, rows: Sequence[SheetRow], read: Reader) -> Iterator[Message]:
    """Say of every total whether it lacks its value or differs from the sum of its rows.

    A total may stand below its rows or above them, over all of them or a part; it is told only when no
    reading makes it right.
    """
    columns = [use for use in table.uses if use.field in ("cost", "beneficiaries")]
    for place, row in enumerate(rows):
        if row.kind not in SUMS:
            continue
        for use in columns:
            cell = table.cell(row.index, use)
            if cell.formula:
                yield Message(
                    "sheet.total_unknown",
                    row=table.sheet.line(row.index),
                    column=table.sheet.across(use.column),
                    text=row.text,
                )
                continue
            stated = read(cell, use)
            if stated is None:
                continue
            sums = list(_sums(table, rows, place, use, read))
            if not any(_same(stated, total, cell) for total in sums):
                expected = sums[0] if row.kind is RowKind.TOTAL else sums[-1]
                yield Message(
                    "sheet.total_differs",
                    row=table.sheet.line(row.index),
                    column=table.sheet.across(use.column),
                    text=row.text,
                    stated=_shown(stated),
                    expected=_shown(expected),
                    difference=_shown(stated - expected),
                )


def _shown(value: Decimal) -> str:
    return decimal_text(value.normalize()) if value == value.to_integral_value() else decimal_text(value)


def _sums(table: SheetTable, rows: Sequence[SheetRow], place: int, use: Use, read: Reader) -> Iterator[Decimal]:
    """Sum of all rows, of those since the last total, of those up to the next."""

    def total(part: Sequence[SheetRow]) -> Decimal:
        values = (read(table.cell(row.index, use), use) for row in part if row.kind is RowKind.PROJECT)
        return sum((value for value in values if value is not None), Decimal(0))

    bounds = [k for k, row in enumerate(rows) if row.kind in SUMS and (row.kind is not RowKind.SECTION or k != place)]
    above = max((k for k in bounds if k < place), default=-1)
    below = min((k for k in bounds if k > place), default=len(rows))
    yield total(rows)
    yield total(rows[:place])
    yield total(rows[place:below])
    if rows[place].kind is RowKind.SECTION:
        following = (k for k in range(place + 1, len(rows)) if rows[k].kind in (RowKind.SECTION, RowKind.TOTAL))
        yield total(rows[place : next(following, len(rows))])
        return
    sections = [k for k in bounds if k < place and rows[k].kind is not RowKind.SECTION]
    yield total(rows[max(sections, default=-1) + 1 : place])
    yield total(rows[above + 1 : place])


def _same(stated: Decimal, total: Decimal, cell: SheetCell) -> bool:
    """Equal, or equal as far as the cell shows digits."""
    if stated == total:
        return True
    exponent = (cell.number if cell.number is not None else Decimal(0)).as_tuple().exponent
    text = cell.text.split(".")
    digits = sum(letter.isdecimal() for letter in text[1]) if len(text) > 1 else 0
    written = cell.number if cell.number is not None else (found.number if (found := money_text(cell.text)) else None)
    scale = abs(stated / written) if written else Decimal(1)
    shown = Decimal(5).scaleb(-digits - 1) * scale if digits and isinstance(exponent, int) else Decimal(0)
    return abs(stated - total) <= max(shown, abs(total) * Decimal("1e-9"))


def row_sums(table: SheetTable, drafts: Sequence[ProjectDraft], unit: str) -> list[Message]:
    """Rows whose own sum differs from the parts beside it."""
    parts = table.at("cost")
    sums = [use for use in table.uses if use.field == "cost" and use.total]
    notes = []
    for use in sums if len(parts) > 1 else []:
        beside = [p for p in parts if use.year is None or p.year == use.year]
        for draft in drafts:
            stated = money(draft.cells[use.column][0], use, unit).value
            values = [money(cell, p, unit).value for p in beside for cell in draft.cells[p.column]]
            total = sum((v for v in values if v is not None), Decimal(0))
            if stated is not None and beside and abs(stated - total) > abs(total) * Decimal("1e-9"):
                notes.append(
                    Message(
                        "sheet.row_differs",
                        row=table.sheet.line(draft.rows[0]),
                        column=table.sheet.across(use.column),
                        heading=use.heading,
                        stated=f"{stated.normalize():f}",
                        expected=f"{total.normalize():f}",
                    )
                )
    return notes


def source_sums(table: SheetTable, drafts: Sequence[ProjectDraft], unit: str) -> list[Message]:
    """Rows whose amounts by source, in a cell of sources, do not add up to the cost beside it."""
    costs = table.at("cost")
    notes = []
    for use in table.at("sources"):
        beside = use if use.unit or not costs else replace(use, unit=costs[0].unit)
        for draft in drafts:
            shares = [share for cell in draft.cells[use.column][:1] for share in source_shares(cell.text)]
            if not costs or not shares or any(share.money is None for share in shares):
                continue
            stated = money(draft.cells[use.column][0], beside, unit).value or Decimal(0)
            values = [money(cell, each, unit).value for each in costs for cell in draft.cells[each.column]]
            total = sum((value for value in values if value is not None), Decimal(0))
            if stated != total:
                place = table.sheet.line(draft.rows[0]), table.sheet.across(use.column)
                facts = {"row": place[0], "column": place[1], "heading": use.heading}
                notes.append(Message("sheet.sources_differ", **facts, stated=_shown(stated), cost=_shown(total)))
    return notes
