"""The budget of a fiscal year, and what running terms take of it."""

from __future__ import annotations

from collections.abc import Iterable

from gpss_sim import money
from gpss_sim.market.buyers.buyer_view import NeedsView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.contracts.terms import Commitment


def yearly_budget(view: NeedsView, year: int) -> int:
    """Budget of a year [fen]: stated, or a share of the ceilings of the whole library (equation 13.4)."""
    budget = view.scenario.budget
    if budget.by_year:
        return money.to_fen(budget.by_year[min(max(year - 1, 0), len(budget.by_year) - 1)])
    if budget.amount is not None:
        base = money.to_fen(budget.amount)
    else:
        base = round(budget.coverage * sum(project.ceiling(view.scenario, 0) for project in view.projects))
    return round(base * (1 + budget.growth) ** year)


def prepared_for(project: CityProject, year: int) -> Commitment | None:
    """What is set aside for the contract year of a running term that begins in a year."""
    prepared = project.letting.serving[0].funds.prepared
    return prepared if prepared is not None and prepared.year == year else None


def set_aside_for(view: NeedsView, continuing: Iterable[int], year: int) -> dict[str, int]:
    """That money of all projects under a running term, by source [fen]."""
    prepared = [found.remaining for i in sorted(continuing) if (found := prepared_for(view.projects[i], year))]
    return {source: sum(parts.get(source, 0) for parts in prepared) for source in view.scenario.budget.sources}
