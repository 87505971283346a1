"""``gpss-sim flip``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gpss_sim import folders
from gpss_sim.cli import show, study_names
from gpss_sim.cli.options import LANG, Real, WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.i18n import InBoth, Language, Message

if TYPE_CHECKING:
    from gpss_sim.study.experiment import Experiment
    from gpss_sim.study.model import Measure
    from gpss_sim.study.turning import Question, Turned

KIND = "flip"


@click.command("flip", epilog="Example: gpss-sim flip my_modes.toml demand.load --from 0.8 --to 1.4")
@click.argument("experiment", metavar="EXPERIMENT")
@click.argument("path", metavar="PATH")
@click.option("--from", "low", type=Real(), required=True, help="Lower end of the range tried.")
@click.option("--to", "high", type=Real(), required=True, help="Upper end; two whole ends keep to whole numbers.")
@click.option(
    "--points", type=WholeNumber(2, 1000), default=5, show_default=True, help="Values tried first, evenly spread."
)
@click.option("--tolerance", type=Real(above=0), help="Width to enclose a change of sign in.  [default: 1/32 of it]")
@click.option("--policy", help="Design point looked at.  [default: the last one]")
@click.option("--baseline", help="Design point it is compared with.  [default: that of the experiment]")
@click.option(
    "--replications", type=WholeNumber(2), default=10, show_default=True, help="Of each policy at each value."
)
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.option("--seed", type=WholeNumber(0), help="Replaces the seed in the file.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder.  [default: results/<name>_flip]")
@click.option("--force", is_flag=True, help="Replace the result that stands in the folder.")
@LANG
def command(
    experiment: str,
    path: str,
    low: float,
    high: float,
    points: int,
    tolerance: float | None,
    policy: str | None,
    baseline: str | None,
    replications: int,
    workers: int | None,
    seed: int | None,
    out: Path | None,
    force: bool,
    lang: Language,
) -> None:
    """Find the value of a parameter at which a comparison turns.

    Two policies of an experiment are compared on its first primary outcome at a few values of the field PATH; every
    change of sign between two of them is halved until it is enclosed, with the same people and luck throughout.
    """
    from gpss_sim.study.experiment_file import load_experiment
    from gpss_sim.study.model import market
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.study.turning import turn, write_turned

    if not low < high:
        raise click.UsageError(Message("usage.from_to", low=f"{low:g}", high=f"{high:g}"))
    model = market()
    read = load_experiment(experiment, model.metrics)
    target = out or Path("results") / f"{read.study.name}_flip"
    folders.check(target, KIND, force=force)
    question = _question(read, path, (low, high), points, tolerance, policy, baseline, replications)
    with Meter("runs") as meter:
        turned = turn(question, model, workers or usable_cores(), seed=seed, progress=meter)
    with folders.result(target, KIND, force=force) as folder:
        write_turned(folder, turned)
    _report(turned, model.metrics[question.metric], lang)
    show.written(target / "flip.csv", "table")


def _question(
    experiment: Experiment,
    path: str,
    ends: tuple[float, float],
    points: int,
    tolerance: float | None,
    policy: str | None,
    baseline: str | None,
    replications: int,
) -> Question:
    from gpss_sim.study.design import design_points
    from gpss_sim.study.turning import Question, plain

    names = [point.name for point in design_points(plain(experiment))]
    low, high = ends
    whole = low.is_integer() and high.is_integer() and (tolerance is None or tolerance.is_integer())
    grid = [low + (high - low) * place / (points - 1) for place in range(points)]
    if whole:
        grid = sorted({float(round(value)) for value in grid})
    chosen = tolerance or (1.0 if whole else (high - low) / 32)
    return Question(
        experiment,
        policy or names[-1],
        baseline or experiment.design.baseline or names[0],
        path,
        tuple(grid),
        chosen,
        replications,
    )


def _report(turned: Turned, metric: Measure, lang: Language) -> None:
    from gpss_sim.i18n import human, inside
    from gpss_sim.study.turning import sentences

    question = turned.question
    rows = [
        [human(value), human(found.mean, sign=True), f"{human(found.low, sign=True)} … {human(found.high, sign=True)}"]
        for value, found in turned.tried.items()
    ]
    title = InBoth(inside(metric.title_en), metric.title_zh)
    named = partial(study_names.policy, experiment=question.experiment)
    a, b = named(question.policy), named(question.baseline)
    heading = Message("cli.minus", policy=a, baseline=b, unit=study_names.unit(turned.unit)).said(lang)
    show.table((study_names.field(question.path).said(lang), heading, "interval"), rows)
    click.echo()
    for sentence in sentences(turned, title, study_names.field, named):
        click.echo(sentence.said(lang))
