"""``gpss-sim compare``, and ``--last`` of the commands that decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.cli.budget_decision import FORCE
from gpss_sim.cli.options import LANG
from gpss_sim.cli.sheets import check_free
from gpss_sim.i18n import Language, Message, said
from gpss_sim.planning.list_files import read_list

if TYPE_CHECKING:
    from gpss_sim.allocation.results.comparison import Listing, ProjectDifference

LAST = "last.csv"
COLUMNS = ("kind", "id", "name", "district", "before", "after", "difference", "reason")


@click.command("compare", epilog="Example: gpss-sim compare results/2026 results/2027")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table (CSV).")
@FORCE
@LANG
def command(before: str, after: str, out: Path | None, force: bool, lang: Language) -> None:
    """Compare two decisions, or last year's list and today's.

    Projects are continued, changed in amount, new or dropped, with reasons. A and B are results of
    `gpss-sim allocate`, or sheets of projects all of which were bought, such as last year's list of contracts.
    """
    from gpss_sim.tabular import write_csv

    if out is not None:
        check_free(out, force, ".csv")
    one, two = read_list(before), read_list(after)
    found = differences(one, two)
    if out is not None:
        write_csv(out, COLUMNS, rows(found, lang))
    show.table([Message(f"compare.{name}").said(lang) for name in COLUMNS], rows(found, lang))
    click.echo(summary(found, one, two, lang))


def differences(before: Listing, after: Listing) -> list[ProjectDifference]:
    """Differences of two lists."""
    from gpss_sim.allocation.results.comparison import compare

    return compare(before, after)


def rows(found: Sequence[ProjectDifference], lang: Language) -> list[list[str]]:
    """The table, amounts in yuan."""
    from gpss_sim.money import yuan

    return [
        [
            Message(f"compare.{each.kind}").said(lang),
            each.entry.id,
            each.entry.name,
            each.entry.district,
            *map(yuan, each.granted),
            yuan(each.granted[1] - each.granted[0]),
            said(each.why, lang),
        ]
        for each in found
    ]


def summary(found: Sequence[ProjectDifference], before: Listing, after: Listing, lang: Language) -> str:
    """Counts and money in a sentence."""
    from gpss_sim.money import yuan

    kinds = [each.kind for each in found]
    counts = {kind: kinds.count(kind) for kind in ("continued", "changed", "new", "dropped")}
    money = {"earlier": yuan(before.spent), "later": yuan(after.spent)}
    return Message("compare.summary", **counts, **money).said(lang)


def tell_last(folder: Path, before: Listing, after: Listing, lang: Language) -> None:
    """Write ``last.csv``; print what is new, dropped or changed, and the counts."""
    from gpss_sim.tabular import write_csv

    found = differences(before, after)
    write_csv(folder / LAST, COLUMNS, rows(found, lang))
    moved = rows([each for each in found if each.kind != "continued"], lang)
    if moved:
        show.table([Message(f"compare.{name}").said(lang) for name in COLUMNS], moved)
    click.echo(summary(found, before, after, lang))
