"""Playing claims: what any of them needs is played once, with the same luck on both sides of every contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import Files
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.claims.cache import Cache
from gpss_sim.study.claims.claim import Claim
from gpss_sim.study.claims.settings import SIDES, Placed, SettingKind, cities
from gpss_sim.study.identity import run_key
from gpss_sim.study.model import PARTS, Model
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Job, Task

Progress = Callable[[int, int], None]
SEED = 20120101
"""Luck of all claims."""


@dataclass(frozen=True, slots=True)
class Values:
    """What one setting of a claim gave.

    Parameters
    ----------
    setting : Placed
        The setting.
    without, with_ : tuple of float
        The outcome on each side, by replication.
    inputs : tuple of str
        Digest of the scenario of each side.
    """

    setting: Placed
    without: tuple[float, ...]
    with_: tuple[float, ...]
    inputs: tuple[str, str]


class FailedRun(NamedTuple):
    """A run of a claim that failed: in which setting, on which side, and why, as a traceback."""

    claim: str
    setting: str
    side: str
    replication: int
    error: str


@dataclass(frozen=True, slots=True)
class _Side:
    setting: Placed
    side: str
    point: int


class Atlas:
    """Claims with the cities they need; a city that several need is there once.

    Parameters
    ----------
    claims : mapping
        Claim → file, of those that are to be played.
    seed : int
        Luck.

    Raises
    ------
    InputError
        If a scenario refuses a value.
    """

    def __init__(self, claims: Sequence[tuple[Claim, Path]], seed: int = SEED) -> None:
        self.seed = seed
        self.claims = [claim for claim, _ in claims if claim.silent is None]
        self.scenarios: list[Scenario] = []
        self.inputs: list[str] = []
        self._sides: dict[str, list[_Side]] = {}
        self._errors: dict[Task, str] = {}
        places: dict[str, int] = {}
        files: Files = {}
        for claim, path in claims:
            for setting, side, scenario in cities(claim, path, files):
                name = digest(scenario)
                if name not in places:
                    places[name] = len(self.scenarios)
                    self.scenarios.append(scenario)
                    self.inputs.append(name)
                self._sides.setdefault(claim.id, []).append(_Side(setting, side, places[name]))

    def key(self, task: Task) -> str:
        """Key of a run."""
        return run_key(self.inputs[task.point], self.seed, task.replication)

    def tasks(self, replications: int, *, base: bool = False) -> list[Task]:
        """Every run needed, each once: the cities themselves first, then other settings claim by claim.

        Parameters
        ----------
        replications : int
            Of each side of each setting.
        base : bool
            The cities themselves alone.
        """
        stages = [True] if base else [True, False]
        points = (side.point for stage in stages for claim in self.claims for side in self._of(claim, stage))
        return [Task(r, point) for point in dict.fromkeys(points) for r in range(replications)]

    def _of(self, claim: Claim, base: bool) -> list[_Side]:
        """Sides of the city itself, or of all settings."""
        return [side for side in self._sides[claim.id] if side.setting.kind is SettingKind.BASE or not base]

    def play(
        self,
        model: Model,
        cache: Cache,
        replications: int,
        workers: int,
        progress: Progress | None = None,
        *,
        base: bool = False,
    ) -> Iterator[Claim]:
        """Play what the cache has not; give each claim when its city is played, and again when all its settings are.

        A run that fails is left out of its claims, stands in `failed`, and is played again by another call.
        """
        every = self.tasks(replications, base=base)
        missing = [task for task in every if self.key(task) not in cache]
        done = len(every) - len(missing)
        told = progress or (lambda done, total: None)
        told(done, len(every))
        waiting = [(claim, stage) for stage in ([True] if base else [True, False]) for claim in self.claims]
        yield from self._whole(waiting, cache, replications)
        for outcome in play_all(missing, Job(tuple(self.scenarios), self.seed, model.play), workers):
            if outcome.status == OK:
                cache.keep(self.key(outcome.task), window_values(outcome.rows, self.scenarios[outcome.task.point]))
            else:
                self._errors[outcome.task] = outcome.error
            done += 1
            told(done, len(every))
            yield from self._whole(waiting, cache, replications)

    def _whole(self, waiting: list[tuple[Claim, bool]], cache: Cache, replications: int) -> Iterator[Claim]:
        """Claims at the head of those waiting whose runs are all there; they wait no longer."""
        while waiting and all(self._played(side, cache, replications) for side in self._of(*waiting[0])):
            yield waiting.pop(0)[0]

    def _played(self, side: _Side, cache: Cache, replications: int) -> bool:
        tasks = [Task(r, side.point) for r in range(replications)]
        return all(task in self._errors or self.key(task) in cache for task in tasks)

    @property
    def failed(self) -> list[FailedRun]:
        """Runs that failed, for every claim that needs them."""
        return [
            FailedRun(claim.id, side.setting.name, side.side, task.replication, error)
            for claim in self.claims
            for side in self._sides[claim.id]
            for task, error in sorted(self._errors.items())
            if task.point == side.point
        ]

    def values(self, claim: Claim, cache: Cache, replications: int) -> list[Values]:
        """The outcome on both sides of every setting of a claim that was played."""
        name = claim.outcome if claim.year is None else f"{claim.outcome}@{claim.year}"
        found: dict[str, dict[str, _Side]] = {}
        for side in self._sides[claim.id]:
            found.setdefault(side.setting.name, {})[side.side] = side

        def of(side: _Side) -> tuple[float, ...]:
            keys = (self.key(Task(r, side.point)) for r in range(replications))
            runs = (cache.get(key) for key in keys)
            return tuple(values.get(name, float("nan")) for values in runs)

        pairs = [[sides[name] for name in SIDES] for sides in found.values()]
        return [
            Values(one.setting, of(one), of(other), (self.inputs[one.point], self.inputs[other.point]))
            for one, other in pairs
            if self._played(one, cache, replications) and self._played(other, cache, replications)
        ]


def window_values(rows: Sequence[tuple[Any, ...]], scenario: Scenario) -> dict[str, float]:
    """Values of a run: ``indicator`` over the steady window, and ``indicator@year``."""
    calendar = scenario.calendar
    first = min(calendar.steady_from, calendar.years)
    window = f"{first}-{calendar.years}" if first < calendar.years else str(calendar.years)
    return dict(_named(rows, window))


def _named(rows: Sequence[tuple[Any, ...]], window: str) -> Iterator[tuple[str, float]]:
    for metric, year, *rest in rows:
        if not any(rest[: PARTS.stop - PARTS.start]):
            value = float(rest[PARTS.stop - PARTS.start])
            yield f"{metric}@{year}", value
            if year == window:
                yield str(metric), value
