"""Scores, records and effort: the table ``[assessment]``."""

from __future__ import annotations

from gpss_sim.scenario.evaluation import Evaluator, Objection
from gpss_sim.scenario.fields import Table, param


class Assessment(Table):
    """Scores, records, effort."""

    rater_noise: float = param(
        7.3,
        "sd of one rater's score",
        unit="points",
        ge=0,
        le=50,
        label="D",
        source="evidence 2E.7 (ICC .26)",
        sweep=(3, 12),
    )
    verifiable: float = param(
        1.0,
        "share of a difference in quality that scores can show; the rest is scored as usual. Recipients who take part "
        "see all of it",
        ge=0,
        le=1,
        sweep=(0.3, 1),
        source="evidence §3 fact 8 (sign only), T10",
    )
    pass_line: float = param(
        80.0,
        "score at which a contract passes",
        unit="points",
        ge=0,
        le=100,
        source="evidence 2A (late payment with pay-on-result), 2E.7; equation 11.4",
        sweep=(60, 85),
    )
    excellent_line: float = param(
        90.0,
        "score from which a contract is excellent",
        unit="points",
        ge=0,
        le=100,
        sweep=(85, 95),
        source="equation 11.4",
    )
    bar_line: float = param(
        70.0,
        "score below which the agency is barred",
        unit="points",
        ge=0,
        le=100,
        sweep=(60, 75),
        source="equation 11.4",
    )
    bar_years: float = param(
        1.0, "years a bar lasts", unit="years", ge=0, le=10, sweep=(1, 3), source="facts R73; evidence 2B"
    )
    record_weight: float = param(
        0.51,
        "weight of a new score in the record of an agency with few contracts",
        ge=0,
        le=1,
        label="D",
        source="equation 11.2",
    )
    record_dilution: float = param(
        0.3,
        "how much less one score weighs for each contract held (up to 4)",
        ge=0,
        le=5,
        sweep=(0, 0.6),
        source="equation 11.2",
    )
    missing_record: str = param(
        "mean", "missing-record rule: what stands for a newcomer's record", source="equation 11.2; facts G18"
    )
    effort_max: float = param(
        20.0, "largest effort", unit="points", gt=0, le=100, sweep=(15, 30), source="equation 10.1"
    )
    targets_weight: float = param(
        0.0,
        "weight of volume against target in the score where the form has volume risk",
        ge=0,
        le=1,
        sweep=(0, 0.4),
        source="equation 11.1",
    )
    dimensions: dict[str, float] = param(
        {},
        "weights of the dimensions of the score (professional, volume, effect, management); empty: quality alone",
        source="facts R76, R78 (weights not given)",
    )
    evaluators: dict[str, Evaluator] = param({}, "ways of assessing by name; a mode names the one it uses")
    objection: Objection = param(Objection, "what a failed agency may do", source="facts R71, R79")
    feedback: float = param(
        0.0,
        "capability an agency gains from each assessment (assessment that builds)",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 2),
        source="facts M61",
    )
    commendation: float = param(
        0.0,
        "points that a commendation adds to the record of whoever is assessed as excellent",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 5),
        source="facts A22 (commendation; its effect is not stated)",
    )
    reward: float = param(
        0.0,
        "paid from the budget to a contract assessed as excellent",
        unit="share of price",
        ge=0,
        le=1,
        sweep=(0, 0.1),
        source="facts R74",
    )
