"""Rows of T10–T13: effort, working capital, ruin, concentration, renewal, staff, bans."""

from __future__ import annotations

from statistics import NormalDist

from gpss_sim.verification.row import ONCE, Size, TheoryCase, TheoryRow, metric
from gpss_sim.verification.theory import capital, market, ruin, score

BASE, LINE, NOISE, HELD_BACK, COST = 65.0, 75.0, 5.0, 0.2, 0.0005
STEPS = 400
"""Steps of the grid from no effort to the most on which an agency looks for its best."""
SINGLE, QUALITY_SD = 13.531602, 8.0
SCHEDULES = {
    "40_40_20": ((0, 0.4), (6, 0.4), (12, 0.2)),
    "50_40_10": ((0, 0.5), (6, 0.4), (12, 0.1)),
    "all_at_the_end": ((12, 1.0),),
    "monthly": tuple((month, 1 / 12) for month in range(1, 13)),
    "quarterly": tuple((month, 0.25) for month in (0, 3, 6, 9)),
}
LATE = (0, 3, 6)
COST_SHARE = 0.95
MARGIN = 0.05
"""How far opening cash stands below and above the peak: half a day of wages is 2 % of the smallest."""
TURNOVER, FILL = 0.18, 1.5
RUIN_COST, RUIN_STEP, RUIN_YEARS = 0.9, 0.1, 8
"""Cost of a year, what a year adds or takes [share of the price], and years played."""
RENEWAL_YEARS = 7
"""Steady years: in the first all contracts are new."""


def _threshold() -> TheoryCase:
    best = score.best_quality(BASE, LINE, NOISE, HELD_BACK, COST)
    rows = (
        metric("effort", best - BASE, grain=20 / STEPS),
        metric("pass_rate", score.passes(best, LINE, NOISE)),
        metric("score", best),
    )
    return TheoryCase("T10.threshold", "verification/effort", rows, Size(8, 80))


def _fixed(name: str, raters: int, noise: float, size: Size) -> TheoryCase:
    rows = (metric("pass_rate", score.passes(78, LINE, noise / raters**0.5)), metric("score", 78.0))
    settings = (
        "agencies.effort_cost=0.1",
        "payment.tied_to_score=false",
        "delivery.quality_base=78",
        f"assessment.rater_noise={noise}",
        f"rules.modes.held_back.raters={raters}",
    )
    return TheoryCase(f"T10.{name}", "verification/effort", rows, size, settings)


def _mission() -> TheoryCase:
    settings = (
        "payment.tied_to_score=false",
        "agencies.mission=0.003",
        "agencies.mission_cv=0",
        "assessment.effort_max=8",
    )
    rows = (metric("effort", 0.003 / COST, grain=8 / STEPS),)
    return TheoryCase("T10.mission", "verification/effort", rows, ONCE, settings)


def _winner() -> TheoryCase:
    rows = (metric("score", score.winner_quality(75, QUALITY_SD, SINGLE / 3**0.5, 3)),)
    return TheoryCase("T10.winner", "verification/winner", rows, Size(40, 1950))


def _capital(name: str, late: int, side: float) -> TheoryCase:
    tranches = SCHEDULES[name]
    need = capital.peak(tranches, late, COST_SHARE)
    months = need * (1 + side * MARGIN) / (COST_SHARE / 12)
    settings = (
        f"payment.schedule={[list(tranche) for tranche in (*tranches, *_last(tranches))]}",
        f"payment.late_median={late}",
        f"agencies.cash_months={months!r}",
    )
    word = "above" if side > 0 else "below"
    rows = (metric("agencies", 1.0 if side > 0 else 0.0, margin=MARGIN),)
    return TheoryCase(f"T11.{name}_late_{late}_{word}", "verification/capital", rows, ONCE, settings)


def _last(tranches: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The last tranche of the model waits for the score, after the year: an empty one where the schedule has none."""
    return () if tranches[-1][0] == 12 else ((12, 0.0),)


def _ruin(name: str, start: int, chance: float) -> TheoryCase:
    """Ruin shows at the end of the year in which cash, half a step above whole steps, cannot pay the last wages."""
    opening = (start + 0.5) * RUIN_STEP / (RUIN_COST / 12)
    settings = (f"agencies.cash_months={opening!r}", f"delivery.quality_base={_passing_with(chance)!r}")
    exact = ruin.within(chance, start, RUIN_YEARS - 1)
    row = TheoryRow("ruined", exact, "1 − agencies / 50", lambda reading: 1 - reading("agencies") / 50)
    return TheoryCase(f"T11.ruin_{name}", "verification/ruin", (row,), Size(6, 80), settings)


def _passing_with(chance: float) -> float:
    """Quality that reaches the line with a chance."""
    return LINE + NOISE * NormalDist().inv_cdf(chance)


def _urn() -> TheoryCase:
    rows = (metric("hhi", market.urn(10, 50, 1)),)
    settings = ("rules.award.rule=tickets", "calendar.years=1", "calendar.steady_from=1")
    return TheoryCase("T12.tickets", "verification/lots", rows, Size(16, 260), settings)


def _renewal(name: str, chance: float) -> TheoryCase:
    exact = 1 / market.mean_terms(chance)
    row = TheoryRow(
        "let_anew",
        exact,
        "procedures / (contract_years · years)",
        lambda reading: reading("procedures") / (reading("contract_years") * RENEWAL_YEARS),
    )
    settings = (f"delivery.quality_base={_passing_with(chance)!r}",)
    return TheoryCase(f"T13.renewal_{name}", "verification/renewal", (row,), Size(6, 60), settings)


def _lots(agencies: int, years: int, size: Size) -> TheoryCase:
    rows = (metric("hhi", market.concentration(agencies, 50)), metric("rewin_rate", 1 / agencies))
    settings = (f"agencies.number={agencies}", f"calendar.years={years}")
    return TheoryCase(f"T12.lots_{agencies}", "verification/lots", rows, size, settings)


def _staff() -> TheoryCase:
    rows = (metric("vacancy", market.vacancy(TURNOVER, FILL)), metric("turnover", market.leavers(TURNOVER)))
    return TheoryCase("T13.staff", "verification/staff", rows, Size(8, 940))


def _ban(years: int) -> TheoryCase:
    rows = (metric("barred", market.barred_share(years, 6)),)
    settings = (f"assessment.bar_years={years}",)
    return TheoryCase(f"T13.ban_{years}", "verification/ban", rows, ONCE, settings)


CASES = (
    _threshold(),
    _fixed("one_rater", 1, 5.0, Size(12, 225)),
    _fixed("three_raters", 3, SINGLE, Size(16, 110)),
    _mission(),
    _winner(),
    *(
        _capital(name, late, side)
        for name in SCHEDULES
        for late in LATE
        for side in (-1, 1)
        if capital.peak(SCHEDULES[name], late, COST_SHARE) > 0
    ),
    _ruin("one_step_away", 1, 0.7),
    _ruin("three_steps_away", 3, 0.6),
    _lots(10, 2, Size(12, 160)),
    _lots(4, 2, Size(12, 690)),
    _urn(),
    _renewal("of_three_in_five", 0.6),
    _renewal("of_three_in_four", 0.75),
    _staff(),
    _ban(1),
    _ban(2),
    _ban(3),
)
