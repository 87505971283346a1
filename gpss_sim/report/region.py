"""The region in which the model must live: targets from evidence, against which a study is held."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from gpss_sim.report.board import Board
from gpss_sim.scenario.rulebook import RULEBOOK
from gpss_sim.scenario.schema import Scenario

BID, ELIGIBLE = "bid", "eligible"
"""Rules that give a target its meaning: the price is bid; every eligible agency may sell."""


def _always(scenario: Scenario) -> bool:
    return True


def _tendered(scenario: Scenario) -> bool:
    return scenario.rules.modes[scenario.rules.mode].procedure == RULEBOOK


def _open_market(scenario: Scenario) -> bool:
    return scenario.rules.modes[scenario.rules.mode].seller == ELIGIBLE


def _quality_counts(scenario: Scenario) -> bool:
    """Prices are bid, and their weight is no more than .15: most offers stand near the ceiling."""
    rules = scenario.rules
    bid = rules.modes[rules.mode].price == BID and not rules.forms[rules.form].fixed_price
    return bid and rules.award.price_weight <= 0.15


def _pass_line(scenario: Scenario) -> bool:
    return scenario.assessment.pass_line == 80


@dataclass(frozen=True, slots=True)
class Target:
    """A range in which one indicator should lie.

    Parameters
    ----------
    metric : str
        The indicator.
    low, high : float
        The range, ends included.
    why : tuple of str
        Reason in English and Chinese.
    applies : callable
        Whether the rules of a scenario give it a meaning.
    """

    metric: str
    low: float
    high: float
    why: tuple[str, str]
    applies: Callable[[Scenario], bool] = _always


TARGETS = (
    Target("failed_open_share", 0.02, 0.25, ("the three-bidder rule bites", "三家规则起作用"), _tendered),
    Target("bidders", 2, 6, ("offers per tender seen", "实际投标家数"), _tendered),
    Target("idle_share", 0.3, 0.6, ("registered agencies without a contract", "登记机构中无合同者"), _open_market),
    Target("turnover", 0.15, 0.25, ("turnover of social workers", "社工流失率")),
    Target("pass_rate", 0.5, 0.9, ("scores at a pass line of 80", "合格线 80 分时的得分"), _pass_line),
    Target("success", 0.6, 0.75, ("improvement of cases served", "个案改善率")),
    Target("gave_up_share", 0.05, 0.35, ("the queue neither empties nor explodes", "队列既不空也不爆")),
    Target("execution_rate", 0.85, 1.0, ("the mid-year gap is visible", "可见年中空档")),
    Target("closure_rate", 0.01, 0.08, ("agencies that close", "机构关闭率"), _open_market),
    Target("effort_at_limit", 0.0, 0.05, ("no corner solution", "无角点解")),
    Target("price_ratio", 0.95, 1.0, ("bids stand near the ceiling", "报价接近最高限价"), _quality_counts),
)
"""Fixed with the decision rules, before any result was seen (own choice)."""

TOLERANCE = 1e-9
"""Room for the rounding of a mean that stands on the end of a range."""


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """One target at one design point.

    Parameters
    ----------
    value : float
        Simulated mean; not a number where there is none.
    applies : bool
        Whether the target has a meaning there.
    inside : bool
        Whether the value lies in the range.
    """

    value: float
    applies: bool
    inside: bool


def band_at(board: Board, point: str, metric: str) -> tuple[float, float] | None:
    """Range of an indicator at a design point, if it has one that applies there."""
    target = next((target for target in TARGETS if target.metric == metric), None)
    applies = target is not None and target.applies(board.scenario(point))
    return (target.low, target.high) if target and applies else None


def region(board: Board) -> list[tuple[Target, list[TargetCheck]]]:
    """Every target the study measured, at every design point shown."""
    return [
        (target, [_check(target, board, point.name, board.scenario(point.name)) for point in board.points])
        for target in TARGETS
        if board.measured(target.metric)
    ]


def _check(target: Target, board: Board, point: str, scenario: Scenario) -> TargetCheck:
    value = board.estimate(point, target.metric).mean
    applies = target.applies(scenario) and not math.isnan(value)
    inside = target.low - TOLERANCE <= value <= target.high + TOLERANCE
    return TargetCheck(value, applies, inside)
