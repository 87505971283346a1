"""A table of a sheet: its headings, what its columns are used for, and what each of its rows is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gpss_sim.library.sheets.grid import Sheet, SheetCell
from gpss_sim.library.sheets.header import Header
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import is_empty


class RowKind(StrEnum):
    """What a row is."""

    PROJECT = "project"
    BLANK = "blank"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    PART = "part"
    NOTE = "note"
    SIGNATURE = "signature"
    EXAMPLE = "example"
    SECTION = "section"
    HEADING = "heading"
    COLUMN_NUMBERS = "column_numbers"
    UNFILLED = "unfilled"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under the headings.

    Parameters
    ----------
    index : int
        Row of the sheet, from 0.
    kind : Kind
    text : str
        First texts of the row, to recognise it by.
    """

    index: int
    kind: RowKind
    text: str


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with its headings and what its columns are used for."""

    sheet: Sheet
    header: Header
    uses: tuple[Use, ...]
    guessed: bool = False
    """Whether its headings were none, or unknown, so that columns were found by what stands in them."""
    by_rows: str = ""
    """Which row is the most urgent, ``first`` or ``last``, where the user said that their order tells the urgency."""

    def at(self, name: str) -> list[Use]:
        """Columns of a field, sums left out."""
        return [use for use in self.uses if use.field == name and not use.total]

    def cell(self, row: int, use: Use) -> SheetCell:
        """Cell of a row and column."""
        return self.sheet.cell(row, use.column)

    def below(self, column: int) -> list[SheetCell]:
        """Every cell of a column under the headings."""
        return [self.sheet.cell(row, column) for row in range(self.header.bottom + 1, len(self.sheet.rows))]

    def filled(self, row: int, name: str) -> bool:
        """Whether a row has something in a column of a field."""
        cells = [self.cell(row, use) for use in self.uses if use.field == name]
        return any(cell.formula or not is_empty(cell.text) for cell in cells)
