"""A contract: price, people, capacity, money and score from signature to end."""

from __future__ import annotations

from dataclasses import dataclass, field

from gpss_sim import fiscal, money
from gpss_sim.market import staffing
from gpss_sim.market.record import MonthRow
from gpss_sim.market.state import Project, State
from gpss_sim.scenario.rulebook import Form, Mode


@dataclass(slots=True)
class Commitment:
    """Money set aside for one contract year, by source [fen]."""

    year: int
    remaining: dict[str, int]

    @property
    def total(self) -> int:
        """What is left of it [fen]."""
        return sum(self.remaining.values())

    def draw(self, amount: int) -> dict[str, int]:
        """Take up to `amount` fen, in proportion to what each source has left."""
        total = self.total
        amount = min(amount, total)
        if amount <= 0:
            return {}
        parts = money.split(amount, list(self.remaining.values()))
        drawn = dict(zip(self.remaining, parts, strict=True))
        for source, part in drawn.items():
            self.remaining[source] -= part
        return drawn


@dataclass(slots=True)
class Terms:
    """What was agreed: price and ceiling a year [fen], expected cost a year [fen], years, rules."""

    price: int
    ceiling: int
    cost: int
    omega: float
    years: int
    mode: Mode
    form: Form
    method: str
    form_name: str
    settles_payroll: bool


@dataclass(slots=True)
class YearBook:
    """What is noted during one contract year."""

    start: float
    effort: float = 0.0
    diverted: float = 0.0
    threat: float = 0.0
    alternatives: int = 0
    quality: float = 0.0
    months: int = 0


@dataclass(slots=True)
class Contract:
    """One agency delivering one project; a service for the queues."""

    id: int
    project: Project
    agency: int
    terms: Terms
    cells: tuple[int, ...]
    team: staffing.Team
    plan: staffing.StaffPlan
    slots: int = 0
    busy: int = 0
    term_year: int = 0
    ended: bool = False
    paid_until: float = 0.0
    turnover: float = 0.18
    commitments: list[Commitment] = field(default_factory=list)
    prepared: Commitment | None = None
    book: YearBook = field(default_factory=lambda: YearBook(0.0))

    @property
    def name(self) -> str:
        """Identifier in logs."""
        return f"contract:{self.id}"

    @property
    def settles_payroll(self) -> bool:
        """The buyer pays the payroll itself instead of a price."""
        return self.terms.settles_payroll


def monthly_tick(state: State, contract: Contract, month: int) -> None:
    """One month of a contract: pay, staff, capacity, quality."""
    delivery = state.scenario.delivery
    agency = state.agencies[contract.agency]
    late = 0.0 if contract.settles_payroll else agency.late_share(state.now)
    pay(state, contract)
    reference = staffing.slots_of(
        contract.team.present, delivery.caseload, staffing.ADMIN_REFERENCE, contract.plan.theta
    )
    load = contract.busy / reference if reference else 1.0
    rate = staffing.hazard(delivery, contract.plan.wage, late, load, contract.book.diverted)
    contract.turnover = staffing.yearly(rate)
    draws = state.luck.turnover(contract.project.template.id, month // fiscal.MONTHS, contract.team.seats)
    left = contract.team.month(
        draws,
        month % fiscal.MONTHS,
        1 - (1 - contract.turnover) ** (1 / fiscal.MONTHS),
        staffing.filling_probability(delivery, contract.plan.wage),
    )
    set_capacity(state, contract)
    quality = quality_now(state, contract)
    contract.book.quality += quality
    contract.book.months += 1
    _note_month(state, contract, month, quality, late, left)


def _note_month(state: State, contract: Contract, month: int, quality: float, late: float, left: int) -> None:
    state.record.months.append(
        MonthRow(
            month,
            contract.id,
            sum(contract.team.filled),
            contract.team.seats,
            contract.slots,
            contract.busy,
            quality,
            contract.turnover,
            contract.plan.wage,
            late,
            left,
        )
    )


def quality_now(state: State, contract: Contract) -> float:
    """Quality index of the service delivered now [points] (model_equations §6)."""
    delivery = state.scenario.delivery
    return (
        delivery.quality_base
        + state.agencies[contract.agency].profile.capability
        + contract.book.effort
        - delivery.quality_turnover * (contract.turnover - 0.18)
    )


def set_capacity(state: State, contract: Contract) -> None:
    """Slots of the workers present; new ones are filled from the queue, lost ones close as cases end."""
    delivery = state.scenario.delivery
    contract.slots = staffing.slots_of(
        contract.team.present, delivery.caseload, contract.book.diverted, contract.plan.theta
    )
    state.queues.refill(contract)


def pay(state: State, contract: Contract) -> None:
    """Wages and overhead up to now, from the agency's cash or, where the buyer settles payroll, from the commitment."""
    now = state.now
    days = now - contract.paid_until
    contract.paid_until = now
    reference = contract.project.reference(state.scenario, fiscal.year_of(max(now - 1e-3, 0)))
    delivery = state.scenario.delivery
    posts = contract.project.template.posts
    bill = reference * delivery.wage_share * contract.plan.wage * days / fiscal.YEAR
    wages = round(bill * contract.team.present / posts)
    other = max(round(reference * delivery.overhead_share * days / fiscal.YEAR + bill * contract.terms.omega), 0)
    if contract.settles_payroll:
        _settle(state, contract, "wages", wages)
        _settle(state, contract, "overhead", other)
        return
    account = state.agencies[contract.agency].account
    state.ledger.move(now, account, "wages", wages, contract=contract.id)
    state.ledger.move(now, account, "overhead", other, contract=contract.id)


def _settle(state: State, contract: Contract, account: str, amount: int) -> None:
    """Pay from the oldest commitment that has money left."""
    for commitment in contract.commitments:
        drawn = commitment.draw(amount)
        state.ledger.move_by_source(state.now, "committed", account, drawn, contract.id)
        amount -= sum(drawn.values())
