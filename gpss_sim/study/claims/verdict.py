"""What a contrast says about a claim: in each setting, over all worlds, and with rules switched off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from gpss_sim.study.compare import Difference, Estimate, difference, estimate

LEVEL = 0.95
"""Probability with which all intervals of a claim hold together, at least."""


class ClaimVerdict(StrEnum):
    """What was found of a claim."""

    SUPPORTED = "supported"
    REVERSED = "reversed"
    NONE = "none"
    OPEN = "open"
    DEPENDS = "depends"


class Carried(StrEnum):
    """Whether a claim rests on what was switched off."""

    BY_IT = "carried"
    NOT_BY_IT = "not_carried"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SettingResult:
    """The contrast in one setting.

    Parameters
    ----------
    without, with_ : Estimate
        Means of the two sides.
    difference : Difference
        The side with the cause less the other one, replication by replication.
    verdict : Verdict
        Supported, reversed, none or open.
    """

    without: Estimate
    with_: Estimate
    difference: Difference
    verdict: ClaimVerdict


def weigh(
    without: Sequence[float], with_: Sequence[float], sign: str, smallest: float, family: int, level: float = LEVEL
) -> SettingResult:
    """Judge one setting.

    Parameters
    ----------
    without, with_ : sequence of float
        Values by replication, in the same order.
    sign : str
        ``"+"`` or ``"-"``: what is expected of the difference.
    smallest : float
        Smallest effect that counts, as a share of the mean without the cause.
    family : int
        Settings whose intervals are to hold together.
    level : float
        Their level.

    Returns
    -------
    Cell
        *Supported* or *reversed* where the interval lies on one side of nought; *none* where it lies within the
        smallest effect that counts; else *open*.
    """
    found = difference(with_, without, level, family)
    base = estimate(without, level)
    return SettingResult(base, estimate(with_, level), found, _verdict(found.estimate, sign, smallest * abs(base.mean)))


def _verdict(found: Estimate, sign: str, counts: float) -> ClaimVerdict:
    if found.n < 2 or math.isnan(found.low):
        return ClaimVerdict.OPEN
    if -counts <= found.low and found.high <= counts:
        return ClaimVerdict.NONE
    if found.low > 0 or found.high < 0:
        return ClaimVerdict.SUPPORTED if (found.low > 0) == (sign == "+") else ClaimVerdict.REVERSED
    return ClaimVerdict.OPEN


def overall(base: ClaimVerdict, worlds: Iterable[ClaimVerdict]) -> ClaimVerdict:
    """Verdict over all worlds: *depends* where two of them tell different things, else what the city itself tells.

    >>> overall(ClaimVerdict.SUPPORTED, [ClaimVerdict.OPEN]), overall(ClaimVerdict.SUPPORTED, [ClaimVerdict.NONE])
    (<ClaimVerdict.SUPPORTED: 'supported'>, <ClaimVerdict.DEPENDS: 'depends'>)
    """
    told = {verdict for verdict in (base, *worlds) if verdict is not ClaimVerdict.OPEN}
    return ClaimVerdict.DEPENDS if len(told) > 1 else base


def carried(base: ClaimVerdict, off: ClaimVerdict) -> Carried:
    """Whether what was switched off carries the claim.

    >>> carried(ClaimVerdict.SUPPORTED, ClaimVerdict.NONE), carried(ClaimVerdict.SUPPORTED, ClaimVerdict.SUPPORTED)
    (<Carried.BY_IT: 'carried'>, <Carried.NOT_BY_IT: 'not_carried'>)
    """
    if ClaimVerdict.OPEN in (base, off):
        return Carried.OPEN
    return Carried.NOT_BY_IT if base is off else Carried.BY_IT


def turns(values: Sequence[float], means: Sequence[float]) -> list[float]:
    """Where a mean difference changes its sign, on the straight line between values played.

    >>> turns([0, 1, 2], [1.0, -1.0, -2.0])
    [0.5]
    """
    found = []
    for (low, before), (high, after) in pairwise(zip(values, means, strict=True)):
        if before * after < 0:
            found.append(low + (high - low) * before / (before - after))
    return found
