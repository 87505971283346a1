"""How much a bidder could gain by another price: rivals drawn anew, scored by the award's own formula.

The check of bids shares no table with their solution: it asks what each rival asks, draws costs, qualities, raters'
errors and presence, and counts who wins by 100 · weight · lowest price / price plus weighted quality (Order 87 art.
55).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from gpss_sim.streams import Floats, Streams

COSTS_ASKED, DEVIATIONS_ASKED = (0.05, 0.3, 0.6, 0.9), (-1.5, 0.0, 1.5)
"""Types whose gain is looked at: shares of lower costs, standard deviations of quality."""
PRICES = 80
ALLOWED = 0.002
"""Most that anybody may gain by another price [share of ceiling]."""
_LEVELS, _DEVIATIONS = 25, np.linspace(-3, 3, 13)


class Draws(NamedTuple):
    """Rivals of one contest: what they ask, their points for quality, who is there; one's own raters' error."""

    bid: Floats
    points: Floats
    present: NDArray[np.bool_]
    own: Floats


def met(scenario: str, settings: Sequence[str] = ()) -> list[Contest]:
    """Contests in which price and quality decide that a run of a scenario meets, in the order in which it does."""
    results = run(load_scenario(scenario, settings))
    return [c for c in results.world.state.beliefs.met if c.price_decides and c.quality_decides and c.price_weight]


def largest(contests: Iterable[Contest], draws: int) -> float:
    """Largest gain by another price over contests and types [share of ceiling]; 0 without contests."""
    return max((regret(contest, draws, k) for k, contest in enumerate(contests)), default=0.0)


def regret(contest: Contest, draws: int, seed: int) -> float:
    """Most that a type gains by another price [share of ceiling]."""
    rivals = _draw(contest, draws, seed)
    costs = _able(contest)
    prices = np.linspace(costs[0], contest.payoff.highest, PRICES)
    leads = np.array([_lead(contest, float(price), rivals) for price in prices])
    return max(
        _gain(contest, prices, leads, float(np.quantile(costs, level)), deviation * contest.quality_sd)
        for level in COSTS_ASKED
        for deviation in DEVIATIONS_ASKED
    )


def _able(contest: Contest) -> Floats:
    """Costs of those who can offer."""
    costs = contest.costs.quantiles()
    return costs[: max(int((costs <= contest.highest_cost).sum()), 1)]


def _share_able(contest: Contest) -> float:
    """Share of eligible rivals whose cost allows an offer; the others stay away."""
    return float((contest.costs.quantiles() <= contest.highest_cost).mean())


def _draw(contest: Contest, draws: int, seed: int) -> Draws:
    n, luck, costs = contest.rivals, Streams(seed, 0), _able(contest)
    uniform = {
        name: luck.uniforms("regret", name, n=draws * max(n, 1)) for name in ("here", "cost", "quality", "raters")
    }
    table = {name: values[: draws * n].reshape(draws, n) for name, values in uniform.items()}
    willing = contest.participation * _share_able(contest)
    weight, present = 1 - contest.price_weight, table["here"] < willing
    quality = weight * contest.quality_sd * ndtri(table["quality"])
    bid = np.where(present, _asked(contest, costs[(table["cost"] * len(costs)).astype(int)], quality), np.inf)
    error = weight * contest.noise_sd
    own = error * ndtri(luck.uniforms("regret", "own", n=draws))
    return Draws(bid, quality + error * ndtri(table["raters"]), present, own)


def _asked(contest: Contest, cost: Floats, quality: Floats) -> Floats:
    """What rivals ask, interpolated between types of a grid of costs and qualities."""
    if not cost.size:
        return cost
    solution, weight = solve(contest), 1 - contest.price_weight
    levels = np.linspace(cost.min(), cost.max() + 1e-9, _LEVELS)
    deviations = _DEVIATIONS * max(weight * contest.quality_sd, 1e-9)
    table = np.array(
        [
            [
                solution.ask(contest.payoff.of(float(c), float(a / weight) if weight else 0.0), float(a))
                for a in deviations
            ]
            for c in levels
        ],
        dtype=float,
    )
    row = np.clip((cost - levels[0]) / (levels[1] - levels[0]), 0, len(levels) - 1.001)
    column = np.clip((quality - deviations[0]) / (deviations[1] - deviations[0]), 0, len(deviations) - 1.001)
    i, j = row.astype(int), column.astype(int)
    f, g = row - i, column - j
    lower = (1 - g) * table[i, j] + g * table[i, j + 1]
    return np.asarray((1 - f) * lower + f * ((1 - g) * table[i + 1, j] + g * table[i + 1, j + 1]))


def _lead(contest: Contest, price: float, rivals: Draws) -> Floats:
    """Points ahead of the last offer that is beaten to be admitted; minus infinity where too few offer."""
    scale = 100 * contest.price_weight
    lowest = np.minimum(rivals.bid.min(axis=1, initial=np.inf), price)
    scores = np.where(rivals.present, scale * lowest[:, None] / rivals.bid + rivals.points, -np.inf)
    admits = contest.admits
    last = np.sort(scores, axis=1)[:, -admits] if admits <= scores.shape[1] else np.full(len(scores), -np.inf)
    enough = rivals.present.sum(axis=1) + 1 >= contest.minimum
    return np.where(enough, scale * lowest / price + rivals.own - last, -np.inf)


def _gain(contest: Contest, prices: Floats, leads: Floats, cost: float, deviation: float) -> float:
    advantage = (1 - contest.price_weight) * deviation
    payoff = contest.payoff.of(cost, deviation)
    asked = solve(contest).ask(payoff, advantage)
    if asked is None:
        return 0.0
    chance = (leads + advantage > 0).mean(axis=1)
    best = float((chance * np.where(prices >= cost, payoff.worth(prices), -1.0)).max())
    return best - float(np.interp(asked, prices, chance)) * payoff.at(asked) if best > 0 else 0.0
