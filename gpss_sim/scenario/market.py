"""How agencies offer, what they believe, and who enters: the table ``[market]``."""

from __future__ import annotations

from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.growth import Growth, Leakage


class Market(Table):
    """Bidding, beliefs and entry."""

    bid_cost_sd: float = param(
        0.4, "spread (sd of the logarithm) of bid costs", ge=0, le=1.5, sweep=(0, 0.8), source="equation 7.4"
    )
    bid_cost_scale: float = param(
        1.0,
        "multiplies every method's bid cost, both of its parts",
        ge=0,
        le=10,
        sweep=(0.33, 4),
        source="equation 7.4",
    )
    discount: float = param(
        0.8, "weight of the next term in today's bid", ge=0, le=1, sweep=(0.5, 0.95), source="equation 8.3"
    )
    renewal_belief: float = param(
        0.75, "probability with which bidders expect a renewal", ge=0, le=1, sweep=(0.5, 0.9), source="evidence 2A"
    )
    survival_value: float = param(
        0.05,
        "worth of holding a contract at all, as a share of the ceiling",
        ge=0,
        le=0.5,
        sweep=(0, 0.15),
        source="equation 8.3",
    )
    capital_cost: float = param(
        0.0,
        "what a month's wait for money that is due costs an agency, as a share of that money",
        unit="1/month",
        ge=0,
        le=0.1,
        sweep=(0, 0.01),
        source="evidence 2A (late payment); evidence T11",
    )
    learning: float = param(
        0.1,
        "how fast the public belief about participation follows what was seen",
        ge=0,
        le=1,
        sweep=(0.02, 0.5),
        source="equation 8.6",
    )
    working_capital: float = param(
        1.0,
        "months of a project's cost an agency wants at hand before it offers",
        unit="months",
        ge=0,
        le=12,
        sweep=(0, 3),
        source="equation 8.4; evidence T11",
    )
    fair: float = param(
        0.0,
        "probability that a matching fair brings together a project and an agency of its field out of its reach",
        ge=0,
        le=1,
        sweep=(0, 0.5),
        source="facts M67",
    )
    dummy_bids: float = param(
        0.0,
        "probability that friends make up missing bidders with offers meant to lose",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="equation 8.7",
    )
    splitting: float = param(
        0.0,
        "probability that the buyer splits a project to stay under a limit of `rules.thresholds`",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts R03–R06",
    )
    splitting_reach: float = param(
        0.5,
        "a project is worth splitting up to this share above a limit",
        ge=0,
        le=1,
        sweep=(0.1, 1),
        source="facts R03–R06",
    )
    entry_per_year: float = param(
        4.0,
        "agencies founded a year while newcomers do as well as others",
        unit="agencies/year",
        ge=0,
        le=200,
        sweep=(0, 10),
        source="equation 14.1",
    )
    entry_rule: str = param("prospects", "entry rule: how founding follows the success of newcomers")
    dormant_years: float = param(
        3.0,
        "years without a contract after which an agency dissolves",
        unit="years",
        gt=0,
        le=100,
        sweep=(1, 6),
        source="equation 14.2",
    )
    growth: Growth = param(Growth, "help for newcomers, learning, other income", source="facts M77, M79, M80")
    leakage: Leakage = param(Leakage, "money and awards that go astray", source="facts M22, M62, M63")
