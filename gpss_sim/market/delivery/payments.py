"""Tranches that fall due and arrive late; commitments that are released (evidence 2A; facts R70)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.delivery.fiscal_sponsor import host_delay, pay_host
from gpss_sim.market.delivery.leakage import leak
from gpss_sim.market.library.proposal import SETTLED
from gpss_sim.market.record import InvoiceRow
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind


def schedule_tranches(state: State, contract: Contract, commitment: Commitment) -> None:
    """All tranches but the last, which waits for the score."""
    schedule = state.scenario.payment.tranches
    amounts = money.split(contract.book.price, [share for _, share in schedule])
    for k, ((month, _), amount) in enumerate(zip(schedule[:-1], amounts[:-1], strict=True)):
        schedule_payment(state, contract, commitment, k, fiscal.tick(fiscal.months(month * contract.book.pace)), amount)


def schedule_payment(
    state: State, contract: Contract, commitment: Commitment, tranche: int, wait: float, amount: int
) -> None:
    """Let one tranche fall due after `wait` [day]; it arrives after its delay, late or not."""
    delay = state.luck.payment_delay(contract.project.template.id, commitment.year, tranche, state.scenario.payment)
    delay += fiscal.tick(fiscal.months(contract.book.put_off)) + host_delay(state, contract)
    expect(state, contract, state.now + wait, delay, amount)
    timeout = Timeout(state.env, wait + delay, (contract, commitment, amount))
    timeout.callbacks.append(lambda event: _pay_tranche(state, *event._value))


def expect(state: State, contract: Contract, due: float, delay: float, amount: int) -> None:
    """Each party waits for its part of what falls due on a day and arrives `delay` [day] later."""
    for party, part in contract.divide(amount):
        state.agencies[party].invoices.append((due, due + delay, part))
        state.record.invoices.append(InvoiceRow(due, due + delay, part))


def _pay_tranche(state: State, contract: Contract, commitment: Commitment, amount: int) -> None:
    drawn = commitment.draw(amount)
    if not drawn:
        return
    hand_over(state, contract, drawn)
    if commitment.total == 0:
        state.library.note(contract.project, SETTLED)


def hand_over(state: State, contract: Contract, drawn: Mapping[str, int]) -> None:
    """Money drawn from a commitment reaches the parties in equal parts of every source."""
    for party, parts in divide_sources(contract, drawn):
        account = state.agencies[party].account
        state.ledger.move_by_source(state.now, "committed", account, parts, contract.id)
        state.record.event(state.now, EventKind.PAID, contract.name, account, sum(parts.values()) / money.FEN_PER_YUAN)
        pay_host(state, contract, party, parts)
        leak(state, contract, party, parts)


def divide_sources(contract: Contract, drawn: Mapping[str, int]) -> Iterator[tuple[int, dict[str, int]]]:
    """Each party's part of an amount of several sources: (agency, fen by source)."""
    parts = {source: contract.divide(amount) for source, amount in drawn.items()}
    for k, party in enumerate(contract.parties):
        yield party, {source: divided[k][1] for source, divided in parts.items()}


def pay_support(state: State, contract: Contract) -> None:
    """The support organisation is paid its fee when a contract year begins."""
    drawn = contract.commitments[-1].draw(contract.terms.fee)
    state.ledger.move_by_source(state.now, "committed", "support", drawn, contract.id)


def release(state: State, contract: Contract, commitment: Commitment) -> dict[str, int]:
    """Let go of a commitment; what remains of it is released when nobody else holds it."""
    commitment.holders -= 1
    if commitment.holders > 0:
        return {}
    return release_part(state, contract.project, commitment, commitment.total, contract.id)


def release_part(state: State, project: Project, commitment: Commitment, amount: int, contract: int) -> dict[str, int]:
    """Back to this year's budget if it came from it, else to the treasury."""
    drawn = commitment.draw(amount)
    target = "budget" if commitment.year == state.year else "lapsed"
    state.ledger.move_by_source(state.now, "committed", target, drawn, contract)
    return drawn if target == "budget" else {}
