"""From levers, named points, uncertainties and sampled factors to design points: what is run and compared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message, listed
from gpss_sim.study.crossing import applies, crossed, full, grouped, set_paths
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.sample import Sample, Values, draw, ends, row_values, with_followers

MOST_POINTS = 10_000
"""Most design points: reading their scenarios takes minutes."""
MOST_RUNS = 1_000_000
"""Most runs: weeks of a large machine."""

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
    row : str
        Row of the sample, the last part of `world`; empty where nothing is sampled.
    """

    policy: str
    world: str
    settings: Settings
    row: str = ""

    @property
    def name(self) -> str:
        """Name in every table: ``formal/post``, and ``formal/post@demand.load=0.9`` in a world."""
        return f"{self.policy}@{self.world}" if self.world else self.policy

    @property
    def surroundings(self) -> str:
        """World without the row of the sample."""
        return self.world.removesuffix(self.row).removesuffix(",") if self.row else self.world


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


def design_points(experiment: Experiment) -> tuple[DesignPoint, ...]:
    """Every design point, in the order written: named points × levers × uncertainties × rows of the sample.

    Raises
    ------
    InputError
        If two points bear one name, or there are more than can be run.
    """
    refuse_endless(experiment.file, combinations(experiment), experiment.design.replications)
    sample = draw(experiment)
    refuse_endless(experiment.file, combinations(experiment) * len(sample.shares), experiment.design.replications)
    values = [row_values(sample, row) for row in range(len(sample.shares))]
    points = tuple(
        point
        for policy, settings in _policies(experiment)
        for world, surroundings in _worlds(experiment, settings)
        for point in _rows(experiment, sample, values, DesignPoint(policy, world, settings + surroundings))
    )
    _refuse_twins(experiment.file, points)
    return points


def combinations(experiment: Experiment) -> int:
    """Most design points that levers, uncertainties and named points make, counted without making them."""
    design = experiment.design
    levers = [len(experiment.levers[group[0]]) for group in grouped(experiment.levers, design.zip)]
    worlds = [len(experiment.uncertainties[group[0]]) for group in grouped(experiment.uncertainties, design.zip)]
    crossed_levers = {
        "full": math.prod(levers),
        "one_at_a_time": 1 + sum(size - 1 for size in levers),
        "fractional": 4 * max(len(levers), 1),
    }[design.crossing]
    return max(len(design.point), 1) * crossed_levers * math.prod(worlds)


def refuse_endless(file: str, points: int, replications: int) -> None:
    """See that a study can be built and run.

    Raises
    ------
    InputError
        If it has more design points, or more runs, than anybody has played.
    """
    if points > MOST_POINTS:
        raise InputError([Fault(file, "design", "", Message("design.points", number=f"{points:,}", most=MOST_POINTS))])
    if points * replications > MOST_RUNS:
        rule = Message("design.runs", number=f"{points * replications:,}", most=MOST_RUNS)
        raise InputError([Fault(file, "design.replications", str(replications), rule)])


def _policies(experiment: Experiment) -> Iterator[tuple[str, Settings]]:
    """Name of what government sets, and the values."""
    design, common = experiment.design, tuple(experiment.study.set.items())
    named: list[tuple[str, Settings]] = [(point.name, tuple(point.set.items())) for point in design.point]
    for name, chosen in named or [("", ())]:
        for levers in crossed(experiment.levers, design, dict(common + chosen)):
            policy = "/".join(filter(None, [name, *(choice.label for choice in levers)])) or "scenario"
            yield policy, common + chosen + tuple(set_paths(levers))


def _worlds(experiment: Experiment, settings: Settings) -> Iterator[tuple[str, Settings]]:
    """Name of what government does not set, and the values, under one policy."""
    for uncertain in full(experiment.uncertainties, experiment.design, dict(settings)):
        world = ",".join(f"{choice.path}={choice.label}" for choice in uncertain if choice.label)
        yield world, tuple(set_paths(uncertain))


def _rows(
    experiment: Experiment, sample: Sample, values: Sequence[Values], point: DesignPoint
) -> Iterator[DesignPoint]:
    """A point in every row of the sample; the point itself where nothing is sampled."""
    if not sample.factors:
        yield point
        return
    for name, row in zip(sample.names, values, strict=True):
        known = {**dict(point.settings), **row}
        chosen = {path: value for path, value in row.items() if applies(path, experiment.design.when, known)}
        settings = point.settings + tuple(with_followers(chosen, experiment).items())
        yield DesignPoint(point.policy, ",".join(filter(None, [point.world, name])), settings, name)


def end_points(experiment: Experiment) -> Iterator[Settings]:
    """Settings of the first policy with each factor at an end of its range, the others left alone."""
    _, settings = next(_policies(experiment))
    _, surroundings = next(_worlds(experiment, settings))
    for values in ends(experiment):
        yield settings + surroundings + tuple(with_followers(values, experiment).items())


def _refuse_twins(file: str, points: Sequence[DesignPoint]) -> None:
    names = Counter(point.name for point in points)
    twins = [name for name, number in names.items() if number > 1]
    if twins:
        rule = Message("point.twice")
        raise InputError([Fault(file, "design", name, rule) for name in twins])


def lever_paths(experiment: Experiment) -> tuple[str, ...]:
    """Field paths that differ by design: one column each in the tables, in the order written."""
    named = (path for point in experiment.design.point for path in point.set)
    sampled = (each for path, factor in experiment.factors.items() for each in (path, *factor.together))
    return tuple(dict.fromkeys([*named, *experiment.levers, *experiment.uncertainties, *sampled]))


def contrasts(experiment: Experiment, points: Sequence[DesignPoint]) -> tuple[Contrast, ...]:
    """Every comparison the experiment asks for: all points with the baseline, then its pairs.

    Worlds of uncertainties belong to one family. Rows of a sample do not: each is a point of a response surface, read
    together with all the others, and not an answer of its own.

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
    rows, names = len(draw(experiment).shares), {point.name for point in points}
    found = (
        Contrast(DesignPoint(a, world, ()).name, DesignPoint(b, world, ()).name, len(kind) * (len(worlds) // rows))
        for kind in (against, pairs)
        for a, b in kind
        for world in worlds
    )
    return tuple(each for each in found if each.point in names and each.baseline in names)


def _refuse_strangers(file: str, baseline: str, pairs: Sequence[tuple[str, str]], policies: Sequence[str]) -> None:
    places = [("design.baseline", baseline), *(("design.pairs", name) for pair in pairs for name in pair)]
    rule = Message("point.unknown", names=listed(policies))
    faults = [Fault(file, place, name, rule, nearest(name, policies)) for place, name in places if name not in policies]
    faults += [Fault(file, "design.pairs", a, Message("point.itself")) for a, b in pairs if a == b and a in policies]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
