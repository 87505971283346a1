"""What the reader made of a sheet, to be shown before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.errors import Fault
from gpss_sim.i18n import Message
from gpss_sim.library.sheets.table import RowKind
from gpss_sim.library.sheets.use import Use


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no project.

    Parameters
    ----------
    row : int or str
        As people count it; the letter of a column, in a table that lies on its side.
    kind : Kind
    text : str
        What stands in it.
    """

    row: int | str
    kind: RowKind
    text: str

    @property
    def why(self) -> Message:
        """Its kind in words."""
        return Message(f"sheet.row_{self.kind}")

    @property
    def place(self) -> Message:
        """The row as a sentence names it."""
        return Message("sheet.nth_column" if isinstance(self.row, str) else "sheet.nth_row", name=str(self.row))


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything the reader took from a sheet.

    Parameters
    ----------
    file, sheet : str
        The sheet's name is empty for a text file.
    others : tuple of str
        Other sheets that hold a library.
    header : tuple of int or str
        First and last row of the headings, as people count them: letters of columns, in a table that lies on its side;
        of a table without headings, its first row and the one above.
    rows : int
        Projects.
    uses : tuple of Use
        One a column.
    unit, unit_from : str
        Unit of money where neither heading nor cell has one, and the text that says so (empty: assumed).
    urgency : tuple of (str, int)
        Words and their classes.
    sources : tuple of (str, str)
        Words of the sheet for sources of money → names in the library.
    left_out : tuple of LeftOut
    notes : tuple of Message
        What was made, filled in or does not add up.
    questions : tuple of Message
        What the user should confirm.
    exact : bool
        Whether every heading is one of the library's own and nothing was interpreted.
    chinese : bool
        Whether the headings are Chinese.
    """

    file: str
    sheet: str
    others: tuple[str, ...]
    header: tuple[int | str, int | str]
    rows: int
    uses: tuple[Use, ...]
    unit: str
    unit_from: str
    urgency: tuple[tuple[str, int], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Message, ...] = ()
    questions: tuple[Message, ...] = ()
    exact: bool = False
    chinese: bool = False

    @property
    def place(self) -> Message:
        """Where the table was found, and how many projects it has."""
        first, last = self.header
        rows = str(first) if first == last else f"{first}–{last}"
        code = "sheet.found" if self.sheet else "sheet.found_text"
        if isinstance(first, str):
            code += "_turned"
        elif isinstance(last, int) and last < first:
            code, rows = f"{code}_bare", str(first)
        return Message(code, sheet=self.sheet, header=rows, projects=self.rows)

    @property
    def sentences(self) -> list[Message]:
        """Place, unit, urgency, sources, and what was filled in or does not add up."""
        said = [self.place]
        if self.unit:
            said.append(Message("sheet.unit_stated", unit=self.unit, text=self.unit_from))
        if self.urgency:
            pairs = ", ".join(f"{word} → {number}" for word, number in self.urgency)
            said.append(Message("sheet.urgency_read", pairs=pairs))
        if self.sources:
            pairs = ", ".join(f"{word} → {name}" for word, name in self.sources)
            said.append(Message("sheet.sources_read", pairs=pairs))
        return [*said, *self.notes]


@dataclass(frozen=True, slots=True)
class CellFault(Fault):
    """A fault of a cell, with its place as numbers, so that the cell can be marked.

    Parameters
    ----------
    sheet : str
    row, column : int
        From 0; a column of −1 stands for the whole row.
    heading : str
    """

    sheet: str = ""
    row: int = 0
    column: int = -1
    heading: str = ""
