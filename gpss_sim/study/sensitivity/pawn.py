"""PAWN: how far the distribution of an outcome moves when one factor is held in a part of its range.

Works on any sample that spreads the factors, and sees more than the variance. A made-up factor that the model never
reads shows what the method gives to pure luck.

References
----------
Pianosi, F., Wagener, T. (2018). Distribution-based sensitivity analysis from a generic input-output sample. Environ.
Model. Softw. 108, 197–207.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.sensitivity.resample import Index, interval, picks

SLICES = 8
"""Most parts into which a range is cut."""
ROWS = 10
"""Fewest rows of a part, about; a range is cut into two parts at least."""
IDLE = 400
"""Made-up factors that do nothing."""


@dataclass(frozen=True, slots=True)
class Pawn:
    """Indices of every factor.

    Parameters
    ----------
    median, largest : list of Index
        Median and largest Kolmogorov–Smirnov distance over the parts of the range.
    idle : list of Index
        Median distance of factors that do nothing and have as many parts, and between which values it falls: all
        factors together pass the upper ends by luck with a probability of 1 − `level` at most.
    """

    median: list[Index]
    largest: list[Index]
    idle: list[Index]


def pawn(shares: Floats, sizes: Sequence[int | None], outcome: Floats, level: float, streams: Streams) -> Pawn:
    """Estimate the indices.

    Parameters
    ----------
    shares : array, shape (rows, factors)
        Where in its range each factor lies, in [0, 1].
    sizes : sequence of int or None
        Number of values of each factor; None for a continuous range.
    outcome : array, shape (rows,)
        One value a row; rows that are not a number are left out.
    level : float
        Confidence level of each interval.
    streams : Streams
        Luck of the resampling and of the idle factor.
    """
    known = np.isfinite(outcome)
    shares, outcome = shares[known], outcome[known]
    parts = [_parts(column, _number(size, len(outcome))) for column, size in zip(shares.T, sizes, strict=True)]
    chosen = picks(len(outcome), streams)
    found = []
    for part in parts:
        distances = _distances(part, outcome)
        resampled = [_distances(part[rows], outcome[rows]) for rows in chosen]
        summaries = (np.median, np.max)
        found.append(
            [
                interval(float(each(distances)), np.array([float(each(again)) for again in resampled]), level)
                for each in summaries
            ]
        )
    joint = 1 - 2 * (1 - level) / len(sizes)
    numbers = [_number(size, len(outcome)) for size in sizes]
    idle = {number: _idle(number, outcome, joint, streams) for number in dict.fromkeys(numbers)}
    return Pawn([each[0] for each in found], [each[1] for each in found], [idle[number] for number in numbers])


def _idle(number: int, outcome: Floats, level: float, streams: Streams) -> Index:
    """Median distances of factors that do nothing and have some number of parts."""
    columns = streams.uniforms("idle factors", number, n=IDLE * len(outcome)).reshape(IDLE, len(outcome))
    found = np.array([float(np.median(_distances(_parts(column, number), outcome))) for column in columns])
    return interval(float(np.median(found)), found, level)


def _number(size: int | None, rows: int) -> int:
    """Parts of a range: its values where they are few, else equal slices that hold enough rows."""
    return size if size is not None and size <= SLICES else max(2, min(SLICES, rows // ROWS))


def _parts(column: Floats, number: int) -> np.ndarray:
    """Part of its range in which a factor lies."""
    return np.minimum((column * number).astype(np.int64), number - 1)


def _distances(part: np.ndarray, outcome: Floats) -> Floats:
    """Kolmogorov–Smirnov distance from the whole sample to each part that holds a row."""
    order = np.argsort(outcome, kind="stable")
    inside = part[order][None, :] == np.unique(part)[:, None]
    last = np.append(np.diff(outcome[order]) > 0, True)  # ties step at once
    whole = np.arange(1, len(order) + 1) / len(order)
    steps = np.cumsum(inside, axis=1) / inside.sum(axis=1, keepdims=True)
    found: Floats = np.abs(steps - whole)[:, last].max(axis=1)
    return found
