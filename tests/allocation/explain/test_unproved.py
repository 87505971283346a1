"""Where plans of equal value cannot be told apart, an explanation says that the last unit is not proved."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.explain import Change, explain
from gpss_sim.allocation.explain.counterfactual import LEAST_EACH, PATIENCE, CounterfactualSolver
from gpss_sim.allocation.explain.explainer import share_of_one
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search import lexicographic
from gpss_sim.cli.explain import EN, ZH, _sentence

PROBLEM = Problem(
    [Project("a", 5, 3, 60), Project("b", 5, 2, 50), Project("c", 5, 2, 50)],
    100,
    Rules.model_validate({"limit": [{"name": "two", "max_projects": 2}]}),
)


def test_a_proved_unit_is_told_without_doubt() -> None:
    told = explain(PROBLEM, allocate(PROBLEM, "weighted"), "a")
    assert told.changes
    assert all(change.proven for change in told.changes)


def test_an_unproved_unit_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "break_ties", lambda *_: False)
    outcome = allocate(PROBLEM, "weighted")
    assert not outcome.ties_proven
    told = explain(PROBLEM, outcome, "a")
    assert [change.kind for change in told.changes if change.proven] == []
    assert told.changes


def test_both_languages_say_so() -> None:
    change = Change("benefit", 2, proven=False)
    assert _sentence(change, False, PROBLEM.budget, EN).endswith("(last unit not proved: plans of equal value)")
    assert _sentence(change, False, PROBLEM.budget, ZH).endswith("（同值方案并存，末位单位未证明）")


def test_one_project_does_not_take_the_time_of_all() -> None:
    """Each gets thrice an equal share of a time limit, or what explains anybody at all; without a limit, patience."""
    problem = Problem([Project("a", 1, 1, 100)], 100)
    solver = CounterfactualSolver(problem, allocate(problem, "weighted"), "auto", None, Deadline.of(1000))
    solver.start_clock(share_of_one(30))
    left = solver.deadline.left()
    assert left is not None
    assert 50 < left <= PATIENCE
    solver.start_clock(share_of_one(3000))
    left = solver.deadline.left()
    assert left is not None
    assert left <= LEAST_EACH
    assert share_of_one(2) == 1
