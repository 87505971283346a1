"""Price rules: how the price of a contract forms. Everything is in shares of the published ceiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.market.policies.payoff import Payoff
    from gpss_sim.streams import Floats


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an agency knows when it considers an offer.

    Parameters
    ----------
    payoff : Payoff
        What the contract is worth to it at each price; its cost is secret to the buyer.
    bid_cost : float [share of ceiling]
        What preparing the offer costs.
    fixed : bool
        The guideline price is paid whatever is asked (posts).
    alpha, bargaining
        The scenario's negotiation rule.
    public_costs : ndarray (k,) [share of ceiling]
        Quantiles of the public distribution of costs, ascending.
    cut : float
        Share of a request that the panel cuts.
    chance : callable
        ``chance(price) -> probability`` of winning at a price [share of ceiling].
    ask : callable
        ``ask(payoff) -> price`` by the bid rule in force, or None where no price is worth asking.
    decides : bool
        It may turn the contract down; false for an extension of the buyer (facts A4).
    """

    payoff: Payoff
    bid_cost: float
    fixed: bool
    alpha: float
    bargaining: Literal["nash", "tioli"]
    public_costs: Floats
    cut: float
    chance: Callable[[float], float]
    ask: Callable[[Payoff], float | None]
    decides: bool = True

    @property
    def cost(self) -> float:
        """Expected cost of a year [share of ceiling]."""
        return self.payoff.cost

    def pays(self, price: float) -> bool:
        """Whether offering at `price` is worth its cost: P(win) times worth exceeds the bid cost (equation 8.4; T4)."""
        worth = self.payoff.at(price)
        return worth > 0 and self.chance(price) * worth > self.bid_cost


class Price(Protocol):
    """A price rule."""

    settles_payroll: bool
    """The buyer pays the payroll as it falls due instead of a price."""
    is_cut: bool
    """A panel cuts what is asked, and the agency delivers what the money buys."""

    def offer(self, prospect: Prospect) -> float | None:
        """Price asked [share of ceiling]; None if the agency makes no offer."""


PRICES: Registry[type[Price]] = Registry("price rule")


@PRICES.register("payroll")
class Payroll:
    """The buyer pays what its own staff costs, up to the budget line.

    The plan of a department's own staff is known before the year begins, so only its cost is set aside; what is
    left below the ceiling is free for the next project in line, as a price below the ceiling is.
    """

    settles_payroll = True
    is_cut = False

    def offer(self, prospect: Prospect) -> float | None:
        """The payroll of full staff, and overhead; what vacancies save is released when the contract year ends."""
        return min(prospect.cost, 1.0)


@PRICES.register("budget_line")
class BudgetLine:
    """The budget line is the price (cost-plus with a soft limit; facts A4)."""

    settles_payroll = False
    is_cut = False

    def offer(self, prospect: Prospect) -> float | None:
        """The ceiling, if the contract is worth having at it, or whoever is asked cannot turn it down."""
        return 1.0 if not prospect.decides or prospect.pays(1.0) else None


@PRICES.register("negotiated")
class Negotiated:
    """Bargained between the agency's secret cost and the ceiling (T5)."""

    settles_payroll = False
    is_cut = False

    def offer(self, prospect: Prospect) -> float | None:
        """Nash: the price at which the year pays, plus alpha of what is left up to the ceiling.

        Take-it-or-leave-it: the buyer's best offer against public costs.
        """
        if prospect.fixed:
            price = 1.0
        elif prospect.bargaining == "nash":
            cost = prospect.payoff.full_cost
            price = cost + prospect.alpha * (1.0 - cost)
        else:
            price = take_it_or_leave_it(prospect.public_costs)
        acceptable = prospect.cost <= price <= 1.0
        return price if acceptable and prospect.pays(price) else None


def take_it_or_leave_it(costs: Floats) -> float:
    """The buyer's offer that maximises (1 − p) F(p) against a sample of costs (equation 9.1; T5).

    Parameters
    ----------
    costs : ndarray (k,) [share of ceiling]
        Quantiles of the public distribution, ascending.
    """
    import numpy as np

    grid = np.linspace(min(costs[0], 1.0), 1.0, 2001)
    accepted = np.interp(grid, costs, np.linspace(0, 1, len(costs)))
    return float(grid[np.argmax((1.0 - grid) * accepted)])


@PRICES.register("bid")
class Bid:
    """Agencies bid under the award rule; the ceiling is the reserve price (T1, T3, T4)."""

    settles_payroll = False
    is_cut = False

    def offer(self, prospect: Prospect) -> float | None:
        """The bid rule's price, if it pays; the guideline price where prices do not compete."""
        price = 1.0 if prospect.fixed else prospect.ask(prospect.payoff)
        within = price is not None and price <= prospect.payoff.highest
        return price if price is not None and within and prospect.pays(price) else None


@PRICES.register("request")
class Request:
    """An agency requests what its own project costs; a panel cuts the request (public-interest venture)."""

    settles_payroll = False
    is_cut = True

    def offer(self, prospect: Prospect) -> float | None:
        """The request less the cut; it is made if holding a project is worth the cost of proposing one."""
        asked = min(prospect.cost, 1.0)
        worth = prospect.chance(asked) * prospect.payoff.survival
        return asked * (1 - prospect.cut) if worth > prospect.bid_cost else None
