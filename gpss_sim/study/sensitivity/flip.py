"""Where a parameter turns a comparison: the value at which the mean difference of two policies changes its sign.

Brackets are found on a grid and halved. Every value is tried with the same replications, so the interval comes from
resampling replications and crossing nought anew along all values tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.sensitivity.resample import picks

Differences = Callable[[Sequence[float]], Sequence[Sequence[float]]]
"""Values of the parameter → differences by replication at each; asked for several at once, so that they may be played
side by side."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One change of sign.

    Parameters
    ----------
    value : float
        Where the mean difference crosses nought, between the last two values tried.
    low, high : float
        Interval; an end is infinite where resamples without a crossing reach beyond the range tried.
    rises : bool
        Whether the difference is negative below the value and positive above it.
    """

    value: float
    low: float
    high: float
    rises: bool


@dataclass(frozen=True, slots=True)
class Flips:
    """Every change of sign that was found, and all that was tried.

    Parameters
    ----------
    flips : tuple of Flip
        In order of the parameter; empty where the sign is the same at every value tried.
    values : array, shape (values,)
        Values tried, rising.
    means : array, shape (values,)
        Mean difference at each.
    """

    flips: tuple[Flip, ...]
    values: Floats
    means: Floats


def flip_points(
    differences: Differences, grid: Sequence[float], tolerance: float, level: float, streams: Streams
) -> Flips:
    """Find where a difference changes its sign.

    Parameters
    ----------
    differences : callable
        Plays the two policies; see :data:`Differences`.
    grid : sequence of float
        Values tried first, rising; sign changes between two of them that undo one another are not seen.
    tolerance : float
        Width to which a bracket is halved; 1 with a grid of whole numbers keeps to whole numbers.
    level : float
        Confidence level of each interval.
    streams : Streams
        Luck of the resampling.
    """
    tried = dict(zip(grid, map(np.asarray, differences(list(grid))), strict=True))
    whole = all(float(value).is_integer() for value in grid) and float(tolerance).is_integer()
    while middles := [_middle(low, high, whole) for low, high in _brackets(tried) if high - low > tolerance]:
        tried.update(zip(middles, map(np.asarray, differences(middles)), strict=True))
    values = np.array(sorted(tried))
    table = np.array([tried[value] for value in values])
    table = table[:, np.isfinite(table).all(axis=0)]
    if not table.size:
        return Flips((), values, np.full(len(values), np.nan))
    flips = tuple(_flip(values, table, place, level, streams) for place in _crossings(table.mean(axis=1)))
    return Flips(flips, values, table.mean(axis=1))


def _middle(low: float, high: float, whole: bool) -> float:
    middle = (low + high) / 2
    return float(np.floor(middle)) if whole else middle


def _brackets(tried: dict[float, Floats]) -> Iterator[tuple[float, float]]:
    """Neighbours between which the mean changes its sign."""
    for low, high in pairwise(sorted(tried)):
        if np.nanmean(tried[low]) * np.nanmean(tried[high]) < 0:
            yield low, high


def _crossings(means: Floats) -> list[int]:
    """Places after which the sign changes; a mean of nought belongs to the value before it."""
    signs = np.sign(means)
    return [place for place in range(len(signs) - 1) if signs[place] * signs[place + 1] < 0]


def _crossing(values: Floats, means: Floats, place: int) -> float:
    """Where the straight line between two values crosses nought."""
    low, high, before, after = values[place], values[place + 1], means[place], means[place + 1]
    return float(low + (high - low) * before / (before - after))


def _flip(values: Floats, table: Floats, place: int, level: float, streams: Streams) -> Flip:
    means = table.mean(axis=1)
    value, rises = _crossing(values, means, place), bool(means[place] < 0)
    chosen = picks(table.shape[1], streams)
    again = [_nearest(values, table[:, rows].mean(axis=1), value, rises) for rows in chosen]
    low, high = np.quantile(again, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return Flip(value, float(low), float(high), rises)


def _nearest(values: Floats, means: Floats, value: float, rises: bool) -> float:
    """The crossing of one resample in the same direction that lies nearest; beyond the range where there is none."""
    found = [_crossing(values, means, place) for place in _crossings(means) if (means[place] < 0) == rises]
    if found:
        return min(found, key=lambda each: abs(each - value))
    return float("inf") if (means.mean() < 0) == rises else float("-inf")
