"""A sheet laid on the desk: what was understood of it, what is wrong with it, and how the planner mends the mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gpss_sim.allocation import Project
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message, listed
from gpss_sim.library import read_library
from gpss_sim.library.sheets.answers import SheetAnswers, is_row_order, parse_wishes
from gpss_sim.library.sheets.choose import choose
from gpss_sim.library.sheets.joined import is_all
from gpss_sim.library.sheets.memory import beside, remember, remembered
from gpss_sim.library.sheets.sheet_files import read_sheets
from gpss_sim.library.sheets.understood import Understood
from gpss_sim.library.sheets.urgency import UNKNOWN
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import plain
from gpss_sim.report.marked_sheet import write_marked

LARGEST = 20 * 1024 * 1024
"""Largest file that is taken [byte]."""
SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".txt", ".tsv")
MARKED = "faults.xlsx"


@dataclass(frozen=True, slots=True)
class FileReading:
    """What was made of a file.

    Parameters
    ----------
    path : Path
    projects : tuple of Project
        Empty where there are faults.
    understood : Understood or None
        None for a file under the library's own names, and where it could not be read.
    uses : tuple of Use
        What each column is taken for; also where something is missing.
    sheets : tuple of str
        Names of all sheets of the file.
    by_rows : bool
        Whether the order of the rows tells the urgency.
    faults : tuple of Fault
    words : tuple of (str, int or None)
        Words of the sheet for urgency and their classes, 5 the most urgent; None for a word nobody has told.
    """

    path: Path
    projects: tuple[Project, ...] = ()
    understood: Understood | None = None
    uses: tuple[Use, ...] = ()
    sheets: tuple[str, ...] = ()
    by_rows: bool = False
    faults: tuple[Fault, ...] = ()
    words: tuple[tuple[str, int | None], ...] = ()


def safe_name(name: str) -> str:
    """The last part of a file's name, without what a path could be built from.

    Raises
    ------
    InputError
        If it is no file that may hold a library.

    >>> safe_name("../../etc/申报表.xlsx")
    '申报表.xlsx'
    """
    last = name.replace("\\", "/").rpartition("/")[2].replace("\0", "").strip()
    if not last.lower().endswith(SUFFIXES) or last.startswith("."):
        rule = Message("desk.suffix", allowed=listed(SUFFIXES))
        raise InputError([Fault(last or name, "file", "", rule)])
    return last[-120:]


def read(
    _waiting: Callable[[], bool],
    path: Path,
    sheet: str,
    columns: Mapping[str, str],
    comment: str = "",
    words: Mapping[str, int] | None = None,
) -> Iterator[FileReading]:
    """Read a file as the command line does; what the planner says of it is kept beside it.

    Parameters
    ----------
    sheet : str
        Sheet the planner chose; empty for the one that is found.
    columns : mapping of str to str
        What a column is: heading or letter → ``cost``, ``cost:万元``, ``urgency:reversed``, ``-``.
    comment : str
        First line of what is kept, in the planner's language.
    words : mapping of str to int, optional
        What a word for urgency means: its class, 5 the most urgent.
    """
    by_rows = False
    uses: tuple[Use, ...] = ()
    names: tuple[str, ...] = ()
    try:
        wishes = parse_wishes(f"{heading}={meaning}" for heading, meaning in columns.items())
        asked = SheetAnswers(sheet, wishes, {plain(word): number for word, number in (words or {}).items()})
        sheets = read_sheets(path)
        names = tuple(each.name for each in sheets if each.name)
        if sheet or columns or words:
            _keep(path, asked, comment)
        said = remembered(path)
        uses, by_rows = _uses(path, said), bool(said.by_rows)
        library = read_library(path)
    except InputError as error:
        unknown = tuple(_untold_words(error.faults))
        yield FileReading(path, uses=uses, sheets=names, by_rows=by_rows, faults=error.faults, words=unknown)
        return
    told = library.understood
    words_told = told.urgency if told else ()
    yield FileReading(path, library.projects, told, told.uses if told else (), names, by_rows, words=words_told)


def _untold_words(faults: Iterable[Fault]) -> Iterator[tuple[str, None]]:
    """Words for urgency that nobody has told, each once."""
    rules = ((fault.rule, fault.value) for fault in faults)
    found = (value for rule, value in rules if isinstance(rule, Message) and rule.code == UNKNOWN)
    return ((word, None) for word in dict.fromkeys(found))


def _keep(path: Path, asked: SheetAnswers, comment: str) -> None:
    """Keep what was said; another sheet has other columns, so that nothing said of the last one holds."""
    older = remembered(path)
    if asked.sheet and asked.sheet != older.sheet:
        older = SheetAnswers(asked.sheet)
    ordered = any(map(is_row_order, asked.columns))
    kept = {text: wish for text, wish in older.columns.items() if not (ordered and is_row_order(text))}
    urgency = {**older.urgency, **asked.urgency}
    remember(path, SheetAnswers(asked.sheet or older.sheet, {**kept, **asked.columns}, urgency), comment)


def _uses(path: Path, said: SheetAnswers) -> tuple[Use, ...]:
    """Columns of the table, whether or not it can be read."""
    try:
        sheets = read_sheets(path)
        answers = replace(said, sheet="") if is_all(sheets, said.sheet) else said
        return choose(str(path), sheets, answers).table.uses
    except InputError:
        return ()


def forget(path: Path) -> None:
    """Forget what was said of a file."""
    beside(path).unlink(missing_ok=True)


def marked(
    _waiting: Callable[[], bool], out: Path, source: Path, faults: tuple[Fault, ...], lang: str
) -> Iterator[Path]:
    """Write a copy of the sheet in which the faults are marked."""
    write_marked(out, source, faults, "zh" if lang == "zh" else "en")
    yield out
