"""What the commands of the budget decision share: files in, problem, folder out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli.options import Seconds
from gpss_sim.cli.sheets import SheetOptions, in_library_words, read_sheet_library
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, Message, listed
from gpss_sim.planning.list_files import find_library

if TYPE_CHECKING:
    from gpss_sim.allocation import Problem
    from gpss_sim.library import Library

POLICY_NAMES = ("urgency-first", "weighted", "rank-and-cut", "core-plus")
BUDGET = click.option(
    "--budget",
    "budgets",
    multiple=True,
    required=True,
    metavar="AMOUNT",
    help="45000000, 4500万, 2027=8000000, fiscal=6000000, 2027:fiscal=…; may be repeated.",
)
RULES = click.option("--rules", type=click.Path(path_type=Path), help="Rules of the budget, a TOML file.")
POLICY = click.option(
    "--policy",
    type=click.Choice(POLICY_NAMES),
    default="urgency-first",
    show_default=True,
    help="Reading of urgency.",
)
SOLVER = click.option("--solver", type=click.Choice(("auto", "highs", "cbc")), default="auto", show_default=True)
LIMIT = click.option("--time-limit", type=Seconds(), help="Seconds for everything the command does together.")
OUT = click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/<name>]")
FORCE = click.option("--force", is_flag=True, help="Overwrite an existing result.")


def read_problem(
    library: str, budgets: tuple[str, ...], rules: Path | None, options: SheetOptions, lang: Language
) -> tuple[Problem, Library]:
    """Read library, money and rules; tell the faults of all three at once."""
    from gpss_sim.allocation import Budget, Problem, Rules
    from gpss_sim.allocation.analysis.idle import idle_rules
    from gpss_sim.allocation.problem.rules.file import read_rules
    from gpss_sim.allocation.problem.validate import overcommitted, unpaid, unusable, yearless

    faults: list[Fault] = []
    projects, money, kept = None, None, None
    for step in ("library", "budget", "rules"):
        try:
            if step == "library":
                path = find_library(library)
                projects = read_sheet_library(path, options, lang)
            elif step == "budget":
                money = Budget.parse(in_library_words(budgets, projects.understood if projects else None))
            else:
                kept = Rules() if rules is None else read_rules(rules)
        except InputError as error:
            faults += error.faults
    if faults or projects is None or money is None:
        raise InputError(faults)
    files = {"library": str(path), "rules": "" if rules is None else str(rules)}
    try:
        problem = Problem(projects.projects, money, kept)
    except InputError as error:
        raise InputError(_in_files(error.faults, files)) from None
    faults = [*yearless(problem), *unusable(problem), *overcommitted(problem)]
    if faults:
        raise InputError(_in_files(faults, files))
    for idle in idle_rules(problem):
        click.echo(idle.sentence.said(lang), err=True)
    if without := unpaid(problem):
        click.echo(Message("problem.without", names=listed(without)).said(lang), err=True)
    return problem, projects


def _in_files(faults: Iterable[Fault], files: Mapping[str, str]) -> list[Fault]:
    """Faults of a problem with the files, where they are known, in which library and rules stand."""
    return [replace(fault, file=files.get(fault.file, "") or fault.file) for fault in faults]


def result_name(library: str) -> str:
    """Name of a result folder for a library: its own, or its folder's when it is just called library."""
    path = Path(os.path.abspath(library))
    return path.parent.name or path.stem if path.stem == "library" else path.stem
