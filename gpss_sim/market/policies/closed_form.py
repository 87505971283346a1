"""Contests with a closed form: where no price wins, and where price alone does (equation 8.5; T1, T4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from gpss_sim.market.policies.contest import Contest, PublicPayoff, Solution, best_price, levels
from gpss_sim.market.policies.payoff import Payoff
from gpss_sim.streams import Floats

_GRID = 601
_SETTLED = 1e-9
_SLOPE_STEP = 1e-4
_QUADRATURE = np.linspace(-6, 6, 241)


class PriceIrrelevant(Solution):
    """No price wins (a guideline price, quality alone, a lot): everybody asks the ceiling."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest

    def win(self, prices: Floats, advantage: float) -> Floats:
        """The same at each price: P(all rivals' scores are lower), over one's own raters' error."""
        contest = self._contest
        weight = 1 - contest.price_weight
        chance = _by_lot(contest)
        if contest.quality_decides and contest.spread > 0:
            own = advantage + weight * contest.noise_sd * _QUADRATURE
            usual = np.exp(-0.5 * _QUADRATURE**2)
            chance = float(np.average(contest.wins(ndtr(own / contest.spread)), weights=usual))
        return np.full(len(prices), chance)

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """The ceiling, where it covers the cost."""
        return 1.0 if payoff.cost <= 1.0 else None


def _by_lot(contest: Contest) -> float:
    """Chance of being among the admitted where all who offer are alike."""
    weights = contest.enough()
    return float((weights * np.minimum(contest.admits / np.arange(1, len(weights) + 1), 1.0)).sum())


class PriceOnly(Solution):
    """Lowest price wins: T1 with a reserve, an uncertain number of rivals and a minimum of bids.

    From the highest cost that can offer, which asks the best price of a lone bidder, down: a cost ``c`` asks ``b(c)``,
    never less than itself, so that nobody gains by the price of the cost next above (``P(c) W(b(c), c) = P(c′) W(b(c′),
    c)``). ``P`` is the chance that enough offer and too few have a lower cost, ``W`` the worth of winning. Where ``W``
    is price less cost this is ``b(c) = [b(C) P(C) + ∫ from c to C of x dP(x)] / P(c)``.

    Parameters
    ----------
    contest : Contest
        Its rule and what is believed about those who take part.
    cost, win, price, reservation : ndarray
        Its :class:`Schedule`.
    """

    def __init__(self, contest: Contest, cost: Floats, win: Floats, price: Floats, reservation: Floats) -> None:
        self._points = 100 * contest.price_weight
        self._secret, self._highest = bool(contest.payoff.secrecy), contest.payoff.highest
        self._cost, self._win, self._price, self._reservation = cost, win, price, reservation

    def win(self, prices: Floats, advantage: float) -> Floats:
        """Rivals who ask for more lose; points of advantage are worth a share of the price."""
        share = advantage / self._points
        beaten = prices * (1 - share) if share >= 0 else prices / max(1 + share, 1e-12)
        costs = np.interp(beaten, self._price, self._cost)
        return np.where(beaten > self._price[-1], 0.0, np.interp(costs, self._cost, self._win))

    def ask(self, payoff: Payoff, advantage: float) -> float | None:
        """The bid of the type with the same reservation price; with an advantage, the best of all prices."""
        if payoff.cost > self._highest:
            return None
        if advantage or self._secret:
            prices = np.linspace(self._price[0], self._highest, 2 * _GRID)
            return best_price(prices, lambda p: self.win(p, advantage), payoff)
        price = max(float(np.interp(payoff.cost, self._cost, self._price)), payoff.cost)
        for _ in range(20):
            reservation = _reservation_at(payoff, price)
            latest = max(float(np.interp(reservation, self._reservation, self._price)), payoff.cost)
            if abs(latest - price) < _SETTLED:
                break
            price = latest
        return latest


class Schedule(NamedTuple):
    """Bids by cost where price alone decides, ascending; all of shape (n,).

    Parameters
    ----------
    cost, price, reservation : ndarray [share of ceiling]
        Costs, what is asked for them, and the prices at which nothing would be gained.
    win : ndarray
        Chance of winning.
    """

    cost: Floats
    win: Floats
    price: Floats
    reservation: Floats


def schedule(contest: Contest) -> Schedule:
    """Bids by cost where price alone decides."""
    payoff, costs, top = contest.payoff, contest.costs.quantiles(), contest.highest_cost
    cost = np.linspace(min(costs[0], top), top, _GRID)
    cdf = np.interp(cost, costs, levels(costs), left=0, right=1)
    valid = cdf[-1]
    win = contest.wins(1 - cdf / valid if valid > 0 else np.ones_like(cdf))
    price = _prices(payoff, cost, win)
    reservation = reservation_price(lambda prices: payoff.worth(prices, cost), price)
    return Schedule(cost, win, price, np.maximum.accumulate(reservation))


def _prices(public: PublicPayoff, cost: Floats, win: Floats) -> Floats:
    price = np.empty_like(cost)
    grid = np.linspace(cost[-1], public.highest, _GRID)
    price[-1] = asked = best_price(grid, np.ones_like, public.of(float(cost[-1])))
    for k in range(len(cost) - 2, -1, -1):
        if win[k] > 0:
            payoff = public.of(float(0.5 * (cost[k] + cost[k + 1])))
            asked = _price_worth(payoff, win[k + 1] / win[k], asked)
        asked = price[k] = max(asked, float(cost[k]))
    return price


def _price_worth(payoff: Payoff, share: float, highest: float) -> float:
    """Lowest price at which a contract is worth a `share` of what it is worth at `highest`, by Newton's method.

    Nobody asks less than its cost, where the worth of later terms has a kink: below it the worth goes on in a line.
    """
    cost = payoff.cost
    at_cost = payoff.at(cost)
    slope_at_cost = (payoff.at(cost + _SLOPE_STEP) - at_cost) / _SLOPE_STEP

    def worth(price: float) -> float:
        return payoff.at(price) if price >= cost else at_cost + slope_at_cost * (price - cost)

    price, target = highest, share * worth(highest)
    for _ in range(60):
        here = worth(price)
        slope = (worth(price + _SLOPE_STEP) - here) / _SLOPE_STEP
        latest = min(price + (target - here) / slope, highest) if slope > _SLOPE_STEP else cost
        if abs(latest - price) < _SETTLED:
            break
        price = latest
    return price


def bids(floor: Floats, reservation: Floats, win: Floats) -> Floats:
    """Bids of ascending reservation prices where worth is linear in price, from the highest down, above a floor."""
    asked = 1.0
    price = [asked]
    between, won = (0.5 * (reservation[1:] + reservation[:-1])).tolist(), win.tolist()
    steps = zip(between[::-1], won[-2::-1], won[:0:-1], floor[-2::-1].tolist(), strict=True)
    for reserve, here, above, least in steps:
        if here > 0:
            asked = (asked * above + reserve * (here - above)) / here
        asked = max(asked, least)
        price.append(asked)
    return np.array(price[::-1])


def _reservation_at(payoff: Payoff, price: float) -> float:
    """:func:`reservation_price` at one price."""
    slope = (payoff.at(price + _SLOPE_STEP) - payoff.at(price - _SLOPE_STEP)) / (2 * _SLOPE_STEP)
    return price - payoff.at(price) / max(slope, _SLOPE_STEP)


def reservation_price(worth: Callable[[Floats], Floats], prices: Floats) -> Floats:
    """Where the tangent to the worth at each price is nil."""
    slope = (worth(prices + _SLOPE_STEP) - worth(prices - _SLOPE_STEP)) / (2 * _SLOPE_STEP)
    return np.asarray(prices - worth(prices) / np.maximum(slope, _SLOPE_STEP))
