"""Roles that documents give to others than one buyer: gates that reject, buyers of their own, those who challenge."""

from __future__ import annotations

from typing import Literal

from gpss_sim.fiscal import YEAR
from gpss_sim.scenario.fields import Table, param

Level = Literal["province", "city", "district", "street", "mass_organization", "host_unit", "foundation"]
"""What a buyer is: a level of government, or another body that buys."""


class Gate(Table):
    """One gate that an application has to pass before anything is awarded; whoever fails is rejected."""

    name: str = param(..., "name of the gate", min_length=1, source="facts R37")
    of: Literal["offer", "project"] = param(
        "offer", "what it judges: each application, or the project whoever applies for it", source="facts R37"
    )
    chance: float = param(
        0.0,
        "share that it rejects whatever their quality",
        ge=0,
        le=1,
        sweep=(0, 0.3),
        source="facts R37: not stated",
    )
    pass_mark: float = param(
        0.0,
        "quality shown by an application that it asks for; 0: none",
        unit="points",
        ge=0,
        le=100,
        sweep=(0, 85),
        source="facts R37: not stated",
    )
    noise: float = param(
        0.0,
        "spread of its error about that quality",
        unit="points",
        ge=0,
        le=50,
        sweep=(0, 10),
        source="facts R37: not stated",
    )


class Challenge(Table):
    """A losing bidder challenges an award, and may complain to the supervisor: the award waits, and may be annulled."""

    chance: float = param(
        0.0,
        "chance that an award with a losing bidder is challenged",
        ge=0,
        le=1,
        sweep=(0, 0.2),
        source="Procurement Law art. 52, 55 (recalled); facts A8 (complaints)",
    )
    days: float = param(
        10.0,
        "days until the buyer answers; the award waits",
        unit="days",
        ge=0,
        le=YEAR,
        sweep=(7, 14),
        source="Procurement Law art. 53: seven working days (recalled)",
    )
    complaint: float = param(
        0.3,
        "chance that a challenger whom the buyer turns down complains to the supervisor",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="not stated",
    )
    complaint_days: float = param(
        42.0,
        "days until the supervisor decides; the award waits",
        unit="days",
        ge=0,
        le=YEAR,
        sweep=(30, 60),
        source="Procurement Law art. 56: thirty working days (recalled)",
    )
    upheld: float = param(
        0.2,
        "chance that a challenge, or a complaint, is upheld: the award is annulled and the purchase begins again",
        ge=0,
        le=1,
        sweep=(0, 0.5),
        source="not stated",
    )


class BuyingBody(Table):
    """One of several buyers of a city: what it buys with, by what way, and who has to approve."""

    name: str = param("", "name in English")
    name_zh: str = param("", "name in Chinese")
    level: Level = param("city", "what it is", source="facts A1, A8, A12, A35, E4")
    sources: tuple[str, ...] = param(
        (), "sources that pay for what it buys; empty: any. Needs `budget.earmarked`", source="facts A2, A3, A8"
    )
    approval: dict[str, float] = param(
        {}, "days that others take to approve a purchase of its own, by who approves", unit="days", source="facts A35"
    )
    mode: str | None = param(None, "purchase mode of what it buys; empty: that of the city", source="facts A8, R19")
    form: str | None = param(None, "funding form of what it buys; empty: that of the city", source="facts A8, R19")
