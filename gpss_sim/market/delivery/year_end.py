"""The end of a contract year: score, settlement, what follows (equations 11.4, 12.2, 12.3)."""

from __future__ import annotations

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.assessment import evaluator_of, score_of
from gpss_sim.market.delivery.delivery_view import AssessmentDesk
from gpss_sim.market.delivery.payments import release, release_part, schedule_payment
from gpss_sim.market.delivery.service import charge, pay, settle_payroll
from gpss_sim.market.delivery.voucher import redeem
from gpss_sim.market.library.proposal import SETTLED
from gpss_sim.market.policies import REDUCTIONS, RENEWALS
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.rulebook.panel import lines_of
from gpss_sim.market.setting import Setting
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.schema import Scenario

WORKING_WEEK = 5


def end_year(desk: AssessmentDesk, contract: Contract) -> str:
    """Assess the year, settle it, decide what follows: ``continues`` or the reason of the end."""
    pay(desk, contract)
    score, passed = _assess(desk, contract)
    _settle_year(desk, contract, score, passed)
    outcome = _decide(desk, contract, passed)
    desk.library.assess(contract.project, passed, ended=outcome != "continues")
    if contract.funds.commitments[-1].total == 0:
        desk.library.note(contract.project, SETTLED)
    write_year(desk, contract, score, passed, outcome)
    return outcome


def _assess(desk: AssessmentDesk, contract: Contract) -> tuple[float, bool]:
    rules = desk.scenario.assessment
    score = score_of(desk, contract)
    desk.directory.scores_this_year.append(score)
    for agency in (desk.agencies[party] for party in contract.parties):
        _take_note(desk, contract, agency, score)
    _pay_evaluator(desk, contract)
    return score, score >= rules.pass_line


def _take_note(desk: AssessmentDesk, contract: Contract, agency: Agency, score: float) -> None:
    """What a score means to an agency: its record, its skill, a bar."""
    rules = desk.scenario.assessment
    agency.learn(score, rules, desk.directory.newcomer_record(agency.id))
    training = desk.scenario.rules.consortium.training if contract.partners else 0.0
    agency.experience.skill += rules.feedback + training + _grown(desk.scenario)
    agency.experience.years += 1
    agency.experience.ease = (1 + agency.experience.years) ** -desk.scenario.market.growth.learning
    desk.record.event(desk.now, EventKind.ASSESSED, contract.name, agency.account, score)
    if contract.terms.arrangement.mode.bars and score < rules.bar_line:
        agency.bar(desk.now, rules.bar_years)
        desk.record.event(desk.now, EventKind.BARRED, agency.account, contract.name, rules.bar_years)


def _grown(scenario: Scenario) -> float:
    """What a contract year's sub-budget for capacity adds to capability [points] (facts M88)."""
    delivery = scenario.delivery
    return delivery.capacity_share * delivery.capacity_gain


def _pay_evaluator(desk: AssessmentDesk, contract: Contract) -> None:
    """Whoever engages the evaluator pays it."""
    evaluator = evaluator_of(desk.scenario, contract)
    cost = round(evaluator.cost * contract.book.price)
    if evaluator.payer == "agency" and not contract.settles_payroll:
        charge(desk, contract, "evaluation", cost)
    else:
        desk.purse.spend_free(desk.now, "evaluation", cost, contract.id)


def _settle_year(desk: AssessmentDesk, contract: Contract, score: float, passed: bool) -> None:
    """The last tranche as far as the score earns it, and what failing costs; the rest is released."""
    commitment, payment = contract.funds.commitments[-1], desk.scenario.payment
    if contract.terms.arrangement.form.per_case:
        redeem(desk, contract)
    if contract.settles_payroll:
        earned = REDUCTIONS[payment.reduction]().share(score, lines_of(desk.scenario))
        settle_payroll(desk, contract, "wages", round(earned * contract.book.waiting))
    if contract.settles_payroll or contract.terms.arrangement.form.per_case:
        release(desk, contract, commitment)
        return
    last = len(payment.tranches) - 1
    amount = money.split(contract.book.price, [share for _, share in payment.tranches])[last]
    if not passed:
        cost = round(payment.rectification * contract.book.price)
        charge(desk, contract, "rectification", cost)
    earned = REDUCTIONS[payment.reduction]().share(score, lines_of(desk.scenario)) if payment.tied_to_score else 1.0
    due = round(earned * amount)
    if earned:
        schedule_payment(desk, contract, commitment, last, answer_to_objection(desk.scenario, passed), due)
    release_part(desk, contract.project, commitment, amount - due, contract.id)
    if score >= desk.scenario.assessment.excellent_line:
        _reward(desk, contract)


def answer_to_objection(scenario: Scenario, passed: bool) -> float:
    """How long the last tranche waits for the answer to an objection [day]."""
    days = scenario.assessment.objection.days
    return 0.0 if passed or not days else fiscal.tick(days * fiscal.WEEK / WORKING_WEEK)


def _reward(desk: AssessmentDesk, contract: Contract) -> None:
    """Excellent work is commended, and rewarded as far as the budget has money."""
    praise = desk.scenario.assessment.commendation
    for agency in (desk.agencies[party] for party in contract.parties if praise):
        agency.record = min((agency.record or 0.0) + praise, 100.0)
        desk.record.event(desk.now, EventKind.COMMENDED, contract.name, agency.account, praise)
    reward = round(desk.scenario.assessment.reward * contract.book.price)
    for party, part in contract.divide(reward):
        desk.purse.spend_free(desk.now, desk.agencies[party].account, part, contract.id)


def _decide(desk: AssessmentDesk, contract: Contract, passed: bool) -> str:
    renewal = RENEWALS[contract.terms.arrangement.mode.renewal]()
    alternative, _ = desk.directory.best_alternative(contract.project.index, contract.agency)
    standing = Standing(
        record=desk.directory.believed(desk.directory.record_of(contract.agency)),
        alternative=alternative,
        passed=passed,
        switching_cost=desk.scenario.rules.switching_cost,
    )
    if contract.term_year >= contract.terms.years:
        return "term ended"
    if not renewal.continues(standing):
        return "not renewed"
    return "continues" if contract.funds.prepared is not None else "not funded"


def write_year(desk: Setting, contract: Contract, score: float, passed: bool, outcome: str) -> None:
    """Write the row of a contract year."""
    book, terms = contract.book, contract.terms
    desk.record.contract_years.append(
        ContractYearRow(
            contract=contract.id,
            project=contract.project.index,
            agency=contract.agency,
            year=fiscal.year_of(book.start),
            term_year=contract.term_year,
            start=book.start,
            end=desk.now,
            form=terms.arrangement.form_name,
            method=terms.arrangement.method,
            price=book.price,
            ceiling=round(terms.ceiling * book.pace),
            cost=round(terms.cost * book.pace),
            effort=book.choices.effort,
            effort_cost=book.choices.effort_cost,
            diverted=book.choices.diverted,
            threat=book.choices.threat,
            alternatives=book.choices.alternatives,
            quality=book.sums.quality / book.sums.months if book.sums.months else float("nan"),
            score=score,
            passed=passed,
            outcome=outcome,
        )
    )


def write_running(desk: Setting, contract: Contract) -> None:
    """At the end of the horizon: write the contract year that is still running, without a score."""
    if contract.term_year and not contract.ended:
        write_year(desk, contract, float("nan"), False, "running")
