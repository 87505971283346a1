"""What an agency stands to gain or lose by a year's quality, and the effort it chooses (equation 10.1)."""

from __future__ import annotations

from gpss_sim.market.contract import Contract
from gpss_sim.market.effort import Stakes, choose_effort, renewal_line
from gpss_sim.market.evaluation import lines_of, measured, spread_of_score
from gpss_sim.market.held_back import held_back_share
from gpss_sim.market.policies import ADMIN_RULES, CHOICES, REDUCTIONS, RENEWALS
from gpss_sim.market.policies.choices import Taste
from gpss_sim.market.service import usual_diversion
from gpss_sim.market.state import State


def _pull(state: State, contract: Contract) -> float:
    """Relative gain in cases for a point of quality, as providers of one project expect it [1/point]."""
    rule = state.scenario.demand.choice
    beside = max(len(contract.project.serving), 1)
    return CHOICES[rule.rule]().pull(beside, Taste(rule.quality, rule.distance))


def settle_effort(state: State, contract: Contract) -> None:
    """Effort and time diverted in the contract year that begins, from what a score decides."""
    scenario, agency, book = state.scenario, state.agencies[contract.agency], contract.book
    rules, profile, lines = scenario.assessment, agency.profile, lines_of(scenario)
    renewal = RENEWALS[contract.terms.mode.renewal]
    alternative, book.alternatives = state.best_alternative(contract.project.index, contract.agency)
    switch_line = renewal_line(
        state.record_of(contract.agency), agency.weight(rules), alternative, scenario.rules.switching_cost
    )
    line = renewal().lost_below(switch_line, lines.passing, last=contract.term_year >= contract.terms.years)
    margin = max(1 - contract.terms.cost / contract.terms.price, 0.0)
    worth = scenario.market.discount * scenario.market.renewal_belief * margin + scenario.market.survival_value
    per_case = contract.terms.form.per_case
    stakes = Stakes(
        held_back=held_back_share(scenario, contract.terms.mode, contract.terms.form),
        next_term=worth,
        renewal_line=line,
        fine=0.0 if contract.settles_payroll else scenario.payment.rectification,
        lines=lines,
        mission=profile.mission + (margin * _pull(state, contract) if per_case else 0.0),
        effort_cost=profile.effort_cost,
        reward=rules.reward,
        reduction=REDUCTIONS[scenario.payment.reduction](),
        measured=measured(scenario, contract.terms.form),
    )
    noise = spread_of_score(state, contract)
    expected = scenario.delivery.quality_base + agency.capability
    book.effort, slope = choose_effort(stakes, expected, noise, rules.effort_max)
    book.effort = max(book.effort - scenario.rules.breach.effort_loss * agency.experience.breaches, 0.0)
    book.threat = worth if line is not None else 0.0
    favour = 0.0 if line is not None else worth
    book.diverted = ADMIN_RULES[scenario.delivery.admin_rule]().diverted(
        usual_diversion(scenario, contract.terms.form), scenario.delivery.admin_limit, favour, slope * max(noise, 1.0)
    )
