"""The end of a contract year: score, settlement, what follows (equations 11.4, 12.2, 12.3)."""

from __future__ import annotations

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.assessment import evaluator_of, score_of
from gpss_sim.market.delivery.payments import release, release_part, schedule_payment
from gpss_sim.market.delivery.service import charge, pay, settle_payroll
from gpss_sim.market.delivery.voucher import redeem
from gpss_sim.market.library.proposal import SETTLED
from gpss_sim.market.policies import REDUCTIONS, RENEWALS
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.rulebook.panel import lines_of
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.schema import Scenario

WORKING_WEEK = 5


def end_year(state: State, contract: Contract) -> str:
    """Assess the year, settle it, decide what follows: ``continues`` or the reason of the end."""
    pay(state, contract)
    score, passed = _assess(state, contract)
    _settle_year(state, contract, score, passed)
    outcome = _decide(state, contract, passed)
    state.library.assess(contract.project, passed, ended=outcome != "continues")
    if contract.commitments[-1].total == 0:
        state.library.note(contract.project, SETTLED)
    write_year(state, contract, score, passed, outcome)
    return outcome


def _assess(state: State, contract: Contract) -> tuple[float, bool]:
    rules = state.scenario.assessment
    score = score_of(state, contract)
    state.scores_this_year.append(score)
    for agency in (state.agencies[party] for party in contract.parties):
        _take_note(state, contract, agency, score)
    _pay_evaluator(state, contract)
    return score, score >= rules.pass_line


def _take_note(state: State, contract: Contract, agency: Agency, score: float) -> None:
    """What a score means to an agency: its record, its skill, a bar."""
    rules = state.scenario.assessment
    agency.learn(score, rules, state.newcomer_record(agency.id))
    training = state.scenario.rules.consortium.training if contract.partners else 0.0
    agency.experience.skill += rules.feedback + training + _grown(state.scenario)
    agency.experience.years += 1
    agency.experience.ease = (1 + agency.experience.years) ** -state.scenario.market.growth.learning
    state.record.event(state.now, EventKind.ASSESSED, contract.name, agency.account, score)
    if contract.terms.mode.bars and score < rules.bar_line:
        agency.bar(state.now, rules.bar_years)
        state.record.event(state.now, EventKind.BARRED, agency.account, contract.name, rules.bar_years)


def _grown(scenario: Scenario) -> float:
    """What a contract year's sub-budget for capacity adds to capability [points] (facts M88)."""
    delivery = scenario.delivery
    return delivery.capacity_share * delivery.capacity_gain


def _pay_evaluator(state: State, contract: Contract) -> None:
    """Whoever engages the evaluator pays it."""
    evaluator = evaluator_of(state.scenario, contract)
    cost = round(evaluator.cost * contract.book.price)
    if evaluator.payer == "agency" and not contract.settles_payroll:
        charge(state, contract, "evaluation", cost)
    else:
        state.purse.spend_free(state.now, "evaluation", cost, contract.id)


def _settle_year(state: State, contract: Contract, score: float, passed: bool) -> None:
    """The last tranche as far as the score earns it, and what failing costs; the rest is released."""
    commitment, payment = contract.commitments[-1], state.scenario.payment
    if contract.terms.form.per_case:
        redeem(state, contract)
    if contract.settles_payroll:
        earned = REDUCTIONS[payment.reduction]().share(score, lines_of(state.scenario))
        settle_payroll(state, contract, "wages", round(earned * contract.book.waiting))
    if contract.settles_payroll or contract.terms.form.per_case:
        release(state, contract, commitment)
        return
    last = len(payment.tranches) - 1
    amount = money.split(contract.book.price, [share for _, share in payment.tranches])[last]
    if not passed:
        cost = round(payment.rectification * contract.book.price)
        charge(state, contract, "rectification", cost)
    earned = REDUCTIONS[payment.reduction]().share(score, lines_of(state.scenario)) if payment.tied_to_score else 1.0
    due = round(earned * amount)
    if earned:
        schedule_payment(state, contract, commitment, last, answer_to_objection(state.scenario, passed), due)
    release_part(state, contract.project, commitment, amount - due, contract.id)
    if score >= state.scenario.assessment.excellent_line:
        _reward(state, contract)


def answer_to_objection(scenario: Scenario, passed: bool) -> float:
    """How long the last tranche waits for the answer to an objection [day]."""
    days = scenario.assessment.objection.days
    return 0.0 if passed or not days else fiscal.tick(days * fiscal.WEEK / WORKING_WEEK)


def _reward(state: State, contract: Contract) -> None:
    """Excellent work is commended, and rewarded as far as the budget has money."""
    praise = state.scenario.assessment.commendation
    for agency in (state.agencies[party] for party in contract.parties if praise):
        agency.record = min((agency.record or 0.0) + praise, 100.0)
        state.record.event(state.now, EventKind.COMMENDED, contract.name, agency.account, praise)
    reward = round(state.scenario.assessment.reward * contract.book.price)
    for party, part in contract.divide(reward):
        state.purse.spend_free(state.now, state.agencies[party].account, part, contract.id)


def _decide(state: State, contract: Contract, passed: bool) -> str:
    renewal = RENEWALS[contract.terms.mode.renewal]()
    alternative, _ = state.best_alternative(contract.project.index, contract.agency)
    standing = Standing(
        record=state.believed(state.record_of(contract.agency)),
        alternative=alternative,
        passed=passed,
        switching_cost=state.scenario.rules.switching_cost,
    )
    if contract.term_year >= contract.terms.years:
        return "term ended"
    if not renewal.continues(standing):
        return "not renewed"
    return "continues" if contract.prepared is not None else "not funded"


def write_year(state: State, contract: Contract, score: float, passed: bool, outcome: str) -> None:
    """Write the row of a contract year."""
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
            price=book.price,
            ceiling=round(terms.ceiling * book.pace),
            cost=round(terms.cost * book.pace),
            effort=book.effort,
            effort_cost=book.effort_cost,
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
        write_year(state, contract, float("nan"), False, "running")
