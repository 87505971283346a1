"""Who may sell: what an agency must be, have and have shown."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import AgencyKind, Table, param


class Eligibility(Table):
    """Who may sell at all, where the seller rule asks for it."""

    min_scale: int = param(
        3,
        "fewest certified workers an agency must be able to field",
        unit="persons",
        ge=0,
        label="F",
        source="facts R20, R21 (3 in Suzhou, 8 in Wuhan)",
        sweep=(3, 8),
    )
    kinds: tuple[AgencyKind, ...] = param(("independent",), "kinds of agency admitted")
    registration_years: float = param(
        0.0, "years since registration", unit="years", ge=0, le=20, sweep=(0, 3), source="facts R26"
    )
    governance: bool = param(
        False, "only agencies of sound governance: own accounts, taxes and social insurance paid", source="facts R26"
    )
    last_assessment: Literal["any", "pass"] = param(
        "any",
        "who was assessed must have passed the latest time; newcomers are not asked",
        source="facts R24",
    )
    min_record: float = param(
        0.0, "lowest credit record, or what stands for it", unit="points", ge=0, le=100, source="facts R25"
    )
    clean_years: float = param(
        0.0, "years without misconduct that led to a bar", unit="years", ge=0, le=20, sweep=(0, 3), source="facts R23"
    )
    preferred_share: float = param(
        1.0,
        "only the best by record, as a share of all active agencies: the registrar's preferred list of the year",
        gt=0,
        le=1,
        sweep=(0.2, 1),
        source="facts A12, M72",
    )
    preferred_advice: float | None = param(
        None,
        "points that being on that list adds to an agency's standing with the buyer, where the list informs and bars "
        "nobody; empty: whoever is not on it may not sell",
        unit="points",
        ge=0,
        le=100,
        sweep=(0, 10),
        source="facts A12 (提供参考信息)",
    )
