"""``gpss-sim reproduce``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import WholeNumber

EXAMPLE = "Example: gpss-sim reproduce results/my_study --all"
DIFFERS = 1


@click.command("reproduce", epilog=EXAMPLE)
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--runs", type=WholeNumber(1), default=4, show_default=True, help="Runs to play again.")
@click.option("--all", "every", is_flag=True, help="Play every run again.")
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.pass_context
def command(context: click.Context, directory: Path, runs: int, every: bool, workers: int | None) -> None:
    """Play runs of a result folder again and compare.

    Runs are taken evenly over the study, with the scenarios as they were resolved then. The tables
    are written again from the store and compared byte by byte. Exit code 1 if anything differs.
    """
    from gpss_sim.study import reproduce

    found = reproduce(directory, number=None if every else runs, workers=workers)
    if found.code_then != found.code_now:
        show.say("cli.other_code", err=True, then=str(found.code_then), now=str(found.code_now))
    show.say("cli.same_runs", same=found.runs - len(found.mismatches), runs=found.runs, stored=found.stored)
    if found.mismatches:
        rows = [tuple(map(str, mismatch)) for mismatch in found.mismatches]
        show.table(("design point", "replication", "what", "stored", "played again"), rows, "Runs that differ")
    for name in found.altered:
        show.say("cli.altered", file=str(directory / name))
    if not found.holds:
        context.exit(DIFFERS)
