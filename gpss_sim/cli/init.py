"""``gpss-sim init``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import show


@click.command("init", epilog="Example: gpss-sim init my_city --from baseline")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="SCENARIO", default="baseline", show_default=True, help="What to copy.")
def command(folder: Path, source: str) -> None:
    """Copy a scenario to make your own city from.

    The copy stands alone: tables, comments and the scenarios it extends come with it.
    """
    from gpss_sim.scenario.copy import copy_scenario

    for file in copy_scenario(source, folder):
        show.say("cli.wrote", file=str(file))
    show.say("cli.next", folder=str(folder))
