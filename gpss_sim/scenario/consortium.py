"""Consortia: several agencies share one contract, led, trained and watched by a support organisation (facts A23)."""

from __future__ import annotations

from gpss_sim.scenario.fields import Table, param


class Consortium(Table):
    """How agencies stand together, and what the support organisation does for its fee."""

    members: int = param(
        1,
        "agencies that offer and deliver together, in equal parts; 1: everybody stands alone",
        unit="agencies",
        ge=1,
        le=50,
        source="facts A23 (16 and 1)",
    )
    joiners: int = param(
        0, "agencies by which each consortium grows a year", unit="agencies", ge=0, le=20, source="facts A23, M86"
    )
    synergy: float = param(
        0.0, "share of cost saved by standing together", ge=0, lt=1, sweep=(0, 0.1), source="evidence T14; facts M82"
    )
    fee: float = param(
        0.0,
        "fee of the support organisation, paid by the buyer beside the price",
        unit="share of price",
        ge=0,
        le=0.5,
        sweep=(0, 0.1),
        source="facts A23, M84",
    )
    training: float = param(
        0.0,
        "capability that its training adds to each member a contract year",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 2),
        source="facts A23, M85",
    )
    monitors: int = param(
        0,
        "observers of the support organisation who join the raters",
        unit="persons",
        ge=0,
        le=20,
        source="facts A23 (2 volunteers a venue), M84",
    )
