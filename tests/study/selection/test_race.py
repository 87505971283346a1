"""The race: its constants, its promise at known configurations, and what it does with failures and few runs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import chi2

from gpss_sim.streams import Streams
from gpss_sim.study.selection.race import Race, RacePromise, most_replications, race


def normals(purpose: str, *shape: int) -> np.ndarray:
    return ndtri(Streams(5, 0).uniforms(purpose, n=int(np.prod(shape)))).reshape(shape)


def looks(rule: RacePromise, most: int, step: int = 1) -> list[int]:
    return [*range(rule.first, most, step), most]


def run(values: np.ndarray, rule: RacePromise, step: int = 1) -> Race:
    return race(values, [values.shape[1]] * len(values), rule, looks(rule, values.shape[1], step))


def rinott(policies: int, first: int, level: float) -> float:
    """Constant of Rinott's two-stage procedure, by integration over both variances."""

    def right(h: float) -> float:
        freedom = first - 1
        top = chi2.ppf(1 - 1e-9, freedom)

        def inner(x: float) -> float:
            grid = np.linspace(1e-6, top, 250)
            heights = ndtr(h / np.sqrt(freedom * (1 / grid + 1 / x))) * chi2.pdf(grid, freedom)
            return float(np.trapezoid(heights, grid))

        xs = np.linspace(1e-6, top, 250)
        return float(np.trapezoid([inner(x) ** (policies - 1) * chi2.pdf(x, freedom) for x in xs], xs))

    return float(brentq(lambda h: right(h) - level, 0.5, 8))


def test_rinotts_constants_are_those_of_the_tables() -> None:
    """For two policies the constant is that of Dudewicz and Dalal: 2.453 for 20 and 2.386 for 40 first replications."""
    assert rinott(2, 20, 0.95) == pytest.approx(2.453, abs=0.003)
    assert rinott(2, 40, 0.95) == pytest.approx(2.386, abs=0.003)
    assert rinott(2, 20, 0.90) == pytest.approx(1.896, abs=0.003)


def test_the_constant_follows_from_its_equation() -> None:
    """g(η) = ½ (1 + 2η / (n₀ − 1))^(−(n₀ − 1)/2) = α / (k − 1) with h² = 2η(n₀ − 1)."""
    for policies, first, level in [(2, 10, 0.95), (10, 20, 0.95), (200, 30, 0.99)]:
        rule = RacePromise(policies, 1.0, level, first)
        eta = rule.constant / (2 * (first - 1))
        assert 0.5 * (1 + 2 * eta) ** (-(first - 1) / 2) == pytest.approx((1 - level) / (policies - 1))


def chosen_right(policies: int, trials: int, correlation: float, spreads: np.ndarray, step: int) -> tuple[float, float]:
    """Share of races won by the best, which leads all others by exactly the indifference; and replications a policy."""
    rule, most = RacePromise(policies, 1.0, 0.95, 20), 600
    right, used = 0, []
    for trial in range(trials):
        own, common = normals(f"own {policies} {correlation} {trial}", policies, most), normals(f"all {trial}", 1, most)
        values = spreads[:, None] * (np.sqrt(1 - correlation) * own + np.sqrt(correlation) * common)
        values[3 % policies] += 1.0
        found = run(values, rule, step)
        assert found.settled
        right += found.alive[0] == 3 % policies
        used.append(sum(each.at for each in found.out) + found.replications)
    return right / trials, float(np.mean(used))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policies", "correlation", "spread"),
    [(2, 0.0, "equal"), (10, 0.0, "equal"), (10, 0.7, "equal"), (10, 0.5, "rising")],
)
def test_the_best_is_chosen_as_often_as_promised(policies: int, correlation: float, spread: str) -> None:
    """The least favourable configuration: all others equal, one indifference behind."""
    spreads = np.full(policies, 3.0) if spread == "equal" else np.linspace(1, 4, policies)
    right, _ = chosen_right(policies, 500, correlation, spreads, 5)
    assert right >= 0.95 - 2 * np.sqrt(0.95 * 0.05 / 500), "two standard errors of the trial itself"


@pytest.mark.slow
def test_pairing_saves_runs_and_the_race_beats_two_stages() -> None:
    spreads = np.full(10, 3.0)
    _, alone = chosen_right(10, 100, 0.0, spreads, 1)
    _, paired = chosen_right(10, 100, 0.8, spreads, 1)
    assert paired < 0.4 * alone
    assert alone < 0.8 * 10 * rinott(10, 20, 0.95) ** 2 * 9


@pytest.mark.slow
def test_two_hundred_policies() -> None:
    """Means spread evenly; the best leads by the indifference. Most leave at the first looks."""
    rule, most = RacePromise(200, 1.0, 0.95, 20), 400
    right, runs = 0, []
    for trial in range(60):
        common = normals(f"common {trial}", 1, most)
        values = np.sqrt(0.5) * (normals(f"many {trial}", 200, most) + common)
        values += np.linspace(-8, 0, 200)[:, None]
        values[-1] += 1 - 8 / 199
        found = run(values, rule, 10)
        right += found.alive[0] == 199
        runs.append(sum(each.at for each in found.out) + found.replications)
    assert right >= 57
    assert np.mean(runs) < 200 * 30


def test_a_race_that_decides_too_soon_would_be_caught() -> None:
    """With four times the indifference the lead asked for is too small for the lead there is: the promise is broken."""
    rule, wrong = RacePromise(10, 4.0, 0.95, 20), 0
    for trial in range(150):
        values = 3 * normals(f"wrong {trial}", 10, 600)
        values[3] += 1.0
        wrong += run(values, rule, 5).alive[0] != 3
    assert wrong / 150 > 0.1


def test_the_race_waits_for_runs_that_are_not_there() -> None:
    rule = RacePromise(3, 0.1, 0.95, 5)
    values = np.array([[1.0, 2, 3, 4, 5, 6], [1.1, 2.2, 2.9, 4.1, 5.2, 6.3], [9.0, 9.3, 9.1, 9.2, 9.4, 9.6]])
    waiting = race(values, [6, 4, 6], rule, [5, 6])
    assert (waiting.replications, waiting.settled, waiting.alive) == (0, False, (0, 1, 2))
    started = race(values, [5, 5, 5], rule, [5, 6])
    assert started.replications == 5
    assert not started.settled


def test_who_leaves_is_told_with_whom_it_lost_to_and_need_not_be_run_again() -> None:
    """A policy that is 50 behind with an sd of 1 leaves at once; the race goes on without its runs."""
    rule = RacePromise(3, 0.5, 0.95, 10)
    values = normals("three", 3, 300)
    values[0] -= 50
    values[2] += 0.5
    values[0, 10:] = np.nan
    found = race(values, [10, 300, 300], rule, looks(rule, 300))
    assert (found.out[0].policy, found.out[0].at) == (0, 10)
    assert found.settled
    assert found.alive == (2,)


def test_a_failed_run_is_left_out_of_both_sides() -> None:
    rule = RacePromise(2, 0.5, 0.95, 10)
    common = 100 * normals("failing", 1, 40)
    values = np.vstack([common, common + 5 + 0.1 * normals("own", 1, 40)])
    values[1, 3] = np.nan
    found = run(values, rule)
    assert found.alive == (1,)
    assert found.out[0].at == 10


def test_identical_policies_are_settled_at_once() -> None:
    same = np.tile(normals("same", 1, 30), (2, 1))
    found = run(same, RacePromise(2, 0.5, 0.95, 10))
    assert found.settled
    assert set(found.alive) == {0, 1}


def test_a_difference_is_decided_at_the_latest_when_it_says_so() -> None:
    rule = RacePromise(2, 1.0, 0.95, 20)
    values = 3 * normals("latest", 2, 600)
    variance = float(np.var(values[0, :20] - values[1, :20], ddof=1))
    assert run(values, rule).replications <= most_replications(variance, rule)


def test_the_integral_of_the_tables_agrees_with_a_second_integrator() -> None:
    h, freedom = 2.453, 19

    def density(y: float, x: float) -> float:
        return float(ndtr(h / np.sqrt(freedom * (1 / x + 1 / y))) * chi2.pdf(x, freedom) * chi2.pdf(y, freedom))

    value, _ = dblquad(density, 1, 60, 1, 60)
    assert value == pytest.approx(0.95, abs=1e-3)


@pytest.mark.filterwarnings("error")
def test_without_an_indifference_luck_decides_nothing_and_what_luck_does_not_touch_is_decided() -> None:
    """A share of a baseline that is nought asks for every lead, however small."""
    luck = normals("no indifference", 2, 40)
    rule = RacePromise(2, 0.0, 0.95, 10)
    open_race = run(luck + np.array([[0.0], [5.0]]), rule)
    assert (open_race.settled, open_race.alive) == (False, (1, 0))
    steps = np.arange(40.0)
    plain = run(np.array([steps, steps + 5.0]), rule)
    assert (plain.settled, plain.alive) == (True, (1,))
