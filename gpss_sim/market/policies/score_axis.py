"""Scores of one contest on a grid: how raters' errors blur them, and where tables of them are read (equation 8.9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from gpss_sim.market.policies.scored_mass import Places, ScoreScale, TableReading
from gpss_sim.streams import Floats

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
"""Raters' errors in standard deviations, and how much each counts, for means over them."""
_OWN_POINTS = 41


@dataclass(frozen=True, eq=False)
class Spreads:
    """What separates the offers of one contest [score points].

    Parameters
    ----------
    points : float
        Points of the lowest price.
    quality, noise : float
        Standard deviation of quality, and of the raters' error on one offer.
    """

    points: float
    quality: float
    noise: float

    @property
    def reach(self) -> float:
        """How far one's own quality and error reach to both sides."""
        return 3.5 * (self.quality + self.noise)


class ScoreAxis:
    """The grid of scores of one contest, and the places on it of one's own offers.

    Parameters
    ----------
    spreads : Spreads
        What separates the offers.
    prices : ndarray (n,) [share of ceiling]
    advantages : ndarray (a,) [score points]

    Attributes
    ----------
    own : ndarray [score points]
        One's own quality with the raters' error.
    scores : ndarray [score points]
        The grid.
    blur : ndarray (scores, scores)
        Chance that a score with the raters' error lies below another.
    scale : ScoreScale
        What sums over rivals need to know of the grid.
    middle : ndarray (n,) [share of ceiling]
        Lowest prices that stand for the cells of the grid of prices.
    read_own, read_lower : TableReading
        Places of one's own scores where one's own price is the lowest, and at each lower one.
    lower : ndarray of int
        Cells of those lower prices.
    """

    def __init__(self, spreads: Spreads, prices: Floats, advantages: Floats) -> None:
        self.own = np.linspace(-spreads.reach, spreads.reach, _OWN_POINTS)
        self._lay_out_scores(spreads, prices)
        self._lay_out_readings(spreads.points, prices)
        self._errors = self._lay_out_errors(spreads.noise, advantages)

    @property
    def step(self) -> float:
        """Distance of two scores of the grid [score points]."""
        return float(self.scale.step)

    def _lay_out_scores(self, spreads: Spreads, prices: Floats) -> None:
        points = spreads.points
        low, high = points * prices[0] - spreads.reach - 0.5, points + spreads.reach + 0.5
        self.scores = np.linspace(low, high, max(4 * len(prices), 192))
        step = self.scores[1] - self.scores[0]
        error = max(spreads.noise, 0.5 * step)
        self.blur = ndtr((self.scores[None, :] - self.scores[:, None]) / error)
        inside = self._holds_rivals(spreads, prices, step)
        self.scale = ScoreScale(points, float(self.scores[0]), float(step), len(self.scores), inside)

    def _holds_rivals(self, spreads: Spreads, prices: Floats, step: float) -> bool:
        """Whether every rival's score is known to lie between two of the grid.

        A rival counts from half a step above its own price down: its points lie between these two.
        """
        half = 0.5 * (prices[1] - prices[0]) / prices[0]
        most = spreads.points * (1 + half) + 3.5 * spreads.quality + step
        least = spreads.points * prices[0] / prices[-1] - 3.5 * spreads.quality - step
        return bool(self.scores[0] < least and most < self.scores[-1])

    def _lay_out_readings(self, points: float, prices: Floats) -> None:
        """Where tables by lowest price and score are read: at the scores of one's own offer at each price."""
        size, n, own = len(prices), len(self.scores), self.own[:, None]
        self.middle = np.append(prices[:-1] + 0.5 * (prices[1] - prices[0]), prices[-1])
        self.read_own = TableReading.at(np.arange(size), self.place(points + own), n)
        k, self.lower = np.tril_indices(size, -1)
        ratio = self.middle[self.lower] / prices[k]
        self.read_lower = TableReading.at(self.lower, self.place(points * ratio[None, :] + own), n)

    def _lay_out_errors(self, noise: float, advantages: Floats) -> tuple[Places, Floats]:
        """Where one's own scores lie with each error of the raters: the score below, and how far to the next."""
        step = self.own[1] - self.own[0]
        shifted = advantages + (NODES * noise)[:, None]
        place = np.clip((shifted - self.own[0]) / step, 0, len(self.own) - 1.001)
        left = place.astype(int)
        return left, (place - left)[..., None]

    def place(self, score: Floats) -> Floats:
        """Fractional places of scores on the grid; those beyond it are at its ends."""
        return np.clip((score - self.scores[0]) / self.scale.step, 0, len(self.scores) - 1.001)

    def over_noise(self, chance: Floats) -> Floats:
        """Mean over the raters' error on one's own offer, by advantage; `chance` is by one's own score."""
        left, share = self._errors
        each = (1 - share) * chance[left] + share * chance[left + 1]
        table = np.zeros((left.shape[1], chance.shape[1]))
        for rows, weight in zip(each, WEIGHTS / WEIGHTS.sum(), strict=True):
            table += weight * rows
        return table
