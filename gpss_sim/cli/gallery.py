"""``gpss-sim gallery``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message, listed

OUT = Path("results") / "gallery"
KIND = "gallery"


@click.command("gallery", epilog="Example: gpss-sim gallery price_weight --replications 10")
@click.argument("names", metavar="[STUDY]...", nargs=-1)
@click.option("--replications", type=WholeNumber(2), help="Of every design point.  [default: as each study says]")
@click.option("--workers", type=WholeNumber(0), help="Worker processes, 0 for none.  [default: one a processor]")
@click.option(
    "--from",
    "tables",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Play nothing; write the pages of the tables in this folder.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=f"Folder.  [default: {OUT}]")
@click.option("--force", is_flag=True, help="With --from, replace pages of others.")
def command(
    names: tuple[str, ...],
    replications: int | None,
    workers: int | None,
    tables: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """Play the studies that ship, beside what was expected of them.

    Each has a question, what was expected before it was played, what was found and a plot. Pages in both languages,
    plots and tables are written; the same command continues what is missing. With --from pages are written from tables
    kept earlier.
    """
    from gpss_sim.metrics import METRICS
    from gpss_sim.report.gallery_page import DATA, FILES, write_pages
    from gpss_sim.study.gallery import play_all, studies

    every = studies()
    rule = Message("gallery.unknown", names=listed(every))
    faults = [Fault("gallery", "STUDY", name, rule, nearest(name, every)) for name in names if name not in every]
    if faults:
        raise InputError(faults)
    target, chosen = out or OUT, list(names) or every
    if tables is None:
        folders.check(target, KIND, again=True)
        with folders.held(target, KIND), Meter("runs", kept=True) as meter:
            play_all(chosen, target, replications, workers, meter)
        tables = target / DATA
    mark = folders.read_mark(target)
    if mark is None or mark.kind != KIND:
        folders.refuse_existing(FILES.written(chosen, tables, target), force=force)
    target.mkdir(parents=True, exist_ok=True)
    for page in write_pages(chosen, tables, target, METRICS):
        show.written(page, "page")
    show.written(target / DATA, "tables")
