"""What a project costs a year, and the ceiling published from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from gpss_sim.market.contracts.guideline import first_ceiling
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """Reference cost of a project, with the error and the review of the estimate behind its ceiling.

    A new review is a new estimate; ceilings are remembered as long as scenario and way of buying are the same.

    Parameters
    ----------
    cost : int [fen]
        Reference cost of a year at the wages of year 0.
    errors : tuple of float
        Published ceiling over what it would be without an error of estimation, by year; empty: none is drawn.
    approved : float
        Ceiling that the review of the estimate left, over that without a review.
    """

    cost: int
    errors: tuple[float, ...] = ()
    approved: float = 1.0
    _ceilings: dict[int, tuple[Scenario, Purchase, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def reference(self, scenario: Scenario, year: int) -> int:
        """Reference cost of a year [fen], indexed with wages."""
        return round(self.cost * (1 + scenario.budget.wage_growth) ** year)

    def factor(self, form: Form, year: int) -> float:
        """Published ceiling of a year over what it would be without an error of estimation or a review."""
        errs = bool(self.errors) and not form.fixed_price
        return (self.errors[year] if errs else 1.0) * self.approved

    def ceiling(self, scenario: Scenario, bought: Purchase, year: int) -> int:
        """Published ceiling of a year [fen] of what is bought in some way."""
        known = self._ceilings.get(year)
        if known is not None and known[0] is scenario and known[1] is bought:
            return known[2]
        mode, form = bought.mode, bought.form
        base = self.reference(scenario, year) if form.indexed else self.cost
        ceiling = round(base * first_ceiling(scenario, form) * mode.public_share * self.factor(form, year))
        self._ceilings[year] = (scenario, bought, ceiling)
        return ceiling

    def unreviewed(self, scenario: Scenario, bought: Purchase, year: int) -> int:
        """The same without what the review made of it [fen]."""
        return round(self.ceiling(scenario, bought, year) / self.approved)
