"""Effort: how hard an agency works, given what a score decides (model_equations §6; T10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

STEPS = 401


@dataclass(frozen=True, slots=True)
class Stakes:
    """What depends on the quality of a contract year, in shares of its price.

    Parameters
    ----------
    held_back : float
        Paid only if the score reaches `pay_line`.
    pay_line : float [points]
    next_term : float
        Worth of the next term, lost if the score falls below `renewal_line`.
    renewal_line : float or None [points]
        Score below which the buyer would switch; None if there is nobody to switch to.
    fine : float
        Cost of rectification, due if the score is below `pass_line`.
    pass_line : float [points]
    mission : float [1/point]
    effort_cost : float [1/point²]
    """

    held_back: float
    pay_line: float
    next_term: float
    renewal_line: float | None
    fine: float
    pass_line: float
    mission: float
    effort_cost: float

    def worth(self, quality: np.ndarray, noise: float) -> np.ndarray:
        """Expected worth of the score at each quality [share of price]; `noise` is the sd of the score."""

        def chance(line: float) -> np.ndarray:
            return ndtr((quality - line) / noise) if noise > 0 else (quality >= line).astype(float)

        value = self.held_back * chance(self.pay_line) + self.fine * chance(self.pass_line) + self.mission * quality
        if self.renewal_line is not None:
            value = value + self.next_term * chance(self.renewal_line)
        return value


def choose_effort(stakes: Stakes, quality_without: float, noise: float, most: float) -> tuple[float, float]:
    """Best effort and the marginal return to quality there.

    Parameters
    ----------
    stakes : Stakes
        What a score decides.
    quality_without : float [points]
        Expected quality at no effort.
    noise : float [points]
        Standard deviation of the score around quality.
    most : float [points]
        Largest effort.

    Returns
    -------
    effort : float [points]
    slope : float [share of price per point]
    """
    effort = np.linspace(0.0, most, STEPS)
    worth = stakes.worth(quality_without + effort, noise)
    best = int(np.argmax(worth - 0.5 * stakes.effort_cost * effort**2))
    around = slice(max(best - 1, 0), min(best + 2, STEPS))
    slope = float(np.diff(worth[around]).mean() / (effort[1] - effort[0]))
    return float(effort[best]), slope


def renewal_line(record: float, weight: float, alternative: float | None, switching_cost: float) -> float | None:
    """Score below which the buyer, having learnt it, would believe the alternative worth a switch.

    Solves ``alternative − (record + weight · (score − record)) = switching_cost`` for the score.
    """
    if alternative is None or weight == 0:
        return None
    return record + (alternative - switching_cost - record) / weight
