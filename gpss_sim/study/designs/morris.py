"""Trajectories for elementary effects, with factors of any kind mixed.

Each trajectory starts somewhere on a grid and moves one factor after the other, each once, in an order of its own. A
range moves by about half of it; a list without order moves to any other of its values.

References
----------
Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments. Technometrics 33, 161–174.
Campolongo, F., Cariboni, J., Saltelli, A. (2007). An effective screening design for sensitivity analysis of large
models. Environ. Model. Softw. 22, 1509–1518.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.designs.scales import FactorScale


@dataclass(frozen=True, slots=True)
class Trajectories:
    """Points of all trajectories and what moves between them.

    Parameters
    ----------
    points : array, shape (trajectories · (factors + 1), factors)
        In [0, 1].
    moved : array of int, shape (trajectories, factors)
        Factor moved at each step.
    steps : array, shape (trajectories, factors)
        By which signed share of its range; 1 for a factor without order.
    """

    points: Floats
    moved: NDArray[np.int64]
    steps: Floats


def trajectories(number: int, scales: Sequence[FactorScale], levels: int, streams: Streams) -> Trajectories:
    """Draw trajectories.

    Parameters
    ----------
    number : int
        Trajectories.
    scales : sequence of Scale
        One a factor.
    levels : int
        Levels of the grid of a range, at least 2; even, every level is equally likely. A list, and a range of fewer
        whole numbers, have a level for each value.
    streams : Streams
        Luck; one trajectory's does not depend on how many there are.
    """
    axes = [_Axis(scale, levels) for scale in scales]
    points = np.empty((number, len(axes) + 1, len(axes)))
    moved = np.empty((number, len(axes)), dtype=np.int64)
    steps = np.empty((number, len(axes)))
    for walk in range(number):
        moved[walk] = np.argsort(streams.uniforms("morris order", walk, n=len(axes)), kind="stable")
        ends = [axis.ends(*streams.uniforms("morris level", walk, factor, n=2)) for factor, axis in enumerate(axes)]
        points[walk] = [axis.share(start) for axis, (start, _) in zip(axes, ends, strict=True)]
        for step, factor in enumerate(moved[walk]):
            points[walk, step + 1 :, factor] = axes[factor].share(ends[factor][1])
            steps[walk, step] = axes[factor].step(*ends[factor])
    return Trajectories(points.reshape(-1, len(axes)), moved, steps)


class _Axis:
    """Levels of one factor."""

    def __init__(self, scale: FactorScale, levels: int) -> None:
        size = scale.size
        self.scale = scale
        self.size = levels if size is None or (size > levels and not scale.values) else size

    def ends(self, place: float, turn: float) -> tuple[int, int]:
        """Levels between which the factor moves, from two numbers in [0, 1)."""
        start, last = min(int(place * self.size), self.size - 1), self.size - 1
        if last == 0:
            return 0, 0
        if not self.scale.ordered:
            return start, (start + 1 + int(turn * last)) % self.size
        stride = self.size // 2
        goes_up = start + stride <= last and (start < stride or turn < 0.5)
        return start, start + stride if goes_up else start - stride

    def share(self, level: int) -> float:
        """Where a level lies: first and last level at the ends of a range, values of a list in equal parts."""
        if self.scale.values or self.size == 1:
            return (level + 0.5) / self.size
        return level / (self.size - 1)

    def step(self, start: int, end: int) -> float:
        """Signed share of the range between two levels; 1 without order."""
        return (end - start) / (self.size - 1) if self.scale.ordered and self.size > 1 else 1.0
