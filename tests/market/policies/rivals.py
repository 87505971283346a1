"""Rivals drawn anew, scored by the award's own formula: a check of bids that shares no table with the solution."""

from __future__ import annotations

import numpy as np

from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve

COSTS_ASKED, DEVIATIONS_ASKED = (0.05, 0.3, 0.6, 0.9), (-1.5, 0.0, 1.5)


def regret(contest: Contest, draws: int, seed: int) -> tuple[float, float]:
    """Most that a type gains by another price, and the standard error of a gain [share of ceiling].

    Every rival asks what the solution asks for its own cost and quality; scores are 100 · weight · lowest price / price
    and weighted quality with the raters' error, one's own included.
    """
    luck = np.random.default_rng(seed)
    weight, n = contest.price_weight, contest.rivals
    costs = contest.costs.quantiles()
    costs = costs[costs <= contest.highest_cost]
    present = luck.random((draws, n)) < contest.participation
    cost = costs[(luck.random((draws, n)) * len(costs)).astype(int)]
    quality = (1 - weight) * contest.quality_sd * luck.standard_normal((draws, n))
    error = (1 - weight) * contest.noise_sd
    bid = np.where(present, asks(contest, cost, quality), np.inf)
    points = quality + error * luck.standard_normal((draws, n))
    own = error * luck.standard_normal(draws)
    prices = np.linspace(costs[0], 1.0, 80)
    chances = _chances(contest, prices, bid, points, present, own)
    gains = [
        _gain(contest, prices, chances, float(np.quantile(costs, level)), deviation * contest.quality_sd)
        for level in COSTS_ASKED
        for deviation in DEVIATIONS_ASKED
    ]
    return max(gains), 0.5 * (1 - costs[0]) / draws**0.5


def asks(contest: Contest, cost: np.ndarray, quality: np.ndarray) -> np.ndarray:
    """What rivals ask, between types of a grid of 25 costs and 13 qualities."""
    solution, weight = solve(contest), 1 - contest.price_weight
    levels = np.linspace(cost.min(), cost.max(), 25)
    deviations = np.linspace(-3, 3, 13) * max(weight * contest.quality_sd, 1e-9)
    table = np.array(
        [[solution.ask(contest.payoff.of(float(c), float(a / weight)), float(a)) for a in deviations] for c in levels]
    )
    row = np.clip((cost - levels[0]) / (levels[1] - levels[0]), 0, 23.999)
    column = np.clip((quality - deviations[0]) / (deviations[1] - deviations[0]), 0, 11.999)
    i, j = row.astype(int), column.astype(int)
    f, g = row - i, column - j
    upper = (1 - g) * table[i, j] + g * table[i, j + 1]
    return (1 - f) * upper + f * ((1 - g) * table[i + 1, j] + g * table[i + 1, j + 1])


def _chances(
    contest: Contest, prices: np.ndarray, bid: np.ndarray, points: np.ndarray, present: np.ndarray, own: np.ndarray
) -> np.ndarray:
    """Lead in points over the last that is admitted, by price and draw; −∞ where too few offer."""
    scale = 100 * contest.price_weight
    lowest = bid.min(axis=1, initial=np.inf)
    enough = present.sum(axis=1) + 1 >= contest.minimum
    leads = []
    for price in prices:
        low = np.minimum(lowest, price)
        rivals = np.where(present, scale * low[:, None] / bid + points, -np.inf)
        if contest.admits <= rivals.shape[1]:
            last = np.sort(rivals, axis=1)[:, -contest.admits]
        else:
            last = np.full(len(rivals), -np.inf)
        leads.append(np.where(enough, scale * low / price + own - last, -np.inf))
    return np.array(leads)


def _gain(contest: Contest, prices: np.ndarray, leads: np.ndarray, cost: float, deviation: float) -> float:
    advantage = (1 - contest.price_weight) * deviation
    payoff = contest.payoff.of(cost, deviation)
    asked = solve(contest).ask(payoff, advantage)
    assert asked is not None
    chance = (leads + advantage > 0).mean(axis=1)
    worth = np.where(prices >= cost, payoff.worth(prices), -1.0)
    return float((chance * worth).max() - np.interp(asked, prices, chance) * payoff.at(asked))
