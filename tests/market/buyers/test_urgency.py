"""Whose class counts: the file says 4 and 2, the survey finds the south more pressing, experts look for themselves."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.urgency import appraised, benefit_of, classes
from gpss_sim.market.record import NeedRow
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from tests.market.town import YARD, town
from tests.market.town import scenario as settled
from tests.rules.market import with_columns

NEEDS = [
    NeedRow(1, 0, 0, 10.0, 1, 7.0, "", actual=30.0),
    NeedRow(1, 1, 0, 40.0, 5, 9.0, "", actual=20.0),
]
"""The survey: 1 and 5. Per resident: 10/100,000 and 40/200,000 surveyed, 30/100,000 and 20/200,000 in truth."""


def place(*overrides: str, benefit: float = 3.0) -> State:
    scenario = settled(*(f"rules.library.{text}" for text in overrides))
    scenario = with_columns(with_columns(scenario, 0, urgency=4, benefit=benefit), 1, urgency=2, benefit=0.0)
    return build(scenario, planner_for("urgency-first"), seed=1, replication=0).state


@pytest.mark.parametrize(
    ("source", "first", "after"),
    [
        ("first_year", [4, 5], [1, 5]),  # the second has no benefit of its own: the survey ranks it
        ("file", [4, 2], [4, 2]),
        ("survey", [1, 5], [1, 5]),
        ("mixed", [3, 4], [3, 4]),  # 2.5 and 3.5, halves up
    ],
)
def test_each_source_in_the_first_year_and_after(source: str, first: list[int], after: list[int]) -> None:
    state = place(f"urgency={source}")
    assert classes(state.buyer_desk, NEEDS, True) == first
    assert classes(state.buyer_desk, NEEDS, False) == after


def test_experts_without_an_error_rank_by_need_per_resident() -> None:
    assert appraised(place("expert_sd=0").buyer_desk, NEEDS) == [3, 1]
    assert classes(place("urgency=appraisal", "expert_sd=0").buyer_desk, NEEDS, False) == [3, 1]


def test_the_experts_of_one_pool_move_all_needs_alike() -> None:
    """A severity common to all, of a pool that judges as a whole, changes no rank."""
    told = place("expert_sd=3", "expert_severity=1", "experts=5", "expert_pool=5")
    assert appraised(told.buyer_desk, NEEDS) == [3, 1]


def test_more_experts_err_less() -> None:
    state = town()
    errors = {n: [state.luck.expert_error(str(k), 1, n) for k in range(400)] for n in (1, 25)}
    spread = {n: sum(e * e for e in found) / len(found) for n, found in errors.items()}
    assert spread[1] == pytest.approx(1, rel=0.3)
    assert spread[25] == pytest.approx(1 / 25, rel=0.3)


@pytest.mark.parametrize(
    ("source", "first", "after"), [("first_year", 3.0, 7.0), ("file", 3.0, 3.0), ("survey", 7.0, 7.0)]
)
def test_benefit_has_a_source_too(source: str, first: float, after: float) -> None:
    state = place(f"benefit={source}")
    assert benefit_of(state.scenario, state.projects[YARD], NEEDS[0], True) == first
    assert benefit_of(state.scenario, state.projects[YARD], NEEDS[0], False) == after


def test_without_a_benefit_of_its_own_the_survey_counts() -> None:
    state = place("benefit=file", benefit=0.0)
    assert benefit_of(state.scenario, state.projects[YARD], NEEDS[0], False) == 7.0
