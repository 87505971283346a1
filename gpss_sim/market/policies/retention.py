"""How a score decides on the next term of a contract (equation 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gpss_sim.market.policies import reductions
from gpss_sim.streams import Floats

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


class Retention(Protocol):
    """How a score decides on the next term."""

    def chance(self, score: Floats, noise: float) -> Floats:
        """Probability of the next term where the score is normal around `score` with sd `noise` [points]."""


@dataclass(frozen=True, slots=True)
class RetainedAbove:
    """The next term is lost below a line.

    Parameters
    ----------
    line : float [points]
        Score below which the next term is lost.
    """

    line: float

    def chance(self, score: Floats, noise: float) -> Floats:
        """The probability of reaching the line."""
        return reductions.chance(score, self.line, noise)


@dataclass(frozen=True, slots=True)
class RetainedByContest:
    """The next term is won in a contest, with a chance that rises with the score.

    Parameters
    ----------
    scores : tuple of float [points]
        Ascending.
    chances : tuple of float
        Probability of winning the contest after each score.
    """

    scores: tuple[float, ...]
    chances: tuple[float, ...]

    def chance(self, score: Floats, noise: float) -> Floats:
        """The mean of the interpolated chance over the error of the score (Gauss–Hermite, nine nodes)."""
        known = score[..., None] + noise * _NODES
        return np.asarray(np.interp(known, self.scores, self.chances) @ _WEIGHTS / _WEIGHTS.sum())
