"""What a sampled study shows: what moves an outcome, in which boxes a policy does better, what knowing is worth.

Outcomes of every row are looked at together, policy by policy: as they are for the baseline, and as differences from
the baseline, replication by replication, for every other policy. Only primary outcomes are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gpss_sim.study.crossing import labelled
from gpss_sim.study.experiment import Experiment
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.sample import Sample, draw, row_values

if TYPE_CHECKING:
    from gpss_sim.streams import Floats
    from gpss_sim.study.sensitivity.boxes import Box, SampleColumn
    from gpss_sim.study.sensitivity.resample import Index

Columns = Mapping[tuple[str, str], Sequence[float]]
"""(design point, metric) → values by replication."""
BEST = 0.25
"""Share of the rows that counts as good where there is no policy to compare with."""


class Subject(NamedTuple):
    """What is looked at over the rows of the sample.

    Parameters
    ----------
    metric : str
        Outcome.
    policy, baseline : str
        Policies; the second is empty where the outcome itself is looked at and not a difference.
    world : str
        Uncertainties beside the sample; empty without.
    """

    metric: str
    policy: str
    baseline: str
    world: str


class Influence(NamedTuple):
    """One index of one factor.

    Parameters
    ----------
    subject : Subject
        What the factor moves.
    method : str
        ``sobol``, ``morris`` or ``pawn``.
    factor, statistic : str
        Field path; name of the index.
    value : Index
        With its interval.
    luck : float
        What luck alone gives: a share of variance (sobol), an effect (morris), a distance (pawn).
    """

    subject: Subject
    method: str
    factor: str
    statistic: str
    value: Index
    luck: float

    @property
    def main(self) -> bool:
        """Whether this is the index by which factors are ranked: total, size or median."""
        return self.statistic in ("total", "size", "median")

    @property
    def told(self) -> bool:
        """Whether the factor is told from luck: a distance above those of idle factors, an interval above luck."""
        if self.method == "pawn":
            return self.value.value > self.luck
        return self.value.low > (0.0 if self.method == "sobol" else self.luck)


class Described(NamedTuple):
    """A box in which the policy does better than the baseline, or the outcome is among the best quarter."""

    subject: Subject
    way: str
    box: Box


class Worth(NamedTuple):
    """What knowing a factor, or everything (empty), would be worth in the unit of the outcome."""

    metric: str
    world: str
    factor: str
    best: str
    value: Index


@dataclass(frozen=True, slots=True)
class Surface:
    """All of it.

    Parameters
    ----------
    influences, boxes, worths
        See :class:`Influence`, :class:`Described`, :class:`Worth`.
    labels : dict
        Factor → names of its values; empty for a quantity.
    subjects : tuple of Subject
        What was looked at.
    """

    influences: tuple[Influence, ...]
    boxes: tuple[Described, ...]
    worths: tuple[Worth, ...]
    labels: Mapping[str, tuple[str, ...]]
    subjects: tuple[Subject, ...]

    def ranked(self, subject: Subject) -> list[Influence]:
        """Main index of every factor, the largest first."""
        found = [each for each in self.influences if each.subject == subject and each.main]
        # Under Saltelli's blocks there are two main indices; the share of variance comes first.
        method = found[0].method if found else ""
        kept = [each for each in found if each.method == method]
        return sorted(kept, key=lambda each: -each.value.value if each.value.value == each.value.value else 0.0)


def surface(plan: StudyPlan, metrics: Measures, columns: Columns) -> Surface | None:
    """Look at the rows of a sampled study; None where nothing is sampled.

    Parameters
    ----------
    plan : Plan
        The study.
    metrics : Measures
        Directions of the outcomes.
    columns : mapping
        (design point, metric) → values by replication.
    """
    if not plan.experiment.factors:
        return None
    return _Look(plan, metrics, columns).surface()


class _Look:
    """One look at a sampled study."""

    def __init__(self, plan: StudyPlan, metrics: Measures, columns: Columns) -> None:
        from gpss_sim.streams import Streams

        self.plan, self.metrics, self.columns = plan, metrics, columns
        self.design, self.level = plan.experiment.design, plan.experiment.outcomes.level
        self.sample = draw(plan.experiment)
        self.streams = Streams(self.design.luck, 1)
        self.factors = factor_columns(plan.experiment, self.sample)
        self.places: dict[tuple[str, str], list[str]] = {}
        for point in plan.points:
            self.places.setdefault((point.policy, point.surroundings), []).append(point.name)
        self.policies = tuple(dict.fromkeys(policy for policy, _ in self.places))
        self.worlds = tuple(dict.fromkeys(world for _, world in self.places))
        self.baseline = self.design.baseline or self.policies[0]

    def surface(self) -> Surface:
        subjects = tuple(self._subjects())
        influences = [each for subject in subjects for each in self._influences(subject)]
        boxes = [each for subject in subjects for each in self._boxes(subject)] if self._spread else []
        worths = [each for world in self.worlds for each in self._worths(world)] if self._spread else []
        names = {column.name: column.labels for column in self.factors}
        return Surface(tuple(influences), tuple(boxes), tuple(worths), names, subjects)

    @property
    def _spread(self) -> bool:
        """Whether rows stand for the ranges as a whole; those of trajectories keep to a few levels."""
        return self.sample.moves is None

    def _subjects(self) -> Iterator[Subject]:
        for metric in self.plan.experiment.outcomes.primary:
            for policy, world in self.places:
                yield Subject(metric, policy, "" if policy == self.baseline else self.baseline, world)

    def _values(self, subject: Subject) -> Floats:
        """Outcomes or differences, shape (rows, replications)."""
        import numpy as np

        values = self._outcomes(subject.metric, subject.policy, subject.world)
        if not subject.baseline:
            return values
        if (subject.baseline, subject.world) not in self.places:
            return np.full_like(values, np.nan)
        return values - self._outcomes(subject.metric, subject.baseline, subject.world)

    def _outcomes(self, metric: str, policy: str, world: str) -> Floats:
        import numpy as np

        return np.array([self.columns[name, metric] for name in self.places[policy, world]], dtype=float)

    def _influences(self, subject: Subject) -> Iterator[Influence]:
        values, number = self._values(subject), len(self.factors)
        if self.sample.moves is not None:
            yield from self._effects(subject, values.reshape(-1, number + 1, values.shape[1]))
            return
        if self.design.sampling == "saltelli":
            yield from self._variance(subject, values.reshape(-1, number + 2, values.shape[1]))
        yield from self._distances(subject, values)

    def _effects(self, subject: Subject, values: Floats) -> Iterator[Influence]:
        from gpss_sim.study.sensitivity.morris import elementary_effects

        moves = self.sample.moves
        assert moves is not None
        found = elementary_effects(values, moves.moved, moves.steps, self.level, self.streams)
        for place, factor in enumerate(self.factors):
            for statistic in ("size", "mean", "spread"):
                value = getattr(found, statistic)[place]
                yield Influence(subject, "morris", factor.name, statistic, value, float(found.noise[place]))

    def _variance(self, subject: Subject, values: Floats) -> Iterator[Influence]:
        from gpss_sim.study.sensitivity.sobol import sobol_indices

        found = sobol_indices(values, self.level, self.streams)
        for place, factor in enumerate(self.factors):
            for statistic in ("first", "total"):
                value = getattr(found, statistic)[place]
                yield Influence(subject, "sobol", factor.name, statistic, value, found.noise)

    def _distances(self, subject: Subject, values: Floats) -> Iterator[Influence]:
        import numpy as np

        from gpss_sim.study.sensitivity.pawn import pawn

        shares, sizes = np.array(self.sample.shares), [scale.size for scale in self.sample.scales]
        found = pawn(shares, sizes, values.mean(axis=1), self.level, self.streams)
        for place, factor in enumerate(self.factors):
            for statistic in ("median", "largest"):
                value = getattr(found, statistic)[place]
                yield Influence(subject, "pawn", factor.name, statistic, value, found.idle[place].high)

    def _boxes(self, subject: Subject) -> Iterator[Described]:
        import numpy as np

        from gpss_sim.study.sensitivity.cart import cart
        from gpss_sim.study.sensitivity.prim import prim

        values = self._sign(subject.metric) * self._values(subject).mean(axis=1)
        known = np.isfinite(values)
        if not known.any() or (not subject.baseline and len(self.policies) > 1):
            return
        factors = [type(each)(each.name, each.values[known], each.labels) for each in self.factors]
        line = 0.0 if subject.baseline else float(np.quantile(values[known], 1 - BEST))
        interest = values[known] > line
        box = prim(factors, interest)
        if box is not None:
            yield Described(subject, "prim", box)
            yield from (Described(subject, "tree", each) for each in cart(factors, interest))

    def _worths(self, world: str) -> Iterator[Worth]:
        import numpy as np

        from gpss_sim.study.sensitivity.information import value_of_information

        there = [policy for policy in self.policies if (policy, world) in self.places]
        for metric in self.plan.experiment.outcomes.primary if len(there) > 1 else ():
            if not self.metrics[metric].better:
                continue
            outcomes = self._sign(metric) * np.stack([self._outcomes(metric, policy, world) for policy in there])
            if np.isfinite(outcomes).all(axis=(0, 2)).sum() < 2:
                continue
            found = value_of_information(outcomes, self.factors, self.level, self.streams)
            best = there[found.best]
            yield Worth(metric, world, "", best, found.everything)
            for factor, value in zip(self.factors, found.factors, strict=True):
                yield Worth(metric, world, factor.name, best, value)

    def _sign(self, metric: str) -> int:
        return -1 if self.metrics[metric].better == "less" else 1


def factor_columns(experiment: Experiment, sample: Sample) -> list[SampleColumn]:
    """Values of every factor over the rows; of a factor without order, numbers of its values and their names."""
    import numpy as np

    from gpss_sim.study.sensitivity.boxes import SampleColumn

    rows = [row_values(sample, row) for row in range(len(sample.shares))]
    found = []
    for path, scale in zip(sample.factors, sample.scales, strict=True):
        values: list[Any] = [row[path] for row in rows]
        if scale.ordered:
            found.append(SampleColumn(path, np.array(values, dtype=float)))
        else:
            names = tuple(name for name, _ in labelled(experiment.factors[path].values or ()))
            places = [scale.values.index(value) for value in values]
            found.append(SampleColumn(path, np.array(places, dtype=float), names))
    return found
