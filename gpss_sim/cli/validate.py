"""``gpss-sim validate``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import LANG
from gpss_sim.cli.sheets import SheetOptions, read_sheet_library, sheet_options
from gpss_sim.cli.told_apart import holds_rules, refuse_others, tables_of
from gpss_sim.errors import Fault, InputError
from gpss_sim.files import is_file, is_folder, is_there
from gpss_sim.i18n import Language, Message, current
from gpss_sim.money import yuan
from gpss_sim.planning.list_files import SUFFIXES, find_library
from gpss_sim.resources import shipped


@click.command("validate", epilog="Example: gpss-sim validate my_city my_experiment.toml")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--set", "overrides", metavar="K=V", multiple=True, help="Set a field of every scenario checked.")
@click.option("--force", is_flag=True, help="Replace the copy that --faults writes.")
@LANG
@sheet_options
def command(
    files: tuple[str, ...], overrides: tuple[str, ...], force: bool, lang: Language, options: SheetOptions
) -> None:
    """Check scenario, experiment, library and rules files.

    A FILE is a path, a folder or the name of a scenario or experiment that ships. Every fault of every file is told.
    """
    rows: list[tuple[str, str, str]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            rows.append((file, *_check(file, overrides, options, lang)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    show.table(("file", "kind", "content"), [(file, show.word(kind), content) for file, kind, content in rows])


def _check(file: str, overrides: tuple[str, ...], options: SheetOptions, lang: Language) -> tuple[str, str]:
    """Kind of the file and what it holds."""
    if Path(file).suffix.lower() in SUFFIXES or _ships_as_library(file):
        projects = read_sheet_library(find_library(file), options, lang).projects
        posts, total = sum(p.posts for p in projects), sum(p.total for p in projects)
        return "library", Message("cli.holds_library", projects=len(projects), posts=posts, total=yuan(total)).said(
            lang
        )
    refuse_others(file)
    if _is_experiment(file):
        return "experiment", _experiment(file)
    if is_file(file) and holds_rules(tables_of(file)):
        return "rules", _rules(file)
    return "scenario", _scenario(file, overrides)


def _ships_as_library(name: str) -> bool:
    """Whether a library of this name ships, and no file or folder is meant."""
    return not is_there(name) and is_folder(shipped("scenarios") / "libraries" / Path(name).name)


def _is_experiment(file: str) -> bool:
    from gpss_sim.scenario.document import shipped_names

    if not is_file(file):
        return file not in shipped_names() and _ships_as_experiment(file)
    return "study" in tables_of(file)


def _ships_as_experiment(name: str) -> bool:
    from gpss_sim.study.experiment_file import shipped_experiments

    return name in shipped_experiments()


def _rules(file: str) -> str:
    """Number of rules; whether they fit a library is told where one is decided."""
    from gpss_sim.allocation.problem.rules.file import read_rules

    rules = read_rules(Path(file))
    told = (getattr(rules, name) for name in rules.model_fields_set)
    count = sum(len(value) if isinstance(value, tuple) and value and hasattr(value[0], "name") else 1 for value in told)
    return Message("cli.holds_rules", count=count).said(current())


def _scenario(file: str, overrides: tuple[str, ...]) -> str:
    from gpss_sim.scenario.load import lacks, load_scenario
    from gpss_sim.study.needs import idle_settings

    scenario = load_scenario(file, overrides)
    show.warn([*lacks(file, overrides), *idle_settings(scenario, overrides)])
    city, posts = scenario.city, sum(template.posts for template in scenario.templates)
    counts = {"districts": len(city.districts), "domains": len(city.domains), "templates": len(scenario.templates)}
    return Message("cli.holds_scenario", posts=posts, **counts).said(current())


def _experiment(file: str) -> str:
    from gpss_sim.metrics import METRICS
    from gpss_sim.study.alarms import warnings
    from gpss_sim.study.experiment_file import load_experiment
    from gpss_sim.study.plan import make_plan

    plan = make_plan(load_experiment(file, METRICS), METRICS)
    show.warn(warnings(plan))
    runs = len(plan.points) * plan.experiment.design.replications
    facts = {"points": len(plan.points), "contrasts": len(plan.contrasts), "runs": runs}
    return Message("cli.holds_experiment", **facts).said(current())
