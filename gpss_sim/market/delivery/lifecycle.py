"""The life of a contract as a SimPy process: years of service, tranches, scores, consequences, end."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from simpy.events import Event, Timeout

from gpss_sim import money
from gpss_sim.market.agencies.agency import CLOSED, Agency, wage_of
from gpss_sim.market.agencies.effort import settle_effort
from gpss_sim.market.contracts import staffing
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.contracts.guideline import kept_ready
from gpss_sim.market.contracts.terms import Commitment, CommittedFunds, Terms, YearBook
from gpss_sim.market.delivery.breach import suffer_breach
from gpss_sim.market.delivery.contract_year import bind_to_fiscal_year
from gpss_sim.market.delivery.delivery_view import ContractDesk
from gpss_sim.market.delivery.payments import pay_support, release, schedule_tranches
from gpss_sim.market.delivery.service import pay, set_capacity
from gpss_sim.market.delivery.voucher import redeem
from gpss_sim.market.delivery.year_end import end_year, write_year
from gpss_sim.market.library.proposal import BOUGHT, IN_SERVICE
from gpss_sim.market.statuses import EventKind


def sign(
    desk: ContractDesk,
    project: CityProject,
    agency: int,
    terms: Terms,
    commitment: Commitment,
    share: float = 1,
    partners: tuple[int, ...] = (),
) -> Contract:
    """Conclude a contract for a `share` of a project; it is opened with its letting."""
    profile = desk.agencies[agency].profile
    delivery = desk.scenario.delivery
    reference = project.estimate.reference(desk.scenario, desk.year) * share
    margin = 0.0 if terms.arrangement.settles_payroll else (terms.price - terms.cost) / reference
    readiness = kept_ready(desk.scenario, terms.arrangement.form)
    plan = staffing.plan_staff(
        project.template.posts * share * terms.scope * readiness,
        desk.agencies[agency].theta,
        wage_of(desk.scenario, terms.arrangement.form, profile, desk.year),
        margin,
        terms.arrangement.form.staffing == "by_agency",
        delivery,
        profile.abilities.slack,
    )
    contract = Contract(
        id=len(desk.contracts),
        project=project,
        agency=agency,
        terms=terms,
        cells=project.cells,
        workforce=staffing.Workforce(plan, staffing.Team(plan.workers)),
        partners=partners,
        share=share,
        funds=CommittedFunds(prepared=commitment),
    )
    desk.contracts.append(contract)
    project.letting.awaited.append(contract)
    for party in contract.parties:
        desk.agencies[party].posts += contract.posts_each
        desk.agencies[party].contracts.append(contract.id)
    desk.library.note(project, BOUGHT)
    desk.record.event(
        desk.now, EventKind.SIGNED, contract.name, f"agency:{profile.key}", terms.price / money.FEN_PER_YUAN
    )
    return contract


def live_side_by_side(desk: ContractDesk, letting: list[Contract], staffed: float) -> Generator[Event, object, None]:
    """Open the contracts of one letting at once and let each live; `staffed` is the share of seats filled then."""
    _open_letting(desk, letting, staffed)
    for contract in letting[1:]:
        desk.env.process(_live(desk, contract))
    yield from _live(desk, letting[0])


def _live(desk: ContractDesk, contract: Contract) -> Generator[Event, object, None]:
    """From the first year to the end."""
    while not contract.ended:
        _begin_year(desk, contract)
        yield Timeout(desk.env, contract.book.length)
        if contract.ended:
            return
        outcome = end_year(desk, contract)
        if outcome != "continues":
            end(desk, contract, outcome)


def _open_letting(desk: ContractDesk, letting: list[Contract], staffed: float) -> None:
    """The contracts of a letting take the place of those that served the project before."""
    project = letting[0].project
    before, project.letting.contracts = project.letting.contracts, letting
    for contract in before:
        end(desk, contract, "replaced")
    project.letting.incumbents = tuple(party for contract in letting for party in contract.parties)
    for contract in letting:
        _take_over_team(desk, contract, before)
        _open(desk, contract, staffed)


def _take_over_team(desk: ContractDesk, contract: Contract, before: list[Contract]) -> None:
    """An agency that served the project until now keeps its workers there."""
    for old in before:
        if old.agency == contract.agency and old.workforce.paid_until == desk.now:
            contract.workforce.team.filled = old.workforce.team.filled


def _open(desk: ContractDesk, contract: Contract, staffed: float) -> None:
    project = contract.project
    project.letting.awaited.remove(contract)
    draws = desk.luck.opening_seats(project.template.id, desk.year, staffing.seats_for(contract.workforce.plan.workers))
    contract.workforce.team.resize(contract.workforce.plan.workers, draws, staffed)
    contract.workforce.paid_until = desk.now
    for party in contract.parties:
        desk.agencies[party].last_contract = desk.now
    # It takes over cases now; new ones begin when effort, and with it the time diverted, is settled.
    desk.queues.open(contract)
    desk.library.note(project, IN_SERVICE)
    desk.record.event(
        desk.now, EventKind.OPENED, contract.name, f"project:{project.template.id}", sum(contract.workforce.team.filled)
    )


def _begin_year(desk: ContractDesk, contract: Contract) -> None:
    assert contract.funds.prepared is not None, "a contract year begins with its money set aside"
    commitment, contract.funds.prepared = contract.funds.prepared, None
    contract.funds.commitments.append(commitment)
    contract.term_year += 1
    contract.book = YearBook(desk.now, price=contract.terms.price)
    pay_support(desk, contract)
    suffer_breach(desk, contract)
    bind_to_fiscal_year(desk, contract)
    if contract.terms.arrangement.form.staffing == "by_contract":
        profile = desk.agencies[contract.agency].profile
        wage = wage_of(desk.scenario, contract.terms.arrangement.form, profile, desk.year)
        contract.workforce.plan = replace(contract.workforce.plan, wage=wage)
    settle_effort(desk.agency_view, contract)
    set_capacity(desk, contract)
    if not contract.settles_payroll and not contract.terms.arrangement.form.per_case:
        schedule_tranches(desk, contract, commitment)


def end(desk: ContractDesk, contract: Contract, reason: str) -> None:
    """End a contract now: last wages, cases paused, unspent money released, the project free."""
    if contract.ended:
        return
    project, paused = contract.project, 0
    contract.ended = True
    if contract in project.letting.awaited:
        project.letting.awaited.remove(contract)
    else:
        pay(desk, contract)
        if contract.terms.arrangement.form.per_case and contract.funds.commitments:
            redeem(desk, contract)
        paused = desk.queues.close(contract)
    for agency in (desk.agencies[party] for party in contract.parties):
        agency.posts -= contract.posts_each
        agency.contracts.remove(contract.id)
        agency.last_contract = desk.now
    if reason == "closed":
        desk.library.assess(project, passed=False, ended=True)
    desk.record.event(desk.now, EventKind.ENDED, contract.name, reason, paused)
    released, year = _release_all(desk, contract, cut=reason == "closed")
    if not project.letting.is_let and reason in ("closed", "not renewed", "not funded"):
        desk.vacancies.announce(project, released, year)


def _release_all(desk: ContractDesk, contract: Contract, cut: bool) -> tuple[dict[str, int], int]:
    """Give back what the next year would have cost and, if the contract was cut short, what is unpaid."""
    released: dict[str, int] = {}
    unspent = [contract.funds.prepared] if contract.funds.prepared is not None else []
    if cut:
        _write_cut(desk, contract)
        unspent += contract.funds.commitments
    for commitment in unspent:
        for source, amount in release(desk, contract, commitment).items():
            released[source] = released.get(source, 0) + amount
    contract.funds.prepared = None
    return released, desk.year


def _write_cut(desk: ContractDesk, contract: Contract) -> None:
    if contract.term_year and contract.book.start < desk.now:
        write_year(desk, contract, float("nan"), False, "closed")


def close_agency(desk: ContractDesk, agency: Agency) -> None:
    """An agency below its credit line closes: its contracts end, partners too; its debts stay with its creditors."""
    agency.status = CLOSED
    for contract in [desk.contracts[i] for i in agency.contracts]:
        end(desk, contract, "closed")
    debt = -desk.ledger.balances[agency.account]
    desk.ledger.move(desk.now, "creditors", agency.account, max(debt, 0))
    desk.record.event(desk.now, EventKind.CLOSED, agency.account, "", debt / money.FEN_PER_YUAN)
