"""A study ready to run: its design points with their scenarios, read and validated once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.design import (
    Contrast,
    DesignPoint,
    contrasts,
    design_points,
    lever_paths,
    override,
    text,
)
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Measures


@dataclass(frozen=True, slots=True)
class Plan:
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
        """Years over which outcomes are taken: the steady window, ``"2-5"``."""
        calendar = self.scenarios[0].calendar
        return f"{calendar.steady_from}-{calendar.years}"

    def cells(self, index: int) -> tuple[str, ...]:
        """Values of the levers at one design point, as they stand in its scenario."""
        scenario, settings = self.scenarios[index], dict(self.points[index].settings)
        return tuple(text(settings[path]) if path in settings else value_at(scenario, path) for path in self.levers)


def value_at(scenario: Scenario, path: str) -> str:
    """Text of the value at a field path; empty where the scenario has no such entry."""
    value: Any = scenario
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
    return "" if value is None else text(value)


def make_plan(experiment: Experiment, metrics: Measures, seed: int | None = None) -> Plan:
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
    points = design_points(experiment)
    contrasts(experiment, points)  # a fault of the design is told before any scenario is read
    return plan_of(experiment, _scenarios(experiment, points), metrics, seed)


def plan_of(
    experiment: Experiment, scenarios: tuple[Scenario, ...], metrics: Measures, seed: int | None = None
) -> Plan:
    """Put an experiment and the scenarios of its design points together; see :func:`make_plan`."""
    points = design_points(experiment)
    chosen = seed if seed is not None else experiment.study.seed
    return Plan(
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


def _scenarios(experiment: Experiment, points: Sequence[DesignPoint]) -> tuple[Scenario, ...]:
    scenarios, faults = [], []
    for point in points:
        settings = dict(point.settings)
        name = str(settings.pop("scenario", experiment.study.scenario))
        try:
            scenarios.append(load_scenario(name, [override(path, value) for path, value in settings.items()]))
        except InputError as error:
            faults += [_placed(fault, experiment) for fault in error.faults]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return _same_calendar(experiment, tuple(scenarios))


def _placed(fault: Fault, experiment: Experiment) -> Fault:
    """A fault of a value that the design sets, told where the experiment says it."""
    if fault.file != "--set":
        return fault
    return Fault(f"experiment {experiment.study.name}", fault.place, fault.value, fault.rule, fault.hint)


def _same_calendar(experiment: Experiment, scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """Refuse design points whose steady windows differ: their outcomes cannot be compared."""
    windows = [(scenario.calendar.steady_from, scenario.calendar.years) for scenario in scenarios]
    if len(set(windows)) > 1:
        shown = ", ".join(f"{first}-{last}" for first, last in dict.fromkeys(windows))
        rule = f"must be the same in every design point; there are the windows {shown}"
        raise InputError([Fault(f"experiment {experiment.study.name}", "calendar", "", rule)])
    return scenarios
