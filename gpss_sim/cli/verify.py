"""``gpss-sim verify``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.files import write_whole
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Message, Told, current, listed

EXAMPLE = "Example: gpss-sim verify --quick T6.queue"
COLUMNS = ("row", "exact", "simulated", "standard error", "z", "verdict")


@click.command("verify", epilog=EXAMPLE)
@click.argument("rows", metavar="[ROW]...", nargs=-1)
@click.option("--quick", is_flag=True, help="Fewer replications: under a minute on two cores, in place of ten.")
@click.option("--workers", type=WholeNumber(0), help="Worker processes; 0: this one. By default one a processor.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the page of all rows.")
@click.option("--force", is_flag=True, help="Replace the file.")
@click.pass_context
def command(
    context: click.Context, rows: tuple[str, ...], quick: bool, workers: int | None, markdown: Path | None, force: bool
) -> None:
    """Compare the model with theory, row by row.

    Exact value, simulated value, standard error, z and verdict of each. ROW is the name of a row or its beginning
    (T6, T6.queue, T6.queue.wait); all rows if none is given. The exit code is 1 if a row is more than four
    standard errors off.
    """
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.verification import LIMIT, verify
    from gpss_sim.verification.page import markdown as page

    if markdown is not None and rows:
        raise click.UsageError(Message("usage.all_rows"))
    if markdown is not None:
        refuse_existing([markdown], force=force)
        _expect_to_write(markdown)
    with Meter("replications") as meter:
        found = verify(rows, quick=quick, workers=usable_cores() if workers is None else workers, progress=meter)
    show.table(
        COLUMNS,
        [
            (
                row.name,
                f"{row.exact:.6f}",
                f"{row.simulated:.6f}",
                f"{row.error:.2g}",
                f"{row.z:.2f}",
                show.word("holds" if row.holds else "OFF"),
            )
            for row in found
        ],
    )
    off = [row.name for row in found if not row.holds]
    if off:
        show.say("cli.rows_off", rows=len(found), off=len(off), names=listed(off))
    else:
        show.say("cli.rows_hold", rows=len(found), limit=f"{LIMIT:g}")
    if markdown is not None:
        write_whole(markdown, page(found, quick=quick))
        show.say("cli.wrote", err=True, file=str(markdown))
    if off:
        context.exit(1)


def _expect_to_write(path: Path) -> None:
    """Make the folder of the page, or say before minutes of work that there will be no page."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{path.parent}: {error.strerror}", param_hint="--markdown") from error
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise click.BadParameter(
            Message("usage.not_writable", path=Told(path)).said(current()), param_hint="--markdown"
        )
