"""``gpss-sim init``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import LANG


@click.command("init", epilog="Example: gpss-sim init my_city --districts districts.csv")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="SCENARIO", default="baseline", show_default=True, help="What to copy.")
@click.option("--title", metavar="TEXT", help="One sentence on what it is.  [default: asked for, or made up]")
@click.option(
    "--districts",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your districts (id, residents): a library that fits them is made.",
)
@LANG
def command(folder: Path, source: str, title: str | None, districts: Path | None, lang: str) -> None:
    """Copy a scenario, or make one from a table of districts, for your own city.

    The copy stands alone: tables, comments and the scenarios it extends come with it. With --districts the city is made
    for your districts: library, agencies and entry in proportion to residents, everything else as in SCENARIO.
    """
    from gpss_sim.scenario.copy import copy_scenario, refuse_target
    from gpss_sim.scenario.fitted import fitted_city

    refuse_target(folder)
    if title is None:
        title = _asked()
    made = fitted_city(source, districts, folder, title) if districts else copy_scenario(source, folder, title)
    for file in made:
        show.say("cli.wrote", file=str(file))
    show.say("cli.next", folder=str(folder))


def _asked() -> str:
    """A title from whoever sits at the terminal; empty elsewhere, or where none is given."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    asked: str = click.prompt(show.word("title"), default="", show_default=False)
    return asked
