"""``gpss-sim search``."""

from __future__ import annotations

from pathlib import Path

import click

from gpss_sim import folders
from gpss_sim.cli import show, study_names
from gpss_sim.cli.failed_runs import Failure, tell_failures
from gpss_sim.cli.options import LANG, WholeNumber
from gpss_sim.cli.progress import Meter
from gpss_sim.i18n import Language

KIND = "search"


@click.command("search", epilog="Example: gpss-sim search best_rulebook --out results/best")
@click.argument("experiment", metavar="EXPERIMENT")
@click.option("--workers", type=WholeNumber(0), help="Worker processes, 0 for none.  [default: one a processor]")
@click.option("--seed", type=WholeNumber(0), help="Replaces the seed in the file.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder.  [default: results/<name>_search]"
)
@LANG
def command(experiment: str, workers: int | None, seed: int | None, out: Path | None, lang: Language) -> None:
    """Look for the best combination of an experiment's levers.

    The first value of each lever is today's. A fractional design tells which levers matter; combinations of these are
    halved again and again with the same people and luck; neighbours of the best are looked at; the last dozen run a
    race that promises to choose right. Constraints, and what counts over worlds, stand in the table [search] of the
    experiment. The answer is a scenario file; the same command in the same folder continues what was interrupted.
    """
    from gpss_sim.streams import Streams
    from gpss_sim.study.claims.cache import FILE, Cache
    from gpss_sim.study.experiment_file import load_experiment
    from gpss_sim.study.model import market
    from gpss_sim.study.runner import usable_cores
    from gpss_sim.study.search.find import SearchPlan, search
    from gpss_sim.study.search.levers import Levers
    from gpss_sim.study.search.written import BEST, EFFECTS, POLICIES, failed, sentences, write
    from gpss_sim.study.tables import FAILURES

    model = market()
    read = load_experiment(experiment, model.metrics)
    target = out or Path("results") / f"{read.study.name}_search"
    folders.check(target, KIND, again=True)
    cores, asked = usable_cores() if workers is None else workers, read.search
    with folders.held(target, KIND), Meter("runs", kept=True) as meter, Cache(target / FILE) as cache:
        levers = Levers(read, model, cache, cores, seed, meter)
        landscape = levers.landscape()
        plan = SearchPlan(asked.first, asked.most, asked.candidates, asked.finalists, levers.indifference)
        answer = search(landscape, plan, Streams(levers.seed, 0), _told)
        write(target, levers, landscape, answer)
        folders.record(target, [BEST, POLICIES, EFFECTS, FILE])
        names = study_names.field, study_names.value, study_names.unit
        said = [each.said(lang) for each in sentences(levers, answer, *names)]
    tell_failures([Failure(*run) for run in failed(levers)], target / FAILURES)
    for text in said:
        click.echo(text)
    for what, file in (("rulebook", BEST), ("policies", POLICIES), ("effects", EFFECTS)):
        show.written(target / file, what)


def _told(stage: str, left: int) -> None:
    show.say(f"search.stage_{stage}", err=True, count=left)
