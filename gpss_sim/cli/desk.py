"""``gpss-sim desk``."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli.budget_decision import find_library
from gpss_sim.cli.options import LANG, WholeNumber
from gpss_sim.cli.sheets import in_library_words
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, Message

if TYPE_CHECKING:
    from gpss_sim.desk.draft import Draft
    from gpss_sim.desk.reading import FileReading


@click.command("desk", epilog="Example: gpss-sim desk --lang zh")
@click.argument("library", metavar="[LIBRARY]", required=False)
@click.option("--budget", "budgets", multiple=True, metavar="AMOUNT", help="As for `gpss-sim allocate`.")
@click.option("--rules", type=click.Path(path_type=Path), help="Rules of the budget, a TOML file.")
@click.option(
    "--port", type=WholeNumber(1024, 65535), help="Port of this machine.  [default: 8765, or the next one free]"
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@LANG
def command(
    library: str | None,
    budgets: tuple[str, ...],
    rules: Path | None,
    port: int | None,
    no_browser: bool,
    lang: Language,
) -> None:
    """Open the planner's desk in the browser.

    On this machine alone: load a sheet, mend how it is read, move money and rules and see what enters and leaves,
    simulate, keep and compare plans, take away the workbook. The address that is printed works once.
    """
    if importlib.util.find_spec("nicegui") is None:
        raise InputError([Fault("gpss-sim desk", "nicegui", "", Message("desk.extra"))])
    from gpss_sim.allocation import Budget
    from gpss_sim.allocation.problem.rules.file import read_rules
    from gpss_sim.desk.server import free_port, serve

    path = None if library is None else find_library(library)
    kept = None if rules is None else read_rules(rules)
    if budgets:
        Budget.parse(budgets)

    def prepare(made: Draft, found: FileReading) -> Draft:
        money = Budget.parse(in_library_words(budgets, found.understood)) if budgets else made.budget
        return replace(made, budget=money, rules=made.rules if kept is None else kept)

    def ready(address: str) -> None:
        click.echo(Message("desk.open", address=address).said(lang))
        sys.stdout.flush()

    serve(free_port(port), lang, path, prepare, show=not no_browser, ready=ready)
