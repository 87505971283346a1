"""Which sheet of a file holds the library, and what its headings mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.library.sheets.answers import SheetAnswers, is_row_order
from gpss_sim.library.sheets.evidence import evidence
from gpss_sim.library.sheets.grid import Sheet
from gpss_sim.library.sheets.guesses import bare_header, with_guesses
from gpss_sim.library.sheets.header import Header, find_header
from gpss_sim.library.sheets.labels import stated_unit
from gpss_sim.library.sheets.sheet_columns import map_columns
from gpss_sim.library.sheets.table import SheetTable
from gpss_sim.library.sheets.ticks import unticked
from gpss_sim.library.sheets.turned import turned
from gpss_sim.library.sheets.vocabulary import plain, words

_YEAR = re.compile(r"(?:19|20)\d{2}")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?=年度?(?!\d)|\s*[-—–~至到]\s*20\d{2})")
CLEAR = 5.0
"""Score from which headings along a row leave no doubt that the table stands upright."""


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """The table that is read, and the other sheets that hold one."""

    table: SheetTable
    others: tuple[str, ...]


def choose(file: str, sheets: Sequence[Sheet], answers: SheetAnswers) -> SheetChoice:
    """Find the table of a library.

    Parameters
    ----------
    file : str
        Named in the error.
    sheets : sequence of Sheet
    answers : SheetAnswers
        What the user said: where no sheet is named, the one that looks most like a library is read, hidden ones last.

    Raises
    ------
    InputError
        If there is no such sheet, or no headings of a library are found.
    """
    wanted = answers.sheet
    named = [sheet for sheet in sheets if sheet.name == wanted] or [
        sheet for sheet in sheets if plain(sheet.name) == plain(wanted)
    ]
    if wanted and not named:
        names = [sheet.name for sheet in sheets]
        rule = Message("sheet.no_sheet", names=", ".join(names))
        raise InputError([Fault(file, "--sheet", wanted, rule, nearest(wanted, names))])
    candidates = [found for sheet in (named or sheets) if (found := headed(sheet)) is not None]
    guessed = not candidates
    if guessed:
        candidates = [
            (sheet, header)
            for sheet in (named or sheets)
            if (header := bare_header(sheet, answers.columns)) is not None
        ]
    if not candidates:
        raise InputError([Fault(file, "file", "", Message("sheet.no_table"))])
    ranked = sorted(
        ((_rank(sheet, header), -k, sheet, header) for k, (sheet, header) in enumerate(candidates)),
        key=lambda item: item[:2],
        reverse=True,
    )
    _, _, sheet, header = ranked[0]
    others = tuple(item[2].name for item in ranked[1:] if not item[2].hidden and not _is_help(item[2].name))
    return SheetChoice(make_table(sheet, header, answers, guessed=guessed), others)


def headed(sheet: Sheet) -> tuple[Sheet, Header] | None:
    """A sheet with its headings, set upright where they stand down its first column; None without any."""
    header = find_header(sheet)
    if header is not None and header.score >= CLEAR:
        return sheet, header
    upright = turned(sheet)
    beside = find_header(upright) if upright is not None else None
    if upright is None or beside is None or (header is not None and header.score >= beside.score):
        return None if header is None else (sheet, header)
    return upright, beside


def make_table(sheet: Sheet, header: Header, answers: SheetAnswers, *, guessed: bool = False) -> SheetTable:
    """A sheet with what each of its columns is used for; columns to be ticked are one.

    Parameters
    ----------
    sheet : Sheet
    header : Header
    answers : SheetAnswers
    guessed : bool
        Whether its headings say nothing, so that columns are found by what stands in them.
    """
    sheet, header = unticked(sheet, header)
    below = sheet.rows[header.bottom + 1 :]
    seen = [evidence((row[c] for row in below if c < len(row)), answers.urgency) for c in range(len(header.columns))]
    marks = [sheet.field_mark(c) for c in range(len(header.columns))]
    by_rows = "" if any(is_row_order(header.heading(c)) for c in range(len(header.columns))) else answers.by_rows
    without = ("urgency",) if by_rows else ()
    year = first_year(sheet, header)
    uses = map_columns(header, seen, answers.columns, year, marks=marks, without=without)
    if guessed:
        uses = with_guesses(sheet, header, uses, answers.urgency, without=without)
    return SheetTable(sheet, header, uses, guessed, by_rows)


def first_year(sheet: Sheet, header: Header) -> int | None:
    """Year that the title over the table names, else the name of the sheet; dates are none.

    None without one.
    """
    over = [cell.text for row in sheet.rows[: header.top] for cell in row if cell.text]
    return next((int(year[1]) for text in (*over, sheet.name) if (year := _TITLE_YEAR.search(plain(text)))), None)


def _rank(sheet: Sheet, header: Header) -> tuple[float, ...]:
    """How much a sheet looks like the library: seen, no example, its headings, its year, its rows."""
    years = [int(year) for year in _YEAR.findall(sheet.name)]
    rows = sum(not sheet.blank(row) for row in range(header.bottom + 1, len(sheet.rows)))
    return (
        float(rows > 0),
        float(not sheet.hidden),
        float(not _is_help(sheet.name)),
        float(round(header.score)),
        float(max(years, default=0)),
        float(rows),
    )


def _is_help(name: str) -> bool:
    return any(plain(mark) in plain(name) for mark in words()["words"]["help_sheet"])


def remarks(sheets: Sequence[Sheet], table: SheetTable) -> list[str]:
    """Sentences of a file: what stands over and under the table, and on sheets without one."""
    texts = []
    for sheet in sheets:
        read = sheet.name == table.sheet.name
        whole = not read and headed(sheet) is None
        for r, row in enumerate(table.sheet.rows if read else sheet.rows):
            if whole or (read and (r < table.header.top or sum(not c.blank for c in row) <= 2)):
                texts += [cell.text for cell in row if cell.text]
    return texts


def unit_of_table(sheets: Sequence[Sheet], table: SheetTable) -> tuple[str, str]:
    """Unit of money that the file states, and the text that states it: over the table, under it, elsewhere.

    Both are empty where none is stated.
    """
    over = [c.text for row in reversed(table.sheet.rows[: table.header.top]) for c in row if c.text]
    header = [part for parts in table.header.columns for part in parts]
    for text in (*over, *header, *remarks(sheets, table), table.sheet.name):
        if unit := stated_unit(text):
            return unit, " ".join(text.split())
    return "", ""
