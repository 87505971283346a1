"""Totals of a sheet against the rows they should add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from gpss_sim.i18n import Message
from gpss_sim.library.sheets.amounts import decimal_text
from gpss_sim.library.sheets.columns import Use
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable

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
                    "sheet.total_unknown", row=table.sheet.number(row.index), column=use.letter, text=row.text
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
                    row=table.sheet.number(row.index),
                    column=use.letter,
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
    digits = sum(letter.isdigit() for letter in text[1]) if len(text) > 1 else 0
    scale = abs(stated / cell.number) if cell.number else Decimal(1)
    shown = Decimal(5).scaleb(-digits - 1) * scale if digits and isinstance(exponent, int) else Decimal(0)
    return abs(stated - total) <= max(shown, abs(total) * Decimal("1e-9"))
