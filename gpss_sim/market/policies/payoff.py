"""The payoff of a contract: what a bidder expects of it and what its holder later optimises, one function.

Equations 8.3, 10.1, 10.2 and 10.5.

A contract at price ``p`` [share of ceiling] with a yearly cost ``c`` is worth, in shares of the ceiling,

    p − c − p · w + p · max over e of [ v(e) + N(p) · k(e) ]

where ``w`` is the cost of waiting for money that arrives late, ``v(e)`` is what the score of the year decides on at
effort ``e`` (the held-back tranche, the fine, a reward) less the cost of effort, ``k(e)`` is the chance that the score
does not cost the next term, and ``N(p) = (discount · belief in renewal · max(p − c, 0) + survival) / p`` is the worth
of that term. A bidder uses it before the award, the holder of a contract when a contract year begins.

Effort up to ``mission / effort_cost`` is what an agency gives for its own cause; reference costs are quoted at it.
Effort beyond it costs ``½ · effort_cost · (e − mission / effort_cost)²`` of the price.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp
from typing import Any

import numpy as np
from scipy.special import ndtr

from gpss_sim.market.policies import reductions
from gpss_sim.market.policies.envelope import UpperEnvelope
from gpss_sim.market.policies.reductions import REDUCTIONS, Lines
from gpss_sim.market.policies.retention import Retention
from gpss_sim.streams import Floats

STEPS = 401
"""Efforts among which the holder of a contract chooses, from none to the most."""
BIDDER_STEPS = 41
"""Efforts among which a bidder expects to choose."""


@dataclass(frozen=True)
class Stakes:
    """What depends on the quality of a contract year, in shares of its price.

    Parameters
    ----------
    lines : Lines [points]
        Where grades change.
    noise : float [points]
        Standard deviation of the score around what it measures.
    effort_cost : float [1/point²]
    effort_max : float [points]
    mission : float [1/point]
        Worth of a point to the agency's own cause.
    draw : float [1/point]
        Worth of the cases that a point draws, where cases are paid.
    held_back : float
        Paid as far as the score earns it by `reduction`.
    reduction : str
        Reduction rule by name.
    fine : float
        Cost of rectification, due if the score is below the pass line.
    reward : float
        Paid if the score is excellent.
    measured : (float, float)
        The score expected at no quality [points], and what it gains for a point of quality.
    retention : Retention or None
        How the score decides on the next term; None: no score costs it.
    """

    lines: Lines
    noise: float
    effort_cost: float
    effort_max: float
    mission: float = 0.0
    draw: float = 0.0
    held_back: float = 0.0
    reduction: str = "all_or_nothing"
    fine: float = 0.0
    reward: float = 0.0
    measured: tuple[float, float] = (0.0, 1.0)
    retention: Retention | None = None

    @property
    def own_effort(self) -> float:
        """Effort an agency gives for its own cause, at no cost beyond the reference cost [points]."""
        return min(self.mission / self.effort_cost, self.effort_max)

    def cost_of(self, effort: float) -> float:
        """Cost of effort beyond what the agency's own cause asks for [share of price]."""
        return float(0.5 * self.effort_cost * max(effort - self.own_effort, 0.0) ** 2)

    def at(self, quality: float, steps: int = BIDDER_STEPS) -> YearAhead:
        """The year ahead of an agency whose quality without effort is `quality` [points]."""
        return _year_ahead(self, quality, steps)


@lru_cache(maxsize=8192)
def _year_ahead(stakes: Stakes, quality: float, steps: int) -> YearAhead:
    effort = np.linspace(0.0, stakes.effort_max, steps)
    score = stakes.measured[0] + stakes.measured[1] * (quality + effort)
    earned = REDUCTIONS[stakes.reduction]().expected(score, stakes.noise, stakes.lines)
    passed = reductions.chance(score, stakes.lines.passing, stakes.noise)
    excellent = reductions.chance(score, stakes.lines.excellent, stakes.noise)
    lost = stakes.held_back * (1 - earned) + stakes.fine * (1 - passed)
    value = stakes.reward * excellent - lost + stakes.draw * effort
    retained = np.ones(steps) if stakes.retention is None else stakes.retention.chance(score, stakes.noise)
    return YearAhead(effort, value, 0.5 * stakes.effort_cost * (effort - stakes.own_effort) ** 2, retained)


@dataclass(frozen=True)
class YearAhead:
    """A contract year by effort.

    Parameters
    ----------
    effort : ndarray (k,) [points]
    value : ndarray (k,) [share of price]
        What the score decides on in this year.
    cost : ndarray (k,) [share of price]
        Cost of effort, less what the agency's own cause gains by it.
    retained : ndarray (k,)
        Probability of the next term.
    """

    effort: Floats
    value: Floats
    cost: Floats
    retained: Floats

    @cached_property
    def _best(self) -> UpperEnvelope:
        return UpperEnvelope.of(self.value - self.cost, self.retained)

    def best(self, next_term: Floats) -> Floats:
        """Largest worth over all efforts, where the next term is worth `next_term` ≥ 0 [share of price]."""
        return self._best.at(next_term)

    def best_at(self, next_term: float) -> float:
        """:meth:`best` for one number."""
        return self._best.at_one(next_term)

    def choice(self, next_term: float) -> int:
        """Place of the best effort."""
        return int(np.argmax(self.value - self.cost + next_term * self.retained))


def choose_effort(stakes: Stakes, quality: float, next_term: float) -> tuple[float, float]:
    """Best effort and the marginal return to quality there.

    Parameters
    ----------
    stakes : Stakes
        What a score decides.
    quality : float [points]
        Expected quality at no effort.
    next_term : float [share of price]
        Worth of the next term.

    Returns
    -------
    effort : float [points]
    slope : float [share of price per point]
    """
    year = stakes.at(quality, STEPS)
    best = year.choice(next_term)
    around = slice(max(best - 1, 0), min(best + 2, STEPS))
    worth = (year.value + next_term * year.retained + stakes.mission * year.effort)[around]
    slope = float(np.diff(worth).mean() / (year.effort[1] - year.effort[0]))
    return float(year.effort[best]), slope


@dataclass(frozen=True)
class Payoff:
    """What a contract is worth to an agency at each price.

    Parameters
    ----------
    cost : float [share of ceiling]
        Expected cost of a year.
    quality : float [points]
        Expected quality without effort.
    stakes : Stakes
        What a score decides.
    continuation : float
        Worth of a later term per unit of margin: discount times belief in renewal.
    survival : float [share of ceiling]
        Worth of holding a contract at all.
    waiting : float [share of price]
        Cost of the expected wait for money that arrives late.
    secrecy : float
        Standard deviation of the logarithm of the ceiling around what is expected of it, where it is secret; 0 where
        it is published.
    """

    cost: float
    quality: float
    stakes: Stakes
    continuation: float = 0.0
    survival: float = 0.0
    waiting: float = 0.0
    secrecy: float = 0.0

    @cached_property
    def _year(self) -> YearAhead:
        return self.stakes.at(self.quality)

    def worth(self, prices: Floats) -> Floats:
        """Worth of winning at each price, times the chance that a secret ceiling is not exceeded [share of ceiling]."""
        worth = worth_of(self._year, prices, self.cost, self.continuation, self.survival, self.waiting)
        return worth * within(prices, self.secrecy) if self.secrecy else worth

    def at(self, price: float) -> float:
        """Worth of winning at one price [share of ceiling]."""
        terms = (price, self.cost, self.continuation, self.survival, self.waiting)
        worth = _worth(*terms, lambda margin: max(margin, 0.0), self._year.best_at)
        return worth * float(within(np.array(price), self.secrecy)) if self.secrecy else worth

    @property
    def highest(self) -> float:
        """Price above which nothing is asked [share of ceiling]."""
        return highest_price(self.secrecy)

    @cached_property
    def full_cost(self) -> float:
        """Price at which this year alone pays, later terms and survival apart [share of ceiling].

        The cost over the share of the price that is left after what is lost to the score, effort and waiting, with
        the effort that would be chosen at the ceiling.
        """
        year = self._year
        next_term = self.continuation * max(1.0 - self.cost, 0.0) + self.survival
        best = year.choice(next_term)
        return float(self.cost / (1.0 - self.waiting + year.value[best] - year.cost[best]))


def worth_of(
    year: YearAhead, prices: Floats, cost: Floats | float, continuation: float, survival: float, waiting: float
) -> Floats:
    """Worth of winning at `prices` with `cost` [share of ceiling]; the two are broadcast against one another."""
    terms = (prices, cost, continuation, survival, waiting)
    return np.asarray(_worth(*terms, lambda margin: np.maximum(margin, 0.0), year.best))


def _worth(
    price: Any,
    cost: Any,
    continuation: float,
    survival: float,
    waiting: float,
    positive: Callable[[Any], Any],
    best: Callable[[Any], Any],
) -> Any:
    """The formula of the module, for one price or many."""
    margin = price - cost
    next_term = (continuation * positive(margin) + survival) / price
    return margin - price * waiting + price * best(next_term)


def within(prices: Floats, secrecy: float) -> Floats:
    """Probability that a price does not exceed a ceiling lognormal around 1; 1 where it is published."""
    return ndtr(-np.log(prices) / secrecy) if secrecy else np.ones_like(prices)


def highest_price(secrecy: float) -> float:
    """Price above which nothing is asked: the ceiling, or what a secret one hardly ever reaches [share of ceiling]."""
    return exp(2.5 * secrecy)
