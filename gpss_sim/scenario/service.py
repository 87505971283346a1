"""Service and what is made of it: staff, quality, scores."""

from __future__ import annotations

from gpss_sim.scenario.costing import Costing
from gpss_sim.scenario.fields import Table, param


class Delivery(Table):
    """Staff, capacity, quality and what it does for people."""

    post_price: float = param(
        100_000,
        "reference price of one post for a year",
        unit="yuan",
        gt=0,
        label="F",
        source="evidence 2A (Guangzhou)",
        sweep=(60_000, 160_000),
    )
    wage_share: float = param(
        0.80,
        "share of the reference price that pays workers",
        ge=0,
        le=1,
        label="D",
        source="evidence 2A",
        sweep=(0.6, 0.95),
    )
    overhead_share: float = param(
        0.12,
        "share of the reference price that pays overhead",
        ge=0,
        le=1,
        sweep=(0.1, 0.2),
        source="equation 7.2",
    )
    capacity_share: float = param(
        0.0,
        "share of the reference price that must be spent on the growth of the agency's capacity",
        ge=0,
        le=0.5,
        sweep=(0, 0.2),
        source="facts M88, R57",
    )
    capacity_gain: float = param(
        20.0,
        "capability that a contract year would add if all of its price were spent on growth",
        unit="points",
        ge=0,
        le=200,
        sweep=(5, 40),
        source="facts M88",
    )
    costing: Costing = param(Costing, "the price of a post from the local wage", source="facts R57–R62")
    caseload: float = param(
        20, "open cases of one worker", unit="cases", gt=0, label="F", source="evidence 2A", sweep=(15, 50)
    )
    volunteers: float = param(
        0.0, "volunteers each worker leads", unit="persons", ge=0, le=50, sweep=(0, 5), source="facts M90, A24"
    )
    volunteer_output: float = param(
        0.05,
        "cases that the help of one volunteer adds, over a worker's caseload",
        ge=0,
        le=1,
        sweep=(0.02, 0.1),
        source="facts M90",
    )
    admin_time: float = param(
        0.15,
        "share of working time diverted to the host or buyer",
        ge=0,
        lt=1,
        sweep=(0.05, 0.6),
        source="equation 10.4",
    )
    admin_rule: str = param("fixed", "administration rule: fixed, or following what obliging the buyer is worth")
    admin_limit: float = param(
        0.45, "largest share of time a buyer can divert", ge=0, lt=1, sweep=(0.3, 0.6), source="equation 10.4"
    )
    startup_staffing: float = param(
        0.6, "share of seats filled when a contract opens", ge=0, le=1, sweep=(0.3, 1), source="equation 5.5"
    )
    fill_months: float = param(
        1.5,
        "mean months to fill a vacancy at the market wage; 0: at once",
        unit="months",
        ge=0,
        sweep=(0.5, 4),
        source="equation 5.3; evidence T13",
    )
    leaving: float = param(
        0.0165,
        "monthly hazard of leaving at the reference",
        unit="1/month",
        ge=0,
        le=0.5,
        label="D",
        source="evidence T13, 2A (18 % a year)",
        sweep=(0.007, 0.03),
    )
    leaving_wage: float = param(
        1.0, "elasticity of leaving to the wage", ge=0, le=5, sweep=(0.5, 2), source="evidence 2E.4"
    )
    leaving_late: float = param(0.4, "effect of late pay on leaving", ge=0, le=5, sweep=(0, 1), source="evidence 2E.4")
    leaving_load: float = param(0.5, "effect of overload on leaving", ge=0, le=5, sweep=(0, 1), source="evidence 2E.4")
    leaving_admin: float = param(
        0.5, "effect of administrative time on leaving", ge=0, le=5, sweep=(0, 1), source="evidence 2E.4"
    )
    leaving_risk: float = param(
        0.25,
        "what losing the post would cost a worker, as years of pay; the expected loss counts as less pay when workers "
        "leave",
        unit="years",
        ge=0,
        le=2,
        sweep=(0, 1),
        source="evidence §3 fact 13 (sign only)",
    )
    surplus_to_wages: float = param(
        0.3,
        "share of a surplus above 5 % of the price that raises wages",
        ge=0,
        le=1,
        sweep=(0, 0.6),
        source="equation 7.3",
    )
    surplus_to_staff: float = param(
        0.3, "share of that surplus that pays extra workers", ge=0, le=1, sweep=(0, 0.6), source="equation 7.3"
    )
    quality_base: float = param(
        74.0,
        "quality index without capability and effort",
        unit="points",
        ge=0,
        le=100,
        source="equation 4.1",
        sweep=(70, 78),
    )
    quality_turnover: float = param(
        10.0,
        "points lost per unit of yearly turnover above 18 %",
        unit="points",
        ge=0,
        le=100,
        sweep=(0, 30),
        source="equation 4.1",
    )
    unaided: float = param(
        0.34, "probability of improving without service", ge=0, le=1, label="F", source="evidence 2A"
    )
    success: float = param(
        0.66,
        "probability of improving when served at quality 80",
        ge=0,
        le=1,
        label="F",
        source="evidence 2A",
        sweep=(0.5, 0.78),
    )
    success_quality: float = param(
        0.035,
        "effect of a quality point on the log odds of improving",
        unit="1/point",
        ge=0,
        le=1,
        sweep=(0.01, 0.06),
        source="equation 4.2",
    )
    success_change: float = param(
        1.0,
        "effect of a change of worker on the log odds of improving",
        ge=0,
        le=10,
        sweep=(0, 2),
        source="equation 4.2; evidence §3 fact 16",
    )
    handover: float = param(
        0.0,
        "share of cases that lose no continuity when another agency takes a project over, since they are handed over",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts A29 (continuing services): not stated",
    )
    pause_limit: float = param(
        91.0,
        "days a case waits for a new contract before it counts as interrupted",
        unit="days",
        ge=0,
        sweep=(30, 180),
        source="equation 3.3",
    )

    @property
    def running_share(self) -> float:
        """Share of the reference price that pays everything but workers."""
        return self.overhead_share + self.capacity_share
