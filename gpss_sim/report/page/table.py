"""Tables as pages show them: text in cells, marks where a cell says more than its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class TableCell(NamedTuple):
    """Text of a cell, the class the style sheet gives it (``better``, ``worse``, ``outside``, ``quiet``), and its code.

    The code is what files write for it, in small print; empty where the text is that.
    """

    text: str
    mark: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with its heading.

    Parameters
    ----------
    head : sequence of str
        Headings of the columns.
    rows : sequence of sequences
        Cells; plain text or marked.
    caption : str
        Line above it.
    words : int
        Columns from the left that hold words; the others hold numbers and are set right.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str | TableCell]]
    caption: str = ""
    words: int = 1

    @property
    def cells(self) -> list[list[TableCell]]:
        """Rows with every cell in one shape."""
        return [[cell if isinstance(cell, TableCell) else TableCell(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Parameters
    ----------
    name : str
        Its place in the page's addresses.
    title : str
        Heading.
    texts : sequence of str
        Paragraphs.
    tables : sequence of Table
        Under them.
    items : sequence of str
        A list under those.
    folded : bool
        Shown only when asked for; printed in full.
    commands : sequence of (str, str)
        What a command does, and the command.
    """

    name: str
    title: str
    texts: Sequence[str] = ()
    tables: Sequence[PageTable] = ()
    items: Sequence[str] = ()
    folded: bool = False
    commands: Sequence[tuple[str, str]] = field(default=())
