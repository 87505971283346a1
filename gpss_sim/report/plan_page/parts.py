"""What the page of a plan is made of: bars and heat maps beside the tables that all pages have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gpss_sim.report.page.table import PageTable, TableCell


class Bar(NamedTuple):
    """One bar, lying: where it begins and how long it is, as shares of the width [per cent].

    Parameters
    ----------
    label, value : str
        Texts before and behind it.
    start, length : float [per cent]
    tone : str
        Class of the style sheet: ``sum``, ``use``, ``rest``, ``seen``.
    low, high : float or None [per cent]
        Ends of a band drawn over it.
    """

    label: str
    value: str
    start: float
    length: float
    tone: str = "use"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one caption."""

    caption: str
    bars: Sequence[Bar]
    note: str = ""
    kind: str = "bars"


class Warmth(NamedTuple):
    """A cell of a heat map: its text, the strength of its colour from 0 to 1, and the class of the colour."""

    text: str
    strength: float = 0.0
    tone: str = "more"


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map: districts down, fields across."""

    caption: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Warmth]]]
    note: str = ""
    kind: str = "heat"


@dataclass(frozen=True, slots=True)
class Listed:
    """A table that becomes one card a row on a narrow screen."""

    table: PageTable
    kind: str = "table"

    @property
    def rows(self) -> list[list[tuple[str, TableCell]]]:
        """Cells, each with the heading of its column."""
        return [list(zip(self.table.head, cells, strict=True)) for cells in self.table.cells]


Block = Bars | Heat | Listed


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page."""

    name: str
    title: str
    texts: Sequence[str] = ()
    blocks: Sequence[Block] = ()
    items: Sequence[str] = ()
    folded: bool = False
    commands: Sequence[tuple[str, str]] = field(default=())


def share(part: float, whole: float) -> float:
    """A part of a whole in per cent, within 0 and 100; 0 of nothing."""
    return 0.0 if not whole else round(min(max(100 * part / whole, 0.0), 100.0), 2)
