"""Service under a contract month by month: pay, staff, capacity, quality."""

from __future__ import annotations

from gpss_sim import fiscal
from gpss_sim.market.contracts import staffing
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.guideline import running_share
from gpss_sim.market.contracts.terms import Terms
from gpss_sim.market.delivery.delivery_view import PaymentDesk, ServiceDesk
from gpss_sim.market.delivery.voucher import places_paid_for, redeem
from gpss_sim.market.policies import RENEWALS
from gpss_sim.market.record import MonthRow
from gpss_sim.market.rulebook.held_back import payroll_held_back
from gpss_sim.scenario.schema import Scenario


def monthly_tick(desk: ServiceDesk, contract: Contract, month: int, late: float) -> None:
    """One month of a contract: pay, staff, capacity, quality; `late` is the agency's share of money overdue."""
    delivery = desk.scenario.delivery
    pay(desk, contract)
    reference = staffing.slots_of(
        contract.workforce.team.present, delivery.caseload, staffing.ADMIN_REFERENCE, contract.workforce.plan.theta
    )
    load = contract.busy / reference if reference else 1.0
    risk = loss_of_post(desk.scenario, contract.terms)
    wage = contract.workforce.plan.wage * (1 - unpaid_share(desk, contract))
    rate = staffing.hazard(delivery, wage, late, load, contract.book.choices.diverted, risk)
    contract.workforce.turnover = staffing.yearly(rate)
    draws = desk.luck.turnover(contract.project.template.id, month // fiscal.MONTHS, contract.workforce.team.seats)
    chances = staffing.seat_chances(rate, staffing.filling_rate(delivery, contract.workforce.plan.wage))
    left = contract.workforce.team.month(draws, month % fiscal.MONTHS, chances)
    if contract.terms.arrangement.form.per_case:
        redeem(desk, contract)
    set_capacity(desk, contract)
    quality = quality_now(desk, contract)
    _sum_up(contract, quality, contract.posts * delivery.caseload * (1 - delivery.admin_time))
    _note_month(desk, contract, month, quality, late, left)


def loss_of_post(scenario: Scenario, terms: Terms) -> float:
    """Chance of a worker to lose the post within a year, as everybody expects it [1/year].

    Where the end of a term is a new procurement, the post goes with the contract to whoever wins it; where it is not,
    posts are secure.
    """
    if not RENEWALS[terms.arrangement.mode.renewal].reopens:
        return 0.0
    return (1 - scenario.market.renewal_belief) / terms.years


def _sum_up(contract: Contract, quality: float, target: float) -> None:
    """Add a month to the sums of the contract year; `target` is what the reference staff would hold [cases]."""
    book = contract.book
    book.sums.quality += quality
    book.sums.months += 1
    book.sums.open_cases += contract.busy
    book.sums.target += target
    book.sums.filled += sum(contract.workforce.team.filled)
    book.sums.seats += contract.workforce.team.seats


def _note_month(desk: PaymentDesk, contract: Contract, month: int, quality: float, late: float, left: int) -> None:
    desk.record.months.append(
        MonthRow(
            month,
            contract.id,
            sum(contract.workforce.team.filled),
            contract.workforce.team.seats,
            contract.slots,
            contract.busy,
            quality,
            contract.workforce.turnover,
            contract.workforce.plan.wage,
            late,
            left,
        )
    )


def quality_now(desk: PaymentDesk, contract: Contract) -> float:
    """Quality index of the service delivered now [points] (equation 4.1)."""
    delivery = desk.scenario.delivery
    return (
        delivery.quality_base
        + desk.agencies[contract.agency].capability
        + contract.book.choices.effort
        + contract.terms.idea
        - delivery.quality_turnover * (contract.workforce.turnover - 0.18)
    )


def set_capacity(desk: ServiceDesk, contract: Contract) -> None:
    """Slots of the workers present; new ones are filled from the queue, lost ones close as cases end."""
    delivery = desk.scenario.delivery
    caseload = delivery.caseload * (1 + delivery.volunteers * delivery.volunteer_output)
    contract.slots = staffing.slots_of(
        contract.workforce.team.present, caseload, contract.book.choices.diverted, contract.workforce.plan.theta
    )
    if contract.terms.arrangement.form.per_case:
        contract.slots = min(contract.slots, places_paid_for(desk, contract))
    desk.queues.refill(contract)


def pay(desk: PaymentDesk, contract: Contract) -> None:
    """Wages, overhead and paid effort up to now (equation 12.4): from cash or, where payroll is settled, set aside."""
    now = desk.now
    days = now - contract.workforce.paid_until
    contract.workforce.paid_until = now
    reference = _reference(desk, contract)
    delivery = desk.scenario.delivery
    bill = reference * delivery.wage_share * contract.workforce.plan.wage * days / fiscal.YEAR
    wages = round(bill * contract.workforce.team.present / contract.posts)
    overhead = (
        reference * running_share(desk.scenario, contract.terms.arrangement.form) * days / fiscal.YEAR
        + bill * contract.terms.omega
    )
    other = max(round(overhead * contract.terms.scope), 0)
    book = contract.book
    effort = round(
        desk.scenario.agencies.effort_paid * book.choices.effort_cost * book.yearly_price * days / fiscal.YEAR
    )
    bills = (("wages", wages), ("overhead", other), ("effort", effort))
    if contract.settles_payroll:
        later = round(wages * payroll_held_back(desk.scenario))
        contract.book.waiting += later
        for account, amount in (("wages", wages - later), *bills[1:]):
            settle_payroll(desk, contract, account, amount)
        return
    _receive_private(desk, contract, days)
    for account, amount in bills:
        charge(desk, contract, account, amount)


def unpaid_share(desk: PaymentDesk, contract: Contract) -> float:
    """Cost of effort that workers bear, over their wages [share] (equation 5.1)."""
    borne = (1 - desk.scenario.agencies.effort_paid) * contract.book.choices.effort_cost * contract.book.yearly_price
    pay_of_post = _reference(desk, contract) * desk.scenario.delivery.wage_share / contract.posts
    wages = pay_of_post * contract.workforce.plan.wage * contract.workforce.plan.workers
    return borne / wages if borne and wages else 0.0


def _reference(desk: PaymentDesk, contract: Contract) -> float:
    """Reference cost of a year at the wages of the days that lie behind [fen]; an end of month belongs to its month."""
    return contract.project.estimate.reference(desk.scenario, fiscal.year_of(max(desk.now - 1e-3, 0))) * contract.share


def _receive_private(desk: PaymentDesk, contract: Contract, days: float) -> None:
    """Fees, gifts and own funds come in with the service, in equal parts for the parties."""
    for party, part in contract.divide(round(contract.terms.private * days / fiscal.YEAR)):
        desk.ledger.move(desk.now, "private", desk.agencies[party].account, part, contract=contract.id)


def charge(desk: PaymentDesk, contract: Contract, account: str, amount: int) -> None:
    """The parties of a contract pay `amount` fen in equal parts."""
    for party, part in contract.divide(amount):
        desk.ledger.move(desk.now, desk.agencies[party].account, account, part, contract=contract.id)


def settle_payroll(desk: PaymentDesk, contract: Contract, account: str, amount: int) -> None:
    """The buyer pays what its own staff costs from the oldest commitment that has money left."""
    for commitment in contract.funds.commitments:
        if amount <= 0:
            break
        if drawn := commitment.draw(amount):
            desk.ledger.move_by_source(desk.now, "committed", account, drawn, contract.id)
            amount -= sum(drawn.values())
