"""Bid rules: how much an agency asks in a tender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gpss_sim.registry import Registry

if TYPE_CHECKING:
    from gpss_sim.market.policies.contest import Contest
    from gpss_sim.market.policies.payoff import Payoff


class BidRule(Protocol):
    """A bid rule."""

    def ask(self, payoff: Payoff, advantage: float, contest: Contest) -> float | None:
        """Price asked [share of ceiling] for a `payoff` with an `advantage` [score points]; None: no offer."""


BIDDING: Registry[type[BidRule]] = Registry("bid rule")


@BIDDING.register("best_response")
class BestResponse:
    """The best response to the award rule in force against the public distribution of rivals (T1, T3, T4)."""

    def ask(self, payoff: Payoff, advantage: float, contest: Contest) -> float | None:
        """From the table of the contest."""
        from gpss_sim.market.policies.equilibrium import solve  # reading a scenario names the rule and solves nothing

        return solve(contest).ask(payoff, advantage)


@BIDDING.register("ceiling")
class AtCeiling:
    """Everybody asks for the ceiling (flat packages; evidence 2A, Guangzhou)."""

    def ask(self, payoff: Payoff, advantage: float, contest: Contest) -> float | None:
        """The ceiling, if it covers the cost."""
        return 1.0 if payoff.cost <= 1.0 else None
