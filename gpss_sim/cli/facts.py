"""``gpss-sim facts``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import WholeNumber
from gpss_sim.cli.progress import Meter

OUT = Path("results") / "facts"
KIND = "facts"


@click.command("facts", epilog="Example: gpss-sim facts --replications 5 --out results/facts")
@click.option("--replications", type=WholeNumber(2), default=5, show_default=True, help="Of every point.")
@click.option(
    "--only", "numbers", metavar="FACT", type=WholeNumber(1), multiple=True, help="Only this fact; repeatable."
)
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.option(
    "--from",
    "tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Play nothing; write page and plot of the tables in this folder.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=f"Folder.  [default: {OUT}]")
@click.option(
    "--force",
    is_flag=True,
    help="Begin anew; with --from, replace pages.",
)
def command(
    replications: int, numbers: tuple[int, ...], workers: int | None, tables: Path | None, out: Path | None, force: bool
) -> None:
    """Compare the model with stylised facts.

    Plays what the facts need, judges each, estimates the cost spread that real prices imply, and writes tables, a page
    and a plot. The same command in the same folder continues what is missing; more replications extend it. With --from,
    page and plot go to --out and copies of the tables to its folder ``validation``.
    """
    from gpss_sim.report.validation import PAGE, PLOT, counts, write_pages, written

    if tables is None:
        from gpss_sim.validation.compare import compare

        tables = out or OUT
        folders.check(tables, KIND, again=True)
        with Meter("runs", kept=True) as meter, folders.held(tables, KIND):
            compare(tables, replications, workers, meter, numbers, force=force)
    target = out or tables
    mark = folders.read_mark(target)
    if mark is None or mark.kind != KIND:
        folders.refuse_existing(written(tables, target), force=force)
    target.mkdir(parents=True, exist_ok=True)
    kept = write_pages(tables, target)
    header, *rows = counts(tables)
    show.table(list(map(str, header)), [[show.word(str(cell)) for cell in row] for row in rows])
    show.written(target / PAGE, "page")
    show.written(f"{target / PLOT}.png", "plot")
    show.written(kept, "tables")
