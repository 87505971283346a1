"""The life of a contract as a SimPy process: years of service, tranches, scores, consequences, end."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simpy.events import Timeout

from gpss_sim import fiscal, money
from gpss_sim.market import staffing
from gpss_sim.market.agency import CLOSED, Agency
from gpss_sim.market.contract import Commitment, Contract, Project, Terms, YearBook
from gpss_sim.market.effort import Stakes, choose_effort, renewal_line
from gpss_sim.market.policies import ADMIN_RULES, RENEWALS
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.service import pay, set_capacity
from gpss_sim.market.state import State


def sign(state: State, project: Project, agency: int, terms: Terms, commitment: Commitment) -> Contract:
    """Conclude a contract; it is opened by its life."""
    profile = state.agencies[agency].profile
    delivery = state.scenario.delivery
    reference = project.reference(state.scenario, state.year)
    margin = 0.0 if terms.settles_payroll else (terms.price - terms.cost) / reference
    plan = staffing.plan_staff(
        project.template.posts, profile.theta, profile.wage, margin, terms.form.staffing == "by_agency", delivery
    )
    contract = Contract(
        id=len(state.contracts),
        project=project,
        agency=agency,
        terms=terms,
        cells=project.cells,
        team=staffing.Team(plan.workers),
        plan=plan,
        prepared=commitment,
    )
    state.contracts.append(contract)
    state.agencies[agency].posts += project.template.posts
    state.agencies[agency].contracts.append(contract.id)
    state.record.event(state.now, "signed", contract.name, f"agency:{profile.key}", terms.price / money.FEN_PER_YUAN)
    return contract


def live(state: State, contract: Contract, staffed: float) -> Generator[Any, Any, None]:
    """From opening to end; `staffed` is the share of seats filled at the opening."""
    _open(state, contract, staffed)
    while not contract.ended:
        _begin_year(state, contract)
        yield Timeout(state.env, fiscal.YEAR)
        if contract.ended:
            return
        outcome = _end_year(state, contract)
        if outcome != "continues":
            end(state, contract, outcome)


def _open(state: State, contract: Contract, staffed: float) -> None:
    project = contract.project
    before = project.contract
    if before is not None and not before.ended:
        end(state, before, "replaced")
    if before is not None and before.agency == contract.agency and before.paid_until == state.now:
        contract.team.filled = before.team.filled
    draws = state.luck.opening_seats(project.template.id, state.year, staffing.seats_for(contract.plan.workers))
    contract.team.resize(contract.plan.workers, draws, staffed)
    project.contract, project.incumbent = contract, contract.agency
    contract.paid_until = state.now
    state.agencies[contract.agency].last_contract = state.now
    contract.book.diverted = state.scenario.delivery.admin_time
    contract.slots = staffing.slots_of(
        contract.team.present, state.scenario.delivery.caseload, contract.book.diverted, contract.plan.theta
    )
    state.queues.open(contract)
    state.record.event(state.now, "opened", contract.name, f"project:{project.template.id}", contract.slots)


def _begin_year(state: State, contract: Contract) -> None:
    assert contract.prepared is not None, "a contract year begins with its money set aside"
    commitment, contract.prepared = contract.prepared, None
    contract.commitments.append(commitment)
    contract.term_year += 1
    contract.book = YearBook(state.now)
    _choose_effort(state, contract)
    set_capacity(state, contract)
    if not contract.settles_payroll:
        _schedule_tranches(state, contract, commitment)


def _choose_effort(state: State, contract: Contract) -> None:
    scenario, agency, book = state.scenario, state.agencies[contract.agency], contract.book
    rules, profile = scenario.assessment, agency.profile
    renewal = RENEWALS[contract.terms.mode.renewal]
    alternative, book.alternatives = state.best_alternative(contract.project.index, contract.agency)
    line = None
    if renewal.reopens:
        line = renewal_line(
            state.record_of(contract.agency), agency.weight(rules), alternative, scenario.rules.switching_cost
        )
        if line is not None and contract.term_year < contract.terms.years:
            line = min(line, rules.pass_line)
    margin = max(1 - contract.terms.cost / contract.terms.price, 0.0)
    worth = scenario.market.discount * scenario.market.renewal_belief * margin + scenario.market.survival_value
    tied = scenario.payment.tied_to_score and not contract.settles_payroll
    stakes = Stakes(
        held_back=scenario.payment.schedule[-1][1] if tied else 0.0,
        pay_line=rules.pass_line,
        next_term=worth,
        renewal_line=line,
        fine=0.0 if contract.settles_payroll else scenario.payment.rectification,
        pass_line=rules.pass_line,
        mission=profile.mission,
        effort_cost=profile.effort_cost,
    )
    noise = rules.rater_noise / contract.terms.mode.raters**0.5
    expected = scenario.delivery.quality_base + profile.capability
    book.effort, slope = choose_effort(stakes, expected, noise, rules.effort_max)
    book.threat = worth if line is not None else 0.0
    favour = 0.0 if line is not None else worth
    book.diverted = ADMIN_RULES[scenario.delivery.admin_rule]().diverted(
        scenario.delivery.admin_time, scenario.delivery.admin_limit, favour, slope * max(noise, 1.0)
    )


def _schedule_tranches(state: State, contract: Contract, commitment: Commitment) -> None:
    """All tranches but the last, which waits for the score."""
    schedule = state.scenario.payment.schedule
    amounts = money.split(contract.terms.price, [share for _, share in schedule])
    for k, ((month, _), amount) in enumerate(zip(schedule[:-1], amounts[:-1], strict=True)):
        _schedule(state, contract, commitment, k, fiscal.tick(fiscal.months(month)), amount)


def _schedule(state: State, contract: Contract, commitment: Commitment, tranche: int, wait: float, amount: int) -> None:
    delay = state.luck.payment_delay(contract.project.template.id, commitment.year, tranche, state.scenario.payment)
    due = state.now + wait
    state.agencies[contract.agency].invoices.append((due, due + delay, amount))
    timeout = Timeout(state.env, wait + delay, (contract, commitment, amount))
    timeout.callbacks.append(lambda event: _pay_tranche(state, *event._value))


def _pay_tranche(state: State, contract: Contract, commitment: Commitment, amount: int) -> None:
    drawn = commitment.draw(amount)
    if not drawn:
        return
    account = state.agencies[contract.agency].account
    state.ledger.move_by_source(state.now, "committed", account, drawn, contract.id)
    state.record.event(state.now, "paid", contract.name, account, sum(drawn.values()) / money.FEN_PER_YUAN)


def _end_year(state: State, contract: Contract) -> str:
    """Assess the year, settle it, decide what follows: ``continues`` or the reason of the end."""
    pay(state, contract)
    score, passed = _assess(state, contract)
    _settle_year(state, contract, passed)
    outcome = _decide(state, contract, passed)
    _write_year(state, contract, score, passed, outcome)
    return outcome


def _assess(state: State, contract: Contract) -> tuple[float, bool]:
    rules, mode = state.scenario.assessment, contract.terms.mode
    book, agency = contract.book, state.agencies[contract.agency]
    year = fiscal.year_of(book.start)
    mean_quality = book.quality / book.months if book.months else 0.0
    noise = rules.rater_noise * state.luck.score_noise(contract.project.template.id, year, mode.raters)
    score = mean_quality + noise
    agency.learn(score, rules, state.newcomer_record())
    state.scores_this_year.append(score)
    state.record.event(state.now, "assessed", contract.name, agency.account, score)
    if mode.bars and score < rules.bar_line:
        agency.barred_until = state.now + fiscal.YEAR * rules.bar_years
        state.record.event(state.now, "barred", agency.account, contract.name, rules.bar_years)
    return score, score >= rules.pass_line


def _settle_year(state: State, contract: Contract, passed: bool) -> None:
    """The last tranche, or what failing costs; what remains of the year's money is released."""
    commitment, payment = contract.commitments[-1], state.scenario.payment
    if contract.settles_payroll:
        release(state, contract, commitment)
        return
    last = len(payment.schedule) - 1
    amount = money.split(contract.terms.price, [share for _, share in payment.schedule])[last]
    if not passed:
        cost = round(payment.rectification * contract.terms.price)
        state.ledger.move(
            state.now, state.agencies[contract.agency].account, "rectification", cost, contract=contract.id
        )
    if passed or not payment.tied_to_score:
        _schedule(state, contract, commitment, last, 0.0, amount)
    else:
        _release(state, contract.project, commitment, amount, contract.id)


def _decide(state: State, contract: Contract, passed: bool) -> str:
    renewal = RENEWALS[contract.terms.mode.renewal]()
    alternative, _ = state.best_alternative(contract.project.index, contract.agency)
    standing = Standing(
        record=state.record_of(contract.agency),
        alternative=alternative,
        passed=passed,
        switching_cost=state.scenario.rules.switching_cost,
    )
    if contract.term_year >= contract.terms.years:
        return "term ended"
    if not renewal.continues(standing):
        return "not renewed"
    return "continues" if contract.prepared is not None else "not funded"


def _write_year(state: State, contract: Contract, score: float, passed: bool, outcome: str) -> None:
    book, terms = contract.book, contract.terms
    state.record.contract_years.append(
        ContractYearRow(
            contract=contract.id,
            project=contract.project.index,
            agency=contract.agency,
            year=fiscal.year_of(book.start),
            term_year=contract.term_year,
            start=book.start,
            end=state.now,
            form=terms.form_name,
            method=terms.method,
            price=terms.price,
            ceiling=terms.ceiling,
            cost=terms.cost,
            effort=book.effort,
            diverted=book.diverted,
            threat=book.threat,
            alternatives=book.alternatives,
            quality=book.quality / book.months if book.months else float("nan"),
            score=score,
            passed=passed,
            outcome=outcome,
        )
    )


def write_running(state: State, contract: Contract) -> None:
    """At the end of the horizon: write the contract year that is still running, without a score."""
    if contract.term_year and not contract.ended:
        _write_year(state, contract, float("nan"), False, "running")


def end(state: State, contract: Contract, reason: str) -> None:
    """End a contract now: last wages, cases paused, unspent money released, the project free."""
    if contract.ended:
        return
    pay(state, contract)
    contract.ended = True
    agency = state.agencies[contract.agency]
    agency.posts -= contract.project.template.posts
    agency.contracts.remove(contract.id)
    agency.last_contract = state.now
    paused = state.queues.close(contract)
    state.record.event(state.now, "ended", contract.name, reason, paused)
    released, year = _release_all(state, contract, cut=reason == "closed")
    if contract.project.contract is contract and reason in ("closed", "not renewed", "not funded"):
        state.on_vacancy(contract.project, released, year)


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
    if contract.book.start < state.now:
        _write_year(state, contract, float("nan"), False, "closed")


def release(state: State, contract: Contract, commitment: Commitment) -> dict[str, int]:
    """Release all that remains of a commitment."""
    return _release(state, contract.project, commitment, commitment.total, contract.id)


def _release(state: State, project: Project, commitment: Commitment, amount: int, contract: int) -> dict[str, int]:
    """Back to this year's budget if it came from it, else to the treasury."""
    drawn = commitment.draw(amount)
    target = "budget" if commitment.year == state.year else "lapsed"
    state.ledger.move_by_source(state.now, "committed", target, drawn, contract)
    return drawn if target == "budget" else {}


def close_agency(state: State, agency: Agency) -> None:
    """An agency below its credit line closes: its contracts end, its debts stay with its creditors."""
    agency.status = CLOSED
    for contract in [state.contracts[i] for i in agency.contracts]:
        end(state, contract, "closed")
    debt = -state.ledger.balances[agency.account]
    state.ledger.move(state.now, "creditors", agency.account, max(debt, 0))
    state.record.event(state.now, "closed", agency.account, "", debt / money.FEN_PER_YUAN)
