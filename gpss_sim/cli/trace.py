"""``gpss-sim trace``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.i18n import current

EXAMPLE = "Example: gpss-sim trace results/baseline agency:I007"


@click.command("trace", epilog=EXAMPLE)
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("entity", metavar="ENTITY")
def command(directory: Path, entity: str) -> None:
    """Retell one recipient, tender, agency or contract.

    DIR is a folder that gpss-sim run wrote. ENTITY is recipient:CELL-NUMBER, project:ID (its tenders and
    contracts), proposal:ID/NUMBER (an application to a live library), agency:ID, contract:NUMBER or buyer; the kind
    may be left out where one thing has that name.
    """
    from gpss_sim.chronicle.story import read_events, story
    from gpss_sim.report.events import entity_name, event_name, told

    found = story(read_events(directory), entity)
    show.table(("year", "day", "what happened"), told(found, current()), entity_name(found.entity, current()))
    if found.recipients:
        click.echo()
        counts = [(event_name(event, current()), str(number)) for event, number in found.recipients.items()]
        show.table(("recipients' events", "number"), counts, "Left out above: gpss-sim trace takes one recipient")
