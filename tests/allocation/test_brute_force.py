"""Every policy against enumeration on small libraries with every rule family."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from gpss_sim.allocation import Problem, allocate
from tests.allocation.libraries import best, problems


@pytest.mark.parametrize("policy", ["urgency-first", "weighted", "core-plus"])
@given(problem=problems())
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_answer_is_the_best_list_there_is(policy: str, problem: Problem) -> None:
    expected = best(problem, policy)
    outcome = allocate(problem, policy)
    if expected is None:
        assert outcome.verdict == "infeasible"
        return
    assert outcome.verdict == "proven_optimal"
    assert outcome.ties_proven
    assert outcome.posts == {problem.projects[i].id: n for i, n in expected.items()}
