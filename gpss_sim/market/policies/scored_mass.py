"""Sums over rivals for a contest of scores: how many of them score below what, and how tables of that are read.

Both are most of the work of solving a contest. Sums are made row by row in the order of the rivals, by two ways that
give the same bits: one by pairs of row and rival, which is plain and always right, and one by blocks of rows that fit
a processor's cache, for scores that are known to lie on the grid.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gpss_sim.streams import Floats

Places = NDArray[np.int64]
BLOCK = 20_000
"""Pairs of row and rival that are looked at together."""


class Rivals(NamedTuple):
    """Rivals of one strategy, each a type with a weight.

    Parameters
    ----------
    price : ndarray (k,) [share of ceiling]
    quality : ndarray (k,) [score points]
    weight : ndarray (k,)
        Sums to one.
    cell : ndarray (k,)
        Place of the price on the grid of prices.
    """

    price: Floats
    quality: Floats
    weight: Floats
    cell: Places


class ScoreScale(NamedTuple):
    """Points and scores of a contest.

    Parameters
    ----------
    points : float
        Points of the lowest price.
    first, step : float [score points]
        Lowest score of the grid, and distance of two.
    number : int
        Number of scores.
    inside : bool
        Whether every rival's score is known to lie between two of the grid.
    """

    points: float
    first: float
    step: float
    number: int
    inside: bool


def below(scale: ScoreScale, lowest: Floats, rivals: Rivals) -> Floats:
    """Mass of rivals by lowest price and score, before the raters' error; shape (prices, scores).

    A rival counts at the lowest prices of the grid that it does not undercut.
    """
    if scale.inside:
        return _by_blocks(scale, lowest, rivals)
    rows, counted = np.nonzero(np.arange(len(lowest))[:, None] <= rivals.cell[None, :])
    return by_pairs(scale, lowest, (rows, counted), rivals)


def at_own_cell(scale: ScoreScale, lowest: Floats, rivals: Rivals) -> Floats:
    """As :func:`below`, each rival at the lowest price of its own cell alone."""
    return by_pairs(scale, lowest, (rivals.cell, np.arange(len(rivals.cell))), rivals)


def by_pairs(scale: ScoreScale, lowest: Floats, pair: tuple[Places, Places], rivals: Rivals) -> Floats:
    """Mass by lowest price and score over pairs of row and rival."""
    row, rival = pair
    place = (scale.points * lowest[row] / rivals.price[rival] + rivals.quality[rival] - scale.first) / scale.step
    left = place.astype(np.int64)
    share, mass, n = place - left, rivals.weight[rival], scale.number
    flat = row * n + left
    size = len(lowest) * n
    found = np.bincount(flat, mass * (1 - share), size + 1) + np.bincount(flat + 1, mass * share, size + 1)
    return np.asarray(found[:size].reshape(len(lowest), n), dtype=float)


def _by_blocks(scale: ScoreScale, lowest: Floats, rivals: Rivals) -> Floats:
    """The sums of :func:`by_pairs`, each in the same order.

    Rivals before the first that counts in a block of rows are left out; others that do not count go to a place of
    their own, which is thrown away.
    """
    n, rows, cell = scale.number, len(lowest), rivals.cell
    found = np.empty((rows, n))
    scores = scale.points * lowest
    above = np.maximum.accumulate(cell)
    floats, whole = np.empty((3, BLOCK + len(cell))), np.empty(BLOCK + len(cell), np.int64)
    start = 0
    while start < rows:
        first = int(above.searchsorted(start))
        count = len(cell) - first
        if not count:
            found[start:] = 0.0
            break
        stop = min(start + max(BLOCK // count, 1), rows)
        shape = (stop - start, count)
        place, share, left = (buffer[: shape[0] * count].reshape(shape) for buffer in (*floats[:2], whole))
        np.divide(scores[start:stop, None], rivals.price[first:], out=place)
        place += rivals.quality[first:]
        place -= scale.first
        place /= scale.step
        np.copyto(left, place, casting="unsafe")
        np.subtract(place, left, out=share)
        left += np.arange(0, shape[0] * n, n)[:, None]
        size = shape[0] * n
        if cell[first:].min() < stop - 1:
            np.copyto(left, size + 1, where=cell[first:] < np.arange(start, stop)[:, None])
        np.subtract(1, share, out=place)
        place *= rivals.weight[first:]
        share *= rivals.weight[first:]
        flat = left.ravel()
        table = np.bincount(flat, place.ravel(), size + 1)[:size]
        table[1:] += np.bincount(flat, share.ravel(), size)[: size - 1]
        found[start:stop] = table.reshape(shape[0], n)
        start = stop
    return found


class TableReading(NamedTuple):
    """Where a table is read: a place of it flattened, and the shares of that entry and of the next.

    Parameters
    ----------
    place : ndarray of int
    share, rest : ndarray of float
        Weight of the next entry, and of the one at `place`.
    """

    place: Places
    share: Floats
    rest: Floats

    @classmethod
    def at(cls, row: Places, place: Floats, count: int) -> TableReading:
        """At fractional places along given rows of a table of `count` columns."""
        left = place.astype(np.int64)
        share = place - left
        return cls(left + row * count, share, 1 - share)

    def of(self, table: Floats) -> Floats:
        """Values of a table there."""
        flat = table.ravel()
        value = flat.take(self.place)
        value *= self.rest
        after = flat[1:].take(self.place)
        after *= self.share
        value += after
        return value
