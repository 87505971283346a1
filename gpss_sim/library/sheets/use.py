"""What a column of a table is used for."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.i18n import Message
from gpss_sim.library.sheets.grid import letter
from gpss_sim.library.sheets.likeness import LIKELY


@dataclass(frozen=True, slots=True)
class Use:
    """What one column of a table is used for.

    Parameters
    ----------
    column : int
        From 0.
    heading : str
        As the sheet has it.
    field : str
        Field of a library; empty where the column is not used.
    confidence : float
        From 0 to 1; 1 also for what the user said.
    year : int or None
    source : str
        Source of the money of this column, as the sheet calls it.
    total : bool
        A sum of other columns, used to check them only.
    unit : str
        Unit of money in the heading.
    count : str
        Unit of people or things in the heading.
    rival : str
        Field or heading that would do as well; empty without one.
    given : bool
        Whether the user said so.
    mark : str
        What people call the column where that is not its letter: the number of a row, in a table that lies on its side.
    sample : str
        First of its cells, where it has no heading.
    """

    column: int
    heading: str
    field: str = ""
    confidence: float = 0.0
    year: int | None = None
    source: str = ""
    total: bool = False
    unit: str = ""
    count: str = ""
    rival: str = ""
    given: bool = False
    mark: str = ""
    sample: str = ""

    @property
    def letter(self) -> str:
        """Letter of the column, or number of the row that it is in the file."""
        return self.mark or letter(self.column)

    @property
    def key(self) -> str:
        """What ``--map`` calls it: its heading, or its letter where it has none."""
        return " ".join(self.heading.split()) or self.letter

    @property
    def shown(self) -> str:
        """Its heading, or what stands in it."""
        return self.heading or (Message("sheet.no_heading", cells=self.sample) if self.sample else "")

    @property
    def doubtful(self) -> bool:
        """Whether the user should be asked."""
        return bool(self.field) and not self.given and (self.confidence < LIKELY or bool(self.rival))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said of a column: ``cost``, ``cost:万元``, ``urgency:reversed``, ``-`` for none."""

    field: str
    unit: str = ""
