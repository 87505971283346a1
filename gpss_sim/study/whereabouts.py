"""Where in the file of an experiment a fault stands: the line of the lever, the point or the key it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gpss_sim.errors import Fault
from gpss_sim.scenario.origin import Key, split
from gpss_sim.scenario.overlay import SET
from gpss_sim.study.experiment import Experiment

TABLES = ("levers", "uncertainties", "factors")


def located(experiment: Experiment, fault: Fault) -> Fault:
    """A fault of a value that the design sets, or of the design itself, with the line on which it is written.

    Faults of other files, scenarios and their tables, stay as they are.
    """
    if fault.file == SET:
        keys = list(_settings(experiment, fault.place, fault.value))
    elif fault.file == experiment.file:
        keys = [split(fault.place)]
    else:
        return fault
    found = (experiment.line(key[:depth]) for key in keys for depth in range(len(key), 0, -1))
    line = next((number for number in found if number is not None), None)
    return replace(fault, file=experiment.file if line is None else f"{experiment.file}:{line}")


def _settings(experiment: Experiment, place: str, value: str) -> Iterator[Key]:
    """Keys of the experiment that set the field at `place`: those that set it to this value come first."""
    found: list[tuple[bool, Key]] = []
    for table in TABLES:
        for path, choices in getattr(experiment, table).items():
            if _overlap(path, place):
                found.append((_holds(choices, value), (table, path)))
    for number, point in enumerate(experiment.design.point):
        for path, given in point.set.items():
            if _overlap(path, place):
                found.append((_holds(given, value), ("design", "point", number, "set", path)))
    for path in experiment.study.set:
        if _overlap(path, place):
            found.append((_holds(experiment.study.set[path], value), ("study", "set", path)))
    yield from (key for _, key in sorted(found, key=lambda each: not each[0]))


def _overlap(path: str, place: str) -> bool:
    """Whether a field path is, holds, or lies in the place of a fault."""
    field = place.replace("[", ".")
    return field == path or field.startswith(f"{path}.") or path.startswith(f"{field}.")


def _holds(given: object, value: str) -> bool:
    """Whether what is written holds the value of a fault, as text."""
    return bool(value) and value in str(given)
