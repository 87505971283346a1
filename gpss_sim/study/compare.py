"""Means with their intervals, and paired differences that hold together.

Every design point of a replication meets the same people, agencies and luck, so two points are
compared replication by replication: the interval is that of the mean difference, and the correlation
achieved shows how much the common luck was worth.

References
----------
Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., §10.2 (paired-t, Bonferroni).
Willink, R. (2005). A confidence interval and test for the mean of an asymmetric distribution. Commun. Stat. Theory
Methods 34, 753–766.
Fieller, E. C. (1954). Some problems in interval estimation. J. R. Stat. Soc. B 16, 175–185.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3
"""Pairs from which on a correlation says something."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replications with its t interval.

    Parameters
    ----------
    mean, low, high : float
        Mean and ends of the interval; not a number where there are too few values.
    n : int
        Values used.
    """

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    def within(self, least: float, most: float) -> Estimate:
        """The interval cut to the values that are possible; it covers the true mean as often as the whole one.

        >>> Estimate(0.14, -0.19, 0.47, 3).within(0, 1).low
        0
        """
        return Estimate(self.mean, max(self.low, least), min(self.high, most), self.n) if self.n > 1 else self


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of paired differences with its simultaneous interval.

    Parameters
    ----------
    estimate : Estimate
        Difference, at the level 1 − (1 − `level`) / `family_size`.
    correlation : float
        Between the two design points over replications; not a number where one does not vary.
    level : float
        Probability with which all intervals of the family hold together, at least.
    family_size : int
        Intervals in the family.
    """

    estimate: Estimate
    correlation: float
    level: float
    family_size: int


def estimate(values: Sequence[float], level: float, *, skewed: bool = False) -> Estimate:
    """Mean and two-sided t interval of independent values; what is not a number is left out.

    Parameters
    ----------
    values : sequence of float
        One a replication.
    level : float
        Confidence level.
    skewed : bool
        Shift and stretch the interval for the skewness of the values (Willink 2005). A rule that stops on the width of
        the interval stops too early where mean and spread are low together; this wins back most of what that costs.

    >>> estimate([1.0, 2.0, 3.0], 0.95).mean
    2.0
    """
    known = [value for value in values if not math.isnan(value)]
    n = len(known)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    # fsum is exact before its one rounding, so the bytes do not depend on the machine's vector width.
    mean = math.fsum(known) / n
    if n == 1:
        return Estimate(mean, math.nan, math.nan, 1)
    variance = math.fsum((value - mean) ** 2 for value in known) / (n - 1)
    quantile, error = _quantile(n - 1, level), math.sqrt(variance / n)
    bend = _bend(known, mean, variance) if skewed else 0.0
    return Estimate(mean, mean - _bent(quantile, bend) * error, mean - _bent(-quantile, bend) * error, n)


def _quantile(freedom: int, level: float) -> float:
    """Student's t that leaves half of 1 − level above it."""
    from scipy.special import stdtrit  # reading an experiment computes no interval

    return float(stdtrit(freedom, (1 + level) / 2))


STRAIGHT = 1e-9
"""Skewness below which an interval is not bent."""


def _bend(known: Sequence[float], mean: float, variance: float) -> float:
    """Third moment of the mean over its standard error cubed, divided by 6."""
    n = len(known)
    if n < FEWEST or variance == 0:
        return 0.0
    third = n * math.fsum((value - mean) ** 3 for value in known) / ((n - 1) * (n - 2))
    return third / (6 * math.sqrt(n) * variance**1.5)


def _bent(quantile: float, bend: float) -> float:
    """Quantile of the skewed statistic that belongs to one of Student's t."""
    if abs(bend) < STRAIGHT:
        return quantile
    return (math.cbrt(1 + 6 * bend * (quantile - bend)) - 1) / (2 * bend)


def difference(
    values: Sequence[float], baseline: Sequence[float], level: float, family_size: int, *, skewed: bool = False
) -> Difference:
    """Compare two design points replication by replication (equation 16.1).

    Parameters
    ----------
    values, baseline : sequence of float
        The same replications in the same order; a pair with one unknown value is left out.
    level : float
        Simultaneous level of the family.
    family_size : int
        Intervals that are to hold together (Bonferroni).
    skewed : bool
        See :func:`estimate`.
    """
    pairs = [(a, b) for a, b in zip(values, baseline, strict=True) if not math.isnan(a + b)]
    alone = 1 - (1 - level) / family_size
    found = estimate([a - b for a, b in pairs], alone, skewed=skewed)
    return Difference(found, correlation(pairs), level, family_size)


def ratio(values: Sequence[float], baseline: Sequence[float], level: float) -> Estimate:
    """Ratio of two paired means with the interval of Fieller; a pair with one unknown value is left out.

    Parameters
    ----------
    values, baseline : sequence of float
        Numerator and denominator, the same replications in the same order.
    level : float
        Confidence level.

    Returns
    -------
    Estimate
        Ends that are not numbers where the denominator's interval holds zero.

    >>> ratio([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], 0.95).mean
    2.0
    """
    pairs = [(a, b) for a, b in zip(values, baseline, strict=True) if not math.isnan(a + b)]
    n = len(pairs)
    if n < 2:
        return Estimate(math.nan, math.nan, math.nan, n)
    top, bottom = math.fsum(a for a, _ in pairs) / n, math.fsum(b for _, b in pairs) / n
    squared = _quantile(n - 1, level) ** 2 / (n * (n - 1))
    # The interval holds every r with (top − r · bottom)² ≤ t² var(a − r · b) / n.
    a = bottom**2 - squared * math.fsum((y - bottom) ** 2 for _, y in pairs)
    b = top * bottom - squared * math.fsum((x - top) * (y - bottom) for x, y in pairs)
    c = top**2 - squared * math.fsum((x - top) ** 2 for x, _ in pairs)
    mean = top / bottom if bottom else math.nan
    if a <= 0:
        return Estimate(mean, math.nan, math.nan, n)
    half = math.sqrt(max(0.0, b * b - a * c)) / a
    return Estimate(mean, b / a - half, b / a + half, n)


def correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Pearson correlation; not a number where a side does not vary, and of two pairs: they are on a line anyhow.

    >>> correlation([(1, 2), (2, 4), (3, 6)])
    1.0
    """
    if len(pairs) < FEWEST:
        return math.nan
    n = len(pairs)
    mean_a, mean_b = math.fsum(a for a, _ in pairs) / n, math.fsum(b for _, b in pairs) / n
    spread_a = math.fsum((a - mean_a) ** 2 for a, _ in pairs)
    spread_b = math.fsum((b - mean_b) ** 2 for _, b in pairs)
    if spread_a == 0 or spread_b == 0:
        return math.nan
    joint = math.fsum((a - mean_a) * (b - mean_b) for a, b in pairs)
    return max(-1.0, min(1.0, joint / math.sqrt(spread_a * spread_b)))
