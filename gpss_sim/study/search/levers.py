"""An experiment as a landscape: its levers, its uncertainties as worlds, its first primary outcome, its constraints."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError, read_real
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Floats
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.identity import run_key
from gpss_sim.study.model import Model
from gpss_sim.study.names import override
from gpss_sim.study.precision import target
from gpss_sim.study.runner import play_all
from gpss_sim.study.search.landscape import Landscape, Policy
from gpss_sim.study.search.lever_space import LeverSpace
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Job, Task

TODAY = "today"
ORDERS: Mapping[str, Callable[[float, float], float]] = {"<=": operator.sub, ">=": lambda value, bound: bound - value}
"""Sign of a constraint → by how much a value breaks it."""
Progress = Callable[[int, int], None]


class Constraint(NamedTuple):
    """What an outcome must keep.

    Parameters
    ----------
    outcome : str
        The outcome.
    sign : str
        ``<=`` or ``>=``.
    bound : float or None
        The bound; None for the value of today's policy in the same world and replication.
    """

    outcome: str
    sign: str
    bound: float | None


def constraints(experiment: Experiment, known: Sequence[str]) -> list[Constraint]:
    """Constraints of an experiment.

    Raises
    ------
    InputError
        If an outcome is unknown, or a text is neither ``<= today`` nor ``>= 3``.
    """
    found, faults = [], []
    for outcome, text in experiment.search.constraints.items():
        place, sign = f"search.constraints.{outcome}", text.strip()[:2]
        if outcome not in known:
            fault = Fault(experiment.file, place, text, Message("metric.unknown"), nearest(outcome, known))
            faults.append(fault)
        try:
            told = text.strip()[2:].strip()
            if sign not in ORDERS:
                raise NumberError(Message("search.constraint"))
            found.append(Constraint(outcome, sign, None if told == TODAY else read_real(told)))
        except NumberError:
            faults.append(Fault(experiment.file, place, text, Message("search.constraint")))
    if faults:
        raise InputError(faults)
    return found


class FailedSearchRun(NamedTuple):
    """A run of the search that failed: its policy, world and replication, and why, as a traceback."""

    policy: Policy
    world: int
    replication: int
    error: str


class Levers:
    """The levers of an experiment as a landscape of policies.

    Parameters
    ----------
    experiment : Experiment
        The study.
    model : Model
        What plays a run.
    cache : Cache
        Runs already played; what is played is added.
    workers : int
        Worker processes; 0 plays in this process.
    seed : int, optional
        Replaces the seed of the file.
    progress : callable, optional
        Told (runs done, runs in all) of every round.

    Raises
    ------
    InputError
        If there are no levers, a constraint is no constraint, or the scenario refuses a value.
    """

    def __init__(
        self,
        experiment: Experiment,
        model: Model,
        cache: Cache,
        workers: int,
        seed: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.space, self.model, self.cache = LeverSpace(experiment), model, cache
        self.workers, self.progress = workers, progress or (lambda done, total: None)
        self.outcome = experiment.outcomes.primary[0]
        self.constraints = constraints(experiment, list(model.metrics))
        self.sign = -1.0 if model.metrics[self.outcome].better == "less" else 1.0
        self.errors: dict[str, FailedSearchRun] = {}
        first = self.space.city(self.space.today, 0)[1]
        self.seed = next(s for s in (seed, experiment.study.seed, first.random.seed) if s is not None)

    @property
    def indifference(self) -> float:
        """Smallest lead worth finding, in units of the outcome, from today's mean of the first replications."""
        amount, share = target(self.space.experiment.search.indifference)
        if not share:
            return amount
        first = self.runs([self.space.today], self.space.experiment.search.first)[0, 0]
        return amount * abs(float(np.nanmean(first)))

    def landscape(self) -> Landscape:
        """The landscape to search."""
        return Landscape(self.space.sizes, self.runs, self.space.experiment.search.against, self.space.plain)

    def runs(self, policies: Sequence[Policy], replications: int) -> Floats:
        """Values of policies as a landscape wants them; what the cache has not is played."""
        today = self.space.today
        self._play(list(dict.fromkeys([today, *policies])), replications)
        worlds = range(len(self.space.worlds))
        kept = {
            (policy, world): [self.cache.get(self._key(policy, world, r)) for r in range(replications)]
            for policy in dict.fromkeys([today, *policies])
            for world in worlds
        }

        def row(policy: Policy) -> Iterator[list[list[float]]]:
            yield [[self.sign * each.get(self.outcome, math.nan) for each in kept[policy, w]] for w in worlds]
            for asked in self.constraints:
                yield [
                    [
                        ORDERS[asked.sign](mine.get(asked.outcome, math.nan), self._bound(asked, its))
                        for mine, its in zip(kept[policy, w], kept[today, w], strict=True)
                    ]
                    for w in worlds
                ]

        return np.array([list(row(policy)) for policy in policies], dtype=float)

    def raw(self, policy: Policy, outcome: str, replications: int) -> list[float]:
        """Values of an outcome by replication, in the mean over worlds."""
        self._play([policy], replications)
        worlds = range(len(self.space.worlds))
        return [
            math.fsum(self.cache.get(self._key(policy, w, r)).get(outcome, math.nan) for w in worlds) / len(worlds)
            for r in range(replications)
        ]

    def _bound(self, asked: Constraint, today: Mapping[str, float]) -> float:
        return today.get(asked.outcome, math.nan) if asked.bound is None else asked.bound

    def _key(self, policy: Policy, world: int, replication: int) -> str:
        return run_key(self.space.city(policy, world)[0], self.seed, replication)

    def _is_known(self, key: str) -> bool:
        return key in self.cache or key in self.errors

    def _play(self, policies: Sequence[Policy], replications: int) -> None:
        from gpss_sim.study.claims.play import window_values

        cities: dict[str, Scenario] = {}
        places: dict[str, tuple[Policy, int]] = {}
        for policy in policies:
            for world in range(len(self.space.worlds)):
                name, scenario = self.space.city(policy, world)
                cities.setdefault(name, scenario)
                places.setdefault(name, (policy, world))
        names = list(cities)
        tasks = [
            Task(r, place)
            for r in range(replications)
            for place, name in enumerate(names)
            if not self._is_known(run_key(name, self.seed, r))
        ]
        if not tasks:
            return
        self.progress(0, len(tasks))
        job = Job(tuple(cities.values()), self.seed, self.model.play)
        for done, outcome in enumerate(play_all(tasks, job, self.workers), start=1):
            name = names[outcome.task.point]
            key = run_key(name, self.seed, outcome.task.replication)
            if outcome.status == OK:
                self.cache.keep(key, window_values(outcome.rows, cities[name]))
            else:
                self.errors[key] = FailedSearchRun(*places[name], outcome.task.replication, outcome.error)
            self.progress(done, len(tasks))


def overlay(levers: Levers, policy: Policy, path: Path) -> str:
    """The rulebook found, as a scenario file that extends the one searched."""
    study = levers.space.experiment.study
    today = levers.space.settings(levers.space.today)
    chosen = {p: value for p, value in levers.space.settings(policy).items() if today.get(p) != value}
    lines = [f"extends = {_toml(study.scenario)}", f"name = {_toml(path.stem)}", ""]
    values = {**study.set, **chosen}
    for field, value in values.items():
        lines.append(f"{field} = {override('', value).removeprefix('=')}")
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return override("", text).removeprefix("=")
