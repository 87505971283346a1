"""How a contract year is assessed: the panel, what it finds, what it says (equation 11.1; facts B7)."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, hypot, log

from scipy.special import logit

from gpss_sim import fiscal
from gpss_sim.market.contract import Contract
from gpss_sim.market.luck import RATERS
from gpss_sim.market.policies.dimensions import DIMENSIONS, FULL, Report
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.state import State
from gpss_sim.market.usual import usual_quality
from gpss_sim.scenario.evaluation import Evaluator
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario

USUAL_CHANGES = 0.09
"""Worker changes over a case at which success is quoted (equation 4.2)."""

NO_EVALUATOR = Evaluator()


def lines_of(scenario: Scenario) -> Lines:
    """Scores at which grades change."""
    rules = scenario.assessment
    return Lines(rules.bar_line, rules.pass_line, rules.excellent_line)


def evaluator_of(state: State, contract: Contract) -> Evaluator:
    """Who assesses a contract."""
    name = contract.terms.mode.evaluator
    return state.scenario.assessment.evaluators[name] if name else NO_EVALUATOR


def raters_of(state: State, contract: Contract) -> int:
    """Raters on the panel of a contract."""
    own = evaluator_of(state, contract).raters or contract.terms.mode.raters
    return min(own + state.scenario.rules.consortium.monitors, RATERS)


def rater_noise(state: State, contract: Contract) -> float:
    """Spread of one rater's score [points]."""
    noise = evaluator_of(state, contract).noise
    return state.scenario.assessment.rater_noise if noise is None else noise


def spread_of_score(state: State, contract: Contract) -> float:
    """Standard deviation of a score around what it measures [points]."""
    own = evaluator_of(state, contract)
    panel = rater_noise(state, contract) / raters_of(state, contract) ** 0.5
    if not own.witnesses:
        return panel
    return hypot((1 - own.voice) * panel, own.voice * own.witness_noise / own.witnesses**0.5)


def weights_of(scenario: Scenario, form: Form) -> Mapping[str, float]:
    """Weights of the dimensions of a score: those of the rulebook, or quality and, at volume risk, volume."""
    rules = scenario.assessment
    if rules.dimensions:
        return rules.dimensions
    targets = rules.targets_weight if form.volume_risk else 0.0
    return {"professional": 1 - targets, "volume": targets} if targets else {"professional": 1.0}


def measured(scenario: Scenario, form: Form) -> tuple[float, float]:
    """Score expected at no quality, full marks counted on where quality does not count; and gain a point of quality."""
    weights = weights_of(scenario, form)
    slope = sum(weight * DIMENSIONS[name].slope for name, weight in weights.items())
    full = FULL * sum(weight for name, weight in weights.items() if not DIMENSIONS[name].slope)
    return full + slope * shown(scenario, 0.0), slope * scenario.assessment.verifiable


def shown(scenario: Scenario, quality: float) -> float:
    """Quality as far as scores can show it: a share of its difference from the usual [points] (`verifiable`)."""
    share = scenario.assessment.verifiable
    return quality if share == 1 else share * quality + (1 - share) * usual_quality(scenario)


def score_of(state: State, contract: Contract) -> float:
    """Score of the year that ends [points]."""
    year = fiscal.year_of(contract.book.start)
    score = _score(state, contract, state.luck.score_noise(contract.luck, year, raters_of(state, contract)))
    second = state.scenario.assessment.objection.raters
    if second and score < state.scenario.assessment.pass_line:
        return _score(state, contract, state.luck.review_noise(contract.luck, year, second))
    return score


def _score(state: State, contract: Contract, error: float) -> float:
    """What a panel says whose raters' standard errors have the mean `error`."""
    own, year = evaluator_of(state, contract), fiscal.year_of(contract.book.start)
    report = report_of(state, contract)
    weights = weights_of(state.scenario, contract.terms.form)
    found = sum(weight * DIMENSIONS[name]().value(report) for name, weight in weights.items())
    score = found + rater_noise(state, contract) * error + own.bias
    if not own.witnesses:
        return score
    heard = state.luck.witness_noise(contract.luck, year, own.witnesses)
    return (1 - own.voice) * score + own.voice * (contract.book.mean_quality + own.witness_noise * heard)


def report_of(state: State, contract: Contract) -> Report:
    """What assessors find of the year that ends."""
    book = contract.book
    return Report(
        quality=shown(state.scenario, book.mean_quality),
        effect=_effect(state, contract),
        volume=book.open_cases / book.target if book.target else 1.0,
        staffed=book.filled / book.seats if book.seats else 1.0,
    )


def _effect(state: State, contract: Contract) -> float:
    """What recipients gained, as the quality that would give it, told as the evaluator tells it [points]."""
    delivery, inflation = state.scenario.delivery, evaluator_of(state, contract).inflation
    quality = shown(state.scenario, contract.book.mean_quality)
    if not delivery.success_quality or not 0 < delivery.success < 1:
        return quality
    months = state.scenario.city.domains[contract.project.domain].duration
    changes = contract.turnover * months / fiscal.MONTHS
    odds = logit(delivery.success) + delivery.success_quality * (quality - 80)
    odds -= delivery.success_change * (changes - USUAL_CHANGES)
    told = min(inflation / (1 + exp(-odds)), 0.99)
    return float(80 + (log(told / (1 - told)) - logit(delivery.success)) / delivery.success_quality)
