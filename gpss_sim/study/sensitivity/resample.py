"""Percentile intervals by resampling whole blocks of a design."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gpss_sim.streams import Floats, Streams

DRAWS = 1000
"""Resamples behind an interval."""


class Index(NamedTuple):
    """An index with its interval; not numbers where it is undefined."""

    value: float
    low: float
    high: float


def picks(blocks: int, streams: Streams, draws: int = DRAWS) -> np.ndarray:
    """Blocks of every resample, shape (draws, blocks)."""
    shares = streams.uniforms("resample", blocks, n=draws * blocks).reshape(draws, blocks)
    return (shares * blocks).astype(np.int64)


def interval(value: float, resampled: Floats, level: float) -> Index:
    """A value with the percentile interval of its resamples."""
    known = resampled[np.isfinite(resampled)]
    if not len(known) or not np.isfinite(value):
        return Index(float(value), float("nan"), float("nan"))
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Index(float(value), float(low), float(high))


def bootstrap(statistic: Callable[[np.ndarray], Floats], blocks: int, level: float, streams: Streams) -> list[Index]:
    """Intervals of several statistics at once.

    Parameters
    ----------
    statistic : callable
        Numbers of blocks → values, shape (statistics,).
    blocks : int
        Blocks of the design; resampled whole.
    level : float
        Confidence level.
    streams : Streams
        Luck of the resampling.
    """
    values = statistic(np.arange(blocks))
    resampled = np.array([statistic(chosen) for chosen in picks(blocks, streams)])
    return [interval(value, column, level) for value, column in zip(values, resampled.T, strict=True)]
