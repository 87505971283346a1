"""When money arrives, and what a score does to it."""

from __future__ import annotations

from gpss_sim.market.policies.schedules import SCHEDULES, Tranches
from gpss_sim.scenario.fields import Table, param


class Payment(Table):
    """When money arrives, and what a score does to it."""

    schedule: tuple[tuple[float, float], ...] = param(
        ((0.0, 0.4), (6.0, 0.4), (12.0, 0.2)),
        "tranches of a contract year: (month due, share of the price)",
        unit="months, share",
        source="evidence 2E.8; facts R70 (no document gives instalments)",
        min_length=1,
    )
    plan: str = param(
        "stated",
        "payment schedule by name; 'stated' is the list `payment.schedule`",
        source="evidence T11, 2E.8; facts R70 (no document gives instalments)",
    )
    tied_to_score: bool = param(True, "the last tranche depends on the score", source="facts R70; equation 12.2")
    payroll_held_back: float = param(
        0.0,
        "share of the pay of the department's own staff that waits for the score, as the last tranche of a price does; "
        "0: its staff is assessed without consequence",
        unit="share of pay",
        ge=0,
        le=1,
        sweep=(0, 0.2),
        source="facts G14",
    )
    reduction: str = param(
        "all_or_nothing", "reduction rule: how much of the last tranche a score earns", source="facts R70, R74"
    )
    late_probability: float = param(
        0.54, "probability that a tranche is late", ge=0, le=1, label="D", source="evidence 2A", sweep=(0.3, 0.8)
    )
    late_median: float = param(
        1.5,
        "median delay of a late tranche",
        unit="months",
        ge=0,
        le=24,
        label="D",
        source="evidence 2A",
        sweep=(0.5, 4),
    )
    late_sd: float = param(0.6, "sd of the logarithm of the delay", ge=0, le=2, sweep=(0.3, 1), source="evidence 2A")
    rectification: float = param(
        0.01,
        "cost of rectification after a failed assessment",
        unit="share of price",
        ge=0,
        le=0.5,
        sweep=(0, 0.05),
        source="equation 12.3",
    )
    closure_months: int = param(
        2,
        "months below the credit line after which an agency closes",
        unit="months",
        ge=1,
        le=24,
        sweep=(1, 4),
        source="evidence 2E.9",
    )

    @property
    def tranches(self) -> Tranches:
        """Tranches of a contract year in force: (month due, share of the price)."""
        return SCHEDULES[self.plan](self.schedule)
