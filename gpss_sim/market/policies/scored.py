"""The equilibrium of a contest in which price and quality points decide (the statutory formula, T3c; equation 8.9).

A rival's type is its cost and its deviation in quality; a strategy is a price for each type of a grid. Against a
strategy the chance of winning is computed by quadrature, without sampling: the lowest price ``m`` of all offers
scales everybody's price points, and given ``m`` the rivals are independent. With ``G(z, m)`` the probability that a
rival who offers asks for at least ``m`` and scores below ``z``, and ``B`` the polynomial of
:meth:`~gpss_sim.market.policies.contest.Contest.wins`, a bidder at price ``p`` with total score ``z`` wins with

    B(G(z, p)) at the lowest price p, plus the integral over m < p of −dB(G(z, m))

The strategy moves towards the best responses until nobody of any type gains more than ``REGRET`` by another price and
the expected distance of what is asked from the best response is at most ``GAP``, both undamped. Where few rivals are
expected, or raters' errors blur little, best responses to one another overshoot for ever. There the contest is solved
as one among bidders who choose a better price the more often the more they gain by it (the logit equilibrium of
McKelvey and Palfrey 1995), whose answers do not jump, again and again under a smaller ``temperature``, until what they
ask on average passes the same two tests.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gpss_sim.errors import GpssError
from gpss_sim.market.policies.contest import Contest, PublicPayoff, Solution, best_price, best_prices
from gpss_sim.market.policies.fixed_point import FixedPoint
from gpss_sim.market.policies.payoff import Payoff
from gpss_sim.market.policies.scored_grid import Grid
from gpss_sim.streams import Floats

ALIKE = 0.001
"""Spread of quality, in prices [share of ceiling], below which bidders count as equal."""
REGRET = 0.001
"""Most that a type may gain by another price [share of ceiling]."""
GAP = 0.002
"""Largest mean distance of prices asked from best responses, weighted by who wins [share of ceiling]."""
DIRECT_STEPS = 12
"""Steps straight towards the best responses; most contests settle within them."""
FIRST_SHARE, LEAST_SHARE, SHORTER = 1.0, 0.25, 0.7
"""Share of the way to the best responses that the first step takes, the smallest that any takes, and what the share is
multiplied by where regret did not fall by three tenths."""
TEMPERATURES = (0.032, 0.016, 0.008, 0.004, 0.002, 0.001, 0.0005, 0.00025, 0.000125, 0.0000625, 0.00003125)
"""What a bidder may lose on average by its choice, from one stage to the next [share of ceiling].

The last two are for contests whose raters hardly err: what is best then jumps from price to price, and stages do not
come to rest, while nobody gains more than `REGRET` any more.
"""
COLD = 0.00025
"""From this temperature down a stage at rest may be the answer: prices are then .001 to .002 of the ceiling above those
of the equilibrium, as those of straight steps are below."""
STAGE_STEPS = 60
"""Steps at one temperature at most."""
AT_REST = 0.3
"""Root mean square of the steps that are left at which a stage ends, as a share of its temperature."""


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
        responses, by who wins [share of ceiling]; 1 where logit equilibria led to it, else 0.
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
    straight = _straight(grid)
    found = straight or _cooling(grid)
    if found.settled:
        told = np.array([found.regret, found.gap, straight is None], dtype=float)
        return Settled(grid.prices, grid.costs, grid.advantages, found.asked, found.table, told)
    raise UnsettledContestError(
        f"bids do not settle in {DIRECT_STEPS} steps towards the best prices, nor at temperatures down to "
        f"{TEMPERATURES[-1]}: somebody gains {found.regret:.4f} of the ceiling by another price (allowed: {REGRET}), "
        f"mean distance from the best price {found.gap:.4f} (allowed: {GAP}), in {contest}"
    )


class Looked(NamedTuple):
    """A strategy, and how far it is from one that nobody would leave.

    Parameters
    ----------
    asked, table, expected, best : ndarray
        Prices asked by type, chances of winning, what each price is expected to be worth to each type, best prices.
    regret, gap : float [share of ceiling]
        The most that a type gains by another price, and the mean distance from best prices.
    """

    asked: Floats
    table: Floats
    expected: Floats
    best: Floats
    regret: float
    gap: float

    @property
    def settled(self) -> bool:
        """Whether both are small enough."""
        return self.regret <= REGRET and self.gap <= GAP


def _look(grid: Grid, asked: Floats) -> Looked:
    table = grid.chances(asked)
    expected = grid.expected(table)
    best = grid.respond(expected)
    regret, gap = grid.regret(table, expected, asked), grid.distance(table, asked, best)
    return Looked(asked, table, expected, best, regret, gap)


def _straight(grid: Grid) -> Looked | None:
    """From the closed form straight towards the best responses, by shorter steps where regret does not fall.

    It ends where the strategy is settled and, besides, nobody gains more than ``REGRET`` where all ask the best price.
    """
    share, before = FIRST_SHARE, np.inf
    found = _look(grid, grid.start())
    for _ in range(DIRECT_STEPS - 1):
        if found.settled and _look(grid, found.best).regret <= REGRET:
            return found
        if found.regret > 0.7 * before:
            share = max(share * SHORTER, LEAST_SHARE)
        before = found.regret
        found = _look(grid, found.asked + share * (found.best - found.asked))
    return None


def _cooling(grid: Grid) -> Looked:
    """From the closed form through logit equilibria of falling temperature.

    Where no stage ends settled, the first settled strategy met on the way below `COLD` is the answer.
    """
    found, met = _look(grid, grid.start()), list[Looked]()
    for temperature in TEMPERATURES:
        steps = FixedPoint()
        for _ in range(STAGE_STEPS):
            left = grid.average_choice(found.expected, temperature) - found.asked
            if np.sqrt(np.mean(left**2)) < AT_REST * temperature:
                break
            found = _look(grid, grid.within(steps.after(found.asked, left)))
            if temperature <= COLD and found.settled and not met:
                met.append(found)
        if temperature <= COLD and found.settled:
            break
    return found if found.settled or not met else met[0]


class Scored(Solution):
    """Price and quality points decide.

    Parameters
    ----------
    settled : Settled
        The equilibrium of the contest.
    """

    def __init__(self, settled: Settled) -> None:
        self._settled = settled
        self._cooled = bool(settled.told[2])
        self._places = np.arange(len(settled.advantages))
        self._latest: tuple[float, Floats] = (np.nan, settled.prices)

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Interpolated in the table."""
        return np.interp(prices, self._settled.prices, self._row(advantage))

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """The price of the table that maximises the expected worth, refined by a parabola.

        Where logit equilibria led to the table: what is expected of the type, if that is worth hardly less. There best
        prices stand apart from those that rivals expect, in one direction.
        """
        if payoff.cost > self._settled.prices[-1]:
            return None
        row = self._row(advantage)
        best = best_price(self._settled.prices, lambda _: row, payoff)
        if not self._cooled:
            return best
        usual = max(self.price(payoff.cost, advantage), payoff.cost)
        chances = np.interp([best, usual], self._settled.prices, row)
        gained = chances * payoff.worth(np.array([best, usual]))
        return usual if gained[0] - gained[1] <= REGRET else best

    def asks(self, public: PublicPayoff, costs: Floats, deviation: float, advantage: float) -> Floats:
        """All at once where the price of each follows from its worth alone."""
        if self._cooled:
            return super().asks(public, costs, deviation, advantage)
        prices = self._settled.prices
        worth = public.worth(prices, costs[:, None], deviation)
        best = best_prices(prices, self._row(advantage), worth, costs)
        return np.where(costs > prices[-1], np.nan, best)

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
