"""A small classification tree: boxes side by side that together cover the sample.

References
----------
Breiman, L., Friedman, J. H., Olshen, R. A., Stone, C. J. (1984). Classification and Regression Trees. Wadsworth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np

from gpss_sim.study.sensitivity.boxes import Box, Limits, SampleColumn, described, inside

DEPTH = 3
"""Most questions asked of a row."""
FEWEST = 0.05
"""Smallest leaf, as a share of all rows."""
LEAST = 0.01
"""Smallest share of the impurity of the whole sample that a question must remove."""

Limited = dict[str, Limits]


def cart(columns: Sequence[SampleColumn], interest: np.ndarray) -> list[Box]:
    """Boxes in which most rows are of interest, the largest first.

    Parameters
    ----------
    columns : sequence of Column
        The sample.
    interest : array of bool, shape (rows,)
        Rows to describe.
    """
    fewest = max(1, int(FEWEST * len(interest)))
    least = LEAST * _impurity(interest) * len(interest)
    leaves = list(_grown(columns, interest, {}, DEPTH, fewest, least))
    boxes = [described(columns, interest, limits) for limits in leaves]
    return sorted((box for box in boxes if box.density > 0.5), key=lambda box: -box.rows)


def _impurity(interest: np.ndarray) -> float:
    """Gini impurity: the chance that two rows, drawn with replacement, differ."""
    share = interest.mean() if len(interest) else 0.0
    return float(2 * share * (1 - share))


def _grown(
    columns: Sequence[SampleColumn], interest: np.ndarray, limits: Limited, depth: int, fewest: int, least: float
) -> Iterator[Limited]:
    """Leaves below a box."""
    now = inside(columns, limits)
    before = _impurity(interest[now]) * now.sum()
    best, gain = None, least
    for column in columns if depth and before else ():
        for pair in _splits(column, limits, now):
            parts = [now & each[column.name].inside(column.values) for each in pair]
            removed = before - sum(_impurity(interest[part]) * part.sum() for part in parts)
            if min(part.sum() for part in parts) >= fewest and removed > gain:
                best, gain = pair, removed
    if best is None:
        yield limits
        return
    for part in best:
        yield from _grown(columns, interest, part, depth - 1, fewest, least)


def _splits(column: SampleColumn, limits: Limited, now: np.ndarray) -> Iterator[tuple[Limited, Limited]]:
    """Every way to cut a box in two by one factor."""
    there, known = np.unique(column.values[now]), limits.get(column.name, Limits())
    if column.labels:
        labels = [int(label) for label in there]
        for size in range(1, len(labels) // 2 + 1):
            for chosen in combinations(labels, size):
                rest = frozenset(labels) - frozenset(chosen)
                one, other = Limits(labels=frozenset(chosen)), Limits(labels=rest)
                yield {**limits, column.name: one}, {**limits, column.name: other}
        return
    for below, above in pairwise(there):
        one, other = Limits(known.low, float(below)), Limits(float(above), known.high)
        yield {**limits, column.name: one}, {**limits, column.name: other}
