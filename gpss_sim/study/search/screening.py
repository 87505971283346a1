"""Which levers matter, from a two-level fraction with every further value alone; main effects with their intervals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.compare import Estimate, estimate
from gpss_sim.study.designs.factorial import fractional
from gpss_sim.study.search.landscape import Landscape, Policy

LEVEL = 0.8
"""Level of the interval by which a lever is kept: a lever wrongly kept costs runs, one wrongly dropped the answer."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What the screening found.

    Parameters
    ----------
    rows : tuple of Policy
        Policies played.
    effects : tuple of tuple of Estimate
        Effect of each further value of each lever on the objective, against its first value.
    active : tuple of int
        Levers that are kept.
    """

    rows: tuple[Policy, ...]
    effects: tuple[tuple[Estimate, ...], ...]
    active: tuple[int, ...]

    def predicted(self, policy: Policy) -> float:
        """Sum of main effects of a policy: its objective against today's, interactions left out."""
        return math.fsum(self.effects[lever][level - 1].mean for lever, level in enumerate(policy) if level > 0)


def rows_of(sizes: Sequence[int]) -> list[Policy]:
    """A fraction of resolution IV on first and last values, then each value between them alone."""
    several = [lever for lever, size in enumerate(sizes) if size > 1]
    rows: list[Policy] = []
    for signs in fractional(len(several)) if several else ((),):
        row = [0] * len(sizes)
        for lever, sign in zip(several, signs, strict=True):
            row[lever] = sign * (sizes[lever] - 1)
        rows.append(tuple(row))
    today = (0,) * len(sizes)
    for lever in several:
        rows += [(*today[:lever], level, *today[lever + 1 :]) for level in range(1, sizes[lever] - 1)]
    return list(dict.fromkeys(rows))


def screen(landscape: Landscape, replications: int) -> Screened:
    """Play the screening design and keep every lever one of whose effects is told from nought at :data:`LEVEL`."""
    rows = rows_of(landscape.sizes)
    values = landscape.by_replication(rows, replications)
    place = {row: number for number, row in enumerate(rows)}
    effects = tuple(
        tuple(_effects(landscape.sizes, lever, rows, place, values)) for lever in range(len(landscape.sizes))
    )
    active = tuple(lever for lever, found in enumerate(effects) if any(not _holds_nought(each) for each in found))
    return Screened(tuple(rows), effects, active)


def _effects(
    sizes: Sequence[int], lever: int, rows: Sequence[Policy], place: dict[Policy, int], values: Floats
) -> list[Estimate]:
    """Effect of each further value: the last by the fraction, those between against today."""
    last, today = sizes[lever] - 1, (0,) * len(sizes)
    found = []
    for level in range(1, sizes[lever]):
        if level == last:
            ends = [row for row in rows if all(value in (0, size - 1) for value, size in zip(row, sizes, strict=True))]
            high = [place[row] for row in ends if row[lever] == last]
            low = [place[row] for row in ends if row[lever] == 0]
            by_luck = values[high].mean(axis=0) - values[low].mean(axis=0)
        else:
            alone = (*today[:lever], level, *today[lever + 1 :])
            by_luck = values[place[alone]] - values[place[today]]
        found.append(estimate([float(each) for each in by_luck], LEVEL))
    return found


def _holds_nought(found: Estimate) -> bool:
    return not (found.low > 0 or found.high < 0)


def candidates(landscape: Landscape, screened: Screened, most: int, streams: Streams) -> list[Policy]:
    """Policies worth a look: all of the active levers, or, of too many, those predicted best and some drawn evenly."""
    sizes = [size if lever in screened.active else 1 for lever, size in enumerate(landscape.sizes)]
    number = math.prod(sizes)
    if number <= most:
        found = [tuple(each) for each in itertools.product(*map(range, sizes))]
    else:
        found = _best_predicted(sizes, screened, most // 2) + _drawn(sizes, most - most // 2, streams)
    return landscape.distinct([landscape.today, *screened.rows, *found])


def _best_predicted(sizes: Sequence[int], screened: Screened, number: int) -> list[Policy]:
    """Policies of the largest sums of main effects, found lever by lever."""
    found: list[tuple[float, Policy]] = [(0.0, ())]
    for lever, size in enumerate(sizes):
        gains = [0.0, *(each.mean for each in screened.effects[lever])][:size]
        grown = [(total + gain, (*policy, level)) for total, policy in found for level, gain in enumerate(gains)]
        found = sorted(grown, key=lambda each: -each[0])[:number]
    return [policy for _, policy in found]


def _drawn(sizes: Sequence[int], number: int, streams: Streams) -> list[Policy]:
    """Policies in which every value of every lever is there equally often."""
    columns = []
    for lever, size in enumerate(sizes):
        order = np.argsort(streams.uniforms("search", lever, n=number), kind="stable")
        columns.append((order % size).astype(int))
    return [tuple(int(column[row]) for column in columns) for row in range(number)]
