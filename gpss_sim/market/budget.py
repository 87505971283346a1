"""The budget of a fiscal year."""

from __future__ import annotations

from gpss_sim import money
from gpss_sim.market.state import State


def yearly_budget(state: State, year: int) -> int:
    """Budget of a year [fen]: stated, or a share of the ceilings of the whole library (equation 13.4)."""
    budget = state.scenario.budget
    if budget.by_year:
        return money.to_fen(budget.by_year[min(max(year - 1, 0), len(budget.by_year) - 1)])
    if budget.amount is not None:
        base = money.to_fen(budget.amount)
    else:
        base = round(budget.coverage * sum(project.ceiling(state.scenario, 0) for project in state.projects))
    return round(base * (1 + budget.growth) ** year)
