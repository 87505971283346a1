"""``gpss-sim diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show, speech

if TYPE_CHECKING:
    from gpss_sim.scenario.compare import FieldDifference

EXAMPLE = "Example: gpss-sim diff baseline --set-a rules.mode=formal --set-b rules.mode=competitive"


@click.command("diff", epilog=EXAMPLE)
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@click.option("--set", "both", metavar="K=V", multiple=True, help="Set a field in both.")
@click.option("--set-a", metavar="K=V", multiple=True, help="Set a field in A.")
@click.option("--set-b", metavar="K=V", multiple=True, help="Set a field in B.")
@click.option("--all", "everything", is_flag=True, help="List the fields held equal too.")
def command(
    a: str, b: str | None, both: tuple[str, ...], set_a: tuple[str, ...], set_b: tuple[str, ...], everything: bool
) -> None:
    """Show what differs between two scenarios and what is held equal.

    Without B, two variants of A are compared: give --set-a and --set-b. A
    district, domain or project that only one of them has takes one line; with
    --all, one a field.
    """
    from gpss_sim.scenario.compare import compare, differing, held_equal, in_short
    from gpss_sim.scenario.load import load_scenario

    first, second = load_scenario(a, [*both, *set_a]), load_scenario(b or a, [*both, *set_b])
    rows = compare(first, second)
    told = differing(rows) if everything else in_short(first, second, rows)
    columns = ("table", "field", "A", "B", "unit", "meaning")
    listed = [(speech.name(row.table), *_shown(row), *_about(row)) for row in told]
    show.table(columns, listed, "What differs" if listed else "Nothing differs")
    counts = [(speech.name(table), str(equal), str(other)) for table, equal, other in held_equal(rows)]
    show.table(("table", "fields equal", "fields that differ"), counts, "What is held equal")
    if everything:
        equal = [(speech.name(row.table), row.field, row.a, *_about(row)) for row in rows if not row.differs]
        show.table(("table", "field", "A and B", "unit", "meaning"), equal, "Fields held equal")


def _about(row: FieldDifference) -> tuple[str, str]:
    """Unit and meaning of a field that is compared."""
    from gpss_sim.scenario.origin import dotted

    if any(row.records):
        return "", speech.records(dotted(row.key[:-1]), row.meaning)
    field = dotted(row.key) if row.key else row.field
    return speech.unit(row.unit), speech.meaning(field, row.meaning)


def _shown(row: FieldDifference) -> tuple[str, str, str]:
    """Field and the two values; those of the rules in force in words."""
    if any(row.records):
        a, b = (speech.record(row.key[:-1], *each) for each in zip(row.records, (row.a, row.b), strict=True))
        return row.field, a, b
    if row.key:
        return row.field, row.a, row.b
    return speech.rule(row.field), speech.rule(row.a), speech.rule(row.b)
