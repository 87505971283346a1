"""Elementary effects of factors of any kind, from trajectories.

An effect is the change of the outcome over the signed share of the range that the factor moved: the slope over the
whole range. A factor without order moves from one value to another; only the size of its effect means something.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.sensitivity.resample import Index, bootstrap


@dataclass(frozen=True, slots=True)
class Effects:
    """Elementary effects of every factor.

    Parameters
    ----------
    size : list of Index
        Mean absolute effect (μ*) in the unit of the outcome.
    mean : list of Index
        Mean effect (μ); of a factor without order it depends on the order of its values and means nothing.
    spread : list of Index
        Standard deviation (σ): curvature and interactions, beside luck.
    noise : array, shape (factors,)
        Mean absolute effect that the luck of the runs alone would show; not a number with one replication.
    """

    size: list[Index]
    mean: list[Index]
    spread: list[Index]
    noise: Floats


def elementary_effects(
    outcomes: Floats, moved: NDArray[np.int64], steps: Floats, level: float, streams: Streams
) -> Effects:
    """Estimate the effects.

    Parameters
    ----------
    outcomes : array, shape (trajectories, factors + 1, replications)
        Point by point of each trajectory.
    moved, steps : arrays, shape (trajectories, factors)
        See :class:`gpss_sim.study.designs.morris.Trajectories`.
    level : float
        Confidence level of each interval.
    streams : Streams
        Luck of the resampling.
    """
    rises = np.diff(outcomes, axis=1) / steps[..., None]
    by_factor = np.take_along_axis(rises, np.argsort(moved, axis=1)[..., None], axis=1)
    # A run without a value is left out of the means of its two steps; common luck cancels in a difference.
    effects = np.nanmean(by_factor, axis=2)

    def told(statistic: Callable[[Floats], Floats]) -> list[Index]:
        return bootstrap(lambda chosen: statistic(effects[chosen]), len(effects), level, streams)

    return Effects(
        size=told(lambda each: np.nanmean(np.abs(each), axis=0)),
        mean=told(lambda each: np.nanmean(each, axis=0)),
        spread=told(lambda each: np.nanstd(each, axis=0, ddof=1)),
        noise=_noise(by_factor),
    )


def _noise(effects: Floats) -> Floats:
    """Mean absolute value of a mean of replications whose true value is nought, by factor."""
    number = effects.shape[2]
    if number < 2:
        return np.full(effects.shape[1], np.nan)
    errors = np.nanstd(effects, axis=2, ddof=1) / np.sqrt(number)
    found: Floats = np.sqrt(2 / np.pi) * np.nanmean(errors, axis=0)
    return found
