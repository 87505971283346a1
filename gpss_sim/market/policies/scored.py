"""The equilibrium of a contest in which price and quality points decide (the statutory formula, T3c; equation 8.9).

A rival's type is its cost and its deviation in quality; a strategy is a price for each type of a grid. Against a
strategy the chance of winning is computed by quadrature, without sampling: the lowest price ``m`` of all offers
scales everybody's price points, and given ``m`` the rivals are independent. With ``G(z, m)`` the probability that a
rival who offers asks for at least ``m`` and scores below ``z``, and ``B`` the polynomial of
:meth:`~gpss_sim.market.policies.contest.Contest.wins`, a bidder at price ``p`` with total score ``z`` wins with

    B(G(z, p)) at the lowest price p, plus the integral over m < p of −dB(G(z, m))

The strategy moves towards the best responses until nobody of any type gains more than ``REGRET`` by another price and
the expected distance of what is asked from the best response is at most ``GAP``, both undamped. Where few rivals are
expected, many types are nearly indifferent between prices far apart, and best responses to one another overshoot for
ever; there it is enough that nobody gains more than ``REGRET``, and who gains no more than that by another price asks
what is expected of its type.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gpss_sim.errors import GpssError
from gpss_sim.market.policies.contest import Contest, Solution, best_price
from gpss_sim.market.policies.payoff import Payoff
from gpss_sim.market.policies.scored_grid import Grid
from gpss_sim.streams import Floats

ALIKE = 0.001
"""Spread of quality, in prices [share of ceiling], below which bidders count as equal."""
REGRET = 0.001
"""Most that a type may gain by another price [share of ceiling]."""
GAP = 0.002
"""Largest mean distance of prices asked from best responses, weighted by who wins [share of ceiling]."""
PATIENCE = 12
"""Steps after which a small regret is enough: more than the first way takes."""


class Relaxation(NamedTuple):
    """A way towards the best responses, from the closed form on.

    Parameters
    ----------
    steps : int
        After them the next way begins anew.
    share, least : float
        Share of the way to the best responses that the first step takes, and the smallest that any takes.
    factor : float
        The share is multiplied by it where regret did not fall by three tenths.
    allowed : float [share of ceiling]
        Most that a type may gain by another price where all do as they will.
    finest : bool
        Rivals are laid out as finely as can be, also where raters' errors blur them.
    """

    steps: int
    share: float
    least: float
    factor: float
    allowed: float = REGRET
    finest: bool = True


RELAXATIONS = (
    Relaxation(PATIENCE, 1.0, 0.25, 0.7),
    Relaxation(60, 0.2, 0.01, 0.8),
    Relaxation(240, 0.5, 0.01, 0.97, 1.5 * REGRET),
)
"""Long steps settle most contests at once; where hardly a rival is expected types change their mind at small changes of
the others', and only short steps come to rest."""


class UnsettledContestError(GpssError):
    """Best responses did not settle: no price is asked rather than one that nobody would stay with."""

    exit_code = 3


class Settled(NamedTuple):
    """The equilibrium of a contest on the grids of its types and prices.

    Parameters
    ----------
    prices : ndarray (n,) [share of ceiling]
    costs : ndarray (k,) [share of ceiling]
    advantages : ndarray (a,) [score points]
    strategy : ndarray (k, a) [share of ceiling]
        Prices asked by type.
    table : ndarray (a, n)
        Chance of winning by advantage and price.
    told : ndarray (3,)
        The most that a type of the grid gains by another price and the mean distance of prices asked from best
        responses, by who wins [share of ceiling]; 1 where best prices are further from those asked than ``GAP``, and
        worth hardly more, else 0.
    """

    prices: Floats
    costs: Floats
    advantages: Floats
    strategy: Floats
    table: Floats
    told: Floats


def settle(contest: Contest) -> Settled:
    """The equilibrium of a contest.

    Raises
    ------
    UnsettledContestError
        No way towards the best responses came to rest.
    """
    grid = Grid(contest)
    for way in RELAXATIONS:
        found = _relax(grid, way)
        if found.settled:
            told = np.array([found.regret, found.gap, found.indifferent], dtype=float)
            return Settled(grid.prices, grid.costs, grid.advantages, found.asked, found.table, told)
    steps = sum(way.steps for way in RELAXATIONS)
    raise UnsettledContestError(
        f"bids do not settle in {steps} steps: somebody gains {found.regret:.4f} of "
        f"the ceiling by another price (allowed: {way.allowed}), mean distance from the best price {found.gap:.4f} "
        f"(allowed: {GAP}), in {contest}"
    )


def _relax(grid: Grid, way: Relaxation) -> Relaxed:
    share, before = way.share, np.inf
    asked = grid.start()
    for step in range(way.steps):
        table = grid.chances(asked, finest=way.finest)
        expected = grid.expected(table)
        best = grid.respond(expected)
        regret, gap = grid.regret(table, expected, asked), grid.distance(table, asked, best)
        near = gap <= GAP
        if regret <= way.allowed and (
            near or (step >= PATIENCE and _stays(grid, table, expected, asked, best, way.allowed))
        ):
            return Relaxed(asked, table, regret, gap, settled=True, indifferent=not near)
        if regret > 0.7 * before:
            share = max(share * way.factor, way.least)
        before = regret
        asked = asked + share * (best - asked)
    return Relaxed(asked, table, regret, gap, settled=False, indifferent=False)


def _stays(grid: Grid, table: Floats, expected: Floats, asked: Floats, best: Floats, allowed: float) -> bool:
    """Whether what bidders do, asking what is expected or the best price, is nearly best where all do it."""
    done = np.where(grid.gains(table, expected, asked) <= REGRET, asked, best)
    after = grid.chances(done)
    return grid.regret(after, grid.expected(after), done) <= allowed


class Scored(Solution):
    """Price and quality points decide.

    Parameters
    ----------
    settled : Settled
        The equilibrium of the contest.
    """

    def __init__(self, settled: Settled) -> None:
        self._settled = settled
        self._indifferent = bool(settled.told[2])
        self._places = np.arange(len(settled.advantages))
        self._latest: tuple[float, Floats] = (np.nan, settled.prices)

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Interpolated in the table."""
        return np.interp(prices, self._settled.prices, self._row(advantage))

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """The price of the table that maximises the expected worth, refined by a parabola; what is expected of the type
        where that is worth hardly less."""
        if payoff.cost > self._settled.prices[-1]:
            return None
        row = self._row(advantage)
        best = best_price(self._settled.prices, lambda _: row, payoff)
        if not self._indifferent:
            return best
        usual = max(self.price(payoff.cost, advantage), payoff.cost)
        chances = np.interp([best, usual], self._settled.prices, row)
        gained = chances * payoff.worth(np.array([best, usual]))
        return usual if gained[0] - gained[1] <= REGRET else best

    def price(self, cost: float, advantage: float) -> float:
        """What a rival of a cost and advantage asks by the strategy settled on [share of ceiling]."""
        settled = self._settled
        columns = [np.interp(cost, settled.costs, column) for column in settled.strategy.T]
        return float(np.interp(advantage, settled.advantages, columns))

    def _row(self, advantage: float) -> Floats:
        """Chances at the prices of the grid; asked for the same advantage time and again."""
        if self._latest[0] == advantage:
            return self._latest[1]
        advantages, table = self._settled.advantages, self._settled.table
        place = float(np.interp(advantage, advantages, self._places))
        lower = min(int(place), len(advantages) - 2)
        share = place - lower
        row = np.asarray((1 - share) * table[lower] + share * table[lower + 1])
        self._latest = (advantage, row)
        return row


class Relaxed(NamedTuple):
    """Where a way ended: prices by type, chances, the most that a type gains by another, mean distance from best
    prices."""

    asked: Floats
    table: Floats
    regret: float
    gap: float
    settled: bool
    indifferent: bool
    """Best prices are further from those asked than ``GAP``, and worth hardly more."""
