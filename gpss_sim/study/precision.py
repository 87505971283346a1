"""When to stop: the first number of replications at which every target is met twice in a row.

An interval that decides its own sample size covers too seldom if one stops at the first lucky look;
so there is a floor, looks come in steps, a target must be met at two looks running, and the
intervals of all targets hold together (Bonferroni).

References
----------
Hoad, K., Robinson, S., Davies, R. (2010). Automated selection of the number of replications for a
discrete-event simulation. JORS 61, 1632–1644 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gpss_sim.study.compare import estimate

FLOOR = 20
"""Fewest replications before the first look."""
STEP = 10
"""Replications between two looks."""
LOOKS = 2
"""Looks running at which every target must be met."""


def looks(maximum: int) -> list[int]:
    """Numbers of replications at which a study is looked at.

    >>> looks(45)
    [20, 30, 40, 45]
    """
    return [*range(FLOOR, maximum, STEP), maximum]


def met(columns: Mapping[str, Sequence[Sequence[float]]], targets: Mapping[str, str], level: float) -> bool:
    """Whether every mean is known as well as its target asks.

    Parameters
    ----------
    columns : mapping
        Metric → one column of values for each design point.
    targets : mapping
        Metric → ``"5%"`` of the mean or an amount in its unit; the largest half-width allowed.
    level : float
        Joint confidence level.
    """
    number = sum(len(columns[metric]) for metric in targets)
    alone = 1 - (1 - level) / number
    return all(_within(values, target, alone) for metric, target in targets.items() for values in columns[metric])


def _within(values: Sequence[float], target: str, level: float) -> bool:
    found = estimate(values, level)
    share = target.endswith("%")
    allowed = float(target.removesuffix("%")) * (abs(found.mean) / 100 if share else 1)
    return found.half_width <= allowed
