"""T3c, T10: the statutory score; effort under a threshold and a noisy score; the winner among noisy scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm


def comprehensive(prices: Sequence[float], qualities: Sequence[float], weight: float) -> list[float]:
    """Scores with price points 100 · lowest / price (Order 87 art. 55).

    >>> [round(score, 6) for score in comprehensive([88, 92, 95], [80, 90, 85], 0.2)]
    [84.0, 91.130435, 86.526316]
    """
    lowest = min(prices)
    return [weight * 100 * lowest / p + (1 - weight) * q for p, q in zip(prices, qualities, strict=True)]


def passes(quality: float, line: float, noise: float) -> float:
    """Chance that a noisy score reaches the line.

    >>> round(passes(78, 75, 5), 6)
    0.725747
    """
    return float(norm.cdf((quality - line) / noise))


def best_quality(base: float, line: float, noise: float, held_back: float, cost: float) -> float:
    """Quality that maximises held_back · P(pass) − cost/2 · (quality − base)².

    >>> round(best_quality(65, 75, 5, 20, 0.05), 6)
    80.901904
    """

    def loss(quality: float) -> float:
        return cost / 2 * (quality - base) ** 2 - held_back * passes(quality, line, noise)

    grid = np.linspace(base, line + 6 * noise, 2001)
    near = float(grid[int(np.argmin([loss(q) for q in grid]))])
    step = float(grid[1] - grid[0])
    found = minimize_scalar(
        loss, bounds=(max(near - step, base), near + step), method="bounded", options={"xatol": 1e-9}
    )
    return float(found.x)


def highest_normal(n: int) -> float:
    """Mean of the highest of `n` standard normal draws.

    >>> round(highest_normal(3), 6)
    0.846284
    """
    return float(quad(lambda z: z * n * norm.pdf(z) * norm.cdf(z) ** (n - 1), -10, 10)[0])


def winner_quality(mean: float, spread: float, noise: float, offers: int) -> float:
    """Mean true quality of the offer whose noisy score is highest.

    >>> round(winner_quality(75, 8, 7.812474, 3), 6)
    79.843741
    """
    reliability = spread**2 / (spread**2 + noise**2)
    return float(mean + spread * reliability**0.5 * highest_normal(offers))


def bid_with_advantage(cost: float, points: float, weight: float) -> float:
    """Best bid against one rival of cost uniform on [.8, 1] who bids (1 + cost) / 2, with an advantage in score points.

    An offer at ``p`` beats a rival's price above ``p · k`` where ``k = 1 − points / (100 · weight)`` for an advantage
    and ``1 / (1 + points / (100 · weight))`` for a handicap. The chance is then ``10 (1 − k p)``, between 0 and 1, and
    ``(p − cost) (1 − k p)`` is largest at ``(1 / k + cost) / 2``; no price above the ceiling of 1, and none below
    ``.9 / k``, under which the chance is one already.

    >>> round(bid_with_advantage(0.9, 0, 0.5), 6), round(bid_with_advantage(0.9, 2, 0.5), 6)
    (0.95, 0.970833)
    """
    share = points / (100 * weight)
    k = 1 - share if share >= 0 else 1 / (1 + share)
    return float(min(max((1 / k + cost) / 2, 0.9 / k, cost), 1.0))
