"""Funding forms: what a contract fixes about staff, price and volume."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param


class Form(Table):
    """One funding form: what is bought and who decides on staffing."""

    staffing: Literal["by_contract", "by_agency"] = param(
        ..., "head count and wage fixed by the contract (posts), or left to the agency (a package)"
    )
    fixed_price: bool = param(..., "the guideline price is paid whatever is bid: competition is on quality only")
    volume_risk: bool = param(False, "volume and outcome targets enter the assessment")
    indexed: bool = param(
        True, "the published ceiling follows wages; otherwise it stays where it was set", source="facts G13"
    )
    per_case: bool = param(
        False, "paid a voucher's value for each case instead of the price in instalments", source="facts A19, A29"
    )
    staff_costs: float = param(
        1.0,
        "share of staff costs that the money may pay; 0: a ban, the agency bears them whole",
        ge=0,
        le=1,
        sweep=(0.8, 1),
        source="facts M45",
    )
    premises: float = param(
        0.0,
        "share of the reference overhead that the agency need not pay, since the buyer gives rooms free of charge",
        ge=0,
        le=1,
        sweep=(0, 0.5),
        source="facts A5 (a public centre, privately run), A7 (premises)",
    )
    host_time: float = param(
        0.0,
        "share of working time the host unit diverts, beside `delivery.admin_time` (buyer and host differ)",
        ge=0,
        lt=1,
        sweep=(0, 0.45),
        source="facts A14, A16; evidence 2E.3",
    )
