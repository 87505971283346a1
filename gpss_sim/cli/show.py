"""Tables for people at a terminal, and plain tab-separated lines for everything else."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from gpss_sim import i18n
from gpss_sim.i18n import Message, Told, current, said

if TYPE_CHECKING:
    from rich.console import Console

BORDER = 3
"""Signs of a drawn table beside each cell."""
_WORD = re.compile(r"[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")


def word(text: str) -> str:
    """A word of the tables in the language of the reader.

    >>> word("written")
    'written'
    """
    return i18n.word("heading", text, current())


def say(code: str, *, err: bool = False, **facts: object) -> None:
    """Print a sentence of the catalogue in the language of the reader."""
    click.echo(Message(code, **facts).said(current()), err=err)


def written(path: object, what: str = "written") -> None:
    """Print where something was written."""
    click.echo(f"{word(what)}\t{path}")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, err: bool = False) -> None:
    """Print a table: drawn in a terminal; elsewhere one line a row, tab-separated and never cut.

    Parameters
    ----------
    columns : Sequence[str]
        Headings; words of the program are shown in the language of the reader.
    rows : Iterable[Sequence[str]]
        Cells as text.
    title : str
        A line above the table; ``# title`` where it is not drawn.
    err : bool
        Print to standard error.
    """
    columns, title = [word(column) for column in columns], word(title)
    if (sys.stderr if err else sys.stdout).isatty():
        _drawn(columns, rows, title, err)
        return
    if title:
        click.echo(f"# {title}", err=err)
    for cells in (columns, *rows):
        click.echo("\t".join(" ".join(cell.split()) for cell in cells), err=err)


def warn(told: Iterable[str]) -> None:
    """Print warnings on standard error, one a line."""
    for text in told:
        say("cli.warning", err=True, text=Told(said(text, current())))


def screen(*, err: bool) -> Console:
    """Return the terminal; with ``NO_COLOR`` in the environment it gets neither colours nor bold letters."""
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(markup=False, highlight=False, stderr=err, color_system=None if plain else "auto")


def _drawn(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str, err: bool) -> None:
    from rich.cells import cell_len  # only a terminal needs it
    from rich.table import Table

    console, rows = screen(err=err), list(rows)
    longest = [max(map(cell_len, _words(cells))) for cells in zip(columns, *rows, strict=False)]
    free = console.width - sum(longest) - BORDER * len(longest) - 1
    if free < 0:
        _listed(console, columns, rows, title)
        return
    drawn = Table(title=title or None, title_justify="left")
    whole = [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=False)]
    wanted = sum(whole) - sum(longest)
    for column, least, most in zip(columns, longest, whole, strict=True):
        width = most if wanted <= free else least + (most - least) * free // wanted
        drawn.add_column(column, overflow="fold", width=width)
    for cells in rows:
        drawn.add_row(*cells)
    console.print(drawn)


def _words(cells: Iterable[str]) -> Iterator[str]:
    """Words of some cells; Chinese may be cut anywhere."""
    for cell in cells:
        yield ""
        yield from _WORD.findall(cell)


def _listed(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    """One cell a line, where the terminal is too narrow for the words of all columns side by side."""
    if title:
        console.print(title, soft_wrap=True)
    for cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                console.print(f"{column}: {cell}", soft_wrap=True)
        console.print()
