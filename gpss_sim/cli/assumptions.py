"""``gpss-sim assumptions``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show
from gpss_sim.cli.options import WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.fiscal import MOST_YEARS
from gpss_sim.i18n import Message, current

if TYPE_CHECKING:
    from gpss_sim.study.experiment import Experiment
    from gpss_sim.study.model import Model

TABLE = "assumptions.csv"
SMALL = 3
"""Replications of a first look."""


@click.command("assumptions", epilog="Example: gpss-sim assumptions --experiment my_modes.toml --replications 3")
@click.option("--experiment", help="Whose comparison is meant; needed unless --from names a table.")
@click.option("--policy", help="Design point looked at.  [default: the last one]")
@click.option("--baseline", help="Design point it is compared with.  [default: that of the experiment]")
@click.option("--labels", default="A", show_default=True, help="Labels of the parameters to move, such as AD.")
@click.option(
    "--only",
    "paths",
    metavar="PATH",
    multiple=True,
    help="Move only this parameter, or those that a star makes it name; repeatable.",
)
@click.option("--replications", type=WholeNumber(1), default=SMALL, show_default=True, help="Of every point.")
@click.option("--years", type=WholeNumber(1, MOST_YEARS), help="Shorter runs.  [default: as the experiment says]")
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.option(
    "--from",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play nothing; write page and plot of this table, with a copy of it.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder.  [default: results/<name>_assumptions]"
)
@click.option("--force", is_flag=True, help="Begin anew; with --from, replace pages.")
def command(
    experiment: str | None,
    policy: str | None,
    baseline: str | None,
    labels: str,
    paths: tuple[str, ...],
    replications: int,
    years: int | None,
    workers: int | None,
    table: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """Show how far each assumption moves a comparison.

    Every parameter labelled A goes to both ends of its range, one at a time; the first primary outcome of the
    experiment is compared between two of its design points. Writes a table, a page and a tornado plot. The same
    command in the same folder continues what is missing; more replications extend it.
    """
    from gpss_sim.report.assumptions_page import named, write_pages, written
    from gpss_sim.study.experiment_file import load_experiment
    from gpss_sim.study.folder import KIND
    from gpss_sim.study.model import market

    if table is None and experiment is None:
        raise click.UsageError(Message("usage.experiment_or_table"))
    if table is None:
        assert experiment is not None
        model = market()
        read = _shortened(load_experiment(experiment, model.metrics), years)
        table = _play(read, model, policy, baseline, labels, paths, replications, workers, out, force)
    folder = out or table.parent
    mark = folders.read_mark(folder)
    if mark is None or mark.kind != KIND:
        folders.refuse_existing(written(table, folder, current()), force=force)
    folder.mkdir(parents=True, exist_ok=True)
    write_pages(table, folder, current())
    folders.record(folder, [path.name for path in written(table, folder, current())])
    show.written(folder / f"{named(current())}.md", "page")
    show.written(folder / f"{named(current())}.png", "plot")
    show.written(folder / TABLE, "table")


def _shortened(experiment: Experiment, years: int | None) -> Experiment:
    """The experiment over fewer years, where they are given."""
    if years is None:
        return experiment
    study = experiment.study.model_copy(update={"set": {**experiment.study.set, "calendar.years": years}})
    return experiment.model_copy(update={"study": study}).read_from(experiment.file)


def _play(
    experiment: Experiment,
    model: Model,
    policy: str | None,
    baseline: str | None,
    labels: str,
    paths: tuple[str, ...],
    replications: int,
    workers: int | None,
    out: Path | None,
    force: bool,
) -> Path:
    from gpss_sim.study import run_batch
    from gpss_sim.study.assumed import assumptions, only
    from gpss_sim.study.assumptions import ledger, overrides_of, shifts, write_ledger
    from gpss_sim.study.design import design_points

    points = [point.name for point in design_points(experiment)]
    policy, baseline = policy or points[-1], baseline or experiment.design.baseline or points[0]
    scenario = experiment.study.scenario
    moved = only(assumptions(scenario, overrides_of(experiment, policy), labels), paths)
    study = ledger(experiment, policy, baseline, moved)
    with Meter("runs", kept=True) as meter:
        result = run_batch(
            study, out, workers=workers, replications=replications, force=force, progress=meter, model=model
        )
    metric = model.metrics[study.outcomes.primary[0]]
    rows = shifts(result.findings, metric.name, policy, baseline, moved, study.outcomes.level)
    about = {
        "metric": metric.name,
        "metric_unit": metric.unit,
        "title": metric.title_en.lower(),
        "policy": policy,
        "baseline": baseline,
        "scenario": scenario,
        "years": result.plan.window,
        "seed": str(result.plan.seed),
        "level": str(study.outcomes.level),
        "labels": labels,
    }
    table = result.out / TABLE
    write_ledger(table, rows, about)
    return table
