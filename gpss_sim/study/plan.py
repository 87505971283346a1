"""A study ready to run: its design points with their scenarios, read and validated once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import Files, lacks, load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.design import (
    Contrast,
    DesignPoint,
    Settings,
    contrasts,
    design_points,
    end_points,
    lever_paths,
)
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Measures, Play
from gpss_sim.study.names import override, text
from gpss_sim.study.whereabouts import located
from gpss_sim.study.worker import Job


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What is run, measured and compared.

    Parameters
    ----------
    experiment : Experiment
        The file, as read.
    seed : int
        Seed of every run.
    points : tuple of DesignPoint
        In the order written.
    scenarios : tuple of Scenario
        One a point.
    levers : tuple of str
        Field paths that differ by design.
    contrasts : tuple of Contrast
        What is compared with what.
    outcomes : tuple of str
        Metrics of the tables: primary, secondary, the others.
    """

    experiment: Experiment
    seed: int
    points: tuple[DesignPoint, ...]
    scenarios: tuple[Scenario, ...]
    levers: tuple[str, ...]
    contrasts: tuple[Contrast, ...]
    outcomes: tuple[str, ...]

    @property
    def window(self) -> str:
        """Years over which outcomes are taken: the steady window, ``"2-5"``; one year where it is no longer."""
        return window_of(self.scenarios[0])

    @property
    def inputs(self) -> dict[str, str]:
        """Digest of the resolved scenario of every design point."""
        return {point.name: digest(city) for point, city in zip(self.points, self.scenarios, strict=True)}

    def job(self, play: Play) -> Job:
        """What workers are given once."""
        return Job(self.scenarios, self.seed, play, self.experiment.outcomes.breakdown)

    def lacks(self) -> list[tuple[str, Message]]:
        """(policy, what its borrowed rulebook needs and the city does not have), each once."""
        found: dict[tuple[str, str], tuple[str, Message]] = {}
        for point in self.points:
            settings = dict(point.settings)
            if isinstance(settings.get("rules"), str):
                name = str(settings.get("scenario", self.experiment.study.scenario))
                for told in lacks(name, [override("rules", settings["rules"])]):
                    found.setdefault((point.policy, told), (point.policy, told))
        return list(found.values())

    def cells(self, index: int) -> tuple[str, ...]:
        """Values of the levers at one design point, as they stand in its scenario."""
        scenario, settings = self.scenarios[index], dict(self.points[index].settings)
        given = {
            "scenario": settings.get("scenario", self.experiment.study.scenario),
            "rules": settings.get("rules", ""),
        }
        return tuple(text(given[path]) if path in given else value_at(scenario, path) for path in self.levers)


def window_of(scenario: Scenario) -> str:
    """Name of the steady window of a scenario: ``"2-5"``, or one year where it is no longer."""
    last = scenario.calendar.years
    first = min(scenario.calendar.steady_from, last)
    return f"{first}-{last}" if first < last else str(last)


def value_at(scenario: Scenario, path: str) -> str:
    """Text of the value at a field path; empty where the scenario has no such entry."""
    value: Any = scenario
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
    return "" if value is None else text(value)


def make_plan(experiment: Experiment, metrics: Measures, seed: int | None = None) -> StudyPlan:
    """Read the scenario of every design point and settle what is compared.

    Parameters
    ----------
    experiment : Experiment
        The study.
    metrics : Measures
        All metrics there are.
    seed : int, optional
        Replaces the seed of the file.

    Raises
    ------
    InputError
        With every fault of the design and of the scenarios it makes.
    """
    scenarios, faults = _checked(experiment)
    if faults:
        raise InputError(faults)
    return plan_of(experiment, scenarios, metrics, seed)


def design_faults(experiment: Experiment) -> list[Fault]:
    """Every fault of the design and of the scenarios it makes."""
    return _checked(experiment)[1]


def _checked(experiment: Experiment) -> tuple[tuple[Scenario, ...], list[Fault]]:
    """Scenario of every design point, and what is wrong with them or with what is compared."""
    try:
        points = design_points(experiment)
    except InputError as error:
        return (), [located(experiment, fault) for fault in error.faults]
    faults: list[Fault] = []
    try:
        if not contrasts(experiment, points):
            faults += _uncompared(experiment)
    except InputError as error:
        faults += error.faults
    scenarios = _scenarios(experiment, points, faults)
    return scenarios, list(dict.fromkeys(located(experiment, fault) for fault in faults))


def _uncompared(experiment: Experiment) -> Iterator[Fault]:
    """Targets of differences and ratios where nothing is compared: they would count as met."""
    for key in ("until_difference", "until_ratio"):
        for name, target in getattr(experiment.design, key).items():
            yield Fault(experiment.file, f"design.{key}.{name}", target, Message("until.uncompared"))


def plan_of(
    experiment: Experiment, scenarios: tuple[Scenario, ...], metrics: Measures, seed: int | None = None
) -> StudyPlan:
    """Put an experiment and the scenarios of its design points together; see :func:`make_plan`."""
    points = design_points(experiment)
    chosen = seed if seed is not None else experiment.study.seed
    return StudyPlan(
        experiment,
        scenarios[0].random.seed if chosen is None else chosen,
        points,
        scenarios,
        lever_paths(experiment),
        contrasts(experiment, points),
        _outcomes(experiment, metrics),
    )


def _outcomes(experiment: Experiment, metrics: Measures) -> tuple[str, ...]:
    listed = experiment.outcomes
    also = tuple(metrics) if isinstance(listed.also, str) else listed.also
    return tuple(dict.fromkeys([*listed.primary, *listed.secondary, *also]))


def _scenarios(experiment: Experiment, points: Sequence[DesignPoint], faults: list[Fault]) -> tuple[Scenario, ...]:
    """Scenario of every point; what is wrong with them is added to `faults`."""
    files: Files = {}
    known = len(faults)
    for settings in end_points(experiment):  # an end that is refused is told once, not in half of the rows
        _read(experiment, settings, files, faults)
    if len(faults) > known:
        return ()
    read = (_read(experiment, point.settings, files, faults) for point in points)
    scenarios = tuple(scenario for scenario in read if scenario is not None)
    faults += _calendar_faults(experiment.file, scenarios)
    return scenarios


def _read(experiment: Experiment, settings: Settings, files: Files, faults: list[Fault]) -> Scenario | None:
    values = dict(settings)
    name = str(values.pop("scenario", experiment.study.scenario))
    file = Path(experiment.file)  # none of an experiment that was put together in Python
    within = file.parent if file.is_file() else None
    try:
        return load_scenario(name, [override(path, value) for path, value in values.items()], files, within)
    except InputError as error:
        faults += error.faults
        return None


def _calendar_faults(file: str, scenarios: Sequence[Scenario]) -> list[Fault]:
    """Design points whose steady windows differ: their outcomes cannot be compared."""
    windows = dict.fromkeys((scenario.calendar.steady_from, scenario.calendar.years) for scenario in scenarios)
    if len(windows) < 2:
        return []
    shown = ", ".join(f"{first}-{last}" for first, last in windows)
    return [Fault(file, "calendar", "", Message("point.windows", windows=shown))]
