"""A whole study: read, run what is missing, look at the results, write them down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gpss_sim.datapackage import write_descriptor
from gpss_sim.errors import GpssError
from gpss_sim.study import folder, manifest, store
from gpss_sim.study.choice import missing, outcome_of
from gpss_sim.study.design import refuse_endless
from gpss_sim.study.executors import hands
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.experiment_file import load_experiment
from gpss_sim.study.findings import Findings, collect, columns_of, find, played, steadied
from gpss_sim.study.identity import run_key
from gpss_sim.study.model import Model, market
from gpss_sim.study.plan import StudyPlan, make_plan
from gpss_sim.study.precision import LOOKS, looks
from gpss_sim.study.runner import Executor
from gpss_sim.study.store import OK, Store, StoredRun
from gpss_sim.study.tables import tables_of, write_failures, write_tables
from gpss_sim.study.targets import missed, reached, sequential, targets
from gpss_sim.study.worker import RunOutcome, Task

Progress = Callable[[int, int], None]
"""Told (runs done, runs in all) before the first run and after each."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """A finished study.

    Parameters
    ----------
    out : Path
        Its folder.
    plan : Plan
        What was run and compared.
    findings : Findings
        What was found.
    model : Model
        The model that was studied.
    played : int
        Runs played now; the others were in the store.
    errors : dict
        (design point, replication) → traceback, of every failed run.
    """

    out: Path
    plan: StudyPlan
    findings: Findings
    model: Model
    played: int
    errors: Mapping[tuple[str, int], str]


def run_batch(
    experiment: str | Path | Experiment,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    model: Model | None = None,
    cluster: str | None = None,
) -> BatchResult:
    """Run an experiment, or what is missing of it, and write its tables.

    Parameters
    ----------
    experiment : str, Path or Experiment
        A file, the name of an experiment that ships, or one already read.
    out : str or Path, optional
        Result folder; ``results/<name>`` if left out.
    workers : int, optional
        Worker processes; one a processor if left out, 0 to play in this process.
    replications : int, optional
        Replaces the number, or the precision asked for, in the file.
    seed : int, optional
        Replaces the seed of the file.
    force : bool
        Begin anew where the folder holds another study.
    progress : Progress, optional
        Told how far it is.
    model : Model, optional
        What plays a run; the market if left out.
    cluster : str, optional
        Dask scheduler whose workers play: an address, ``"slurm"`` or ``"ssh:HOST,HOST"``; `workers` is then how many
        are started, where they are started for us.

    Raises
    ------
    InputError
        If the experiment is faulty, or the folder holds another study.

    Notes
    -----
    Worker processes are started afresh (spawn), so a script that calls this needs the usual
    ``if __name__ == "__main__":``.
    """
    chosen = model or market()
    plan = read_plan(experiment, chosen, seed)
    target = folder_of(plan, out)
    with (
        hands(workers, cluster) as play_tasks,
        folder.prepared(target, force=force),
        Store(target / store.FILE, write=True) as runs,
    ):
        inputs = folder.open_study(runs, plan)
        batch = Batch(plan, chosen, runs, inputs, play_tasks, progress)
        number = batch.run(replications)
        return written(target, plan, chosen, runs, number, batch.played)


def written(target: Path, plan: StudyPlan, model: Model, runs: Store, replications: int, played: int) -> BatchResult:
    """Look at the runs of a study, and write its tables and its record.

    Parameters
    ----------
    target : Path
        Result folder.
    plan, model : Plan, Model
        What was asked, of what.
    runs : Store
        Its runs.
    replications : int
        How many to look at.
    played : int
        Runs played now.
    """
    findings = find(plan, model.metrics, runs, replications)
    write_tables(target, plan, findings)
    write_descriptor(target, "batch", tables_of(plan))
    stored = runs.runs()
    manifest.write_manifest(target, plan, findings, stored, runs.inputs())
    errors = {(run.design_point, run.replication): run.error for run in stored if run.error}
    write_failures(target, plan, errors)
    return BatchResult(target, plan, findings, model, played, errors)


def read_plan(experiment: str | Path | Experiment, model: Model, seed: int | None = None) -> StudyPlan:
    """Read an experiment and the scenarios of its design points."""
    if not isinstance(experiment, Experiment):
        experiment = load_experiment(experiment, model.metrics)
    return make_plan(experiment, model.metrics, seed)


def folder_of(plan: StudyPlan, out: str | Path | None) -> Path:
    """Result folder of a study: the one asked for, or ``results/<name>``."""
    return Path("results") / plan.experiment.study.name if out is None else Path(out)


class Batch:
    """Plays the missing runs of one study into its store.

    Parameters
    ----------
    plan, model : Plan, Model
        What is asked, of what.
    runs : Store
        Where runs are kept; only this process writes to it.
    inputs : mapping
        Digest of the scenario of each design point.
    hands : Executor
        Who plays.
    progress : Progress, optional
        Told how far it is.
    """

    def __init__(
        self,
        plan: StudyPlan,
        model: Model,
        runs: Store,
        inputs: Mapping[str, str],
        hands: Executor,
        progress: Progress | None,
    ) -> None:
        self.plan, self.model, self.runs, self.hands, self.progress = plan, model, runs, hands, progress
        self.job = plan.job(model.play)
        self.inputs = inputs
        self.played = 0
        self._settled = {(run.design_point, run.key) for run in runs.runs() if run.status == OK}

    def run(self, replications: int | None) -> int:
        """Play until the number or the precision asked for; return how many replications that is."""
        design = self.plan.experiment.design
        if replications is None and design.chooses:
            return self._choose()
        if replications is not None or not sequential(design):
            number = replications or design.replications
            refuse_endless("--replications", len(self.plan.points), number)
            folder.refuse_fewer(self.runs.path.parent, number)
            self._play(number)
            return number
        kept = 0
        for number in looks(design.maximum):
            self._play(number)
            kept = kept + 1 if self._precise(number) else 0
            if kept == LOOKS:
                return number
        return design.maximum

    def _choose(self) -> int:
        """Play what the choice of a policy asks for, look by look; return the most replications of any policy."""
        metric, most = outcome_of(self.plan), self.plan.experiment.design.maximum
        while True:
            values, failed = collect(self.runs, self.plan.window, most)
            columns, counts = columns_of(self.plan, values, [metric], most), played(values, failed)
            wanted = missing(self.plan, self.model.metrics, columns, counts)
            if not wanted:
                return max(counts.values())
            self._play_some(wanted)

    def _play_some(self, wanted: Mapping[str, int]) -> None:
        """Play the runs of some design points up to a number each, replications outermost."""
        names = [point.name for point in self.plan.points]
        self.perform(
            [
                Task(replication, names.index(name))
                for replication in range(max(wanted.values()))
                for name, number in wanted.items()
                if replication < number
            ]
        )

    def _precise(self, number: int) -> bool:
        values, _ = collect(self.runs, self.plan.window, number)
        wanted = dict.fromkeys(each.metric for each in targets(self.plan))
        columns = steadied(self.plan, values, columns_of(self.plan, values, wanted, number), number)
        return not missed(reached(self.plan, columns))

    def _play(self, number: int) -> None:
        self.perform(every_task(self.plan, number))

    def perform(self, every: Sequence[Task]) -> None:
        """Play the runs that are not in the store yet."""
        tasks = [task for task in every if self._place(task) not in self._settled]
        done = len(every) - len(tasks)
        self._tell(done, len(every))
        for outcome in _closing(self.hands(tasks, self.job)):
            if self._keep(outcome):
                done += 1
                self._tell(done, len(every))

    def _keep(self, outcome: RunOutcome) -> bool:
        """Store an outcome; a second one of the same run changes nothing, and is an error where it differs."""
        number, (name, key) = outcome.task.replication, self._place(outcome.task)
        if (name, key) in self._settled:
            self._compare(name, outcome)
            return False
        run = StoredRun(name, number, key, outcome.status, outcome.seconds, manifest.now(), outcome.error)
        self.runs.add(run, outcome.rows)
        self._settled.add((name, key))  # a failed run is tried again by the next command, not by this one
        self.played += 1
        return True

    def _compare(self, name: str, outcome: RunOutcome) -> None:
        known = [comparable(row) for row in self.runs.rows(name, outcome.task.replication)]
        if outcome.status == OK and known and known != [comparable(row) for row in outcome.rows]:
            raise GpssError(f"{name}, replication {outcome.task.replication}: played twice, with different results")

    def _place(self, task: Task) -> tuple[str, str]:
        """Name of the design point and key of the run: two points of the same rules are both played."""
        name = self.plan.points[task.point].name
        return name, run_key(self.inputs[name], self.plan.seed, task.replication)

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)


def every_task(plan: StudyPlan, replications: int) -> list[Task]:
    """Every run of a study, replications outermost, so that an interrupted one is balanced."""
    return [Task(replication, point) for replication in range(replications) for point in range(len(plan.points))]


def comparable(row: Sequence[object]) -> tuple[object, ...]:
    """A row of a run as it can be compared: what is not a number equals itself.

    >>> comparable(("a", float("nan"))) == comparable(("a", float("nan")))
    True
    """
    return tuple(None if isinstance(each, float) and each != each else each for each in row)


def _closing(outcomes: Iterator[RunOutcome]) -> Iterator[RunOutcome]:
    """Pass outcomes on, and end the workers at once when the reader stops."""
    try:
        yield from outcomes
    finally:
        close = getattr(outcomes, "close", None)
        if close is not None:
            close()
