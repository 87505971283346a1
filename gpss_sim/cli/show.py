"""Tables for people at a terminal, and plain tab-separated lines for everything else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a table: drawn in a terminal; elsewhere one line a row, tab-separated and never cut.

    Parameters
    ----------
    columns : Sequence[str]
        Headings.
    rows : Iterable[Sequence[str]]
        Cells as text.
    title : str
        A line above the table; ``# title`` where it is not drawn.
    """
    if sys.stdout.isatty():
        _drawn(columns, rows, title)
        return
    if title:
        click.echo(f"# {title}")
    for cells in (columns, *rows):
        click.echo("\t".join(" ".join(cell.split()) for cell in cells))


def _drawn(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    from rich.console import Console  # only a terminal needs it
    from rich.table import Table

    drawn = Table(title=title or None, title_justify="left")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for cells in rows:
        drawn.add_row(*cells)
    Console(markup=False).print(drawn)
