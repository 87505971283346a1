"""``gpss-sim schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gpss_sim.cli import show
from gpss_sim.files import write_whole
from gpss_sim.folders import refuse_existing


@click.command("schema", epilog="Example: gpss-sim schema --out scenario.schema.json")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--force", is_flag=True, help="Replace the file.")
@click.option("--fields", is_flag=True, help="The table of fields in Markdown instead.")
def command(out: Path | None, force: bool, fields: bool) -> None:
    """Print the JSON Schema of scenario files for editors."""
    from gpss_sim.scenario.fieldtable import markdown
    from gpss_sim.scenario.jsonschema import json_schema

    text = markdown() if fields else json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        refuse_existing([out], force=force)
        write_whole(out, text)
        show.say("cli.wrote", file=str(out))
