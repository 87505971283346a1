"""The project library: where a project's urgency and benefit come from."""

from __future__ import annotations

from typing import Literal

from gpss_sim.fiscal import YEAR
from gpss_sim.scenario.fields import Table, param

UrgencySource = Literal["first_year", "file", "survey", "mixed", "appraisal", "first_come"]
"""Whose urgency class counts when projects are drawn."""


class Gates(Table):
    """Entry into a live library and life in it; only where `rules.library.live` is switched on."""

    rolling: bool = param(
        True,
        "what was not drawn stays for the next year; otherwise everything is applied for again every year",
        source="facts R39: not stated",
    )
    recurring: bool = param(
        True,
        "a project that was drawn may be applied for again; otherwise it is bought once",
        source="facts R39: not stated",
    )
    stay: int | None = param(
        None,
        "draws after which a project that was never drawn expires; empty: it stays",
        unit="years",
        ge=1,
        le=40,
        sweep=(2, 5),
        source="facts R39: not stated",
    )
    need_share: float = param(
        1.0,
        "share of their projects for which departments apply in a year, by surveyed need per resident",
        ge=0,
        le=1,
        sweep=(0.5, 1),
        source="facts A2 (art. 8): by need; the share is not stated",
    )
    host_rate: float = param(
        1.0,
        "chance that a host unit applies for a project of its own in a year",
        ge=0,
        le=1,
        sweep=(0.3, 1),
        source="facts A2 (art. 8): not stated",
    )
    agency_rate: float = param(
        0.5,
        "chance that an agency which could serve an idea of its own applies for it in a year",
        ge=0,
        le=1,
        sweep=(0.1, 1),
        source="facts A2 (art. 8): not stated",
    )
    window_closes: int = param(
        0,
        "days before the draw on which applications close; one that is ready later is handed in for the next draw",
        unit="days",
        ge=0,
        lt=YEAR,
        sweep=(0, 120),
        source="facts R39: not stated",
    )
    application_cost: float = param(
        0.0,
        "what an application costs an agency",
        unit="yuan",
        ge=0,
        le=10**6,
        sweep=(0, 10000),
        source="facts A2 (art. 8): not stated",
    )
    asked: float = param(
        0.0,
        "chance that an agency whose idea is drawn is asked to deliver it without competition",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts A2 (art. 8): not stated",
    )
    idea_sd: float = param(
        0.0,
        "spread of the worth of agencies' ideas, delivered with the service",
        unit="points",
        ge=0,
        le=30,
        sweep=(0, 5),
        source="facts A2 (art. 8): not stated",
    )
    inspection: float = param(
        1.0,
        "chance that an application passes the inspection on the spot; one that fails is returned",
        ge=0,
        le=1,
        sweep=(0.8, 1),
        source="facts A2 (art. 9): not stated",
    )
    soundness: float = param(
        75.0,
        "mean score that a project deserves for necessity, feasibility and soundness",
        unit="points",
        ge=0,
        le=100,
        sweep=(65, 85),
        source="facts A2 (art. 8): not stated",
    )
    soundness_sd: float = param(
        0.0,
        "spread of what projects deserve, a project's own for good",
        unit="points",
        ge=0,
        le=50,
        sweep=(0, 10),
        source="facts A2 (art. 8): not stated",
    )
    score_sd: float = param(
        0.0,
        "spread of one expert's error in a score; the panel has `rules.library.experts`",
        unit="points",
        ge=0,
        le=50,
        sweep=(0, 10),
        source="facts A2 (art. 8): not stated",
    )
    pass_mark: float = param(
        60.0,
        "mean score from which a project passes the appraisal",
        unit="points",
        ge=0,
        le=100,
        sweep=(50, 75),
        source="facts R39: no pass marks",
    )
    return_margin: float = param(
        10.0,
        "a project this close below the mark is returned and may come again; one below that is rejected for good",
        unit="points",
        ge=0,
        le=100,
        sweep=(0, 20),
        source="facts R39: not stated",
    )
    padding: float = param(
        0.0,
        "what applicants ask for above the reference cost, as a share of it",
        ge=0,
        le=2,
        sweep=(0, 0.3),
        source="facts R39 (estimate review): not stated",
    )
    review_finds: float = param(
        1.0,
        "share of that excess which the review of the estimate cuts",
        ge=0,
        le=1,
        sweep=(0.5, 1),
        source="facts R39 (estimate review): not stated",
    )
    review_sd: float = param(
        0.0,
        "spread of the error of the reviewed estimate (sd of the logarithm)",
        ge=0,
        le=1,
        sweep=(0, 0.1),
        source="facts R39 (estimate review): not stated",
    )
    withdrawal: float = param(
        0.0,
        "chance that a project which waits in the library is withdrawn before a draw",
        ge=0,
        le=1,
        sweep=(0, 0.2),
        source="facts R39: not stated",
    )
    reserve: float = param(
        0.0,
        "share of the free money that the yearly draw leaves for emergencies",
        ge=0,
        le=0.9,
        sweep=(0, 0.1),
        source="facts R08, R49 (changes need approval): the share is not stated",
    )
    emergencies: float = param(
        0.0,
        "chance that a project which was not drawn becomes an emergency in a year: it enters at once, as most urgent",
        ge=0,
        le=1,
        sweep=(0, 0.1),
        source="facts R08: not stated",
    )
    adjustment: int = param(
        182,
        "day of the fiscal year on which what emergencies left of the reserve goes to the reserve list",
        unit="day",
        ge=0,
        lt=YEAR,
        sweep=(91, 273),
        source="facts R49: not stated",
    )


class LibraryRules(Table):
    """How the library ranks what it holds."""

    urgency: UrgencySource = param(
        "first_year",
        "whose urgency class counts in the draw: the library's own in the first planned year and the survey's after "
        "it (first_year), the library's own in every year (file), the survey's (survey), the weighted mean of the two "
        "(mixed), that of an expert panel (appraisal), or the order of application in fifths (first_come)",
        source="facts R40, R45; no document gives a scale",
    )
    benefit: Literal["first_year", "file", "survey"] = param(
        "first_year",
        "whose expected benefit counts in the draw, in the same words; where the library gives none, the survey's",
        source="facts R42",
    )
    file_weight: float = param(
        0.5,
        "weight of the library's own class where urgency is mixed; the survey's has the rest, halves are rounded up",
        ge=0,
        le=1,
        sweep=(0.25, 0.75),
        source="facts R40: no document gives a weight",
    )
    experts: int = param(
        5,
        "experts drawn from the pool to appraise a project",
        unit="persons",
        ge=1,
        le=30,
        sweep=(3, 7),
        source="facts R32, R39; the number is in no document",
    )
    expert_sd: float = param(
        0.4,
        "spread of one expert's error about the logarithm of need",
        ge=0,
        le=3,
        sweep=(0.2, 0.8),
        source="facts R39; no document gives it",
    )
    expert_pool: int = param(
        30,
        "experts in the pool from which those of a project are drawn by lot",
        unit="persons",
        ge=1,
        le=1000,
        sweep=(10, 100),
        source="facts R32, R39; the number is in no document",
    )
    expert_severity: float = param(
        0.0,
        "share of the variance of an expert's error that is his own: the same for every project he judges",
        ge=0,
        le=1,
        sweep=(0, 0.5),
        source="facts R39: not stated",
    )
    live: bool = param(
        False,
        "projects have to be applied for and to pass inspection, appraisal and the review of their estimate before "
        "they can be drawn; otherwise every template stands in the library from the beginning",
        source="facts R39, R41",
    )
    gates: Gates = param(Gates, "how a project enters a live library, how long it stays, what it may cost")
