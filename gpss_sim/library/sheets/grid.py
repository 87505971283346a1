"""A sheet as its reader sees it: cells with text, value and what is missing, merged areas, hidden or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gpss_sim.i18n import Message


class SheetCell(NamedTuple):
    """One cell.

    Parameters
    ----------
    text : str
        As the sheet shows it where that matters (``00123``), else the shortest text of its value.
    number : Decimal or None
        Value of a cell that holds a number.
    formula : str
        Formula of a cell whose value is not stored; empty for every other.
    unit : str
        Unit that the number format adds, e.g. ``万元``.
    """

    text: str = ""
    number: Decimal | None = None
    formula: str = ""
    unit: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text and not self.formula


EMPTY = SheetCell()


class Area(NamedTuple):
    """A merged area; rows and columns count from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file.

    Parameters
    ----------
    name : str
        Empty for a text file.
    rows : tuple of tuple of Cell
        From row 1 and column A on; rows may differ in length.
    areas : tuple of Area
        Merged areas.
    hidden : bool
    numbers : tuple of int
        Number of each row in the file; empty where they count from 1. Of a table that lies on its side, the number
        of the column of the file that a row was, counted from 1.
    fields : tuple of int
        Of a table that lies on its side: the row of the file, from 0, that each column was; empty for any other.
    upright : frozenset of int
        Rows of such a table, from 0, that are rows of the file: its title and notes.
    aside : frozenset of int
        Rows that are hidden or struck through, from 0.
    """

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]
    areas: tuple[Area, ...] = ()
    hidden: bool = False
    numbers: tuple[int, ...] = field(default=())
    fields: tuple[int, ...] = ()
    upright: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> SheetCell:
        """Cell of a place, empty outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    def number(self, row: int) -> int:
        """Number of a row as people count it."""
        return self.numbers[row] if self.numbers else row + 1

    def mark(self, row: int) -> int | str:
        """What people call a row: its number; the letter of the column that it is in the file."""
        number = self.number(row)
        return letter(number - 1) if self._lies(row) else number

    def line(self, row: int) -> Message:
        """A row as a sentence names it: row 3, column D."""
        code = "sheet.nth_column" if self._lies(row) else "sheet.nth_row"
        return Message(code, name=str(self.mark(row)))

    def field_mark(self, column: int) -> str:
        """What people call a column: its letter; the number of the row that it is in the file."""
        return str(self.fields[column] + 1) if column < len(self.fields) else letter(column)

    def across(self, column: int) -> Message:
        """A column as a sentence names it: column D, row 3."""
        code = "sheet.nth_row" if column < len(self.fields) else "sheet.nth_column"
        return Message(code, name=self.field_mark(column))

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Row and column of the file, from 0."""
        if not self._lies(row):
            return row if not self.fields else self.number(row) - 1, column
        return self.fields[column] if 0 <= column < len(self.fields) else -1, self.number(row) - 1

    def _lies(self, row: int) -> bool:
        return bool(self.fields) and row not in self.upright

    def blank(self, row: int) -> bool:
        """Whether a row holds nothing."""
        return all(cell.blank for cell in self.rows[row])


def letter(index: int) -> str:
    """Letter of a column as spreadsheets name it.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
