"""How far a long command is: a bar in a terminal, a line now and then elsewhere; on standard error."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from gpss_sim.cli import show
from gpss_sim.i18n import Message, Told, current

if TYPE_CHECKING:
    from rich.progress import Progress

LINES = 10
"""Lines printed over a whole command where there is no terminal."""


class Meter:
    """Called with (done, total); use it in a ``with`` statement.

    Parameters
    ----------
    what : str
        What is counted: ``"runs"``.
    kept : bool
        What is done is on disk, and the same command continues; said when it is interrupted or terminated.
    """

    def __init__(self, what: str, *, kept: bool = False) -> None:
        self.what, self.kept = what, kept
        self.done = self.total = 0
        self._begun: tuple[int, float] | None = None
        self._bar = _bar(what) if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self.kept and self.total and isinstance(error, KeyboardInterrupt):
            told = Message("ending.kept", done=self.done, total=self.total, what=show.word(self.what))
            click.echo(told.said(current()), err=True)

    def __call__(self, done: int, total: int) -> None:
        """Show how many are done; another total begins another count."""
        if total != self.total:
            self._begun = None
        self.done, self.total = done, total
        if self._bar is not None:
            self._bar.start()
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)
        elif self._begun is None or done == total or done * LINES // total > (done - 1) * LINES // total:
            click.echo(self._line(), err=True)
        if self._begun is None:
            self._begun = (done, time.monotonic())

    def _line(self) -> str:
        facts = {"done": self.done, "total": self.total, "what": show.word(self.what)}
        if self._begun is None or self.done in (self._begun[0], self.total):
            return Message("cli.progress", **facts).said(current())
        first, start = self._begun
        left = (self.total - self.done) * (time.monotonic() - start) / (self.done - first)
        return Message("cli.progress_left", left=Told(duration(left)), **facts).said(current())


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(42), duration(150), duration(5400)
    ('42 s', '2.5 min', '1.5 h')
    """
    if seconds < 90:
        return Message("cli.seconds", number=f"{seconds:.0f}").said(current())
    if seconds < 5400:
        return Message("cli.minutes_long", number=f"{seconds / 60:.1f}").said(current())
    return Message("cli.hours", number=f"{seconds / 3600:.1f}").said(current())


def _bar(what: str) -> Progress:
    from rich.progress import (  # only a terminal needs it
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn(show.word(what)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(Message("cli.left").said(current())),
        TimeRemainingColumn(),
        console=show.screen(err=True),
    )
    bar.add_task(show.word(what), total=None)
    return bar
