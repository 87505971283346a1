"""Tranches that fall due and arrive late; commitments that are released (evidence 2A; facts R70)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.delivery.delivery_view import PaymentDesk
from gpss_sim.market.delivery.fiscal_sponsor import host_delay, pay_host
from gpss_sim.market.delivery.leakage import leak
from gpss_sim.market.library.proposal import SETTLED
from gpss_sim.market.record import InvoiceRow
from gpss_sim.market.statuses import EventKind


def schedule_tranches(desk: PaymentDesk, contract: Contract, commitment: Commitment) -> None:
    """All tranches but the last, which waits for the score."""
    schedule = desk.scenario.payment.tranches
    amounts = money.split(contract.book.price, [share for _, share in schedule])
    for k, ((month, _), amount) in enumerate(zip(schedule[:-1], amounts[:-1], strict=True)):
        schedule_payment(desk, contract, commitment, k, fiscal.tick(fiscal.months(month * contract.book.pace)), amount)


def schedule_payment(
    desk: PaymentDesk, contract: Contract, commitment: Commitment, tranche: int, wait: float, amount: int
) -> None:
    """Let one tranche fall due after `wait` [day]; it arrives after its delay, late or not."""
    delay = desk.luck.payment_delay(contract.project.template.id, commitment.year, tranche, desk.scenario.payment)
    delay += fiscal.tick(fiscal.months(contract.book.put_off)) + host_delay(desk, contract)
    expect(desk, contract, desk.now + wait, delay, amount)
    timeout = Timeout(desk.env, wait + delay, (contract, commitment, amount))
    timeout.callbacks.append(lambda event: _pay_tranche(desk, *event._value))


def expect(desk: PaymentDesk, contract: Contract, due: float, delay: float, amount: int) -> None:
    """Each party waits for its part of what falls due on a day and arrives `delay` [day] later."""
    for party, part in contract.divide(amount):
        desk.agencies[party].invoices.append((due, due + delay, part))
        desk.record.invoices.append(InvoiceRow(due, due + delay, part))


def _pay_tranche(desk: PaymentDesk, contract: Contract, commitment: Commitment, amount: int) -> None:
    drawn = commitment.draw(amount)
    if not drawn:
        return
    hand_over(desk, contract, drawn)
    if commitment.total == 0:
        desk.library.note(contract.project, SETTLED)


def hand_over(desk: PaymentDesk, contract: Contract, drawn: Mapping[str, int]) -> None:
    """Money drawn from a commitment reaches the parties in equal parts of every source."""
    for party, parts in divide_sources(contract, drawn):
        account = desk.agencies[party].account
        desk.ledger.move_by_source(desk.now, "committed", account, parts, contract.id)
        desk.record.event(desk.now, EventKind.PAID, contract.name, account, sum(parts.values()) / money.FEN_PER_YUAN)
        pay_host(desk, contract, party, parts)
        leak(desk, contract, party, parts)


def divide_sources(contract: Contract, drawn: Mapping[str, int]) -> Iterator[tuple[int, dict[str, int]]]:
    """Each party's part of an amount of several sources: (agency, fen by source)."""
    parts = {source: contract.divide(amount) for source, amount in drawn.items()}
    for k, party in enumerate(contract.parties):
        yield party, {source: divided[k][1] for source, divided in parts.items()}


def pay_support(desk: PaymentDesk, contract: Contract) -> None:
    """The support organisation is paid its fee when a contract year begins."""
    drawn = contract.funds.commitments[-1].draw(contract.terms.fee)
    desk.ledger.move_by_source(desk.now, "committed", "support", drawn, contract.id)


def release(desk: PaymentDesk, contract: Contract, commitment: Commitment) -> dict[str, int]:
    """Let go of a commitment; what remains of it is released when nobody else holds it."""
    commitment.holders -= 1
    if commitment.holders > 0:
        return {}
    return release_part(desk, contract.project, commitment, commitment.total, contract.id)


def release_part(
    desk: PaymentDesk, project: CityProject, commitment: Commitment, amount: int, contract: int
) -> dict[str, int]:
    """Back to this year's budget if it came from it, else to the treasury."""
    drawn = commitment.draw(amount)
    target = "budget" if commitment.year == desk.year else "lapsed"
    desk.ledger.move_by_source(desk.now, "committed", target, drawn, contract)
    return drawn if target == "budget" else {}
