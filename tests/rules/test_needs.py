"""Needs and voice: survey error, consultation, officials' preferences, money for remote districts (M29, M64–M70)."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear
from gpss_sim.market.buyers.political_bias import political_bias
from gpss_sim.planner import planner_for
from tests.rules.market import EAST_ELDERLY, EAST_YOUTH, project

FAR = Candidate(0, "a", 1, 1.0, 100, "west", "youth", "youth", "project", 1, True)
"""A project of little benefit in a remote district, for 100."""
NEAR = [replace(FAR, index=k, id=f"n{k}", benefit=9.0, remote=False) for k in range(1, 5)]


@pytest.mark.parametrize(("share", "bought"), [(0.0, False), (0.24, False), (0.25, True), (0.26, True), (1.0, True)])
def test_M29_money_is_decided_among_remote_districts_first(share: float, bought: bool) -> None:
    """400 buy four projects of 100; the remote one is bought as soon as its share pays for it."""
    plan = planner_for("urgency-first", share)(PlanningYear(1, [FAR, *NEAR], 400))
    assert (FAR.id in plan.selected) is bought
    assert len(plan.selected) == 4


@pytest.mark.parametrize(("taste", "factor"), [(0, 1.0), (1, exp(0.5)), (2, exp(1.0))])
def test_M64_what_shows_counts_more(taste: float, factor: float, tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY, f"rules.showy={taste}", visibility=0.5)
    hidden = state.projects[EAST_YOUTH]
    assert political_bias(state, target) == pytest.approx(factor)
    assert political_bias(state, hidden) == 1.0


def test_M65_a_leaders_will_is_noise_around_need(tmp_path: Path) -> None:
    state, _ = project(tmp_path, EAST_ELDERLY, "rules.will_sd=1")
    assert len({political_bias(state, target) for target in state.projects}) == len(state.projects)
    calm, _ = project(tmp_path, EAST_ELDERLY)
    assert {political_bias(calm, target) for target in calm.projects} == {1.0}
