"""``gpss-sim export``: results in the formats of others."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import LANG, WholeNumber
from gpss_sim.i18n import Language, Message

FIRST_YEAR = 2001


@click.group("export")
def command() -> None:
    """Write results in the formats of others."""


@command.command("ocds", epilog="Example: gpss-sim export ocds results/baseline --out results/ocds --first-year 2012")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write.  [default: DIR_ocds]")
@click.option(
    "--first-year",
    type=WholeNumber(1, 9000),
    default=FIRST_YEAR,
    show_default=True,
    help="Calendar year of the first year of the run.",
)
@click.option("--force", is_flag=True, help="Replace what an earlier export wrote.")
@LANG
def ocds(directory: Path, out: Path | None, first_year: int, force: bool, lang: Language) -> None:
    """Write a run as releases and records of the Open Contracting Data Standard 1.1.

    DIR is a folder that `gpss-sim run` wrote. Writes releases.json and records.json: tenders with bids, awards,
    contracts, changes, payments and assessments.
    """
    from gpss_sim.ocds.package import write_packages
    from gpss_sim.ocds.run import read_run

    run = read_run(directory)
    folder = out or directory.with_name(f"{directory.resolve().name}_ocds")
    with folders.result(folder, "export", force=force) as fresh:
        processes = write_packages(fresh, run, first_year)
    releases = [release for process in processes for release in process.releases]
    contracts = sum(len(process.releases[-1].get("contracts", ())) for process in processes)
    told = Message("ocds.written", processes=len(processes), releases=len(releases), contracts=contracts)
    click.echo(told.said(lang))
    show.written(folder)
