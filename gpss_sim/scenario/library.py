"""The project library: where a project's urgency and benefit come from."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param

UrgencySource = Literal["first_year", "file", "survey", "mixed", "appraisal"]
"""Whose urgency class counts when projects are drawn."""


class Library(Table):
    """How the library ranks what it holds."""

    urgency: UrgencySource = param(
        "first_year",
        "whose urgency class counts in the draw: the library's own in the first planned year and the survey's after "
        "it (first_year), the library's own in every year (file), the survey's (survey), the weighted mean of the two "
        "(mixed), or that of an expert panel (appraisal)",
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
