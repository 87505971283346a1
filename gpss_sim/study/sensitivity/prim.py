"""Patient rule induction: peel thin slices off the sample until what is left is mostly of interest, then paste back.

References
----------
Friedman, J. H., Fisher, N. I. (1999). Bump hunting in high-dimensional data. Stat. Comput. 9, 123–143.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gpss_sim.study.sensitivity.boxes import Box, Limits, SampleColumn, described, inside, without_luck

PEEL = 0.05
"""Share of the rows in the box that one peel takes away, about."""
FEWEST = 0.05
"""Smallest box, as a share of all rows."""

Limited = dict[str, Limits]


def prim(columns: Sequence[SampleColumn], interest: np.ndarray) -> Box | None:
    """Find the box that describes the rows of interest best.

    Of all boxes on the way, the one with the highest harmonic mean of density and coverage is taken, and limits that
    luck explains are taken away again.

    Parameters
    ----------
    columns : sequence of Column
        The sample.
    interest : array of bool, shape (rows,)
        Rows to describe.

    Returns
    -------
    Box or None
        None where no row or every row is of interest: there is nothing to describe.
    """
    if not interest.any() or interest.all():
        return None
    boxes = [described(columns, interest, _pasted(columns, interest, limits)) for limits in _peeled(columns, interest)]
    best = max(boxes, key=lambda box: (_balance(box), -len(box.limits)))
    return without_luck(columns, interest, best)


def _balance(box: Box) -> float:
    """Harmonic mean of density and coverage."""
    both = box.density + box.coverage
    return 2 * box.density * box.coverage / both if both else 0.0


def _peeled(columns: Sequence[SampleColumn], interest: np.ndarray) -> Iterator[Limited]:
    """Every box on the way from the whole sample inwards."""
    limits: Limited = {}
    fewest = max(1, int(FEWEST * len(interest)))
    while True:
        yield limits
        now = inside(columns, limits)
        options = [
            (_rise(interest, now, inside(columns, peeled)), peeled)
            for column in columns
            for peeled in _peels(column, limits, now)
            if inside(columns, peeled).sum() >= fewest
        ]
        if not options:
            return
        rise, limits = max(options, key=lambda option: option[0])
        if rise <= 0 and interest[now].mean() in (0.0, 1.0):
            return


def _rise(interest: np.ndarray, now: np.ndarray, then: np.ndarray) -> float:
    """Gain in density for each row given up."""
    return float((interest[then].mean() - interest[now].mean()) / (now.sum() - then.sum()))


def _peels(column: SampleColumn, limits: Limited, now: np.ndarray) -> Iterator[Limited]:
    """Boxes that are one slice of one factor smaller."""
    values, known = column.values[now], limits.get(column.name, Limits())
    there = np.unique(values)
    if len(there) < 2:
        return
    if column.labels:
        kept = frozenset(map(int, there))
        yield from ({**limits, column.name: Limits(labels=kept - {label})} for label in sorted(kept))
        return
    low, high = np.quantile(values, [PEEL, 1 - PEEL])
    # Values that are tied at the end go together; at least the last one goes.
    low, high = max(low, there[1]), min(high, there[-2])
    yield {**limits, column.name: Limits(float(there[there >= low][0]), known.high)}
    yield {**limits, column.name: Limits(known.low, float(there[there <= high][-1]))}


def _pasted(columns: Sequence[SampleColumn], interest: np.ndarray, limits: Limited) -> Limited:
    """A box with its limits moved outwards as long as its density does not fall."""
    density = interest[inside(columns, limits)].mean()
    for column in columns:
        known = limits.get(column.name)
        if known is None or column.labels:
            continue
        for side in ("low", "high"):
            outside = np.unique(column.values)
            steps = outside[outside < known.low][::-1] if side == "low" else outside[outside > known.high]
            for step in steps:
                wider = Limits(float(step), known.high) if side == "low" else Limits(known.low, float(step))
                if interest[inside(columns, {**limits, column.name: wider})].mean() < density:
                    break
                known = wider
                limits = {**limits, column.name: known}
    return limits
