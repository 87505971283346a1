"""``gpss-sim library status``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import FORCE
from gpss_sim.cli.options import LANG
from gpss_sim.cli.sheets import SheetOptions, check_free, read_sheet_library, sheet_options
from gpss_sim.files import our_file
from gpss_sim.folders import refuse_existing
from gpss_sim.i18n import Language
from gpss_sim.numbers import read_whole
from gpss_sim.planning.list_files import find_library
from gpss_sim.tabular import read_rows, write_csv

if TYPE_CHECKING:
    from gpss_sim.library.project import Project

HEAD = ("id", "name", "urgency", "age", "status")
HEADS = {"en": HEAD, "zh": ("编号", "名称", "紧急程度", "库龄", "状态")}
WORDS = {
    "en": {"new": "new", "waits": "waits", "drawn": "drawn, has left", "expired": "expired, has left"},
    "zh": {"new": "新入库", "waits": "在库等待", "drawn": "已立项，退库", "expired": "到期退库"},
}
TITLES = {"en": "The library now", "zh": "项目库现状"}


@click.command("status", epilog="Example: gpss-sim library status example --roll results/last --stay 3")
@click.argument("library", metavar="LIBRARY")
@click.option(
    "--roll", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Last year's result of allocate."
)
@click.option("--ages", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Ages noted a year ago.")
@click.option("--stay", type=click.IntRange(1, 40), help="Draws in vain after which a project expires.")
@click.option("--out", type=click.Path(path_type=Path), help="CSV file for what stands in the library now.")
@FORCE
@LANG
@sheet_options
def status(
    library: str,
    roll: Path | None,
    ages: Path | None,
    stay: int | None,
    out: Path | None,
    force: bool,
    lang: Language,
    options: SheetOptions,
) -> None:
    """Show what stands in a library, since when, and what has left it.

    With --roll, LIBRARY holds this year's applications: what the last decision drew leaves, what it did not draw waits
    and is a year older, and what has waited through --stay draws expires. --out writes the library of this year, and
    its ages beside it as NAME.ages.csv, for --ages of the next.
    """
    from gpss_sim.allocation.results.decision import load
    from gpss_sim.library import rolling
    from gpss_sim.library.save import chinese_heading, write_library

    last = load(roll) if roll else None
    applied = _applications(find_library(library), options, lang, none=last is not None)
    before = last.problem.projects if last else ()
    drawn = last.outcome.selected if last else ()
    entities = rolling.roll(before, drawn, applied, _ages(ages) if ages else {}, stay)
    show.table(
        HEADS[lang],
        [(e.project.id, e.project.name, str(e.project.urgency), str(e.age), WORDS[lang][e.status]) for e in entities],
        TITLES[lang],
    )
    if out is not None:
        standing = [each for each in entities if each.stands]
        noted = out.with_name(f"{out.stem}.ages.csv")
        check_free(out, force, ".csv")
        refuse_existing([noted], force=force)
        write_library(out, [each.project for each in standing], chinese_heading if lang == "zh" else str)
        rows = [(e.project.id, e.project.name, e.project.urgency, e.age, e.status) for e in standing]
        write_csv(noted, HEAD, rows)
        show.written(out)


def _applications(file: Path, options: SheetOptions, lang: Language, *, none: bool) -> tuple[Project, ...]:
    """This year's applications; a list without any will do where last year's library is at hand."""
    from gpss_sim.library.record import NoProjectsError

    try:
        return read_sheet_library(file, options, lang).projects
    except NoProjectsError:
        if none:
            return ()
        raise


def _ages(file: Path) -> dict[str, int]:
    """Ages by id of a file that this command wrote."""
    with our_file(file):
        return {row["id"]: read_whole(row["age"], 0, 1000) for row in read_rows(file, HEAD)}
