"""Runs that failed: the first by name, the rest by number, on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from gpss_sim.cli import show
from gpss_sim.i18n import current
from gpss_sim.i18n.filling import fill

SHOWN = 3
"""Failed runs told by name."""

FAILED = {
    "en": "Warning: {n} {n:run|runs} failed; {n:its traceback is|their tracebacks are} in {store}",
    "zh": "注意：{n}次模拟失败，详情见{store}",
}


class Failure(NamedTuple):
    """Where a run failed, and its traceback."""

    place: str
    replication: int
    error: str


def tell_failures(failures: Sequence[Failure], table: Path) -> None:
    """Name the first failed runs, and say where the others stand."""
    for failure in failures[:SHOWN]:
        last = failure.error.strip().splitlines()[-1]
        show.say("cli.run_failed", err=True, point=failure.place, replication=failure.replication, why=last)
    if failures:
        click.echo(fill(FAILED[current()], n=len(failures), store=table), err=True)
