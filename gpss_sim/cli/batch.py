"""``gpss-sim batch``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gpss_sim.cli import show
from gpss_sim.cli.failed_runs import Failure, tell_failures
from gpss_sim.cli.options import LANG, MOST_SEED, Shard, WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.errors import NoAnswerError
from gpss_sim.i18n import Message, current

if TYPE_CHECKING:
    from gpss_sim.api.result import Study
    from gpss_sim.study.model import Model

EXAMPLE = "Example: gpss-sim batch my_study.toml --replications 30; shipped names: gpss-sim list experiments"
WRITTEN = {"en": ("report", "plots", "tables"), "zh": ("报告", "图", "表")}
"""What a batch writes, in the order in which it is told."""

MINUTES = {"en": "minutes on {n} {n:worker|workers}", "zh": "{n}个进程所需分钟数"}


@click.command("batch", epilog=EXAMPLE)
@click.argument("experiment", metavar="EXPERIMENT")
@click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/<name>]")
@click.option("--workers", type=WholeNumber(1), help="Worker processes.  [default: one a processor]")
@click.option("--replications", type=WholeNumber(1), help="Replaces the number or precision in the file.")
@click.option("--seed", type=WholeNumber(0, MOST_SEED), help="Replaces the seed in the file.")
@click.option(
    "--dry-run", is_flag=True, help="Play a few runs, print what moves nothing, runs, minutes and disk; write nothing."
)
@click.option("--force", is_flag=True, help="Begin anew where the folder holds another study.")
@click.option("--cluster", metavar="WHERE", help="Dask scheduler: its address, slurm, or ssh:HOST,HOST.")
@click.option("--shard", type=Shard(), metavar="I/N", help="Play only part I of N; `gpss-sim merge` joins them.")
@click.option("--parquet", is_flag=True, help="Write every table as Parquet too.")
@LANG
def command(
    experiment: str,
    out: Path | None,
    workers: int | None,
    replications: int | None,
    seed: int | None,
    dry_run: bool,
    force: bool,
    cluster: str | None,
    shard: tuple[int, int] | None,
    parquet: bool,
    lang: Literal["en", "zh"],
) -> None:
    """Run an experiment: policies, replications, comparisons.

    The same command in the same folder continues what is missing; more replications extend it. With --cluster the
    workers of a Dask scheduler play; with --shard this machine plays one of several parts, and `gpss-sim merge` puts
    them together. The tables are the same bytes, whoever played.
    """
    from gpss_sim.api.studies import batch as api_batch
    from gpss_sim.study.model import market

    if dry_run:
        _foretell(experiment, market(), out, workers, replications, seed)
        return
    if shard is not None:
        _play_shard(experiment, shard, out, workers, replications, seed, cluster, lang)
        return
    with Meter("runs", kept=True) as meter:
        done = api_batch(
            experiment,
            out,
            workers=workers,
            replications=replications,
            seed=seed,
            force=force,
            progress=meter,
            cluster=cluster,
        )
    tell(done, lang, parquet=parquet)


def tell(done: Study, lang: Literal["en", "zh"], *, parquet: bool = False) -> None:
    """Name failed runs, write the report, print the findings.

    Parameters
    ----------
    done : Study
        A finished study.
    lang : {"en", "zh"}
        Language of the findings.
    parquet : bool
        Whether every table is written as Parquet too.
    """
    from gpss_sim.cli.findings import print_findings
    from gpss_sim.study.tables import FAILURES

    failures = [Failure(str(point), replication, error) for (point, replication), error in done.errors.items()]
    _tell_failures(failures, done.folder / FAILURES, len(done.findings.values))
    done.report(lang)
    if parquet:
        done.to_parquet()
    print_findings(done.plan, done.metrics, done.findings, lang)
    click.echo()
    for what, where in zip(WRITTEN[lang], ("report.html", "plots", "comparisons.csv"), strict=True):
        click.echo(f"{what}\t{done.folder / where}")


def _play_shard(
    experiment: str,
    shard: tuple[int, int],
    out: Path | None,
    workers: int | None,
    replications: int | None,
    seed: int | None,
    cluster: str | None,
    lang: Literal["en", "zh"],
) -> None:
    from gpss_sim.study import store
    from gpss_sim.study.model import market
    from gpss_sim.study.shards import play_shard

    with Meter("runs", kept=True) as meter:
        part = play_shard(
            experiment,
            shard,
            out,
            workers=workers,
            replications=replications,
            seed=seed,
            cluster=cluster,
            progress=meter,
            model=market(),
        )
    failures = [Failure(run.design_point, run.replication, run.error) for run in part.failed]
    _tell_failures(failures, part.folder / store.FILE, part.good)
    facts = {"runs": part.played, "number": shard[0], "of": shard[1], "folder": str(part.folder)}
    click.echo(Message("shard.played", **facts).said(lang))


def _foretell(
    experiment: str, model: Model, out: Path | None, workers: int | None, replications: int | None, seed: int | None
) -> None:
    from gpss_sim.i18n.filling import fill
    from gpss_sim.study.alarms import warnings
    from gpss_sim.study.batch import folder_of, read_plan
    from gpss_sim.study.forecast import forecast
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.study.tried import tried

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
    show.warn(tried(plan, model, hands))
    show.table(("what", "how much"), [(show.word(what), amount) for what, amount in rows])


def _tell_failures(failures: Sequence[Failure], where: Path, good: int) -> None:
    """Name the first failed runs on standard error; stop where nothing else is left."""
    tell_failures(failures, where)
    if failures and not good:
        raise NoAnswerError(Message("study.all_failed", count=len(failures)))
