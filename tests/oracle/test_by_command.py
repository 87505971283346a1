"""T1 and T6 as anybody can check them: ``gpss-sim run FILE`` for some seeds, ``metrics.csv``, formulas written out."""

from __future__ import annotations

from math import factorial, inf, isnan, sqrt
from pathlib import Path
from statistics import fmean, stdev

import pytest
from scipy.stats import t

from tests.oracle.simulated import run

LOW, HIGH = 0.8, 1.0
"""Costs of bidders, uniform, as shares of the ceiling."""
SEEDS = range(1, 9)


def interval(values: list[float], level: float = 0.999) -> tuple[float, float]:
    """Confidence interval of the mean of independent runs."""
    half = float(t.ppf((1 + level) / 2, len(values) - 1)) * stdev(values) / sqrt(len(values))
    return fmean(values) - half, fmean(values) + half


def found(folder: Path, scenario: str, period: str, *settings: str) -> dict[str, tuple[float, float]]:
    """Interval of every indicator that every run has."""
    runs = [run(folder, f"verification/{scenario}", *settings, seed=seed) for seed in SEEDS]
    columns = {
        metric: [values[metric, when, district] for values in runs]
        for metric, when, district in runs[0]
        if (when, district) == (period, "")
    }
    return {metric: interval(values) for metric, values in columns.items() if not any(map(isnan, values))}


def within(theory: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= theory <= ends[1]


ALIKE = ("agencies.capability_sd=0", "agencies.mission=0", "assessment.rater_noise=0")


@pytest.mark.parametrize(("n", "settings"), [(2, ()), (3, ()), (6, (*ALIKE, "rules.award.price_weight=0.35"))])
def test_the_mean_price_of_n_uniform_bidders(n: int, settings: tuple[str, ...], tmp_path: Path) -> None:
    """Whatever the price weighs, where offers are of one known quality."""
    told = found(tmp_path, "auction", "1", f"agencies.number={n}", *settings)
    assert within(HIGH - (HIGH - LOW) * (n - 1) / (n + 1), told["price_ratio"])


@pytest.mark.parametrize("n", [1, 2, 4])
def test_a_reserve_leaves_contracts_unawarded(n: int, tmp_path: Path) -> None:
    reserve = 0.95  # the ceiling; every bidder stays away with the chance of a cost above it
    away = (HIGH - reserve) / (HIGH - LOW)
    told = found(tmp_path, "auction_reserve", "1", f"agencies.number={n}")
    assert within(1 - away**n, told["awarded_share"])


def states(servers: int, load: float, leaving: float, most: int = 400) -> list[float]:
    """Chance of each number present: arrivals at `load`, cases of unit length, waiters leave at a rate."""
    weights = [1.0]
    for number in range(1, most):
        rate = min(number, servers) + max(number - servers, 0) * leaving
        weights.append(weights[-1] * load / rate)
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize(("scenario", "patience"), [("queue", inf), ("queue_patience", 4.0)])
def test_who_waits_at_five_places_how_long_and_who_leaves(scenario: str, patience: float, tmp_path: Path) -> None:
    servers, load = 5, 4.0
    chances = states(servers, load, 1 / patience)
    waiting = sum(chance * (number - servers) for number, chance in enumerate(chances) if number > servers)
    told = found(tmp_path, scenario, "2-10", "calendar.years=10")
    assert within(sum(chances[servers:]), told["waited_share"])
    assert within(waiting / load, told["wait"])
    if patience < inf:
        assert within(waiting / patience / load, told["gave_up_share"])


def test_who_is_lost_where_nobody_waits(tmp_path: Path) -> None:
    terms = [4.0**number / factorial(number) for number in range(5 + 1)]
    told = found(tmp_path, "queue_loss", "2-5", "calendar.years=5")
    assert within(terms[-1] / sum(terms), told["gave_up_share"])
