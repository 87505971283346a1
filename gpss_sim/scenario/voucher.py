"""Vouchers and choice: several accredited agencies side by side, paid by the case (facts A19, A29)."""

from __future__ import annotations

from typing import Literal

from gpss_sim import fiscal
from gpss_sim.scenario.fields import Table, param


class Choice(Table):
    """How recipients choose among contracts with a free place."""

    rule: str = param("free_slots", "choice rule: which contract with a free place a recipient turns to")
    quality: float = param(
        0.1,
        "worth of one point of an agency's record, in units of the spread of tastes",
        unit="1/point",
        ge=0,
        le=10,
        sweep=(0.02, 0.4),
        source="evidence T14; facts M34",
    )
    distance: float = param(
        1.0,
        "what an agency of another district costs a recipient, in the same units",
        ge=0,
        le=20,
        sweep=(0, 4),
        source="evidence T14",
    )

    closeness: dict[str, float] = param(
        {},
        "worth of being served by an agency of this sort, beside its record and the way to it; see `agencies.listed`",
        source="facts A35 (the wish of the recipient or the family)",
    )


class Voucher(Table):
    """What a voucher is worth and how it is redeemed, for funding forms paid by the case."""

    value: float | None = param(
        None,
        "value of a voucher: one case; the ceiling over the cases a year of the reference staff if left out",
        unit="yuan",
        gt=0,
        source="facts A29",
    )
    due: Literal["completed", "started"] = param("completed", "when an agency may redeem it", source="facts A29")
    redemption_days: float = param(
        30.0, "days from application to payment", unit="days", ge=0, le=fiscal.YEAR, sweep=(0, 90), source="facts A29"
    )
    readiness: float = param(
        1.0,
        "staff an admitted agency fields, over its equal share of the project",
        gt=0,
        le=5,
        sweep=(1, 1.5),
        source="facts M34",
    )
