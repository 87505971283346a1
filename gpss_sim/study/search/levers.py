"""An experiment as a landscape: its levers, its uncertainties as worlds, its first primary outcome, its constraints."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError, read_real
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import Files, load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.streams import Floats
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.crossing import applies, full, grouped, labelled, set_paths
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.identity import run_key
from gpss_sim.study.model import Model
from gpss_sim.study.names import override
from gpss_sim.study.precision import target
from gpss_sim.study.runner import play_all
from gpss_sim.study.search.landscape import Landscape, Policy
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Job, Task

TODAY = "today"
ORDERS: Mapping[str, Callable[[float, float], float]] = {"<=": operator.sub, ">=": lambda value, bound: bound - value}
"""Sign of a constraint → by how much a value breaks it."""
Settings = dict[str, Any]
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
        self.experiment, self.model, self.cache = experiment, model, cache
        self.workers, self.progress = workers, progress or (lambda done, total: None)
        self.groups = grouped(experiment.levers, experiment.design.zip)
        if not self.groups:
            raise InputError([Fault(experiment.file, "levers", "", Message("search.no_levers"))])
        self.outcome = experiment.outcomes.primary[0]
        self.constraints = constraints(experiment, list(model.metrics))
        self.sign = -1.0 if model.metrics[self.outcome].better == "less" else 1.0
        self.errors: dict[str, FailedSearchRun] = {}
        self._files: Files = {}
        self._cities: dict[tuple[Policy, int], tuple[str, Scenario]] = {}
        self.worlds = [dict(set_paths(each)) for each in full(experiment.uncertainties, experiment.design, {})]
        first = self.city((0,) * len(self.groups), 0)[1]
        self.seed = next(s for s in (seed, experiment.study.seed, first.random.seed) if s is not None)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Values of each lever."""
        return tuple(len(self.experiment.levers[group[0]]) for group in self.groups)

    @property
    def indifference(self) -> float:
        """Smallest lead worth finding, in units of the outcome, from today's mean of the first replications."""
        amount, share = target(self.experiment.search.indifference)
        if not share:
            return amount
        first = self.runs([(0,) * len(self.groups)], self.experiment.search.first)[0, 0]
        return amount * abs(float(np.nanmean(first)))

    def landscape(self) -> Landscape:
        """The landscape to search."""
        return Landscape(self.sizes, self.runs, self.experiment.search.against, self.plain)

    def settings(self, policy: Policy) -> Settings:
        """Values that a policy sets; levers whose condition is not met are left out."""
        chosen: Settings = {}
        for group, level in zip(self.groups, policy, strict=True):
            for path in group:
                chosen[path] = labelled(self.experiment.levers[path])[level][1]
        when = self.experiment.design.when
        known = {**self.experiment.study.set, **chosen}
        return {path: value for path, value in chosen.items() if applies(path, when, known)}

    def plain(self, policy: Policy) -> Policy:
        """The policy with every lever whose condition is not met at its first value, which sets the same."""
        chosen = self.settings(policy)
        told = zip(self.groups, policy, strict=True)
        plain = tuple(level if any(path in chosen for path in group) else 0 for group, level in told)
        return plain if self.settings(plain) == chosen else policy

    def named(self, policy: Policy) -> dict[str, str]:
        """Label of each lever's value."""
        return {
            group[0]: labelled(self.experiment.levers[group[0]])[level][0]
            for group, level in zip(self.groups, policy, strict=True)
        }

    def city(self, policy: Policy, world: int) -> tuple[str, Scenario]:
        """Digest and scenario of a policy in a world."""
        if (policy, world) not in self._cities:
            study = self.experiment.study
            values = {**study.set, **self.settings(policy), **self.worlds[world]}
            scenario = load_scenario(study.scenario, [override(*each) for each in values.items()], self._files)
            self._cities[policy, world] = digest(scenario), scenario
        return self._cities[policy, world]

    def runs(self, policies: Sequence[Policy], replications: int) -> Floats:
        """Values of policies as a landscape wants them; what the cache has not is played."""
        today = (0,) * len(self.groups)
        self._play(list(dict.fromkeys([today, *policies])), replications)
        worlds = range(len(self.worlds))
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
        worlds = range(len(self.worlds))
        return [
            math.fsum(self.cache.get(self._key(policy, w, r)).get(outcome, math.nan) for w in worlds) / len(worlds)
            for r in range(replications)
        ]

    def _bound(self, asked: Constraint, today: Mapping[str, float]) -> float:
        return today.get(asked.outcome, math.nan) if asked.bound is None else asked.bound

    def _key(self, policy: Policy, world: int, replication: int) -> str:
        return run_key(self.city(policy, world)[0], self.seed, replication)

    def _is_known(self, key: str) -> bool:
        return key in self.cache or key in self.errors

    def _play(self, policies: Sequence[Policy], replications: int) -> None:
        from gpss_sim.study.claims.play import window_values

        cities: dict[str, Scenario] = {}
        places: dict[str, tuple[Policy, int]] = {}
        for policy in policies:
            for world in range(len(self.worlds)):
                name, scenario = self.city(policy, world)
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
    study = levers.experiment.study
    today = levers.settings((0,) * len(levers.groups))
    chosen = {p: value for p, value in levers.settings(policy).items() if today.get(p) != value}
    lines = [f"extends = {_toml(study.scenario)}", f"name = {_toml(path.stem)}", ""]
    values = {**study.set, **chosen}
    for field, value in values.items():
        lines.append(f"{field} = {override('', value).removeprefix('=')}")
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return override("", text).removeprefix("=")
