"""Boxes of a sample in which something holds: ranges of some factors, values of others; how well a box describes it.

References
----------
Bryant, B. P., Lempert, R. J. (2010). Thinking inside the box. Technol. Forecast. Soc. Change 77, 34–49 (density,
coverage, quasi-p-values).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import binom

from gpss_sim.streams import Floats


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One factor of a sample.

    Parameters
    ----------
    name : str
        Field path.
    values : array, shape (rows,)
        Numbers; numbers of the labels where the factor has no order.
    labels : tuple
        What the numbers stand for; empty for a quantity.
    """

    name: str
    values: Floats
    labels: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a box asks of one factor.

    Parameters
    ----------
    low, high : float
        Ends of a range, both inside; infinite where open.
    labels : frozenset of int
        Labels that are inside, for a factor without order; empty for a quantity.
    """

    low: float = -np.inf
    high: float = np.inf
    labels: frozenset[int] = frozenset()

    def inside(self, values: Floats) -> np.ndarray:
        """Which rows meet it, shape (rows,)."""
        if self.labels:
            return np.isin(values, sorted(self.labels))
        return (values >= self.low) & (values <= self.high)


@dataclass(frozen=True, slots=True)
class Box:
    """Limits by factor, and how well they describe the rows of interest.

    Parameters
    ----------
    limits : mapping
        Factor → limits; factors that are not in it do not matter.
    rows : int
        Rows inside.
    density : float
        Share of the rows inside that are of interest.
    coverage : float
        Share of the rows of interest that are inside.
    quasi_p : mapping
        Factor → probability that its limits hold as many rows of interest by luck, the other limits standing.
    """

    limits: Mapping[str, Limits]
    rows: int
    density: float
    coverage: float
    quasi_p: Mapping[str, float] = field(default_factory=dict)


def inside(columns: Sequence[SampleColumn], limits: Mapping[str, Limits]) -> np.ndarray:
    """Which rows lie in a box, shape (rows,)."""
    found = np.ones(len(columns[0].values), dtype=bool)
    for column in columns:
        if column.name in limits:
            found &= limits[column.name].inside(column.values)
    return found


def described(columns: Sequence[SampleColumn], interest: np.ndarray, limits: Mapping[str, Limits]) -> Box:
    """A box with its density, coverage and quasi-p-values.

    Parameters
    ----------
    columns : sequence of Column
        The sample.
    interest : array of bool, shape (rows,)
        Rows that the box is to describe.
    limits : mapping
        Limits by factor.
    """
    chosen = inside(columns, limits)
    rows, hits = int(chosen.sum()), int(interest[chosen].sum())
    quasi_p = {name: _by_luck(columns, interest, limits, name, rows, hits) for name in limits}
    return Box(dict(limits), rows, hits / rows if rows else np.nan, hits / max(1, int(interest.sum())), quasi_p)


def _by_luck(
    columns: Sequence[SampleColumn], interest: np.ndarray, limits: Mapping[str, Limits], name: str, rows: int, hits: int
) -> float:
    """P(at least as many hits) among `rows` rows drawn from the box without one of its limits."""
    wider = inside(columns, {other: each for other, each in limits.items() if other != name})
    return float(binom.sf(hits - 1, rows, interest[wider].mean()))


def without_luck(columns: Sequence[SampleColumn], interest: np.ndarray, box: Box, most: float = 0.05) -> Box:
    """A box without the limits that luck explains, the weakest taken away first."""
    while box.quasi_p:
        name, value = max(box.quasi_p.items(), key=lambda each: each[1])
        if value <= most:
            break
        box = described(columns, interest, {other: each for other, each in box.limits.items() if other != name})
    return box
