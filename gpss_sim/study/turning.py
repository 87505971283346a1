"""Where a parameter turns a comparison of two policies: runs for :mod:`gpss_sim.study.sensitivity.flip`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gpss_sim.errors import NoAnswerError
from gpss_sim.i18n import Message, human
from gpss_sim.study.assumptions import policy_point
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.experiment import Design, Experiment, Point
from gpss_sim.study.model import Model
from gpss_sim.study.plan import StudyPlan, make_plan
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Task
from gpss_sim.tabular import write_csv

if TYPE_CHECKING:
    from gpss_sim.study.sensitivity.flip import Flip, Flips

Progress = Callable[[int, int], None]
Naming = Callable[[str], str]
COLUMNS = ("what", "value", "value_low", "value_high", "difference", "ci_low", "ci_high", "n")


@dataclass(frozen=True, slots=True)
class Question:
    """Which parameter, over which range, between which policies.

    Parameters
    ----------
    experiment : Experiment
        Whose policies are meant.
    policy, baseline : str
        Design points, without uncertainties and factors.
    path : str
        Field path of the parameter.
    grid : tuple of float
        Values tried first, rising.
    tolerance : float
        Width to which a bracket is halved.
    replications : int
        Of each policy at each value.
    """

    experiment: Experiment
    policy: str
    baseline: str
    path: str
    grid: tuple[float, ...]
    tolerance: float
    replications: int

    @property
    def metric(self) -> str:
        """Outcome compared: the first primary one."""
        return self.experiment.outcomes.primary[0]


@dataclass(frozen=True, slots=True)
class Turned:
    """What was found.

    Parameters
    ----------
    question : Question
        What was asked.
    flips : Flips
        Changes of sign.
    tried : dict
        Value → mean difference with its interval.
    unit : str
        Unit of the outcome.
    """

    question: Question
    flips: Flips
    tried: dict[float, Estimate]
    unit: str


def plain(experiment: Experiment) -> Experiment:
    """An experiment without uncertainties and factors: its policies alone."""
    return experiment.model_copy(update={"uncertainties": {}, "factors": {}}).read_from(experiment.file)


def turn(
    question: Question, model: Model, workers: int, *, seed: int | None = None, progress: Progress | None = None
) -> Turned:
    """Play the two policies at value after value until every change of sign is enclosed.

    Parameters
    ----------
    question : Question
        What is asked.
    model : Model
        What plays a run.
    workers : int
        Worker processes; 0 plays in this process.
    seed : int, optional
        Replaces the seed of the file.
    progress : callable, optional
        Told (runs done, runs in all) of every round.

    Raises
    ------
    InputError
        If a policy is unknown, or a scenario refuses a value.
    NoAnswerError
        If every run at a value failed.
    """
    from gpss_sim.streams import Streams
    from gpss_sim.study.sensitivity.flip import flip_points

    tried: dict[float, Estimate] = {}
    level = question.experiment.outcomes.level

    def differences(values: Sequence[float]) -> list[list[float]]:
        found = _played(question, values, model, workers, seed, progress)
        tried.update((value, estimate(column, level)) for value, column in zip(values, found, strict=True))
        for value in values:
            if not tried[value].n:
                raise NoAnswerError(Message("study.failed_at", path=question.path, value=human(value)))
        return found

    flips = flip_points(differences, question.grid, question.tolerance, level, Streams(0, 1))
    unit = model.metrics[question.metric].unit
    return Turned(question, flips, dict(sorted(tried.items())), unit)


def _played(
    question: Question, values: Sequence[float], model: Model, workers: int, seed: int | None, progress: Progress | None
) -> list[list[float]]:
    """Differences by replication at each value."""
    plan = _plan(question, values, model, seed)
    tasks = [Task(r, point) for r in range(question.replications) for point in range(len(plan.points))]
    known: dict[Task, float] = {}
    for done, outcome in enumerate(play_all(tasks, plan.job(model.play), workers), start=1):
        known[outcome.task] = _value(outcome.rows, question.metric, plan.window) if outcome.status == OK else math.nan
        if progress is not None:
            progress(done, len(tasks))
    return [
        [known[Task(r, 2 * place)] - known[Task(r, 2 * place + 1)] for r in range(question.replications)]
        for place in range(len(values))
    ]


def _value(rows: Sequence[tuple[Any, ...]], metric: str, window: str) -> float:
    """Value of a metric over the window, not broken down."""
    found = (row[7] for row in rows if row[0] == metric and row[1] == window and not any(row[2:7]))
    return float(next(found, math.nan))


def _plan(question: Question, values: Sequence[float], model: Model, seed: int | None) -> StudyPlan:
    """The policy and the baseline at each value, in turn."""
    experiment = plain(question.experiment)
    settings = {name: dict(policy_point(experiment, name).settings) for name in (question.policy, question.baseline)}
    whole = all(float(value).is_integer() for value in question.grid)
    points = tuple(
        Point(name=f"{name} @ {value!r}", set={**settings[name], question.path: int(value) if whole else value})
        for value in values
        for name in (question.policy, question.baseline)
    )
    study = experiment.study.model_copy(update={"set": {}})
    design = Design(point=points, baseline=points[0].name)
    asked = experiment.model_copy(update={"study": study, "levers": {}, "design": design}).read_from(experiment.file)
    return make_plan(asked, model.metrics, seed)


def write_turned(folder: Path, turned: Turned) -> Path:
    """Write ``flip.csv``: every value tried, then every change of sign."""
    path = folder / "flip.csv"
    write_csv(path, COLUMNS, _rows(turned))
    return path


def _rows(turned: Turned) -> Iterator[list[object]]:
    for value, found in turned.tried.items():
        yield ["tried", value, "", "", found.mean, found.low, found.high, found.n]
    for flip in turned.flips.flips:
        ends = [end if math.isfinite(end) else "" for end in (flip.low, flip.high)]
        yield ["flip", flip.value, *ends, "", "", "", ""]


def sentences(turned: Turned, metric: str, field: Naming = str, policy: Naming = str) -> list[Message]:
    """What was found, in words.

    Parameters
    ----------
    turned : Turned
        What was found.
    metric : str
        Title of the outcome inside a sentence.
    field, policy : callable, optional
        What a field, and a design point, is called.
    """
    question = turned.question
    a, b = policy(question.policy), policy(question.baseline)
    facts = {"path": field(question.path), "a": a, "b": b, "metric": metric}
    if turned.flips.flips:
        found = [Message("flip.found", **facts, **_where(each)) for each in turned.flips.flips]
        return found if _shown(turned) else [*found, Message("flip.not_shown")]
    grid = {"low": human(question.grid[0]), "high": human(question.grid[-1])}
    return [Message(_one_side(turned), **facts, **grid, shown=len(_shown(turned)), tried=len(turned.tried))]


def _shown(turned: Turned) -> list[float]:
    """Values at which the interval of the difference leaves out nought."""
    return [value for value, found in turned.tried.items() if found.low > 0 or found.high < 0]


def _one_side(turned: Turned) -> str:
    """Sentence for a difference that changes its sign nowhere: it may be nothing, unknown, or shown at some values."""
    means = [found.mean for found in turned.tried.values()]
    shown = len(_shown(turned))
    if not any(means):
        return "flip.same"
    if not shown:
        return "flip.unknown"
    side = "above" if max(means) > 0 else "below"
    return f"flip.{side}" if shown == len(means) else f"flip.{side}_at_some"


def _where(flip: Flip) -> dict[str, object]:
    low = human(flip.low) if math.isfinite(flip.low) else Message("flip.open_below")
    high = human(flip.high) if math.isfinite(flip.high) else Message("flip.open_above")
    side = Message("flip.over" if flip.rises else "flip.under")
    return {"value": human(flip.value), "low": low, "high": high, "side": side}
