"""``gpss-sim library import``: libraries made from the files of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import FORCE
from gpss_sim.cli.sheets import check_free
from gpss_sim.errors import Fault, InputError
from gpss_sim.files import write_whole
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Message, current
from gpss_sim.money import yuan

if TYPE_CHECKING:
    from gpss_sim.library.imported import Imported

SHOWN = 5
"""Rows left out that are named; the rest is counted."""
ENDINGS = {".pb": "pabulib", ".json": "360giving"}
"""Ends of names → formats; anything else is a table, a capital plan."""


def _election(file: Path, out: Path, force: bool) -> None:
    from gpss_sim.library.pabulib import read_pabulib, rule_told, rules_text
    from gpss_sim.library.save import write_library

    election = read_pabulib(file)
    rules = out.with_suffix(".rules.toml")
    if not election.projects:
        raise InputError([Fault(str(file), "PROJECTS", "", Message("library.pabulib_none"))])
    refuse_existing([rules], force=force)
    write_whole(rules, rules_text(election))
    write_library(out, election.projects)
    for name, reason in election.left_out:
        show.say("cli.left_out", err=True, name=name, why=reason)
    told = rule_told(election)
    for remark in (*election.remarks, *([told] if told else [])):
        click.echo(remark.said(current()), err=True)
    show.written(len(election.projects), "projects")
    show.written(yuan(election.budget), "budget")
    show.written(out)
    show.written(rules, "rules")


def _grants(file: Path, out: Path, force: bool) -> None:
    from gpss_sim.library.grants import read_grants

    _write(file, read_grants(file), out)


def _capital(file: Path, out: Path, force: bool) -> None:
    from gpss_sim.library.capital import read_capital

    _write(file, read_capital(file), out)


def _write(file: Path, found: Imported, out: Path) -> None:
    """Write a library; say what was left out and what was assumed."""
    from gpss_sim.library.save import write_library

    if not found.projects:
        raise InputError([Fault(str(file), "projects", "", Message("library.nothing_to_buy"))])
    write_library(out, found.projects)
    for name, why in found.left_out[:SHOWN]:
        show.say("cli.left_out", err=True, name=name, why=why)
    if len(found.left_out) > SHOWN:
        show.say("cli.left_out_more", err=True, count=len(found.left_out) - SHOWN)
    for text in found.assumed:
        show.say("plan.assumed", err=True, text=text)
    show.written(len(found.projects), "projects")
    show.written(yuan(found.asked), "asked")
    show.written(out)


READERS: dict[str, Callable[[Path, Path, bool], None]] = {
    "pabulib": _election,
    "360giving": _grants,
    "capital": _capital,
}


@click.command("import", epilog="Example: gpss-sim library import election.pb --out library.csv")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(tuple(READERS)), help="Its format.  [default: by its ending]")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Library to write.")
@FORCE
def import_(file: Path, form: str | None, out: Path, force: bool) -> None:
    """Make a library of a participatory budget, of grants or of a capital plan.

    Participatory budgets (Pabulib, .pb): votes, or the score where the file gives one, become benefit, their quintiles
    urgency; rules beside the library have rank-and-cut go down the list by votes, above the threshold and within the
    caps per category. Grants (360Giving, .json) and capital plans (tables with the cost in one column a fiscal year, or
    in one column): what the file does not say, such as urgency, is printed as an assumption.
    """
    check_free(out, force, ".csv")
    READERS[form or ENDINGS.get(file.suffix.lower(), "capital")](file, out, force)
