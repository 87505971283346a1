"""Tables of a sampled study: indices of factors, boxes, and the value of information."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.study.surface import Described, Surface
from gpss_sim.tabular import write_csv

if TYPE_CHECKING:
    from gpss_sim.study.sensitivity.boxes import Limits

DIGITS = 6
"""Significant digits: what resampling and linear algebra give on every machine."""
SUBJECT = ("metric", "design_point", "baseline", "world")


def write_surface(folder: Path, surface: Surface, units: Mapping[str, str]) -> None:
    """Write ``sensitivity.csv``, ``boxes.csv`` and ``information.csv``.

    Parameters
    ----------
    folder : Path
        Result folder.
    surface : Surface
        What the sample shows.
    units : mapping
        Unit of each outcome.
    """
    interval = ("ci_low", "ci_high")
    write_csv(
        folder / "sensitivity.csv",
        [*SUBJECT, "method", "factor", "index", "value", *interval, "luck"],
        (
            [*each.subject, each.method, each.factor, each.statistic, *map(rounded, each.value), rounded(each.luck)]
            for each in surface.influences
        ),
    )
    write_csv(
        folder / "boxes.csv",
        [*SUBJECT, "way", "box", "factor", "low", "high", "values", "rows", "density", "coverage", "quasi_p"],
        _boxes(surface),
    )
    write_csv(
        folder / "information.csv",
        ["metric", "unit", "world", "known", "best_now", "value", *interval],
        (
            [each.metric, units[each.metric], each.world, each.factor or "everything", each.best]
            + [rounded(number) for number in each.value]
            for each in surface.worths
        ),
    )


def _boxes(surface: Surface) -> Iterator[list[object]]:
    numbers: dict[tuple[object, str], int] = {}
    for each in surface.boxes:
        number = numbers[each.subject, each.way] = numbers.get((each.subject, each.way), 0) + 1
        yield from _box(each, number, surface)


def _box(each: Described, number: int, surface: Surface) -> Iterator[list[object]]:
    box = each.box
    shared = [box.rows, rounded(box.density), rounded(box.coverage)]
    for factor, limits in box.limits.items() or [("", None)]:
        ends = ["", "", ""] if limits is None else [*ends_of(limits), ";".join(names_of(limits, surface, factor))]
        yield [*each.subject, each.way, number, factor, *ends, *shared, rounded(box.quasi_p.get(factor, math.nan))]


def ends_of(limits: Limits) -> list[object]:
    """Lower and upper end of a range; empty where it is open."""
    return [rounded(end) if math.isfinite(end) else "" for end in (limits.low, limits.high)]


def names_of(limits: Limits, surface: Surface, factor: str) -> list[str]:
    """Names of the values inside; empty for a quantity."""
    return [surface.labels[factor][label] for label in sorted(limits.labels)]


def rounded(value: float) -> float:
    """A number to the digits that tables of estimates hold.

    >>> rounded(0.123456789)
    0.123457
    """
    return float(f"{value:.{DIGITS}g}")
