"""Targets of precision of an experiment, and how far its runs meet them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gpss_sim.study.experiment import Design
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import Of, Precision, PrecisionTarget, known

Columns = Mapping[tuple[str, str], Sequence[float]]
"""(design point, metric) → values by replication."""

KEYS = {Of.MEAN: "until", Of.DIFFERENCE: "until_difference", Of.RATIO: "until_ratio"}
"""Key of ``[design]`` that holds the targets of each kind."""


def sequential(design: Design) -> bool:
    """Whether precision decides the number of replications."""
    return any(getattr(design, key) for key in KEYS.values())


def targets(plan: StudyPlan) -> Iterator[PrecisionTarget]:
    """Every quantity that has a target: means of all design points, differences and ratios of all comparisons."""
    for of, key in KEYS.items():
        for metric, target in getattr(plan.experiment.design, key).items():
            if of is Of.MEAN:
                yield from (PrecisionTarget(of, metric, point.name, "", target) for point in plan.points)
            else:
                yield from (PrecisionTarget(of, metric, each.point, each.baseline, target) for each in plan.contrasts)


def reached(plan: StudyPlan, columns: Columns) -> tuple[Precision, ...]:
    """How well each quantity with a target is known; all intervals hold together (Bonferroni)."""
    asked = tuple(targets(plan))
    alone = 1 - (1 - plan.experiment.outcomes.level) / max(1, len(asked))
    return tuple(
        known(each, columns[each.point, each.metric], columns.get((each.baseline, each.metric), ()), alone)
        for each in asked
    )


def missed(found: Sequence[Precision]) -> list[Precision]:
    """Targets that are not met."""
    return [each for each in found if not each.met]


def still_needed(found: Sequence[Precision]) -> int | None:
    """Further replications until the last target would be met; None where one of them is unknown."""
    numbers = [each.needed for each in missed(found)]
    return None if None in numbers else max((number for number in numbers if number is not None), default=0)
