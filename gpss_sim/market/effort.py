"""Effort: how hard an agency works, given what a score decides (equations 10.1, 10.2; T10)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gpss_sim.market.policies.reductions import AllOrNothing, Lines, Reduction, chance

STEPS = 401


@dataclass(frozen=True, slots=True)
class Stakes:
    """What depends on the quality of a contract year, in shares of its price.

    Parameters
    ----------
    held_back : float
        Paid as far as the score earns it by `reduction`.
    next_term : float
        Worth of the next term, lost if the score falls below `renewal_line`.
    renewal_line : float or None [points]
        Score below which the buyer would switch; None if there is nobody to switch to.
    fine : float
        Cost of rectification, due if the score is below the pass line.
    lines : Lines [points]
        Where grades change.
    mission : float [1/point]
        Worth of a point whatever the score: to the mission, and by the cases it draws where cases are paid.
    effort_cost : float [1/point²]
    reward : float
        Paid if the score is excellent.
    reduction : Reduction
        How much of what is held back a score earns.
    measured : (float, float)
        The score expected at no quality [points], and what it gains for a point of quality.
    """

    held_back: float
    next_term: float
    renewal_line: float | None
    fine: float
    lines: Lines
    mission: float
    effort_cost: float
    reward: float = 0.0
    reduction: Reduction = field(default_factory=AllOrNothing)
    measured: tuple[float, float] = (0.0, 1.0)

    def worth(self, quality: np.ndarray, noise: float) -> np.ndarray:
        """Expected worth of the score at each quality [share of price]; `noise` is the sd of the score."""
        score = self.measured[0] + self.measured[1] * quality
        value = (
            self.held_back * self.reduction.expected(score, noise, self.lines)
            + self.fine * chance(score, self.lines.passing, noise)
            + self.mission * quality
            + self.reward * chance(score, self.lines.excellent, noise)
        )
        if self.renewal_line is not None:
            value = value + self.next_term * chance(score, self.renewal_line, noise)
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
