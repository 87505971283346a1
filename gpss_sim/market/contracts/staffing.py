"""Seats, workers and wages of one contract (equations 5.1, 5.2, 5.3, 5.4, 5.5 and 7.3; T13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, floor, inf
from typing import NamedTuple

from gpss_sim import fiscal
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario
from gpss_sim.scenario.service import Delivery

LATE_REFERENCE = 0.25
ADMIN_REFERENCE = 0.15
RISK_REFERENCE = 1 / 12
"""Yearly chance of losing a post under a term of three years whose renewal is expected with probability 3/4."""
WAGE_HIGH = 1.15
SURPLUS_FREE = 0.05
LEAST_PAY = 0.01
"""Pay below which the hazard of leaving grows no further."""


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """What an agency makes of a price: wage relative to the market, full-time equivalents, staff per output."""

    wage: float
    workers: float
    theta: float


def plan_staff(
    posts: float,
    theta: float,
    wage: float,
    margin: float,
    by_agency: bool,
    delivery: Delivery,
    slack: float = 0.0,
) -> StaffPlan:
    """Staffing under a price.

    Parameters
    ----------
    posts : int [posts]
        Reference staffing of the project.
    theta : float
        Staff per unit of output where the agency decides, its slack included.
    wage : float
        What it pays relative to the market: its own policy, or the contract's wage.
    margin : float [share of reference]
        Price less cost; part of what exceeds 5 % raises wages, part pays extra workers.
    by_agency : bool
        The agency decides; otherwise head count and wage are those of the contract.
    slack : float
        Staff above the least needed; where the contract fixes the head count it shows as less output.
    """
    if not by_agency:
        return StaffPlan(wage, float(posts), 1.0 + slack)
    surplus = max(margin - SURPLUS_FREE, 0.0) / max(delivery.wage_share, 1e-9)
    paid = max(wage, min(wage + delivery.surplus_to_wages * surplus, WAGE_HIGH))
    extra = delivery.surplus_to_staff * surplus / paid
    return StaffPlan(paid, posts * (theta + extra), theta)


class SeatChances(NamedTuple):
    """Chances of a seat within a month.

    Parameters
    ----------
    leave : float
        Its worker leaves.
    refill : float
        Whoever left is replaced before the month ends.
    fill : float
        A seat empty at the start has a worker at the end.
    """

    leave: float
    refill: float
    fill: float


@dataclass(slots=True)
class Team:
    """Workers of a contract: seats, the last of which may be part-time.

    Parameters
    ----------
    workers : float [persons]
        Full-time equivalents at full staff.
    """

    workers: float
    filled: list[bool] = field(default_factory=list)

    @property
    def seats(self) -> int:
        """Seats, full or empty."""
        return len(self.filled)

    @property
    def present(self) -> float:
        """Full-time equivalents present [persons]."""
        whole = floor(self.workers + 1e-9)
        part = self.workers - whole
        return sum(self.filled[:whole]) + (part if len(self.filled) > whole and self.filled[whole] else 0.0)

    def resize(self, workers: float, draws: list[float], share: float) -> None:
        """Fit seats to `workers`; each new seat is filled if its draw is below `share`."""
        seats = seats_for(workers)
        self.workers = workers
        self.filled = self.filled[:seats] + [draws[s] < share for s in range(len(self.filled), seats)]

    def month(self, draws: list[float], month: int, chances: SeatChances) -> int:
        """One month of leaving and filling; returns how many left.

        Parameters
        ----------
        draws : list of float
            Two uniforms a seat and month (see ``Luck.turnover``).
        month : int
            Month of the fiscal year, 0–11.
        chances : SeatChances
            What can become of a seat within a month.
        """
        left = 0
        for seat, filled in enumerate(self.filled):
            place = 24 * seat + 2 * month
            leaves = filled and draws[place] < chances.leave
            if leaves or not filled:
                self.filled[seat] = draws[place + 1] < (chances.refill if leaves else chances.fill)
            left += leaves
        return left


@dataclass(slots=True)
class Workforce:
    """Who works on a contract.

    Parameters
    ----------
    plan : StaffPlan
        What is paid and how many are wanted.
    team : Team
        Who is there.
    paid_until : float [day]
        Day until which their wages are paid.
    turnover : float [1/year]
        Share of workers who leave within a year, at the chances of the last month.
    """

    plan: StaffPlan
    team: Team
    paid_until: float = 0.0
    turnover: float = 0.18


def seats_for(workers: float) -> int:
    """Seats for full-time equivalents: whole ones and at most one part-time.

    >>> seats_for(4.0), seats_for(4.5)
    (4, 5)
    """
    whole = floor(workers + 1e-9)
    return whole + (workers - whole > 1e-6)


def hazard(
    delivery: Delivery, wage: float, late: float, load: float, diverted: float, risk: float = RISK_REFERENCE
) -> float:
    """Monthly hazard of leaving: pay, its security, late pay, overload and administrative time (evidence 2E.4).

    Parameters
    ----------
    wage : float
        Wage relative to the market.
    late : float
        Share of the agency's money that is overdue.
    load : float
        Open cases over the slots at the reference time for administration.
    diverted : float
        Share of working time diverted.
    risk : float [1/year]
        Chance to lose the post within a year. Its expected cost, in years of pay, counts as less pay, relative to the
        risk at which the reference hazard holds.

    >>> round(hazard(Delivery(leaving_risk=0.5), 1.0, 0.25, 1.0, 0.15, risk=0.0) / 0.0165, 4)
    0.9583
    """
    pressure = (
        delivery.leaving_late * (late - LATE_REFERENCE)
        + delivery.leaving_load * max(0.0, load - 1.0)
        + delivery.leaving_admin * (diverted - ADMIN_REFERENCE)
    )
    pay = wage * (1 - delivery.leaving_risk * risk) / (1 - delivery.leaving_risk * RISK_REFERENCE)
    return delivery.leaving * max(pay, LEAST_PAY) ** -delivery.leaving_wage * exp(pressure)


def yearly(monthly_hazard: float) -> float:
    """Yearly turnover of a monthly hazard: the share of seats that leave within a year (T13).

    >>> round(yearly(0.016538), 4)
    0.18
    """
    return 1 - exp(-fiscal.MONTHS * monthly_hazard)


def filling_rate(delivery: Delivery, wage: float) -> float:
    """Rate at which a vacancy is filled [1/month]."""
    return inf if delivery.fill_months == 0 else wage / delivery.fill_months


def seat_chances(leaving: float, filling: float) -> SeatChances:
    """What can become of a seat within a month, at constant rates of leaving and filling [1/month].

    At month ends the share of empty seats is then that of continuous time, leaving / (leaving + filling) (T13).

    >>> chances = seat_chances(0.0165, 1 / 1.5)
    >>> emptied = chances.leave * (1 - chances.refill)
    >>> round(emptied / (emptied + chances.fill), 6) == round(0.0165 / (0.0165 + 1 / 1.5), 6)
    True
    """
    leave = 1 - exp(-leaving)
    if filling == inf or leave == 0:
        return SeatChances(leave, 1.0, 1 - exp(-filling))
    moved = (1 - exp(-leaving - filling)) / (leaving + filling)
    return SeatChances(leave, 1 - leaving * moved / leave, filling * moved)


def slots_of(present: float, caseload: float, diverted: float, theta: float) -> int:
    """Case slots of the workers present (equation 3.2)."""
    return floor(present * caseload * (1 - diverted) / theta + 1e-9)


def usual_diversion(scenario: Scenario, form: Form) -> float:
    """Share of working time that goes to buyer and host where nothing else is said."""
    return min(scenario.delivery.admin_time + form.host_time, 0.99)
