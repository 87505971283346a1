"""``gpss-sim library``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import ballots, show
from gpss_sim.cli.budget_decision import FORCE
from gpss_sim.cli.library_import import import_
from gpss_sim.cli.library_status import status
from gpss_sim.cli.options import LANG
from gpss_sim.cli.sheets import SheetOptions, check_free, read_sheet_library, sheet_options, write_mapping
from gpss_sim.files import replaced
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Language
from gpss_sim.planning.list_files import find_library


@click.group("library")
def command() -> None:
    """Make, import and export project libraries."""


@command.command("template", epilog="Example: gpss-sim library template library.xlsx")
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path))
@FORCE
@LANG
def template(out: Path, force: bool, lang: str) -> None:
    """Write an empty workbook with drop-downs, notes and an example."""
    from gpss_sim.report.library_template import write_template

    check_free(out, force, ".xlsx")
    replaced(out, lambda half: write_template(half, lang))
    show.written(out)


@command.command("export", epilog="Example: gpss-sim library export example --out library_zh.csv --lang zh")
@click.argument("library", metavar="LIBRARY")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV file to write.")
@FORCE
@LANG
@sheet_options
def export(library: str, out: Path, force: bool, lang: Language, options: SheetOptions) -> None:
    """Write a library, checked, as CSV with English or Chinese headers.

    Of a planner's sheet it is what was understood; the columns and the rows left out are written beside it.
    """
    from gpss_sim.library.save import chinese_heading, write_library

    found = read_sheet_library(find_library(library), options, lang)
    check_free(out, force, ".csv")
    interpreted = found.understood is not None and not found.understood.exact
    if interpreted:
        refuse_existing([out.with_name(f"{out.stem}.{name}.csv") for name in ("mapping", "left_out")], force=force)
    write_library(out, found.projects, chinese_heading if lang == "zh" else str, people=interpreted)
    write_mapping(out.parent, found.understood, f"{out.stem}.")
    show.written(out)


command.add_command(import_)
command.add_command(status)
command.add_command(ballots.command)
