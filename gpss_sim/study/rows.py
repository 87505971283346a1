"""Levels of an outcome over the rows of a sample, policy by policy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from gpss_sim.study.findings import Findings
from gpss_sim.study.plan import StudyPlan


class Level(NamedTuple):
    """Means of one outcome over the rows of a sample.

    Parameters
    ----------
    policy, world : str
        Policy, and uncertainties beside the sample.
    mean, lowest, highest : float
        Mean of the row means, and the rows furthest from it; not numbers where no row has a value.
    rows : int
        Rows with a value.
    """

    policy: str
    world: str
    mean: float
    lowest: float
    highest: float
    rows: int


def levels(plan: StudyPlan, findings: Findings, metric: str) -> Iterator[Level]:
    """Levels of an outcome for every policy and world, in the order of the design."""
    groups: dict[tuple[str, str], list[float]] = {}
    for point in plan.points:
        mean = findings.estimates[point.name, metric].mean
        groups.setdefault((point.policy, point.surroundings), []).extend([] if math.isnan(mean) else [mean])
    for (policy, world), means in groups.items():
        if means:
            yield Level(policy, world, math.fsum(means) / len(means), min(means), max(means), len(means))
        else:
            yield Level(policy, world, math.nan, math.nan, math.nan, 0)
