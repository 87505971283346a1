"""A one-sided change of running contracts by the buyer, as a shock."""

from __future__ import annotations

from gpss_sim.scenario.fields import Table, param


class Breach(Table):
    """Amount, period or timing is changed after the contract was signed (facts M47, M48)."""

    probability: float = param(
        0.0, "probability that a contract year is hit", ge=0, le=1, sweep=(0, 0.5), source="facts M47"
    )
    year: int | None = param(None, "only contract years that begin in this fiscal year; empty: any", unit="year", ge=1)
    amount: float = param(0.0, "share of the price that is taken away", ge=0, le=1, sweep=(0, 0.3), source="facts M47")
    months: float = param(
        12.0,
        "length to which the contract year is cut; the contract then goes on only if its next year is funded",
        unit="months",
        gt=0,
        le=12,
        source="facts M48, E3 (a year cut to half)",
    )
    delay: float = param(
        0.0, "months by which every tranche of the year is put off", unit="months", ge=0, le=24, source="facts M47"
    )
    penalty: float = param(
        0.0,
        "share of the next budget that finance cuts where the buyer changed contracts",
        ge=0,
        le=1,
        sweep=(0, 0.2),
        source="facts R82 (size not given)",
    )
    effort_loss: float = param(
        0.0,
        "effort an agency loses for each breach it has suffered",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 3),
        source="facts M47",
    )
