"""``gpss-sim calibrate``: what real releases say of a market, as an overlay of a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import LANG
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Language, Message

if TYPE_CHECKING:
    from gpss_sim.ocds.calibrate import CalibratedValue

FILES = click.Path(path_type=Path)


@click.command("calibrate", epilog="Example: gpss-sim calibrate --ocds releases.json --out results/calibrated")
@click.option("--ocds", "packages", type=FILES, multiple=True, help="Releases or records (JSON); may be repeated.")
@click.option("--csv", "tables", type=FILES, multiple=True, help="A table of awards; may be repeated.")
@click.option("--scenario", default="baseline", show_default=True, help="What the overlay extends.")
@click.option("--out", type=FILES, default=Path("results/calibrated"), show_default=True, help="Folder to write.")
@click.option("--force", is_flag=True, help="Replace an earlier result.")
@LANG
def command(
    packages: tuple[Path, ...], tables: tuple[Path, ...], scenario: str, out: Path, force: bool, lang: Language
) -> None:
    """Estimate parameters from real procurement releases.

    Bidders, price over estimate by bidders and procedure, durations, mix of procedures and re-awards, each with an
    interval: estimates.csv. What the model takes as a parameter becomes overlay.toml, a scenario with label D; what
    comes out of the model is left to be compared with a run.
    """
    from gpss_sim.ocds.calibrate import awards_of, estimates, read_releases
    from gpss_sim.ocds.overlay import write_overlay
    from gpss_sim.ocds.tables import read_awards

    if not packages and not tables:
        raise InputError([Fault("calibrate", "--ocds, --csv", "", Message("ocds.give"))])
    awards = awards_of(read_releases(packages)) if packages else []
    for table in tables:
        awards += read_awards(table)
    told = estimates(awards)
    if not told:
        raise InputError([Fault(str((*packages, *tables)[0]), "awards", "", Message("ocds.no_award"))])
    source = ", ".join(path.name for path in (*packages, *tables))
    with folders.result(out, "calibrate", force=force) as fresh:
        write_overlay(fresh, scenario, source, awards, told)
    header = [Message(f"ocds.column_{name}").said(lang) for name in ("name", "group", "value", "low", "high", "number")]
    show.table(header, [_row(each, lang) for each in told])
    show.written(out)


def _row(told: CalibratedValue, lang: Language) -> list[str]:
    """A quantity as it is read; its name in estimates.csv beside it."""
    name = f"{Message(f'ocds.quantity_{told.name}').said(lang)} {told.name}"
    values = [_short(value) for value in (told.value, told.low, told.high)]
    return [name, _group(told.group, lang), *values, str(told.number)]


def _group(group: str, lang: Language) -> str:
    """A procedure, or a number of bidders, in words."""
    number, _, bidders = group.partition(" ")
    if bidders:
        return Message("ocds.group_bidders", number=number).said(lang)
    return Message(f"ocds.group_{group}").said(lang) if group else ""


def _short(value: float) -> str:
    return "–" if value != value else f"{value:.4g}"
