"""The life of a contract as a SimPy process: years of service, tranches, scores, consequences, end."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from simpy.events import Timeout

from gpss_sim import money
from gpss_sim.market.agencies.agency import CLOSED, Agency, wage_of
from gpss_sim.market.agencies.effort import settle_effort
from gpss_sim.market.contracts import staffing
from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.contracts.guideline import kept_ready
from gpss_sim.market.contracts.terms import Commitment, Terms, YearBook
from gpss_sim.market.delivery.breach import suffer_breach
from gpss_sim.market.delivery.contract_year import bind_to_fiscal_year
from gpss_sim.market.delivery.payments import pay_support, release, schedule_tranches
from gpss_sim.market.delivery.service import pay, set_capacity
from gpss_sim.market.delivery.voucher import redeem
from gpss_sim.market.delivery.year_end import end_year, write_year
from gpss_sim.market.library.proposal import BOUGHT, IN_SERVICE
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind


def sign(
    state: State,
    project: Project,
    agency: int,
    terms: Terms,
    commitment: Commitment,
    share: float = 1,
    partners: tuple[int, ...] = (),
) -> Contract:
    """Conclude a contract for a `share` of a project; it is opened with its letting."""
    profile = state.agencies[agency].profile
    delivery = state.scenario.delivery
    reference = project.reference(state.scenario, state.year) * share
    margin = 0.0 if terms.settles_payroll else (terms.price - terms.cost) / reference
    readiness = kept_ready(state.scenario, terms.form)
    plan = staffing.plan_staff(
        project.template.posts * share * terms.scope * readiness,
        state.agencies[agency].theta,
        wage_of(state.scenario, terms.form, profile, state.year),
        margin,
        terms.form.staffing == "by_agency",
        delivery,
        profile.slack,
    )
    contract = Contract(
        id=len(state.contracts),
        project=project,
        agency=agency,
        terms=terms,
        cells=project.cells,
        team=staffing.Team(plan.workers),
        plan=plan,
        partners=partners,
        share=share,
        prepared=commitment,
    )
    state.contracts.append(contract)
    project.awaited.append(contract)
    for party in contract.parties:
        state.agencies[party].posts += contract.posts_each
        state.agencies[party].contracts.append(contract.id)
    state.library.note(project, BOUGHT)
    state.record.event(
        state.now, EventKind.SIGNED, contract.name, f"agency:{profile.key}", terms.price / money.FEN_PER_YUAN
    )
    return contract


def live_side_by_side(state: State, letting: list[Contract], staffed: float) -> Generator[Any, Any, None]:
    """Open the contracts of one letting at once and let each live; `staffed` is the share of seats filled then."""
    _open_letting(state, letting, staffed)
    for contract in letting[1:]:
        state.env.process(_live(state, contract))
    yield from _live(state, letting[0])


def _live(state: State, contract: Contract) -> Generator[Any, Any, None]:
    """From the first year to the end."""
    while not contract.ended:
        _begin_year(state, contract)
        yield Timeout(state.env, contract.book.length)
        if contract.ended:
            return
        outcome = end_year(state, contract)
        if outcome != "continues":
            end(state, contract, outcome)


def _open_letting(state: State, letting: list[Contract], staffed: float) -> None:
    """The contracts of a letting take the place of those that served the project before."""
    project = letting[0].project
    before, project.contracts = project.contracts, letting
    for contract in before:
        end(state, contract, "replaced")
    project.incumbents = tuple(party for contract in letting for party in contract.parties)
    for contract in letting:
        _take_over_team(state, contract, before)
        _open(state, contract, staffed)


def _take_over_team(state: State, contract: Contract, before: list[Contract]) -> None:
    """An agency that served the project until now keeps its workers there."""
    for old in before:
        if old.agency == contract.agency and old.paid_until == state.now:
            contract.team.filled = old.team.filled


def _open(state: State, contract: Contract, staffed: float) -> None:
    project = contract.project
    project.awaited.remove(contract)
    draws = state.luck.opening_seats(project.template.id, state.year, staffing.seats_for(contract.plan.workers))
    contract.team.resize(contract.plan.workers, draws, staffed)
    contract.paid_until = state.now
    for party in contract.parties:
        state.agencies[party].last_contract = state.now
    # It takes over cases now; new ones begin when effort, and with it the time diverted, is settled.
    state.queues.open(contract)
    state.library.note(project, IN_SERVICE)
    state.record.event(
        state.now, EventKind.OPENED, contract.name, f"project:{project.template.id}", sum(contract.team.filled)
    )


def _begin_year(state: State, contract: Contract) -> None:
    assert contract.prepared is not None, "a contract year begins with its money set aside"
    commitment, contract.prepared = contract.prepared, None
    contract.commitments.append(commitment)
    contract.term_year += 1
    contract.book = YearBook(state.now, price=contract.terms.price)
    pay_support(state, contract)
    suffer_breach(state, contract)
    bind_to_fiscal_year(state, contract)
    if contract.terms.form.staffing == "by_contract":
        profile = state.agencies[contract.agency].profile
        wage = wage_of(state.scenario, contract.terms.form, profile, state.year)
        contract.plan = replace(contract.plan, wage=wage)
    settle_effort(state, contract)
    set_capacity(state, contract)
    if not contract.settles_payroll and not contract.terms.form.per_case:
        schedule_tranches(state, contract, commitment)


def end(state: State, contract: Contract, reason: str) -> None:
    """End a contract now: last wages, cases paused, unspent money released, the project free."""
    if contract.ended:
        return
    project, paused = contract.project, 0
    contract.ended = True
    if contract in project.awaited:
        project.awaited.remove(contract)
    else:
        pay(state, contract)
        if contract.terms.form.per_case and contract.commitments:
            redeem(state, contract)
        paused = state.queues.close(contract)
    for agency in (state.agencies[party] for party in contract.parties):
        agency.posts -= contract.posts_each
        agency.contracts.remove(contract.id)
        agency.last_contract = state.now
    if reason == "closed":
        state.library.assess(project, passed=False, ended=True)
    state.record.event(state.now, EventKind.ENDED, contract.name, reason, paused)
    released, year = _release_all(state, contract, cut=reason == "closed")
    if not project.is_let and reason in ("closed", "not renewed", "not funded"):
        state.on_vacancy(project, released, year)


def _release_all(state: State, contract: Contract, cut: bool) -> tuple[dict[str, int], int]:
    """Give back what the next year would have cost and, if the contract was cut short, what is unpaid."""
    released: dict[str, int] = {}
    unspent = [contract.prepared] if contract.prepared is not None else []
    if cut:
        _write_cut(state, contract)
        unspent += contract.commitments
    for commitment in unspent:
        for source, amount in release(state, contract, commitment).items():
            released[source] = released.get(source, 0) + amount
    contract.prepared = None
    return released, state.year


def _write_cut(state: State, contract: Contract) -> None:
    if contract.term_year and contract.book.start < state.now:
        write_year(state, contract, float("nan"), False, "closed")


def close_agency(state: State, agency: Agency) -> None:
    """An agency below its credit line closes: its contracts end, partners too; its debts stay with its creditors."""
    agency.status = CLOSED
    for contract in [state.contracts[i] for i in agency.contracts]:
        end(state, contract, "closed")
    debt = -state.ledger.balances[agency.account]
    state.ledger.move(state.now, "creditors", agency.account, max(debt, 0))
    state.record.event(state.now, EventKind.CLOSED, agency.account, "", debt / money.FEN_PER_YUAN)
