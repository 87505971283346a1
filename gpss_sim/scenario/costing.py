"""What a post costs by the local wage and the elements of a budget (facts R57–R62)."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum, isclose

from gpss_sim.i18n import Message, listed
from gpss_sim.scenario.fields import Table, param

STAFF, GROWTH, AUDIT = "staff", "growth", "audit"
"""Elements the model treats apart: wages, capacity building, and what goes to the evaluator."""


class Costing(Table):
    """A budget built from the average wage; used where that wage is given."""

    average_wage: float | None = param(
        None,
        "last year's average wage of the place; where given, the price of a post and its shares follow from it",
        unit="yuan/year",
        gt=0,
        source="facts R58, G11 (not given)",
    )
    factors: dict[str, float] = param(
        {"mid": 1.20, "junior": 1.00, "clerk": 0.75},
        "wage of each staff grade over the average wage",
        label="F",
        source="facts R58, R59, R60",
    )
    staff: dict[str, float] = param(
        {"mid": 0.2, "junior": 0.6, "clerk": 0.2},
        "share of each staff grade among the workers",
        source="facts R62, G12 (not given)",
    )
    social_insurance: float = param(
        0.20,
        "employer's social insurance, over the average wage",
        ge=0,
        le=1,
        sweep=(0.15, 0.30),
        source="facts R58, G11 (not given)",
    )
    housing_fund: float = param(
        0.05,
        "employer's part of the housing fund, over the average wage",
        ge=0,
        le=1,
        sweep=(0.05, 0.12),
        source="facts R58, G11 (not given)",
    )
    lowest_insurance: float = param(
        0.0,
        "lowest rate of social insurance for enterprises: a lower rate is raised to it",
        ge=0,
        le=1,
        source="facts R61",
    )
    lowest_fund: float = param(
        0.0,
        "lowest rate of the housing fund for enterprises: a lower rate is raised to it",
        ge=0,
        le=1,
        source="facts R61",
    )
    elements: dict[str, float] = param(
        {STAFF: 0.80, "service": 0.07, GROWTH: 0.02, "management": 0.05, "tax_and_contingency": 0.04, AUDIT: 0.02},
        "elements of a budget in proportion to one another; any but staff may be dropped or added",
        source="facts R57 (names), G12 (shares not given)",
    )

    def faults(self) -> Iterator[tuple[str, str]]:
        """What does not fit together: field and rule."""
        if self.elements.get(STAFF, 0.0) <= 0 or min(self.elements.values()) < 0:
            yield "elements", Message("check.staff", staff=STAFF)
        if unknown := sorted(self.staff.keys() - self.factors.keys()):
            yield "staff", Message("check.grades", names=listed(unknown))
        if not isclose(fsum(self.staff.values()), 1, abs_tol=1e-9):
            yield "staff", f"shares must sum to 1, they sum to {round(fsum(self.staff.values()), 9):g}"

    def staff_cost(self) -> float:
        """Cost of one worker of the mean grade [yuan/year]: wage, social insurance, housing fund."""
        wage = fsum(share * self.factors[grade] for grade, share in self.staff.items())
        insurance = max(self.social_insurance, self.lowest_insurance)
        return (self.average_wage or 0.0) * (wage + insurance + max(self.housing_fund, self.lowest_fund))

    def price(self) -> float:
        """Budget of one post [yuan/year], to the yuan."""
        return float(round(self.staff_cost() / self.share(STAFF)))

    def share(self, element: str) -> float:
        """Share of an element in the budget."""
        return self.elements.get(element, 0.0) / fsum(self.elements.values())

    def derived(self) -> dict[str, float]:
        """Fields of ``delivery`` that follow: what neither staff, growth nor audit takes is overhead."""
        return {
            "post_price": self.price(),
            "wage_share": self.share(STAFF),
            "overhead_share": fsum(self.share(name) for name in self.elements if name not in (STAFF, GROWTH, AUDIT)),
            "capacity_share": self.share(GROWTH),
        }
