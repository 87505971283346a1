"""What knowing more would be worth: the expected gain from choosing after a parameter, or everything, is known.

The unit is that of the outcome. Choosing now takes the policy that is best on average over the sample; choosing later
takes, for each value of what has become known, the one that is best there.

References
----------
Strong, M., Oakley, J. E., Brennan, A. (2014). Estimating multiparameter partial expected value of perfect information
from a probabilistic sensitivity analysis sample: a nonparametric regression approach. Med. Decis. Making 34, 311–326.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.sensitivity.boxes import SampleColumn
from gpss_sim.study.sensitivity.resample import Index, interval, picks

KNOTS = 5
"""Most pieces of a curve."""
ROUNDING = 1e-12
"""Share of the largest difference below which a lead is rounding."""


@dataclass(frozen=True, slots=True)
class Value:
    """Value of information.

    Parameters
    ----------
    best : int
        Policy that is best on average: what would be chosen now.
    everything : Index
        Gain if everything about the city were known before the choice.
    factors : list of Index
        Gain if one factor were known, by factor.
    """

    best: int
    everything: Index
    factors: list[Index]


def value_of_information(outcomes: Floats, columns: list[SampleColumn], level: float, streams: Streams) -> Value:
    """Estimate the value of knowing everything, and of knowing each factor.

    Parameters
    ----------
    outcomes : array, shape (policies, rows, replications)
        More is better. Rows with a missing run are left out.
    columns : list of Column
        The sample, one entry a factor, each of shape (rows,).
    level : float
        Confidence level of each interval.
    streams : Streams
        Luck of the resampling.

    Notes
    -----
    The luck of a run is not something that could be known, and would make every row look as if its best policy were
    better than it is. For everything, differences between policies are drawn towards their mean until they spread over
    rows as much as the expected outcomes do; with one replication nothing tells the two apart and the value is too
    high. For one factor, luck is smoothed away with the other factors.
    """
    known = np.asarray(np.isfinite(outcomes).all(axis=(0, 2)))
    # Differences from the first policy, shape (rows, policies, replications): what all policies share decides nothing.
    single = np.moveaxis(outcomes[:, known] - outcomes[:1, known], 0, 1)
    gains, expected = single.mean(axis=2), _without_luck(single)
    chosen = picks(len(gains), streams)
    again = np.array([_lead(expected[rows]) for rows in chosen])
    everything = interval(_lead(expected), again, level)
    factors = []
    for column in columns:
        basis = _basis(column, known)
        again = np.array([_lead(_fitted(basis[rows], gains[rows])) for rows in chosen])
        factors.append(interval(_lead(_fitted(basis, gains)), again, level))
    return Value(int(gains.mean(axis=0).argmax()), everything, factors)


def _without_luck(single: Floats) -> Floats:
    """Mean differences of every row, as far from their overall mean as expected ones are, shape (rows, policies)."""
    gains, number = single.mean(axis=2), single.shape[2]
    if number < 2:
        return gains
    luck = single.var(axis=2, ddof=1).mean(axis=0) / number
    spread = gains.var(axis=0)
    kept = np.sqrt(np.clip(1 - np.divide(luck, spread, out=np.ones_like(luck), where=spread > 0), 0, 1))
    found: Floats = gains.mean(axis=0) + kept * (gains - gains.mean(axis=0))
    return found


def _lead(gains: Floats) -> float:
    """Mean over rows of the best difference, less that of the policy that is best overall; never below nought."""
    lead = float(gains.max(axis=1).mean() - gains.mean(axis=0).max())
    return lead if lead > ROUNDING * float(np.abs(gains).max(initial=0.0)) else 0.0


def _fitted(basis: Floats, gains: Floats) -> Floats:
    """Expected differences given a factor, shape (rows, policies)."""
    found: Floats = basis @ np.linalg.lstsq(basis, gains, rcond=None)[0]
    return found


def _basis(column: SampleColumn, known: np.ndarray) -> Floats:
    """Functions of a factor whose sums are the curves allowed: steps for few values, else straight pieces."""
    values = column.values[known]
    there = np.unique(values)
    if column.labels or len(there) <= KNOTS:
        found: Floats = (values[:, None] == there).astype(float)
        return found
    knots = np.quantile(values, np.linspace(0, 1, KNOTS + 1)[1:-1])
    return np.column_stack([np.ones(len(values)), values, *(np.maximum(0, values - knot) for knot in knots)])
