"""A table on a sheet of its own: heading, filter, frozen rows, widths, and its own print setup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from gpss_sim.report.decision_book.styles import LINE, Styles, lines_of, put


class Heading(NamedTuple):
    """Heading of a column, its width in characters, the kind of its cells."""

    text: str
    width: float
    kind: str = ""


def write_table(
    sheet: Worksheet,
    styles: Styles,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[object]],
    *,
    top: int = 0,
    filtered: bool = True,
) -> int:
    """Write a table and return the row below it.

    Parameters
    ----------
    sheet : Worksheet
    styles : Styles
    headings : sequence of Heading
    rows : iterable of sequence
    top : int
        Row of the headings, from 0.
    filtered : bool
        Whether it gets a filter, frozen headings and the print setup of the sheet.
    """
    for column, heading in enumerate(headings):
        put(sheet, top, column, heading.text, styles.head)
        if filtered:
            sheet.set_column(column, column, heading.width)
    looks = [styles.cell(heading.kind) for heading in headings]
    last = top
    for last, cells in enumerate(rows, start=top + 1):
        lines = 1
        for column, value in enumerate(cells):
            look = styles.cell("date") if isinstance(value, date) else looks[column]
            put(sheet, last, column, value, look)
            if isinstance(value, str) and (2.2 * len(value) + 1 > headings[column].width or "\n" in value):
                lines = max(lines, lines_of(value, headings[column].width))
        sheet.set_row(last, min(lines, 24) * LINE + 3)
    if filtered:
        sheet.autofilter(top, 0, last, len(headings) - 1)
        sheet.freeze_panes(top + 1, 0)
        print_setup(sheet, top)
    return last + 1


def print_setup(sheet: Worksheet, head: int) -> None:
    """A4 across, one page wide, the headings on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.55)
    sheet.repeat_rows(head)
    sheet.set_footer("&L&8&A&R&8&P / &N")
