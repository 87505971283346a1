"""One procurement method, such as an open tender or single source: its days, bidders and costs."""

from __future__ import annotations

from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.roles import Gate


class Method(Table):
    """One procurement method: its days, its minimum of bidders, its costs, and what follows failure."""

    days: float = param(
        ...,
        "usual days from start to contract",
        unit="days",
        ge=0,
        factors=(0.75, 1.6),
        together=("days_low", "days_high"),
        source="evidence 2B",
    )
    days_low: float | None = param(None, "shortest duration; the usual one if left out", unit="days", ge=0)
    days_high: float | None = param(None, "longest duration; the usual one if left out", unit="days", ge=0)
    min_bidders: int = param(1, "fewer valid bids make the procedure fail", unit="bidders", ge=1, le=10)
    invited: int | None = param(None, "number invited, by record; empty: everybody eligible may offer", ge=1)
    buyer_cost: float = param(
        0,
        "the buyer's cost of one attempt, whatever its size",
        unit="yuan",
        ge=0,
        factors=(0.5, 2),
        together=("buyer_cost_share",),
        source="evidence 2A",
    )
    buyer_cost_share: float = param(
        0, "what grows with size in that cost", unit="share of ceiling", ge=0, le=0.5, source="evidence 2A, 2B"
    )
    bid_cost_fixed: float = param(
        0, "a bidder's cost of one offer, whatever its size", unit="yuan", ge=0, source="evidence 2A"
    )
    bid_cost: float = param(
        0, "what grows with size in that cost", unit="share of ceiling", ge=0, le=0.5, source="evidence 2A"
    )
    repeats: int = param(0, "how often a failed procedure is repeated", ge=0, le=5, sweep=(0, 2), source="equation 8.8")
    repeat_days: float = param(
        30, "days a repetition takes", unit="days", ge=0, sweep=(15, 60), source="equation 8.8; evidence 2B"
    )
    on_failure: str | None = param(None, "method used after the last failure; empty: the project lapses this year")
    approval_days: float = param(
        0.0, "days until finance approves the method", unit="days", ge=0, sweep=(0, 30), source="facts R11, R15"
    )
    approval_above: float = param(
        0.0, "approval is needed for ceilings above this amount", unit="yuan", ge=0, source="facts R15"
    )
    publicity_days: float = param(
        0.0, "days the award is shown to the public before the contract", unit="days", ge=0, source="facts R12, X31"
    )
    publicity_above: float = param(0.0, "publicity is needed for ceilings above this amount", unit="yuan", ge=0)
    gates: tuple[Gate, ...] = param((), "gates that an application passes one after another", source="facts R37")
