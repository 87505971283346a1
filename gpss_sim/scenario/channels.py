"""Channels and circumstances: which project is bought how, where one city knows several ways."""

from __future__ import annotations

from gpss_sim.scenario.envelopes import Stage
from gpss_sim.scenario.fields import Table, param


class Channel(Table):
    """One row of the channel table: projects that match it are bought its way; the first row that matches decides."""

    template: str | None = param(None, "only this template; empty: any")
    domain: str | None = param(None, "only projects of this domain; empty: any")
    district: str | None = param(None, "only projects of this district; empty: any")
    source: str | None = param(None, "only projects whose `sources` name this one; empty: any", source="facts R19")
    circumstance: str | None = param(None, "only projects of this circumstance; empty: any")
    stage: Stage = param("any", "only pilots, only projects that are none (any more), or any", source="facts A20, R52")
    suppliers: int | None = param(
        None,
        "only projects for which at least so many agencies are admitted at the year's opening; empty: any",
        unit="agencies",
        ge=1,
        le=5000,
        sweep=(2, 6),
        source="facts R18: where suppliers suffice",
    )
    mode: str | None = param(None, "purchase mode; empty: that of the city")
    form: str | None = param(None, "funding form; empty: that of the city")
    method: str | None = param(None, "procurement method; empty: by the procedure of the mode")


class Circumstance(Table):
    """A circumstance of a project that decides on the method whatever the amount."""

    method: str = param(..., "method used", source="facts B2")
    approval_days: float = param(
        0.0, "days until finance approves the exception", unit="days", ge=0, sweep=(0, 30), source="facts R11, R12"
    )
