"""The effort chosen when a contract year begins, by what its quality decides (equations 10.2, 10.3; T10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from gpss_sim.market.agencies.payoffs import continuation, payoff_of, stakes_of
from gpss_sim.market.agencies.view import AgencyView
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.staffing import usual_diversion
from gpss_sim.market.policies import ADMIN_RULES, CHOICES, RENEWALS, SELLERS
from gpss_sim.market.policies.choices import Taste
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import choose_effort
from gpss_sim.market.policies.retention import RetainedAbove, RetainedByContest, Retention
from gpss_sim.market.rulebook.method_choice import method_for
from gpss_sim.market.rulebook.panel import record_reliability
from gpss_sim.scenario.schema import Scenario

SCORES = tuple(float(score) for score in range(40, 101, 5))
"""Scores after which the chance of the next term is looked at [points]; interpolated between."""


def _pull(scenario: Scenario, contract: Contract) -> float:
    """Relative gain in cases for a point of quality, as providers of one project expect it [1/point]."""
    rule = scenario.demand.choice
    beside = max(len(contract.project.letting.serving), 1)
    return CHOICES[rule.rule]().pull(beside, Taste(rule.quality, rule.distance))


def settle_effort(view: AgencyView, contract: Contract) -> None:
    """Effort and time diverted in the contract year that begins, from what a score decides."""
    scenario, agency, book, terms = (
        view.scenario,
        view.directory.agencies[contract.agency],
        contract.book,
        contract.terms,
    )
    profile = agency.profile
    margin = max(1 - terms.cost / terms.price, 0.0)
    next_term = continuation(scenario) * margin + scenario.market.survival_value
    alternative, book.choices.alternatives = view.directory.best_alternative(contract.project.index, agency.id)
    retention = _retention(view, contract, alternative) if next_term else None  # what is worth nothing moves no effort
    draw = margin * _pull(view.scenario, contract) if terms.arrangement.form.per_case else 0.0
    bought = replace(contract.project.bought, mode=terms.arrangement.mode, form=terms.arrangement.form)
    stakes = stakes_of(scenario, bought, profile.motives.mission, profile.motives.effort_cost, retention, draw)
    expected = scenario.delivery.quality_base + agency.capability + terms.idea
    book.choices.effort, slope = choose_effort(stakes, expected, next_term)
    book.choices.effort = max(book.choices.effort - scenario.rules.breach.effort_loss * agency.experience.breaches, 0.0)
    book.choices.effort_cost = stakes.cost_of(book.choices.effort)
    book.choices.threat = next_term if retention is not None else 0.0
    favour = 0.0 if retention is not None else next_term
    book.choices.diverted = ADMIN_RULES[scenario.delivery.admin_rule]().diverted(
        usual_diversion(scenario, terms.arrangement.form),
        scenario.delivery.admin_limit,
        favour,
        slope * max(stakes.noise, 1.0),
    )


def _retention(view: AgencyView, contract: Contract, alternative: float | None) -> Retention | None:
    """How the year's score decides on the next one: within a term by renewal, at its end by the new procurement.

    `alternative` is what the best other agency is believed to be worth [points].
    """
    rules, terms, agency = view.scenario.assessment, contract.terms, contract.agency
    renewal = RENEWALS[terms.arrangement.mode.renewal]()
    if contract.term_year >= terms.years:
        return _at_the_end(view, contract) if renewal.reopens else None
    switch_line = None
    if alternative is not None and (reliability := record_reliability(view.scenario)) > 0:
        needed = (
            view.directory.mean_score
            + (alternative - view.scenario.rules.switching_cost - view.directory.mean_score) / reliability
        )
        switch_line = line_of_record(
            view.directory.record_of(agency), view.directory.agencies[agency].weight(rules), needed
        )
    line = renewal.lost_below(switch_line, rules.pass_line)
    return None if line is None else RetainedAbove(line)


def _at_the_end(view: AgencyView, contract: Contract) -> Retention | None:
    """How the score of the last year decides on the term that follows, by the rule that will let it."""
    project, seller = contract.project, SELLERS[contract.project.mode.seller]
    name = method_for(view.methods, project, view.year)
    method = view.scenario.rules.methods[name]
    others = [agency for agency in view.directory.eligible(project.index) if agency not in contract.parties]
    if seller.tied or not others:
        return None
    if seller.by_standing and (method.invited or 1) == 1:
        return _by_standing(view, contract, others)
    rivals = min(len(others), (method.invited or len(others) + 1) - 1)
    return _by_contest(view, contract, name, rivals)


def _by_standing(view: AgencyView, contract: Contract, others: Sequence[int]) -> Retention | None:
    """The agency of best record is invited, the incumbent favoured by the cost of switching."""
    agency, rules = view.directory.agencies[contract.agency], view.scenario.assessment
    needed = max(map(view.directory.record_of, others)) - view.scenario.rules.switching_cost
    line = line_of_record(view.directory.record_of(agency.id), agency.weight(rules), needed)
    return None if line is None else RetainedAbove(line)


def _by_contest(view: AgencyView, contract: Contract, name: str, rivals: int) -> Retention:
    """The chance of winning the tender that will come, at the best price, by the record after each score."""
    scenario, project, agency = view.scenario, contract.project, view.directory.agencies[contract.agency]
    award, terms = project.bought.award, contract.terms
    raters = project.mode.raters if award.raters is None else award.raters
    contest = view.beliefs.contest(name, project.bought, scenario.rules.methods[name], rivals, raters, view.year)
    payoff = payoff_of(scenario, project.bought, agency.profile.motives, agency.capability, terms.cost / terms.ceiling)
    solution = solve(contest)

    @cache  # where price alone decides, every score leads to the same advantage
    def chance(advantage: float) -> float:
        price = solution.ask(payoff, advantage)
        return 0.0 if price is None else float(solution.win(np.array([price]), advantage)[0])

    record, weight = view.directory.record_of(agency.id), agency.weight(scenario.assessment)
    chances = []
    for score in SCORES:
        later = record + weight * (score - record)
        quality = award.record_weight * later + (1 - award.record_weight) * view.directory.promise_of(agency.id)
        chances.append(chance(view.beliefs.advantage(award, quality, incumbent=True)))
    return RetainedByContest(SCORES, tuple(chances))


def line_of_record(record: float, weight: float, needed: float) -> float | None:
    """Score after which the record is as high as `needed` [points]; None if a score cannot move it.

    Solves ``record + weight · (score − record) = needed`` for the score.
    """
    return record + (needed - record) / weight if weight else None
