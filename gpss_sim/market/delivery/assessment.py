"""How a contract year is assessed: the panel, what it finds, what it says (equation 11.1; facts B7)."""

from __future__ import annotations

from math import exp, log

from gpss_sim import fiscal
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.policies.dimensions import DIMENSIONS, Report
from gpss_sim.market.recipients.outcome import quality_at, success_odds
from gpss_sim.market.rulebook.panel import evaluator_under, rater_noise, raters_under, shown, weights_of
from gpss_sim.market.setting import Setting
from gpss_sim.scenario.evaluation import Evaluator
from gpss_sim.scenario.schema import Scenario


def evaluator_of(scenario: Scenario, contract: Contract) -> Evaluator:
    """Who assesses a contract."""
    return evaluator_under(scenario, contract.terms.arrangement.mode)


def score_of(setting: Setting, contract: Contract) -> float:
    """Score of the year that ends [points]."""
    year = fiscal.year_of(contract.book.start)
    score = _score(
        setting,
        contract,
        setting.luck.score_noise(contract.luck, year, raters_under(setting.scenario, contract.terms.arrangement.mode)),
    )
    second = setting.scenario.assessment.objection.raters
    if second and score < setting.scenario.assessment.pass_line:
        return _score(setting, contract, setting.luck.review_noise(contract.luck, year, second))
    return score


def _score(setting: Setting, contract: Contract, error: float) -> float:
    """What a panel says whose raters' standard errors have the mean `error`."""
    own, year = evaluator_of(setting.scenario, contract), fiscal.year_of(contract.book.start)
    report = report_of(setting, contract)
    weights = weights_of(setting.scenario, contract.terms.arrangement.form)
    found = sum(weight * DIMENSIONS[name]().value(report) for name, weight in weights.items())
    noise = rater_noise(setting.scenario, contract.terms.arrangement.mode, contract.project.bought.rater_noise)
    score = found + noise * error + own.bias
    if not own.witnesses:
        return score
    heard = setting.luck.witness_noise(contract.luck, year, own.witnesses)
    return (1 - own.voice) * score + own.voice * (contract.book.mean_quality + own.witness_noise * heard)


def report_of(setting: Setting, contract: Contract) -> Report:
    """What assessors find of the year that ends."""
    book = contract.book
    return Report(
        quality=shown(setting.scenario, book.mean_quality),
        effect=_effect(setting, contract),
        volume=book.sums.open_cases / book.sums.target if book.sums.target else 1.0,
        staffed=book.sums.filled / book.sums.seats if book.sums.seats else 1.0,
    )


def _effect(setting: Setting, contract: Contract) -> float:
    """What recipients gained, as the quality that would give it, told as the evaluator tells it [points]."""
    delivery, inflation = setting.scenario.delivery, evaluator_of(setting.scenario, contract).inflation
    quality = shown(setting.scenario, contract.book.mean_quality)
    if not delivery.success_quality or not 0 < delivery.success < 1:
        return quality
    months = setting.scenario.city.domains[contract.project.domain].duration
    changes = contract.workforce.turnover * months / fiscal.MONTHS
    told = min(inflation / (1 + exp(-success_odds(delivery, quality, changes))), 0.99)
    return quality_at(delivery, log(told / (1 - told)))
