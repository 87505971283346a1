"""``gpss-sim metrics``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import LANG
from gpss_sim.i18n import Language, Message

EXAMPLE = "Example: gpss-sim metrics results/baseline"
DIFFERS = 1
SHOWN = 20
"""Most differences shown."""

HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("indicator", "where", "stored", "computed"),
    "zh": ("指标", "范围", "文件中", "重新计算"),
}


@click.command("metrics", epilog=EXAMPLE)
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the indicators to this file.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@LANG
@click.pass_context
def command(context: click.Context, directory: Path, out: Path | None, force: bool, lang: Language) -> None:
    """Compute every indicator of a run again from its files.

    DIR is a folder that gpss-sim run wrote. Nothing is simulated: indicators are functions of the tables under
    DIR/record. They are compared byte by byte with DIR/metrics.csv; exit code 1 if anything differs, as when a
    package registered another indicator since. With --out they are written instead of compared.
    """
    from gpss_sim.chronicle.recompute import differences, stored_metrics
    from gpss_sim.chronicle.run_files import write_metrics

    if out is not None:
        folders.refuse_existing([out], force=force)
    rows = stored_metrics(directory)
    if out is not None:
        write_metrics(out, rows)
        click.echo(str(out))
        return
    found = differences(directory, rows)
    code = "metrics.differ" if found else "metrics.same"
    click.echo(Message(code, values=f"{len(rows):,}", differ=f"{len(found):,}").said(lang))
    if found:
        cells = [(each.labels[0], " ".join(filter(None, each.labels[1:])), *each[1:]) for each in found[:SHOWN]]
        show.table(HEADS[lang], cells)
        context.exit(DIFFERS)
