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
"""Parts into which a range is cut."""


@dataclass(frozen=True, slots=True)
class Pawn:
    """Indices of every factor.

    Parameters
    ----------
    median, largest : list of Index
        Median and largest Kolmogorov–Smirnov distance over the parts of the range.
    idle : Index
        Median distance of a factor that does nothing: an index is above luck where its interval is above this one's.
    """

    median: list[Index]
    largest: list[Index]
    idle: Index


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
    idle = streams.uniforms("idle factor", n=len(outcome))
    columns = [*shares.T, idle]
    parts = [_parts(column, size) for column, size in zip(columns, [*sizes, None], strict=True)]
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
    return Pawn([each[0] for each in found[:-1]], [each[1] for each in found[:-1]], found[-1][0])


def _parts(column: Floats, size: int | None) -> np.ndarray:
    """Part of its range in which a factor lies: its value where it has few of them, else one of equal slices."""
    number = size if size is not None and size <= SLICES else SLICES
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
