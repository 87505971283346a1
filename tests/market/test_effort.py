"""Effort and the threat that moves it, by first-order conditions solved by hand."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from gpss_sim.market.effort import Stakes, choose_effort, renewal_line
from gpss_sim.market.policies.reductions import REDUCTIONS, Lines
from gpss_sim.market.stakes import settle_effort
from tests.market.town import ASH, BIRCH, CEDAR, YARD, YUAN, running, town

LINES = Lines(70.0, 80.0, 90.0)


def stakes(**changes: object) -> Stakes:
    nothing = {"held_back": 0.0, "next_term": 0.0, "renewal_line": None, "fine": 0.0, "mission": 0.0}
    return Stakes(**{**nothing, "lines": LINES, "effort_cost": 0.002, **changes})  # type: ignore[arg-type]


def test_the_score_below_which_the_buyer_would_switch() -> None:
    """Record 80, weight a half, somebody at 86: a score of 84 leaves 82, and a switch costs four."""
    assert renewal_line(80.0, 0.5, 86.0, 4.0) == 84.0
    assert renewal_line(80.0, 0.5, 82.0, 4.0) == 76.0
    assert renewal_line(80.0, 0.5, 82.0, 0.0) == 84.0


def test_without_an_alternative_or_a_record_that_moves_there_is_no_such_score() -> None:
    assert renewal_line(80.0, 0.5, None, 4.0) is None
    assert renewal_line(80.0, 0.0, 86.0, 4.0) is None


def test_for_the_cause_alone_effort_is_mission_over_its_cost() -> None:
    assert choose_effort(stakes(mission=0.008), 74.0, 5.0, 20.0) == (4.0, pytest.approx(0.008))
    assert choose_effort(stakes(), 74.0, 5.0, 20.0) == (0.0, 0.0)
    assert choose_effort(stakes(mission=1.0), 74.0, 5.0, 20.0)[0] == 20.0


def test_what_quality_is_worth() -> None:
    """At the pass line half of a fifth held back, half of a fine of .01; a renewal line 5 below it, one sd away."""
    told = stakes(held_back=0.2, fine=0.01, mission=0.008, renewal_line=75.0, next_term=0.3, reward=0.05)
    expected = 0.1 + 0.005 + 0.64 + 0.3 * ndtr(1.0) + 0.05 * ndtr(-2.0)
    assert told.worth(np.array([80.0]), 5.0)[0] == pytest.approx(expected)
    half = stakes(held_back=0.2, measured=(40.0, 0.5))
    assert half.worth(np.array([80.0]), 5.0)[0] == pytest.approx(0.1)  # 40 + .5 · 80 is the line


def test_a_threshold_is_approached_until_its_density_meets_the_cost() -> None:
    """H φ((q − T) / σ) / σ = k e where q = 74 + e: checked at the effort found, on a grid of .05."""
    effort, slope = choose_effort(stakes(held_back=0.2), 74.0, 5.0, 20.0)
    z = (74 + effort - 80) / 5
    density = 0.2 * exp(-z * z / 2) / sqrt(2 * pi) / 5
    assert slope == pytest.approx(density, rel=1e-3)
    assert density == pytest.approx(0.002 * effort, abs=0.002 * 0.06)


def test_an_agency_looks_at_what_its_contract_lets_depend_on_a_score() -> None:
    """Certain renewal, no fine, nothing tied: mission alone, and no threat."""
    state = town("budget.amount=0", 'rules.mode="line"', "payment.tied_to_score=false", "payment.rectification=0")
    made = running(state, YARD, BIRCH)
    settle_effort(state, made)
    assert (made.book.effort, made.book.threat, made.book.diverted) == (4.0, 0.0, 0.15)
    assert made.book.alternatives == 2


def test_a_breach_suffered_costs_effort() -> None:
    state = town(
        "budget.amount=0", 'rules.mode="line"', "payment.tied_to_score=false", "payment.rectification=0",
        "rules.breach.effort_loss=1.5",
    )  # fmt: skip
    state.agencies[BIRCH].experience.breaches = 2
    made = running(state, YARD, BIRCH)
    settle_effort(state, made)
    assert made.book.effort == pytest.approx(1.0)
    state.agencies[BIRCH].experience.breaches = 9
    settle_effort(state, made)
    assert made.book.effort == 0.0


def test_with_nobody_to_switch_to_there_is_no_threat() -> None:
    state = town("budget.amount=0")
    made = running(state, YARD, BIRCH)
    settle_effort(state, made)
    assert made.book.threat > 0
    for other in (ASH, CEDAR):
        state.agencies[other].status = "closed"
    settle_effort(state, made)
    assert (made.book.threat, made.book.alternatives) == (0.0, 0)


def test_how_much_of_the_last_tranche_a_score_earns() -> None:
    shares = {name: [REDUCTIONS[name]().share(s, LINES) for s in (69.9, 70.0, 75.0, 80.0)] for name in REDUCTIONS}
    assert shares == {
        "all_or_nothing": [0.0, 0.0, 0.0, 1.0],
        "proportional": [0.0, 0.0, 0.5, 1.0],
        "graded": [0.0, 0.5, 0.5, 1.0],
    }
    same = Lines(80.0, 80.0, 90.0)
    assert [REDUCTIONS["proportional"]().share(s, same) for s in (79.9, 80.0)] == [0.0, 1.0]


@pytest.mark.parametrize("name", list(REDUCTIONS))
def test_the_mean_of_what_a_score_earns(name: str) -> None:
    """Against 200,000 scores at even steps of probability."""
    scores = 77.0 + 5 * ndtri((np.arange(200_000) + 0.5) / 200_000)
    mean = np.mean([REDUCTIONS[name]().share(s, LINES) for s in scores[::20]])
    assert REDUCTIONS[name]().expected(np.array([77.0]), 5.0, LINES)[0] == pytest.approx(mean, abs=2e-4)
    sure = REDUCTIONS[name]().expected(np.array([75.0]), 0.0, LINES)[0]
    assert sure == REDUCTIONS[name]().share(75.0, LINES)


def test_a_threat_and_a_favour_exclude_each_other() -> None:
    """Next term .8 · .75 · margin .2 + .05 = .17; where it hangs on no score it is a favour, and hours are diverted."""
    told = ("budget.amount=0", "delivery.admin_rule=obliging", "payment.tied_to_score=false", "payment.rectification=0")
    state = town(*told, "assessment.rater_noise=0")
    made = running(state, YARD, BIRCH, cost=320_000 * YUAN)
    settle_effort(state, made)
    assert made.book.threat == pytest.approx(0.17)
    assert made.book.diverted == 0.0
    sure = town(*told, "assessment.rater_noise=0", 'rules.mode="line"')
    made = running(sure, YARD, BIRCH, cost=320_000 * YUAN)
    settle_effort(sure, made)
    assert made.book.threat == 0.0
    assert made.book.diverted == pytest.approx(0.45 * 0.17 / (0.17 + 0.008))


def test_where_cases_are_paid_quality_draws_them() -> None:
    """Two providers, .2 a point: a tenth more cases a point, times a margin of .2; effort (.008 + .02) / .002 = 14."""
    state = town(
        "budget.amount=0", "rules.form=voucher", 'rules.mode="line"', "payment.rectification=0",
        "demand.choice.rule=quality_distance", "demand.choice.quality=0.2",
    )  # fmt: skip
    made = running(state, YARD, BIRCH, cost=320_000 * YUAN)
    other = running(state, YARD, CEDAR)
    made.project.contracts = [made, other]
    settle_effort(state, made)
    assert made.book.effort == pytest.approx(14.0)
