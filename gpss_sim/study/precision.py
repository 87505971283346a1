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

from gpss_sim.numbers import narrow, read_real
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
    return all(_within(values, asked, alone) for metric, asked in targets.items() for values in columns[metric])


def _within(values: Sequence[float], asked: str, level: float) -> bool:
    found = estimate(values, level)
    allowed, share = target(asked)
    return found.half_width <= allowed * (abs(found.mean) if share else 1)


def target(text: str) -> tuple[float, bool]:
    """Precision asked for: the largest half-width, and whether it is a share of the mean.

    Raises
    ------
    NumberError
        If the text is neither an amount above zero nor a percentage of at most 100.

    >>> target("5%"), target("0.2")
    ((0.05, True), (0.2, False))
    """
    number = narrow(text)
    if number.endswith("%"):
        return read_real(number.removesuffix("%"), above=0, high=100) / 100, True
    return read_real(number, above=0), False
