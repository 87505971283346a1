"""``gpss-sim merge``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from gpss_sim.cli.options import LANG
from gpss_sim.i18n import Message

EXAMPLE = "Example: gpss-sim merge results/modes results/modes.1of2 results/modes.2of2"


@click.command("merge", epilog=EXAMPLE)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.argument("parts", metavar="PART...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--parquet", is_flag=True, help="Write every table as Parquet too.")
@LANG
def command(out: Path, parts: tuple[Path, ...], parquet: bool, lang: Literal["en", "zh"]) -> None:
    """Join the parts of an experiment that several machines played.

    PART are folders written by `gpss-sim batch --shard I/N`. OUT then holds the study as one machine would have
    played it, byte by byte; `gpss-sim batch` continues it.
    """
    from gpss_sim.api.studies import merge
    from gpss_sim.cli.batch import tell

    done, taken = merge(out, parts)
    click.echo(Message("shard.joined", runs=taken, parts=len(parts)).said(lang))
    tell(done, lang, parquet=parquet)
