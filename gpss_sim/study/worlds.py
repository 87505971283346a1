"""Worlds along one uncertainty: its values in order, the others held, and where an effect changes sign."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gpss_sim.study.crossing import grouped, labelled
from gpss_sim.study.plan import StudyPlan


@dataclass(frozen=True, slots=True)
class Axis:
    """One uncertainty along which worlds stand in a row.

    Parameters
    ----------
    path : str
        Field path of the uncertainty.
    numeric : bool
        Whether its values are numbers; else names, at 0, 1, 2 …
    names : dict
        Place → how the value is written.
    panels : dict
        Name of all other uncertainties → world → its place. One panel, without a name, where there are no others.
    """

    path: str
    numeric: bool
    names: dict[float, str] = field(default_factory=dict)
    panels: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def step(self) -> float:
        """Smallest distance of two places."""
        places = sorted(self.names)
        return min((b - a for a, b in itertools.pairwise(places)), default=1.0)


def axis_of(plan: StudyPlan) -> Axis | None:
    """The uncertainty along which worlds are drawn: the numeric one with the most values, else the one with the most.

    Returns
    -------
    Axis or None
        None where the study has fewer than two worlds, or samples.
    """
    experiment = plan.experiment
    uncertain = experiment.uncertainties
    heads = [group[0] for group in grouped(uncertain, experiment.design.zip)]
    if experiment.factors or not any(len(uncertain[path]) > 1 for path in heads):
        return None
    choices = {path: labelled(uncertain[path]) for path in heads}
    path = max(heads, key=lambda each: (len(choices[each]) > 1, _numeric(choices[each]), len(choices[each])))
    numeric = _numeric(choices[path])
    places = [float(value) if numeric else float(place) for place, (_, value) in enumerate(choices[path])]
    labels = [label for label, _ in choices[path]]
    axis = Axis(path, numeric, dict(sorted(zip(places, labels, strict=True))))
    for point in plan.points:
        known = dict(part.split("=", 1) for part in _parts(point.world, heads))
        others = ", ".join(f"{name}={value}" for name, value in known.items() if name != path)
        if path in known and known[path] in labels:
            axis.panels.setdefault(others, {})[point.world] = places[labels.index(known[path])]
    for panel, worlds in axis.panels.items():
        axis.panels[panel] = dict(sorted(worlds.items(), key=lambda pair: pair[1]))
    return axis


def _numeric(choices: Sequence[tuple[str, Any]]) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for _, value in choices)


def _parts(world: str, heads: Sequence[str]) -> Iterator[str]:
    """Parts ``path=label`` of the name of a world; labels may hold commas."""
    starts = sorted(place for head in heads for place in [_found(world, f"{head}=")] if place >= 0)
    for start, end in zip(starts, [*starts[1:], len(world) + 1], strict=True):
        yield world[start : end - 1]


def _found(world: str, start: str) -> int:
    return 0 if world.startswith(start) else (world.find("," + start) + 1 or -1)


def flips(places: Sequence[float], means: Sequence[float]) -> list[float]:
    """Where a line through the means crosses zero.

    >>> flips([1, 2, 3], [-1, 1, 3])
    [1.5]
    >>> flips([1, 2], [0, 1])
    []
    """
    pairs = [(x, y) for x, y in zip(places, means, strict=True) if y == y]
    return [
        x + (other - x) * y / (y - beyond) for (x, y), (other, beyond) in itertools.pairwise(pairs) if y * beyond < 0
    ]
