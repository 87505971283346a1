"""Reading a project library: its own columns strictly, any other table by interpretation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import InBoth, Message
from gpss_sim.library.columns import CHINESE, Column, column
from gpss_sim.library.project import Project
from gpss_sim.library.record import NoProjectsError, RowRecord, project
from gpss_sim.library.sheets.amounts import decimal_text
from gpss_sim.library.sheets.answers import SheetAnswers
from gpss_sim.library.sheets.grid import Sheet, SheetCell, letter
from gpss_sim.library.sheets.joined import is_all, understand_all
from gpss_sim.library.sheets.memory import remembered
from gpss_sim.library.sheets.read import understand
from gpss_sim.library.sheets.sheet_files import read_sheets
from gpss_sim.library.sheets.understood import Understood
from gpss_sim.library.sheets.vocabulary import count_units

HINTS = 20
"""Unknown ids for which the nearest known one is looked up; that takes long in a long library."""


@dataclass(frozen=True, slots=True)
class Library:
    """The projects of a file.

    Parameters
    ----------
    projects : tuple of Project
        In order of rows.
    unused : tuple of str
        Headers that are no column of a library.
    understood : Understood or None
        What was made of a planner's sheet; None for a file under the library's own English names.
    """

    projects: tuple[Project, ...]
    unused: tuple[str, ...] = ()
    understood: Understood | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the cost columns, ascending; empty with a single cost."""
        return tuple(sorted({year for p in self.projects if not isinstance(p.cost, int) for year in p.cost}))


def read_library(path: Path, asked: SheetAnswers | None = None) -> Library:
    """Read a library from CSV, XLSX, XLS, XLSB or ODS.

    A file whose first row holds the library's own English names is read strictly. In any other the table is
    found and its headings, units and words are interpreted.

    Parameters
    ----------
    path : Path
    asked : Asked, optional
        What the user said of sheet and columns; what is kept beside the file comes in addition.

    Raises
    ------
    InputError
        With every fault: file, row, column, the value given and what is allowed.
    """
    file, sheets = str(path), read_sheets(path)
    said = (asked or SheetAnswers()).over(remembered(path))
    first = sheets[0]
    if said == SheetAnswers() and is_strict(_first_row(first)):
        return _strict(file, first)
    if is_all(sheets, said.sheet):
        found, understood = understand_all(file, sheets, said)
    else:
        found, understood = understand(file, sheets, said)
    faults = _link_faults(file, found, {p.id for _, p in found})
    if faults:
        raise InputError(faults)
    unused = tuple(use.heading for use in understood.uses if not use.field and use.heading)
    return Library(tuple(p for _, p in found), unused, understood)


def is_strict(header: Sequence[str]) -> bool:
    """Whether a row of headings is written under the library's own English names.

    >>> is_strict(["id", "name", "urgency", "cost"]), is_strict(["编号", "urgency", "cost"])
    (True, False)
    """
    names = {c.name for text in header if text.isascii() and (c := column(text)) is not None}
    benefit = {"benefit"} if "beneficiaries" in names else set()
    return len((names | benefit) & {"id", "urgency", "benefit", "cost"}) >= 3


def _first_row(sheet: Sheet) -> list[str]:
    row = next((row for row in sheet.rows if any(not cell.blank for cell in row)), ())
    return [cell.text for cell in row]


def _strict(file: str, sheet: Sheet) -> Library:
    (_, header), *rows = _rows_of_text(file, sheet)
    columns = [column(text) for text in header]
    faults = _header_faults(file, header, columns)
    if not rows:
        empty = NoProjectsError(file)
        raise InputError([*faults, *empty.faults]) if faults else empty
    if faults:
        raise InputError(faults)
    known = [c for c in columns if c is not None]
    found: list[tuple[int, Project]] = []
    for number, cells in rows:
        pairs = zip(columns, cells, header, strict=False)
        record = RowRecord(file, number, {(c.name, c.year): (t, h, c.times) for c, t, h in pairs if c is not None})
        if any(cells[len(header) :]):
            faults.append(Fault(file, f"row {number}", cells[len(header)], Message("library.cells")))
        read = project(record, known)
        faults += record.faults
        if read is not None:
            found.append((number, read))
    ids = [k for k, c in enumerate(columns) if c is not None and c.name == "id"]
    named = [(number, cells[k]) for number, cells in rows for k in ids if k < len(cells) and cells[k]]
    faults += _repeated(file, named)
    faults += _link_faults(file, found, {name for _, name in named})
    if faults:
        raise InputError(faults)
    unused = tuple(text for text, c in zip(header, columns, strict=True) if c is None and text)
    return Library(tuple(p for _, p in found), unused)


def _rows_of_text(file: str, sheet: Sheet) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, each with its number.

    Raises
    ------
    InputError
        Naming every formula without a stored value.
    """
    rows = [(sheet.number(r), row) for r, row in enumerate(sheet.rows) if not sheet.blank(r)]
    faults = [
        Fault(file, f"row {number}, column {letter(k)}", cell.formula, Message("sheet.formula"))
        for number, row in rows
        for k, cell in enumerate(row)
        if cell.formula
    ]
    if faults:
        raise InputError(faults)
    money = {k for k, cell in enumerate(rows[0][1]) if (c := column(cell.text)) is not None and c.name == "cost"}
    return [(number, [_text(cell, money=k in money) for k, cell in enumerate(row)]) for number, row in rows]


def _text(cell: SheetCell, *, money: bool) -> str:
    """Text of a cell with the unit that its number format shows; of people or things multiplied out."""
    if cell.number is None or not cell.unit:
        return cell.text
    if not money and cell.unit in count_units():
        return decimal_text(cell.number * count_units()[cell.unit])
    return f"{cell.text}{cell.unit}"


def _header_faults(file: str, header: list[str], columns: list[Column | None]) -> list[Fault]:
    faults = []
    faults += [
        Fault(file, f"row 1, column {letter(k)}", text, c.fault)
        for k, (text, c) in enumerate(zip(header, columns, strict=True))
        if c is not None and c.fault
    ]
    keys = Counter((c.name, c.year) for c in columns if c is not None)
    for k, (text, c) in enumerate(zip(header, columns, strict=True)):
        if c is not None and keys[c.name, c.year] > 1:
            faults.append(Fault(file, f"row 1, column {letter(k)}", text, Message("library.twice", name=c.name)))
    names = {name for name, _ in keys}
    spare = [text for text, c in zip(header, columns, strict=True) if c is None and text]
    for needed, instead in (("id", ""), ("urgency", ""), ("benefit", "beneficiaries"), ("cost", "")):
        if needed not in names and instead not in names:
            other = f" (or {instead})" if instead else " (or cost_<year>)" if needed == "cost" else ""
            rule = Message("library.no_column", name=f"{needed}{other}", chinese=CHINESE[needed][0])
            faults.append(Fault(file, "header", "", rule, nearest(needed, spare).replace("did you mean", "is it")))
    if ("cost", None) in keys and any(name == "cost" and year is not None for name, year in keys):
        faults.append(Fault(file, "header", "cost", Message("library.beside")))
    return faults


def _repeated(file: str, named: list[tuple[int, str]]) -> list[Fault]:
    """Ids that stand in more than one row, whatever else is wrong there."""
    first: dict[str, int] = {}
    return [
        Fault(file, f"row {number}, column id", name, Message("library.already", row=first[name]))
        for number, name in named
        if first.setdefault(name, number) != number
    ]


def _link_faults(file: str, rows: Sequence[tuple[int | str, Project]], ids: set[str]) -> list[Fault]:
    """Unknown ids, and circles of prerequisites."""
    faults = []
    for number, p in rows:
        for name, others in (("requires", p.requires), ("excludes", p.excludes)):
            for other in others:
                if other == p.id:
                    faults.append(Fault(file, _link(number, name), other, Message("library.own_row")))
                elif other not in ids:
                    hint = nearest(other, ids) if len(faults) < HINTS else ""
                    faults.append(Fault(file, _link(number, name), other, Message("library.unknown_id"), hint))
    circle = find_circle({p.id: p.requires for _, p in rows if p.requires})
    if circle:
        first = {p.id: number for number, p in reversed(rows)}
        path = " requires ".join((*circle, circle[0]))
        faults.append(Fault(file, _link(first[circle[0]], "requires"), path, Message("library.circle")))
    return faults


def _link(number: int | str, name: str) -> str:
    """Place of an id in a row; in a table that lies on its side the row is a column of the file."""
    if isinstance(number, int):
        return f"row {number}, column {name}"
    column = Message("sheet.nth_column", name=number)
    return Message("sheet.place_text_none", row=column, field=InBoth(name, CHINESE[name][0]))


def find_circle(needs: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the ids of one circle of prerequisites, beginning with its smallest id; empty if there is none.

    >>> find_circle({"a": ("b",), "b": ("c",), "c": ("b",)})
    ['b', 'c']
    """
    done: set[str] = set()
    for start in needs:
        trail: dict[str, None] = {}
        stack = [(start, iter(needs[start]))] if start not in done else []
        if stack:
            trail[start] = None
        while stack:
            node, others = stack[-1]
            for other in others:
                if other in trail:
                    circle = list(trail)[list(trail).index(other) :]
                    turn = circle.index(min(circle))
                    return circle[turn:] + circle[:turn]
                if other in needs and other not in done:
                    trail[other] = None
                    stack.append((other, iter(needs[other])))
                    break
            else:
                stack.pop()
                del trail[node]
                done.add(node)
    return []
