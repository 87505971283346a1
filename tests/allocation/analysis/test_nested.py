"""Nested plans keep what a smaller budget buys, whatever the rules name."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.analysis import nested as module
from gpss_sim.allocation.analysis.frontier import FrontierPoint, point
from gpss_sim.allocation.analysis.nested import nested
from gpss_sim.allocation.problem.deadline import Deadline

LIBRARY = [Project("a", 5, 3, 3), Project("b", 4, 9, 5), Project("c", 3, 4, 2), Project("d", 1, 9, 9)]


def test_a_continuing_project_that_is_not_bought_does_not_stop_a_cut() -> None:
    problem = Problem(LIBRARY, 8, Rules(continuing=("d",)))
    for policy in ("urgency-first", "core-plus"):
        steps = nested(problem, [4, 6, 8, 10, 19], policy)
        bought = [set(step.point.selected) for step in steps]
        assert all(less <= more for less, more in pairwise(bought)), bought
        assert all(step.point.verdict == "proven_optimal" for step in steps)
    by_tier = nested(problem, [4, 8, 19], "urgency-first")
    assert [step.point.selected for step in by_tier] == [("a",), ("a", "b"), ("a", "b", "c", "d")]


def test_the_time_that_is_left_is_shared_among_the_decisions_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two budgets beside the present one: five decisions, of which each gets an equal part of what is left."""
    shares: list[float] = []

    def asked(problem: Problem, amount: int, policy: str, solver: str, limit: Deadline) -> FrontierPoint:
        shares.append(limit.left() or 0)
        return point(problem, amount, policy, solver, limit)

    monkeypatch.setattr(module, "point", asked)
    nested(Problem(LIBRARY, 8), [6, 10], "weighted", limit=600.0)
    assert shares == pytest.approx([120, 150, 200, 300, 600], abs=3)
