"""First-order and total indices of variance from the blocks of a Saltelli design, free of the luck of single runs.

The outcome of a row is its mean over replications; what is decomposed is the variance of the *expected* outcome.
Squares and products of means are corrected by the variances and covariances over replications, so that the noise that
is left in a mean of few replications counts neither as an effect nor as an interaction.

References
----------
Saltelli, A., et al. (2010). Variance based sensitivity analysis of model output. Comput. Phys. Commun. 181, 259–270.
Jansen, M. J. W. (1999). Analysis of variance designs for model output. Comput. Phys. Commun. 117, 35–43.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.sensitivity.resample import Index, interval, picks


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Indices of every factor.

    Parameters
    ----------
    first, total : list of Index
        Share of the variance that knowing the factor alone would remove, and share that is left when all others are
        known.
    noise : float
        Share of luck in the variance of the row means; not a number with one replication, which cannot tell.
    blocks : int
        Blocks used; those with a run without a value are left out.
    """

    first: list[Index]
    total: list[Index]
    noise: float
    blocks: int


def sobol_indices(outcomes: Floats, level: float, streams: Streams) -> SobolIndices:
    """Estimate the indices.

    Parameters
    ----------
    outcomes : array, shape (blocks, factors + 2, replications)
        As :func:`gpss_sim.study.designs.sobol.saltelli` orders its rows: A, the mixtures, B.
    level : float
        Confidence level of each interval.
    streams : Streams
        Luck of the resampling.
    """
    known = outcomes[np.isfinite(outcomes).all(axis=(1, 2))]
    factors = outcomes.shape[1] - 2
    if len(known) < 2:
        nothing = [Index(np.nan, np.nan, np.nan)] * factors
        return SobolIndices(nothing, nothing, np.nan, len(known))
    # Luck that moves every row alike is no variance between rows.
    centred = known - known[:, [0, -1]].mean(axis=(0, 1))
    one, other, mixed = centred[:, 0], centred[:, -1], centred[:, 1:-1]
    variance = (_product(one, one) + _product(other, other)) / 2
    luck = (_noise(one, one) + _noise(other, other)) / 2
    gain = mixed - one[:, None]
    first = _product(other[:, None], gain)
    total = _product(gain, gain) / 2
    chosen = picks(len(known), streams)
    spread = variance[chosen].mean(axis=1)

    def shares(parts: Floats) -> list[Index]:
        values = parts.mean(axis=0) / variance.mean()
        resampled = parts[chosen].mean(axis=1) / spread[:, None]
        return [interval(value, column, level) for value, column in zip(values, resampled.T, strict=True)]

    noise = luck.mean() / (variance.mean() + luck.mean()) if outcomes.shape[2] > 1 else np.nan
    return SobolIndices(shares(first), shares(total), float(noise), len(known))


def _product(a: Floats, b: Floats) -> Floats:
    """Product of two means over replications (last axis), without what their common luck adds."""
    return a.mean(axis=-1) * b.mean(axis=-1) - _noise(a, b)


def _noise(a: Floats, b: Floats) -> Floats:
    """Covariance of two means over replications; nought where one replication cannot tell."""
    number = a.shape[-1]
    if number < 2:
        return np.zeros(np.broadcast_shapes(a.shape, b.shape)[:-1])
    deviations = (a - a.mean(axis=-1, keepdims=True)) * (b - b.mean(axis=-1, keepdims=True))
    return deviations.sum(axis=-1) / (number * (number - 1))
