"""Money by source: which projects a source may pay, what becomes of what is left, when a pilot moves to the budget."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param

Stage = Literal["any", "pilot", "mature"]
"""Which projects a source pays, by how far they are: pilots, those that are none (any more), or both."""


class Envelope(Table):
    """One source of money, where money is earmarked."""

    level: str = param("", "level of government, or who else gives it: a name for people", source="facts A2, A3")
    stage: Stage = param("any", "projects it may pay: pilots, projects that are none, or any", source="facts R52")
    domains: tuple[str, ...] = param((), "only projects of these domains; empty: any", source="facts R19, F030")
    districts: tuple[str, ...] = param((), "only projects of these districts; empty: any", source="facts A8")
    most: float = param(
        1.0,
        "largest share of one project's money that it pays; the rest must come from other sources",
        gt=0,
        le=1,
        source="facts R65",
    )
    carry_over: float = param(
        0.0,
        "share of what is left at the year's end that stays for the next year; the rest lapses",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts R80; no document gives it",
    )


class Maturity(Table):
    """The review after which the ordinary budget pays for a pilot (facts A20, R52); no document defines it."""

    years: int = param(
        2,
        "years of service before the first review",
        unit="years",
        ge=1,
        le=20,
        sweep=(1, 3),
        source="facts R52: not defined",
    )
    pass_mark: float = param(
        78.0,
        "a pilot is mature if the mean of its scores, as the review reads them, reaches this",
        unit="points",
        ge=0,
        le=100,
        sweep=(70, 85),
        source="facts R52: not defined",
    )
    review_sd: float = param(
        2.0,
        "spread of what the review misreads",
        unit="points",
        ge=0,
        le=30,
        sweep=(0, 5),
        source="facts R52: not defined",
    )
    longest: int = param(
        4,
        "years of service after which a pilot that did not pass ends",
        unit="years",
        ge=1,
        le=40,
        sweep=(2, 5),
        source="facts R52: not defined",
    )
