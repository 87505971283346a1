"""Toy landscapes whose optimum is known: it is found in at least 95 % of trials."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.streams import Floats, Streams
from gpss_sim.study.search.find import Answer, SearchPlan, search
from gpss_sim.study.search.landscape import Against, Landscape, Policy
from gpss_sim.study.search.screening import rows_of, screen

SIZES = (2, 3, 2, 2, 4, 2, 2, 2)
TRIALS = 20
Truth = Callable[[Policy], Sequence[Sequence[float]]]
"""Policy → objective and constraints, each by world."""


def runs(truth: Truth, trial: int, noise: float, common: float) -> Callable[[Sequence[Policy], int], Floats]:
    """Truth with luck that all policies share and luck of their own."""

    def play(policies: Sequence[Policy], replications: int) -> Floats:
        shared = ndtri(Streams(trial, 0).uniforms("common", n=replications))
        luck_of = Streams(trial, 1)
        found = []
        for policy in policies:
            means = np.array(truth(policy), dtype=float)
            own = ndtri(luck_of.uniforms("own", policy, n=means.size * 200)).reshape(*means.shape, 200)[
                ..., :replications
            ]
            luck = common * shared + noise * own
            found.append(means[:, :, None] + luck)
        return np.array(found)

    return play


def found(truth: Truth, trial: int, against: Against = "mean", noise: float = 0.5, common: float = 5.0) -> Answer:
    landscape = Landscape(SIZES, runs(truth, trial, noise, common), against)
    return search(landscape, SearchPlan(first=4, most=64, candidates=128, indifference=0.4), Streams(trial, 2))


def additive(policy: Policy) -> float:
    gains = ((0, 1.0), (0, 0.6, -0.5), (0, -1.0), (0, 0.0), (0, 0.5, 1.2, 0.4), (0, 0.8), (0, -0.3), (0, 0.5))
    return 10 + sum(gain[level] for gain, level in zip(gains, policy, strict=True))


def twisted(policy: Policy) -> float:
    """Two levers that help only together, and a third that turns the sign of a fourth."""
    return additive(policy) + 1.5 * (policy[2] * policy[6]) - 1.2 * policy[0] * policy[5]


def best_of(score: Callable[[Policy], float]) -> Policy:
    return max(product(*map(range, SIZES)), key=score)


@pytest.mark.parametrize("truth", [additive, twisted])
def test_a_planted_optimum_is_found(truth: Callable[[Policy], float]) -> None:
    best = max(truth(policy) for policy in product(*map(range, SIZES)))
    answers = [found(lambda policy: [[truth(policy)]], trial) for trial in range(TRIALS)]
    right = sum(truth(answer.best) > best - 0.4 for answer in answers)
    assert right >= 0.95 * TRIALS
    assert max(answer.met for answer in answers) < 768 / 2, "not by looking everywhere"


def test_the_gain_is_covered_by_its_interval() -> None:
    answers = [found(lambda policy: [[additive(policy)]], trial) for trial in range(20)]
    true = [additive(answer.best) - additive((0,) * len(SIZES)) for answer in answers]
    covered = sum(a.gain.low <= gain <= a.gain.high for a, gain in zip(answers, true, strict=True))
    assert covered >= 17, "by replications that took no part in the choice"
    assert all(answer.gain.low > 0 for answer in answers)


def test_a_constraint_moves_the_optimum_and_is_kept() -> None:
    """The best lever breaks the constraint; the answer does without it."""

    def truth(policy: Policy) -> Sequence[Sequence[float]]:
        return [[additive(policy)], [2.0 * policy[0] - 1.0]]

    answers = [found(truth, trial, common=0) for trial in range(10)]
    allowed = best_of(lambda policy: additive(policy) - 100 * policy[0])
    assert all(answer.best[0] == 0 for answer in answers)
    assert sum(additive(answer.best) > additive(allowed) - 0.4 for answer in answers) >= 9


@pytest.mark.parametrize("against", ["worst", "regret"])
def test_worlds_decide_by_the_worst_or_by_regret(against: Against) -> None:
    """Lever 5 helps in one world and harms more in the other."""

    def by_world(policy: Policy) -> list[float]:
        return [additive(policy) + policy[5] * 2, additive(policy) - 2.5 * policy[5]]

    every = list(product(*map(range, SIZES)))
    tops = [max(by_world(p)[world] for p in every) for world in (0, 1)]

    def score(policy: Policy) -> float:
        if against == "worst":
            return min(by_world(policy))
        return -max(top - value for top, value in zip(tops, by_world(policy), strict=True))

    best = max(map(score, every))
    assert max(every, key=lambda policy: sum(by_world(policy)))[5] == 1, "in the mean of both worlds it helps"
    answers = [found(lambda policy: [by_world(policy)], trial, against) for trial in range(6)]
    assert sum(score(answer.best) > best - 0.4 for answer in answers) >= 5


def test_screening_keeps_what_matters_and_tells_effects() -> None:
    landscape = Landscape(SIZES, runs(lambda policy: [[additive(policy)]], 1, 0.2, 5.0))
    screened = screen(landscape, 6)
    assert {0, 1, 2, 4, 5, 7} <= set(screened.active)
    assert screened.effects[0][0].mean == pytest.approx(1.0, abs=0.3)
    assert screened.effects[4][1].mean == pytest.approx(1.2, abs=0.5)
    assert (0,) * len(SIZES) in screened.rows
    assert len(rows_of(SIZES)) == 16 + 1 + 2
    assert rows_of((1, 1)) == [(0, 0)]


def test_each_rule_of_the_answer_is_put_back() -> None:
    answer = found(lambda policy: [[additive(policy)]], 3)
    assert {each.lever for each in answer.reverted} == {lever for lever, level in enumerate(answer.best) if level}
    assert answer.reverted[0].loss.mean == pytest.approx(1.2, abs=0.5)
    assert answer.settled


def test_where_nothing_helps_today_stays() -> None:
    answer = found(lambda policy: [[10.0 - sum(policy)]], 1)
    assert answer.best == (0,) * len(SIZES)
    assert answer.reverted == ()
    assert answer.gain.mean == 0


def test_a_policy_without_a_value_is_no_answer_and_stops_nothing() -> None:
    """The best of all fails in one run: the next best is found; a value that is none counts as the policy's worst."""
    truth = lambda policy: [[additive(policy)]]  # noqa: E731
    best = found(truth, 0, noise=0.0, common=0.0).best
    play = runs(truth, 0, 0.0, 0.0)

    def failing(policies: Sequence[Policy], replications: int) -> Floats:
        values = play(policies, replications)
        for place, policy in enumerate(policies):
            if policy == best:
                values[place, 0, 0, 2] = np.nan
        return values

    landscape = Landscape(SIZES, failing)
    plan = SearchPlan(first=4, most=64, candidates=128, indifference=0.4)
    answer = search(landscape, plan, Streams(0, 2))
    assert answer.best != best
    assert additive(answer.best) == max(additive(p) for p in product(*map(range, SIZES)) if p != best)
    assert landscape.broken([best, answer.best], 4) == [True, False]
    assert landscape.by_replication([best], 4)[0].tolist() == pytest.approx([additive(best)] * 4)
