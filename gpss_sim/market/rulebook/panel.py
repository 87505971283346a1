"""What is known of a panel before it scores: lines, raters, error, gain of a point (equation 11.1; facts B7)."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

from gpss_sim.market.luck import RATERS
from gpss_sim.market.policies.dimensions import DIMENSIONS, FULL
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.usual import usual_quality
from gpss_sim.scenario.evaluation import Evaluator
from gpss_sim.scenario.rulebook import Form, Mode
from gpss_sim.scenario.schema import Scenario

NO_EVALUATOR = Evaluator()


def lines_of(scenario: Scenario) -> Lines:
    """Scores at which grades change."""
    rules = scenario.assessment
    return Lines(rules.bar_line, rules.pass_line, rules.excellent_line)


def evaluator_under(scenario: Scenario, mode: Mode) -> Evaluator:
    """Who assesses under a mode."""
    return scenario.assessment.evaluators[mode.evaluator] if mode.evaluator else NO_EVALUATOR


def raters_under(scenario: Scenario, mode: Mode) -> int:
    """Raters on a panel under a mode."""
    own = evaluator_under(scenario, mode).raters or mode.raters
    return min(own + scenario.rules.consortium.monitors, RATERS)


def rater_noise(scenario: Scenario, mode: Mode, in_field: float | None = None) -> float:
    """Spread of one rater's score [points]: the evaluator's own, else that of the field, else the usual one."""
    own = (evaluator_under(scenario, mode).noise, in_field, scenario.assessment.rater_noise)
    return next(noise for noise in own if noise is not None)


def spread_of_score(scenario: Scenario, mode: Mode, in_field: float | None = None) -> float:
    """Standard deviation of a score around what it measures, `in_field` that of one rater's score there [points]."""
    own = evaluator_under(scenario, mode)
    panel = rater_noise(scenario, mode, in_field) / raters_under(scenario, mode) ** 0.5
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


def record_reliability(scenario: Scenario) -> float:
    """How much of a difference between two records is a difference in capability, by Bayes' rule (equation 11.5).

    A record is an exponential mean of scores with weight w, so the error of one score counts w / (2 − w) of its
    variance; capability varies by `agencies.capability_sd`.
    """
    weight = scenario.assessment.record_weight
    truth = scenario.agencies.capability_sd**2
    error = spread_of_score(scenario, scenario.rules.modes[scenario.rules.mode]) ** 2 * weight / (2 - weight)
    return truth / (truth + error) if truth else 0.0
