"""Every policy against enumeration on small libraries with every rule family."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from gpss_sim.allocation import Problem, allocate
from tests.allocation.libraries import best, enlarged, problems


@pytest.mark.parametrize("policy", ["urgency-first", "weighted", "core-plus"])
@given(problem=problems())
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_answer_is_the_best_list_there_is(policy: str, problem: Problem) -> None:
    check(problem, policy)


@pytest.mark.parametrize("policy", ["urgency-first", "weighted", "core-plus"])
@given(problem=problems(6))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_also_in_the_amounts_of_a_city(policy: str, problem: Problem) -> None:
    """Solvers compare in floating point: large amounts beside small ones once made them prove what was false."""
    check(enlarged(problem), policy)


def check(problem: Problem, policy: str) -> None:
    expected = best(problem, policy)
    outcome = allocate(problem, policy)
    if expected is None:
        assert outcome.verdict == "infeasible"
        return
    assert outcome.verdict == "proven_optimal"
    assert outcome.ties_proven
    assert outcome.posts == expected.by_id
