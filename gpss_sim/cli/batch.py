"""``gpss-sim batch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gpss_sim.cli import show
from gpss_sim.cli.options import LANG, MOST_SEED, Whole
from gpss_sim.cli.progress import Meter
from gpss_sim.errors import NoAnswerError
from gpss_sim.messages import Message, current

if TYPE_CHECKING:
    from gpss_sim.study import BatchResult
    from gpss_sim.study.model import Model

EXAMPLE = "Example: gpss-sim batch my_study.toml --replications 30; shipped names: gpss-sim list experiments"
WRITTEN = {"en": ("report", "plots", "tables"), "zh": ("报告", "图", "表")}
"""What a batch writes, in the order in which it is told."""
SHOWN = 3
"""Failed runs told by name."""


MINUTES = {"en": "minutes on {n} {n:worker|workers}", "zh": "{n}个进程所需分钟数"}
FAILED = {
    "en": "Warning: {n} {n:run|runs} failed; {n:its traceback is|their tracebacks are} in {store}",
    "zh": "注意：{n}次模拟失败，详情见{store}",
}


@click.command("batch", epilog=EXAMPLE)
@click.argument("experiment", metavar="EXPERIMENT")
@click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/<name>]")
@click.option("--workers", type=Whole(1), help="Worker processes.  [default: one a processor]")
@click.option("--replications", type=Whole(1), help="Replaces the number or precision in the file.")
@click.option("--seed", type=Whole(0, MOST_SEED), help="Replaces the seed in the file.")
@click.option("--dry-run", is_flag=True, help="Play one run, print runs, minutes and disk; write nothing.")
@click.option("--force", is_flag=True, help="Begin anew where the folder holds another study.")
@LANG
def command(
    experiment: str,
    out: Path | None,
    workers: int | None,
    replications: int | None,
    seed: int | None,
    dry_run: bool,
    force: bool,
    lang: Literal["en", "zh"],
) -> None:
    """Run an experiment: policies, replications, comparisons.

    The same command in the same folder continues what is missing; more replications extend it.
    """
    from gpss_sim.study.model import market

    model = market()
    if dry_run:
        _foretell(experiment, model, out, workers, replications, seed)
        return
    result = _run(experiment, model, out, workers, replications, seed, force)
    _tell_failures(result)
    _report(result, lang)


def _run(
    experiment: str,
    model: Model,
    out: Path | None,
    workers: int | None,
    replications: int | None,
    seed: int | None,
    force: bool,
) -> BatchResult:
    from gpss_sim.study import run_batch

    with Meter("runs", kept=True) as meter:
        return run_batch(
            experiment,
            out,
            workers=workers,
            replications=replications,
            seed=seed,
            force=force,
            progress=meter,
            model=model,
        )


def _foretell(
    experiment: str, model: Model, out: Path | None, workers: int | None, replications: int | None, seed: int | None
) -> None:
    from gpss_sim.study.alarms import warnings
    from gpss_sim.study.batch import folder_of, read_plan
    from gpss_sim.study.forecast import forecast
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.study.sentences import fill

    plan = read_plan(experiment, model, seed)
    show.warn(warnings(plan))
    hands = workers or usable_cores()
    found = forecast(plan, model, folder_of(plan, out), replications, hands)
    rows = [
        ("design points", str(found.points)),
        ("replications", str(found.replications)),
        ("runs", str(found.runs)),
        ("runs still to play", str(found.missing)),
        ("seconds a run", f"{found.seconds_a_run:.2f}"),
        (fill(MINUTES[current()], n=hands), f"{found.minutes:.1f}"),
        ("disk, MB", f"{found.megabytes:.0f}"),
    ]
    show.table(("what", "how much"), [(show.word(what), amount) for what, amount in rows])


def _tell_failures(result: BatchResult) -> None:
    """Name the first failed runs on standard error; stop where nothing else is left."""
    from gpss_sim.study.sentences import fill
    from gpss_sim.study.tables import FAILURES

    errors = list(result.errors.items())
    for (point, replication), error in errors[:SHOWN]:
        last = error.strip().splitlines()[-1]
        show.say("cli.run_failed", err=True, point=str(point), replication=replication, why=last)
    if errors:
        click.echo(fill(FAILED[current()], n=len(errors), store=result.out / FAILURES), err=True)
    runs = len(result.findings.values) + len(result.findings.failed)
    if len(result.findings.failed) == runs:
        raise NoAnswerError(Message("study.all_failed", runs=runs))


def _report(result: BatchResult, lang: Literal["en", "zh"]) -> None:
    from gpss_sim.cli.findings import print_findings
    from gpss_sim.report.batch import write_report
    from gpss_sim.study.store import FILE, Store

    with Store(result.out / FILE, check=False) as store:
        write_report(result.out, result.plan, result.model.metrics, result.findings, store, lang)
    print_findings(result.plan, result.model.metrics, result.findings, lang)
    click.echo()
    for what, where in zip(WRITTEN[lang], ("report.html", "plots", "comparisons.csv"), strict=True):
        click.echo(f"{what}\t{result.out / where}")
