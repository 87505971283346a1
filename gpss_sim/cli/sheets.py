"""Options of every command that reads a library, and what it says it understood of a planner's sheet."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gpss_sim.cli import show
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Language, Message, listed, said

if TYPE_CHECKING:
    from gpss_sim.library import Library
    from gpss_sim.library.sheets.answers import SheetAnswers
    from gpss_sim.library.sheets.understood import Understood
    from gpss_sim.library.sheets.use import Use


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What the user said of the sheet on the command line.

    Parameters
    ----------
    sheet : str or None
    maps : tuple of str
        ``HEADING=field``.
    faults : Path or None
        Workbook for a marked copy of the sheet.
    force : bool
        An earlier copy may be replaced.
    """

    sheet: str | None = None
    maps: tuple[str, ...] = ()
    faults: Path | None = None
    force: bool = False


def sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--sheet``, ``--map`` and ``--faults``; the command receives them as `options`."""

    @click.option(
        "--sheet",
        metavar="NAME",
        help="Sheet of the workbook to read; all: those with the same headings.  [default: the one that is found]",
    )
    @click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="HEADING=FIELD",
        help="What a column is: 申报金额=cost, 金额=cost:万元, 备注=- for none; what a word of urgency means: 重点=4; "
        "the most urgent row first: rows=urgency. Kept beside the file.",
    )
    @click.option(
        "--faults",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write a copy with the faults marked (XLSX).",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, sheet: str | None, maps: tuple[str, ...], faults: Path | None, **kwargs: Any) -> Any:
        return command(*args, options=SheetOptions(sheet, maps, faults, bool(kwargs.get("force"))), **kwargs)

    return wrapped


def read_sheet_library(path: Path, options: SheetOptions, lang: Language) -> Library:
    """Read a library; tell what was understood, keep what the user said, mark what is wrong.

    Raises
    ------
    InputError
        With every fault, after the marked copy is written where it is asked for.
    """
    from gpss_sim.library import read_library
    from gpss_sim.library.sheets.answers import parse_answers
    from gpss_sim.library.sheets.memory import remember, remembered

    asked = parse_answers(options.maps, options.sheet or "")
    try:
        library = read_library(path, asked)
    except InputError as error:
        if options.faults is not None:
            try:
                _write_marked(options, path, error, lang)
            except InputError as other:
                raise InputError(dict.fromkeys([*error.faults, *other.faults])) from None
        raise
    _check_headings(asked, library.understood)
    if options.sheet or options.maps:
        comment = Message("sheet.map_comment", file=path.name).said(lang)
        kept = remember(path, asked.over(remembered(path)), comment)
        click.echo(Message("sheet.kept", file=str(kept)).said(lang), err=True)
    if library.understood is not None and not library.understood.exact:
        tell(library.understood, lang)
    elif library.unused:
        click.echo(Message("sheet.unused", names=", ".join(library.unused)).said(lang), err=True)
    return library


def _check_headings(asked: SheetAnswers, understood: Understood | None) -> None:
    """Refuse what ``--map`` says of a column or word that is not in the sheet."""
    from gpss_sim.library.sheets.answers import is_row_order
    from gpss_sim.library.sheets.vocabulary import plain

    if understood is None:
        return
    wishes = {
        text: wish for text, wish in asked.columns.items() if not (is_row_order(text) and wish.field == "urgency")
    }
    given = [use for use in understood.uses if use.given]
    known = {plain(name) for use in given for name in (use.heading, use.letter)}
    headings = [use.key for use in understood.uses if use.shown]
    known_words = [word for word, _ in understood.urgency]
    faults = [
        Fault(
            "--map",
            "map",
            word,
            Message("sheet.map_word", words=listed(known_words) or "–"),
            nearest(word, known_words),
        )
        for word in asked.urgency
        if word not in known_words
    ]
    for heading, wish in wishes.items():
        wanted = [each for each in wishes.values() if each.field == wish.field]
        if heading not in known and sum(use.field == wish.field.strip("-") for use in given) < len(wanted):
            rule = Message("sheet.map_heading", headings=listed(headings))
            faults.append(Fault("--map", "map", heading, rule, nearest(heading, headings)))
    if faults:
        raise InputError(faults)


def _write_marked(options: SheetOptions, source: Path, error: InputError, lang: Language) -> None:
    from gpss_sim.report.marked_sheet import write_marked

    out = options.faults
    assert out is not None
    check_free(out, options.force, ".xlsx")
    write_marked(out, source, error.faults, lang)
    click.echo(Message("sheet.marked", file=str(out)).said(lang), err=True)


def tell(understood: Understood, lang: Language) -> None:
    """Print what was understood to standard error: the table, its columns, its words, the rows left out, questions."""
    place, *sentences = understood.sentences
    _say(place, lang)
    header, lines = mapping_table(understood, lang)
    show.table(header, lines, err=True)
    for line in sentences:
        _say(line, lang)
    for left in understood.left_out:
        _say(Message("sheet.left_out", row=left.place, why=left.why, text=left.text), lang)
    for question in understood.questions:
        _say(Message("sheet.question", text=question), lang)


def _say(message: Message, lang: Language) -> None:
    click.echo(message.said(lang), err=True)


def mapping_table(understood: Understood, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Heading → field, with confidence, as a table."""
    names = ("column", "heading", "field", "confidence", "more")
    header = [Message(f"sheet.column_{name}").said(lang) for name in names]
    if any(use.mark for use in understood.uses if not use.mark.isalpha()):
        header[0] = Message("sheet.word_row").said(lang)
    return header, [_mapping_row(use, lang) for use in understood.uses if use.shown or use.field]


def _mapping_row(use: Use, lang: Language) -> list[str]:
    from gpss_sim.library.columns import CHINESE

    shown = CHINESE[use.field][0] if lang == "zh" and use.field in CHINESE else use.field
    more = [str(use.year or ""), use.source, use.unit or use.count]
    if use.total:
        more.append(Message("sheet.only_checked").said(lang))
    share = "" if not use.field else f"{round(100 * use.confidence)}%{'?' if use.doubtful else ''}"
    return [use.letter, said(use.shown, lang), shown or "–", share, " ".join(part for part in more if part)]


def write_mapping(folder: Path, understood: Understood | None, prefix: str = "") -> None:
    """Write the columns and the rows left out beside a result: ``mapping.csv`` and ``left_out.csv``.

    Nothing is written for a library under its own names.
    """
    from gpss_sim.tabular import write_csv

    if understood is None or understood.exact:
        return
    columns = ("column", "heading", "field", "confidence", "year", "source", "unit")
    uses = [
        (u.letter, u.shown, u.field, f"{u.confidence:.2f}", u.year, u.source, u.unit or u.count)
        for u in understood.uses
        if u.shown or u.field
    ]
    write_csv(folder / f"{prefix}mapping.csv", columns, uses)
    left = [(each.row, str(each.kind), each.text) for each in understood.left_out]
    write_csv(folder / f"{prefix}left_out.csv", ("row", "kind", "text"), left)


def in_library_words(budgets: tuple[str, ...], understood: Understood | None) -> tuple[str, ...]:
    """Budgets with the library's names for sources instead of the sheet's.

    ``福彩公益金=100万`` becomes ``lottery=100万`` where the sheet's 福彩公益金 is read as ``lottery``; so does any
    other word for that source, such as 福彩.
    """
    from gpss_sim.library.sheets.vocabulary import plain, source_names

    names = dict(understood.sources) if understood is not None else {}
    names = {word: name for word, name in source_names().items() if name in names.values()} | names
    found = []
    for budget in budgets:
        left, equals, amount = budget.partition("=")
        year, colon, source = left.rpartition(":")
        found.append(f"{year}{colon}{names.get(plain(source), source)}{equals}{amount}" if equals else budget)
    return tuple(found)


def check_free(out: Path, force: bool, suffix: str) -> None:
    """Refuse a file that exists, or has another suffix."""
    if out.suffix.lower() != suffix:
        raise InputError([Fault(str(out), "--out", out.suffix, Message("file.suffix", suffix=suffix))])
    refuse_existing([out], force=force)
    out.parent.mkdir(parents=True, exist_ok=True)
