"""``gpss-sim facts``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli.progress import Meter

OUT = Path("results") / "facts"


@click.command("facts", epilog="Example: gpss-sim facts --replications 5 --out results/facts")
@click.option("--replications", type=click.IntRange(min=2), default=5, show_default=True, help="Of every point.")
@click.option("--only", "numbers", metavar="FACT", type=int, multiple=True, help="Only this fact; repeatable.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes.  [default: one a processor]")
@click.option(
    "--from",
    "tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Play nothing; write page and plot of the tables in this folder.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=f"Folder.  [default: {OUT}]")
def command(
    replications: int, numbers: tuple[int, ...], workers: int | None, tables: Path | None, out: Path | None
) -> None:
    """Compare the model with stylised facts.

    Plays what the facts need, judges each, estimates the cost spread that real prices imply, and writes two tables, a
    page and a plot. The same command in the same folder continues what is missing; more replications extend it.
    """
    from gpss_sim.report.validation import PAGE, PLOT, write_pages

    if tables is None:
        from gpss_sim.validation.compare import compare

        tables = out or OUT
        tables.mkdir(parents=True, exist_ok=True)
        with Meter("runs") as meter:
            compare(tables, replications, workers, meter, numbers)
    target = out or tables
    target.mkdir(parents=True, exist_ok=True)
    write_pages(tables, target)
    click.echo(f"page\t{target / PAGE}\nplot\t{target / PLOT}.png\ntables\t{tables}")
