"""How the seller and the price are found: the score of an offer, and the bargain where there is none."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param


class Award(Table):
    """How offers are scored: price points by the lowest price, quality points by record and written offer."""

    rule: str = param("comprehensive", "award rule: how the winner is found among the offers", source="facts B4")
    quality_floor: float = param(
        0.0, "offers of fewer quality points are void", unit="points", ge=0, le=100, sweep=(0, 80), source="facts R34"
    )
    cost_floor: float = param(
        0.0, "offers below this price are void", unit="share of ceiling", ge=0, lt=1, sweep=(0, 0.9), source="facts R36"
    )
    raters: int | None = param(
        None, "panel that scores offers; empty: as many raters as assess the service", ge=1, le=30, source="facts R32"
    )
    price_weight: float = param(
        0.15, "weight of price in the score", ge=0, le=1, label="R", source="evidence 2B (10–30 %)", sweep=(0.1, 0.3)
    )
    record_weight: float = param(
        0.5,
        "weight of the credit record in the quality score; the rest is the written offer",
        ge=0,
        le=1,
        sweep=(0, 0.7),
        source="equation 8.2",
    )
    incumbency: float = param(
        2.0,
        "points added for the agency that holds the contract",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 5),
        source="evidence 2E.6",
    )
    bidding: str = param("best_response", "bid rule: how much agencies ask")
    rivals_known: bool = param(
        True,
        "who offers knows how many rivals are admitted; otherwise only how many usually are",
        source="evidence 2F (a lone bidder asks for less than the estimate)",
    )
    secret_estimate: bool = param(
        False, "the ceiling is not published: offers above it are void", source="evidence 2F (the estimate is secret)"
    )
    claim_noise: float = param(
        0.0,
        "sd of the error with which a written offer shows what an agency can do",
        unit="points",
        ge=0,
        le=50,
        sweep=(0, 8),
        source="evidence 2A (self- against external evaluation)",
    )
    claim_inflation: float = param(
        0.0,
        "mean points by which agencies overstate themselves; each has its own inclination, exponential",
        unit="points",
        ge=0,
        le=50,
        sweep=(0, 10),
        source="evidence 2A (self- against external evaluation)",
    )
    claim_trust: float = param(
        1.0,
        "part of what a claim has over the agency's record that raters believe",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts G18",
    )


class Negotiation(Table):
    """How a bargained price forms."""

    rule: Literal["nash", "tioli"] = param(
        "nash", "Nash bargaining, or the buyer's take-it-or-leave-it offer", source="evidence T5"
    )
    alpha: float = param(
        0.87,  # derived from negotiated prices and the costs that tenders imply: gpss_sim/validation/bargain.py
        "bargaining weight of the agency",
        ge=0,
        le=1,
        label="D",
        sweep=(0.83, 1),
        source="evidence 2F, T5",
    )
