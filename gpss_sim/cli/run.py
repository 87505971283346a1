"""``gpss-sim run``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show, speech
from gpss_sim.cli.options import MOST_SEED, WholeNumber
from gpss_sim.fiscal import MOST_YEARS
from gpss_sim.i18n import current

if TYPE_CHECKING:
    from gpss_sim.metrics.evaluate import MetricRow

EXAMPLE = "Example: gpss-sim run baseline --set rules.mode=formal --years 2 --out results/formal"

TOLD = (
    "arrived",
    "served",
    "wait",
    "wait_urgent",
    "lost_share",
    "quality",
    "improvement_per_million",
    "cost_per_completed",
    "granted",
    "execution_rate",
    "price_ratio",
    "bidders",
    "failed_share",
    "days_to_award",
    "turnover",
    "unaccounted",
)
"""Indicators shown on the screen; the file has all of them."""


@click.command("run", epilog=EXAMPLE)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--seed", type=WholeNumber(0, MOST_SEED), help="Seed of the study.  [default: the scenario's own]")
@click.option("--replication", type=WholeNumber(0), default=0, show_default=True, help="Whose luck.")
@click.option("--set", "overrides", metavar="K=V", multiple=True, help="Set a field of the scenario.")
@click.option(
    "--years", type=WholeNumber(1, MOST_YEARS), help="Fiscal years simulated: the same as --set calendar.years=N."
)
@click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/<scenario>]")
@click.option("--no-events", is_flag=True, help="Leave out events.csv, the largest file.")
@click.option("--force", is_flag=True, help="Replace the run that stands in the folder.")
def command(
    scenario: str,
    seed: int | None,
    replication: int,
    overrides: tuple[str, ...],
    years: int | None,
    out: Path | None,
    no_events: bool,
    force: bool,
) -> None:
    """Simulate a scenario once.

    Writes metrics.csv, events.csv, ledger.csv, procurements.csv, offers.csv and manifest.json, and under record/ the
    tables from which indicators are computed. The same scenario, seed and version give the same tables, byte by byte.
    """
    from gpss_sim.chronicle.run_files import write_run
    from gpss_sim.metrics.evaluate import evaluate, steady_window
    from gpss_sim.scenario.load import load_scenario
    from gpss_sim.simulate import run
    from gpss_sim.study.needs import idle_settings

    if years is not None:
        overrides = (*overrides, f"calendar.years={years}")
    city = load_scenario(scenario, overrides)
    show.warn(idle_settings(city, overrides))
    folder = out or Path("results") / city.name
    with folders.result(folder, "run", force=force) as fresh:
        results = run(city, seed=seed, replication=replication, log=not no_events)
        rows = evaluate(results, breakdown=True)
        tables = write_run(fresh, results, rows, overrides)
    named = (city.title_zh if current() == "zh" else city.title) or city.title or city.name
    mode, form = speech.name(city.rules.mode), speech.name(city.rules.form)
    show.say("cli.ran", city=named, seed=results.seed, mode=mode, form=form)
    _summary(rows, steady_window(results))
    click.echo()
    show.table(("table", "where"), [(show.word(name.partition(".")[0]), str(folder / name)) for name in tables])


def _summary(rows: Sequence[MetricRow], window: str) -> None:
    """Years in columns; the steady window last, unless it is a year itself."""
    whole = [row for row in rows if not any(row[2:7])]
    periods = [*sorted({row.year for row in whole if row.year.isdecimal()}, key=int), window]
    columns = list(dict.fromkeys(periods))
    found = {(row.metric, row.year): row for row in whole}
    cells = [
        [
            speech.title(name),
            *(_short(found[name, year].value) for year in columns),
            speech.unit(found[name, window].unit),
        ]
        for name in TOLD
    ]
    show.table(("indicator", *columns, "unit"), cells)


def _short(value: float) -> str:
    """Four significant digits, whole numbers whole; a dash for what is undefined.

    >>> _short(12345.6), _short(0.01234), _short(float("nan")), _short(-0.0)
    ('12,346', '0.01234', '–', '0')
    """
    if value != value:
        return "–"
    value += 0.0  # no sign on nothing
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"
