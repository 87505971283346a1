"""When to stop: the first number of replications at which every target is met three times in a row.

An interval that decides its own sample size covers too seldom if one stops at the first lucky look;
so there is a floor, looks come in steps, a target must be met at three looks running, intervals are
corrected for skewness, and those of all targets hold together (Bonferroni).

References
----------
Hoad, K., Robinson, S., Davies, R. (2010). Automated selection of the number of replications for a
discrete-event simulation. JORS 61, 1632–1644 (look-ahead).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from gpss_sim.numbers import narrow, read_real
from gpss_sim.study.compare import Estimate, difference, estimate, ratio

FLOOR = 20
"""Fewest replications before the first look."""
STEP = 10
"""Replications between two looks."""
LOOKS = 3
"""Looks running at which every target must be met."""


def looks(maximum: int) -> list[int]:
    """Numbers of replications at which a study is looked at.

    >>> looks(45)
    [20, 30, 40, 45]
    """
    return [*range(FLOOR, maximum, STEP), maximum]


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


class Of(StrEnum):
    """What a target is about."""

    MEAN = "mean"
    DIFFERENCE = "difference"
    RATIO = "ratio"


class Precision(NamedTuple):
    """How well one quantity is known, and how well it was to be known.

    Parameters
    ----------
    of : Of
        Mean of a design point, or its difference from or ratio to another.
    metric, point, baseline : str
        What is measured, where, and against which point; the last is empty for a mean.
    asked : str
        Target as written.
    allowed : float
        Largest half-width that meets it; not a number where too few values are known.
    found : Estimate
        The quantity with its interval.
    """

    of: Of
    metric: str
    point: str
    baseline: str
    asked: str
    allowed: float
    found: Estimate

    @property
    def met(self) -> bool:
        """Whether the interval is as short as asked."""
        return self.found.half_width <= self.allowed

    @property
    def needed(self) -> int | None:
        """Further replications that would do at the spread seen; None where that is unknown."""
        if self.met:
            return 0
        widths = self.found.half_width / self.allowed if self.allowed > 0 else math.nan
        return math.ceil(self.found.n * (widths**2 - 1)) if math.isfinite(widths) else None


class PrecisionTarget(NamedTuple):
    """A target: what it is about, the outcome, the design points, and the text of the file."""

    of: Of
    metric: str
    point: str
    baseline: str
    target: str


def known(asked: PrecisionTarget, values: Sequence[float], baseline: Sequence[float], level: float) -> Precision:
    """How well a quantity is known.

    Parameters
    ----------
    asked : Asked
        The quantity and its target. A share is one of the mean, of the ratio, or, for a difference, of the mean it is
        taken from, which does not shrink as two policies come close.
    values, baseline : sequence of float
        One a replication; `baseline` is not looked at for a mean.
    level : float
        Confidence level of this interval alone.
    """
    amount, share = target(asked.target)
    if asked.of is Of.MEAN:
        found = estimate(values, level, skewed=True)
    elif asked.of is Of.RATIO:
        found = ratio(values, baseline, level)
    else:
        found = difference(values, baseline, level, 1, skewed=True).estimate
    scale = estimate(baseline, level).mean if asked.of is Of.DIFFERENCE else found.mean
    return Precision(*asked, amount * abs(scale) if share else amount, found)
