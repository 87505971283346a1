"""From levers, named points and uncertainties to design points: what is run and what is compared."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.study.experiment import Choices, Experiment

Settings = tuple[tuple[str, Any], ...]
"""(field path, value), in the order written."""


@dataclass(frozen=True, slots=True)
class DesignPoint:
    """One policy in one world.

    Parameters
    ----------
    policy : str
        Name of what government sets.
    world : str
        Name of what it does not set; empty without uncertainties.
    settings : Settings
        Values by field path.
    """

    policy: str
    world: str
    settings: Settings

    @property
    def name(self) -> str:
        """Name in every table: ``formal/post``, and ``formal/post@demand.load=0.9`` in a world."""
        return f"{self.policy}@{self.world}" if self.world else self.policy


@dataclass(frozen=True, slots=True)
class Contrast:
    """A design point and the one it is compared with, in the same world.

    Parameters
    ----------
    point, baseline : str
        Names of design points.
    family : int
        Number of contrasts of this kind: all points against the baseline, or all `pairs`.
    """

    point: str
    baseline: str
    family: int


def text(value: Any) -> str:
    """Text of a lever's value in names and cells.

    >>> text(True), text(("a", "b")), text(()), text(0.5), text(1000.0)
    ('true', 'a;b', 'none', '0.5', '1000')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (tuple, list)):
        return ";".join(map(text, value)) or "none"
    return str(value)


def override(path: str, value: Any) -> str:
    """Write a setting as ``load_scenario`` reads it: ``path=value`` in TOML syntax.

    >>> override("rules.overlays", ("a",)), override("rules.modes.formal.bars", True)
    ('rules.overlays=["a"]', 'rules.modes.formal.bars=true')
    """
    return f"{path}={_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_toml(entry)}' for key, entry in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def design_points(experiment: Experiment) -> tuple[DesignPoint, ...]:
    """Every design point, in the order written: named points × levers × uncertainties.

    Raises
    ------
    InputError
        If two points bear one name.
    """
    named: list[tuple[str, Settings]] = [(point.name, tuple(point.set.items())) for point in experiment.design.point]
    common = tuple(experiment.study.set.items())
    points = []
    for (name, chosen), levers in itertools.product(named or [("", ())], _combinations(experiment.levers)):
        policy = "/".join(filter(None, [name, *(label for label, _, _ in levers)])) or "scenario"
        set_by_policy = chosen + tuple((path, value) for _, path, value in levers)
        for uncertain in _combinations(experiment.uncertainties):
            world = ",".join(f"{path}={label}" for label, path, _ in uncertain)
            settings = common + set_by_policy + tuple((path, value) for _, path, value in uncertain)
            points.append(DesignPoint(policy, world, settings))
    _refuse_twins(experiment.file, points)
    return tuple(points)


def _combinations(levers: dict[str, Choices]) -> Iterator[tuple[tuple[str, str, Any], ...]]:
    """(label, path, value) of every lever, for every combination; the last lever changes fastest."""
    labelled = [[(label, path, value) for label, value in _labelled(choices)] for path, choices in levers.items()]
    return itertools.product(*labelled)


def _labelled(choices: Choices) -> list[tuple[str, Any]]:
    if isinstance(choices, dict):
        return list(choices.items())
    return [(text(value), value) for value in choices]


def _refuse_twins(file: str, points: Sequence[DesignPoint]) -> None:
    names = [point.name for point in points]
    twins = dict.fromkeys(name for name in names if names.count(name) > 1)
    if twins:
        rule = "is the name of more than one design point"
        raise InputError([Fault(file, "design", name, rule) for name in twins])


def lever_paths(experiment: Experiment) -> tuple[str, ...]:
    """Field paths that differ by design: one column each in the tables, in the order written."""
    named = (path for point in experiment.design.point for path in point.set)
    return tuple(dict.fromkeys([*named, *experiment.levers, *experiment.uncertainties]))


def contrasts(experiment: Experiment, points: Sequence[DesignPoint]) -> tuple[Contrast, ...]:
    """Every comparison the experiment asks for: all points with the baseline, then its pairs.

    Raises
    ------
    InputError
        If the baseline or a pair names no policy of the design, or a pair one policy twice.
    """
    policies = tuple(dict.fromkeys(point.policy for point in points))
    worlds = tuple(dict.fromkeys(point.world for point in points))
    baseline = experiment.design.baseline or policies[0]
    pairs = experiment.design.pairs
    _refuse_strangers(experiment.file, baseline, pairs, policies)
    against = [(policy, baseline) for policy in policies if policy != baseline]
    return tuple(
        Contrast(DesignPoint(a, world, ()).name, DesignPoint(b, world, ()).name, len(kind) * len(worlds))
        for kind in (against, pairs)
        for a, b in kind
        for world in worlds
    )


def _refuse_strangers(file: str, baseline: str, pairs: Sequence[tuple[str, str]], policies: Sequence[str]) -> None:
    places = [("design.baseline", baseline), *(("design.pairs", name) for pair in pairs for name in pair)]
    rule = f"is no design point; there are {', '.join(policies)}"
    faults = [Fault(file, place, name, rule, nearest(name, policies)) for place, name in places if name not in policies]
    faults += [Fault(file, "design.pairs", a, "is compared with itself") for a, b in pairs if a == b and a in policies]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
