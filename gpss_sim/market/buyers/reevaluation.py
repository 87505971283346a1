"""Finance evaluates a year again; what it finds decides on the next budget (facts A29, P15)."""

from __future__ import annotations

from math import isnan

from gpss_sim import fiscal
from gpss_sim.market.buyers.buyer_view import ReviewView
from gpss_sim.market.statuses import EventKind


def left_by_finance(view: ReviewView, year: int) -> float:
    """Share of the new budget that finance leaves a buyer, after what it changed and what was scored."""
    return kept_of_budget(view) * _kept_after_review(view, year)


def kept_of_budget(view: ReviewView) -> float:
    """Share of the new budget that finance leaves a buyer after what it changed in the year that ended (facts R82)."""
    return 1 - view.scenario.rules.breach.penalty if view.changes.take() else 1.0


def _kept_after_review(view: ReviewView, year: int) -> float:
    """Share that is left after what was scored in the fiscal year before."""
    rules = view.scenario.budget.reevaluation
    if not rules.line:
        return 1.0
    rows = view.record.contract_years
    scores = [row.score for row in rows if fiscal.year_of(row.end - 1e-3) == year - 1 and not isnan(row.score)]
    if not scores:
        return 1.0
    found = sum(scores) / len(scores) + rules.sd * view.luck.reevaluation(year)
    view.record.event(view.now, EventKind.EVALUATED_BY_FINANCE, "buyer", "cut" if found < rules.line else "kept", found)
    return 1 - rules.cut if found < rules.line else 1.0
