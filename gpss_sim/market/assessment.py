"""The end of a contract year: score, settlement, what follows (model_equations §9)."""

from __future__ import annotations

from gpss_sim import fiscal, money
from gpss_sim.market.contract import Contract
from gpss_sim.market.payments import release, release_part, schedule_payment
from gpss_sim.market.policies import RENEWALS
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.service import charge, pay
from gpss_sim.market.state import State


def end_year(state: State, contract: Contract) -> str:
    """Assess the year, settle it, decide what follows: ``continues`` or the reason of the end."""
    pay(state, contract)
    score, passed = _assess(state, contract)
    _settle_year(state, contract, passed)
    outcome = _decide(state, contract, passed)
    write_year(state, contract, score, passed, outcome)
    return outcome


def _assess(state: State, contract: Contract) -> tuple[float, bool]:
    rules, mode = state.scenario.assessment, contract.terms.mode
    book, agency = contract.book, state.agencies[contract.agency]
    year = fiscal.year_of(book.start)
    mean_quality = book.quality / book.months if book.months else 0.0
    noise = rules.rater_noise * state.luck.score_noise(contract.project.template.id, year, mode.raters)
    score = mean_quality + noise
    agency.learn(score, rules, state.newcomer_record(agency.id))
    state.scores_this_year.append(score)
    state.record.event(state.now, "assessed", contract.name, agency.account, score)
    if mode.bars and score < rules.bar_line:
        agency.bar(state.now, rules.bar_years)
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
        charge(state, contract, "rectification", cost)
    if passed or not payment.tied_to_score:
        schedule_payment(state, contract, commitment, last, 0.0, amount)
    else:
        release_part(state, contract.project, commitment, amount, contract.id)


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
        write_year(state, contract, float("nan"), False, "running")
