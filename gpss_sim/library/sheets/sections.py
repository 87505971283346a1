"""Sections of a table: rows that name what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gpss_sim.library.sheets.rows import NUMERAL, NUMERAL_ALONE, is_amount
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.vocabulary import plain

_PLACE = re.compile(r"(?:区|县|市|街道|镇|乡|片区|新区|开发区)$")
_SUM = re.compile(r"(?:小计|合计|总计|共计|汇总)$")


def section_name(text: str) -> str:
    """Name of a section without its number.

    >>> section_name("一、养老服务类（3项）"), section_name("（二）临江区")
    ('养老服务类', '临江区')
    """
    name = re.sub(rf"^{NUMERAL}?[、.．:：]|^\(\w+\)", "", plain(text)).strip("、.：: ")
    name = "" if NUMERAL_ALONE.match(name) else _SUM.sub("", name)
    return re.sub(r"\([^)]*\)$", "", name)


def _sums_above(rows: Sequence[SheetRow]) -> bool:
    """Whether sums stand over what they add up: the first before any project, none after the last."""
    told = [row.kind for row in rows if row.kind in (RowKind.PROJECT, RowKind.SUBTOTAL, RowKind.SECTION)]
    return bool(told) and RowKind.SECTION not in told and told[0] is RowKind.SUBTOTAL and told[-1] is RowKind.PROJECT


def is_place(name: str) -> bool:
    """Whether a section is named for a place.

    >>> is_place("临江区"), is_place("养老服务类")
    (True, False)
    """
    return bool(_PLACE.search(name))


def sections(table: SheetTable, rows: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, tuple[str, ...]]]:
    """Every row with the names of the sections it stands in, the nearest last."""
    trail: list[tuple[int, str]] = []
    above = _sums_above(rows)
    for row in rows:
        if row.kind is RowKind.SECTION or (above and row.kind is RowKind.SUBTOTAL):
            text = next(
                (
                    cell.text
                    for cell in table.sheet.rows[row.index]
                    if cell.text and not is_amount(cell) and section_name(cell.text)
                ),
                "",
            )
            joined = "".join(cell.text for cell in table.sheet.rows[row.index] if cell.text and not is_amount(cell))
            depth = 2 if plain(joined).startswith("(") else 1
            trail = [pair for pair in trail if pair[0] < depth] + [(depth, section_name(text))]
        yield row, tuple(name for _, name in trail)
