"""Who assesses a contract, how closely, at whose cost, and what the assessed may answer."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param


class Evaluator(Table):
    """One way of assessing: the panel, its reliability, its leanings and its cost."""

    raters: int | None = param(
        None,
        "raters of the panel; those of the mode if left out",
        unit="persons",
        ge=1,
        le=30,
        sweep=(1, 7),
        source="evidence 2E.7",
    )
    noise: float | None = param(
        None,
        "sd of one rater's score; `assessment.rater_noise` if left out",
        unit="points",
        ge=0,
        le=50,
        sweep=(3, 20),
        source="facts M60",
    )
    bias: float = param(
        0.0, "points added to every score", unit="points", ge=-50, le=50, sweep=(-5, 10), source="evidence 2E.7"
    )
    inflation: float = param(
        1.0,
        "factor on the improvement rate the evaluator tells, where effect is a dimension: 1.25 if paid by the agency",
        gt=0,
        le=3,
        label="R",
        source="evidence 2E.7",
        sweep=(1.0, 1.25),
    )
    witnesses: int = param(
        0, "recipients who take part", unit="persons", ge=0, le=30, source="facts R72 (at least 3), R81"
    )
    voice: float = param(0.0, "weight of the recipients in the score", ge=0, le=1, sweep=(0, 0.5), source="facts M69")
    witness_noise: float = param(
        12.0, "sd of one recipient's score", unit="points", ge=0, le=50, sweep=(5, 20), source="evidence 2E.7"
    )
    cost: float = param(
        0.0, "cost of an assessment", unit="share of price", ge=0, le=0.5, sweep=(0, 0.05), source="facts R80"
    )
    payer: Literal["budget", "agency"] = param("budget", "who pays that cost", source="facts R80, M58, M59")


class Objection(Table):
    """What a failed agency may do: object, and be assessed again by another panel."""

    days: float = param(
        0.0,
        "working days within which an objection is answered; the last tranche waits for it",
        unit="working days",
        ge=0,
        le=250,
        source="facts R71 (5)",
    )
    raters: int = param(
        0,
        "raters of the second panel, whose score replaces the first; 0: there is no second panel",
        unit="persons",
        ge=0,
        le=30,
        source="facts R79",
    )
