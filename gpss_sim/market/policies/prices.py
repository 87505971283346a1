"""Price rules: how the price of a contract forms. Everything is in shares of the published ceiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.streams import Floats


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an agency knows when it considers an offer.

    Parameters
    ----------
    cost : float [share of ceiling]
        Its own expected cost, secret to the buyer.
    bid_cost : float [share of ceiling]
        What preparing the offer costs.
    fixed : bool
        The guideline price is paid whatever is asked (posts).
    continuation : float
        Worth of a later term per unit of today's margin (discount times belief in renewal).
    survival : float [share of ceiling]
        Worth of holding a contract at all.
    alpha, bargaining
        The scenario's negotiation rule.
    public_costs : ndarray (k,) [share of ceiling]
        Quantiles of the public distribution of costs, ascending.
    cut : float
        Share of a request that the panel cuts.
    win : callable
        ``win(prices) -> probabilities`` of winning at each price of an array [share of ceiling].
    ask : callable
        ``ask(cost) -> price`` by the bid rule in force, or None where no price is worth asking.
    """

    cost: float
    bid_cost: float
    fixed: bool
    continuation: float
    survival: float
    alpha: float
    bargaining: Literal["nash", "tioli"]
    public_costs: Floats
    cut: float
    win: Callable[[Floats], Floats]
    ask: Callable[[float], float | None]

    def worth(self, price: float) -> float:
        """Worth of winning at `price`: this term's margin, the next term's, and survival [share of ceiling]."""
        margin = price - self.cost
        return margin + self.continuation * max(margin, 0.0) + self.survival

    def pays(self, price: float) -> bool:
        """Whether offering at `price` is worth its cost: P(win) times worth exceeds the bid cost (equation 8.4; T4)."""
        if self.worth(price) <= 0:
            return False
        return self.chance(price) * self.worth(price) > self.bid_cost

    def chance(self, price: float) -> float:
        """Probability of winning at `price`."""
        import numpy as np  # reading a scenario names the rules and evaluates none of them

        return float(self.win(np.array([price]))[0])


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
        """The ceiling, if the contract is worth having at it."""
        return 1.0 if prospect.pays(1.0) else None


@PRICES.register("negotiated")
class Negotiated:
    """Bargained between the agency's secret cost and the ceiling (T5)."""

    settles_payroll = False
    is_cut = False

    def offer(self, prospect: Prospect) -> float | None:
        """Nash: cost plus alpha of the gain. Take-it-or-leave-it: the buyer's best offer against public costs."""
        if prospect.fixed:
            price = 1.0
        elif prospect.bargaining == "nash":
            price = prospect.cost + prospect.alpha * (1.0 - prospect.cost)
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
        price = 1.0 if prospect.fixed else prospect.ask(prospect.cost)
        return price if price is not None and price <= 1.0 and prospect.pays(price) else None


@PRICES.register("request")
class Request:
    """An agency requests what its own project costs; a panel cuts the request (public-interest venture)."""

    settles_payroll = False
    is_cut = True

    def offer(self, prospect: Prospect) -> float | None:
        """The request less the cut; it is made if holding a project is worth the cost of proposing one."""
        asked = min(prospect.cost, 1.0)
        return asked * (1 - prospect.cut) if prospect.chance(asked) * prospect.survival > prospect.bid_cost else None
