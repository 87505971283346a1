"""Solvers against enumeration, and what they say when nothing, or nothing better, is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from gpss_sim.allocation.milp import race, solvers
from gpss_sim.allocation.milp.cbc import has_cbc
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.race import better
from gpss_sim.allocation.milp.solvers import solve
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from tests.allocation.milp.small import holds, optimum, task

SOLVERS = ["highs", "auto", *(["cbc"] if has_cbc() else [])]


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_optimum_is_the_largest_of_all_points(solver: str) -> None:
    luck = Random(5)
    infeasible = 0
    for _ in range(60 if solver != "cbc" else 15):
        asked = task(luck)
        best, answer = optimum(asked), solve(asked, solver)
        if best is None:
            infeasible += 1
            assert (answer.status, answer.values) == ("infeasible", None)
            continue
        assert answer.status == "optimal"
        assert answer.values is not None
        point = [round(v) for v in answer.values]
        assert all(holds(row, point) for row in asked.rows)
        assert sum(a * point[c] for c, a in asked.goal.items()) == best
        assert answer.bound is not None
        assert answer.bound >= best - 1e-6
    assert infeasible


def test_the_relaxation_is_a_bound() -> None:
    luck = Random(6)
    for _ in range(40):
        asked = task(luck)
        best, relaxed = optimum(asked), solve(replace(asked, relaxed=True), "highs")
        if best is not None:
            assert relaxed.bound is not None
            assert relaxed.bound >= best - 1e-6


def test_a_value_to_exceed_hides_no_better_answer() -> None:
    """With `above`, a point that exceeds it is found."""
    luck = Random(7)
    for _ in range(40):
        asked = replace(task(luck), brief=True)
        best = optimum(asked)
        if best is None:
            continue
        step = asked.objective_step
        found = solve(replace(asked, above=best - step), "highs")
        assert found.values is not None
        assert sum(a * round(found.values[c]) for c, a in asked.goal.items()) == best


def test_a_start_changes_nothing_of_the_answer() -> None:
    luck = Random(8)
    for _ in range(20):
        asked = task(luck)
        best = optimum(asked)
        started = replace(asked, start=dict.fromkeys(range(len(asked.columns)), 0))
        answer = solve(started, "highs")
        assert (answer.values is None) == (best is None)
        if answer.values is not None:
            assert sum(a * round(answer.values[c]) for c, a in asked.goal.items()) == best


def test_a_brief_answer_that_is_no_proof_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Subproblem([ProgramColumn(1)], [ProgramRow("cap", {0: 2}, None, 3)], {0: 5}, brief=True)
    calls: list[Subproblem] = []

    def half(given: Subproblem, limit: float | None) -> SolverResult:
        calls.append(given)
        return (
            SolverResult("feasible", [0.0], 5.0, "half") if given.brief else SolverResult("optimal", [1.0], 5.0, "half")
        )

    monkeypatch.setattr(solvers, "highs", half)
    monkeypatch.setattr(solvers, "SOLVERS", {"highs": half, "cbc": half})
    assert solve(asked, "highs").values == [1.0]
    assert [given.brief for given in calls] == [True, False]
    assert calls[1].start == {0: 0}


def test_of_two_answers_the_larger_with_the_lower_bound() -> None:
    asked = Subproblem([ProgramColumn(3)], [], {0: 1})
    low, high = SolverResult("feasible", [1.0], 2.5, "a"), SolverResult("feasible", [2.0], 3.0, "b")
    assert better(low, high, asked) == SolverResult("feasible", [2.0], 2.5, "b")
    assert better(high, low, asked) == SolverResult("feasible", [2.0], 2.5, "b")
    nothing = SolverResult("unknown", None, None, "c")
    assert better(nothing, low, asked) is low
    assert better(low, nothing, asked) is low
    assert better(low, SolverResult("infeasible", None, None, "c"), asked).status == "infeasible"


def test_the_smallest_difference_between_two_values() -> None:
    whole = Subproblem([ProgramColumn(3), ProgramColumn(1)], [], {0: 6, 1: -9})
    assert whole.objective_step == 3
    assert Subproblem([ProgramColumn(None, integer=False)], [], {0: 6}).objective_step == 0
    assert Subproblem([ProgramColumn(1)], [], {}).objective_step == 1


def test_what_either_solver_proves_in_a_moment_waits_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [ProgramColumn(1) for _ in range(80)]
    given = Subproblem(columns, [ProgramRow("b", dict.fromkeys(range(80), 2), None, 9)], dict.fromkeys(range(80), 1))
    asked: list[tuple[str, float]] = []

    def answering(name: str, result: SolverResult) -> Callable[[Subproblem, float | None], SolverResult]:
        def answer(_: Subproblem, limit: float | None) -> SolverResult:
            asked.append((name, limit or 0))
            return result

        return answer

    best = SolverResult("optimal", [1.0] * 4 + [0.0] * 76, 4.0, "cbc")
    monkeypatch.setattr(solvers, "highs", answering("highs", SolverResult("unknown", None, None, "highs")))
    monkeypatch.setattr(solvers, "cbc", answering("cbc", best))
    monkeypatch.setattr(solvers, "_has_cbc", lambda: True)
    monkeypatch.setattr(race, "two_processors", lambda: False)
    assert solve(given, "auto", 100.0) == replace(best, solver="cbc+highs")
    assert [name for name, _ in asked] == ["highs", "cbc"]
    assert sum(limit for _, limit in asked) <= 3


@pytest.mark.skipif(not has_cbc(), reason="no CBC is installed")
def test_the_first_proof_ends_the_other_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS comes to no end here: CBC proves the value beside it, and the answer bears the names of both."""
    luck = Random(8)
    costs = [luck.randint(1, 100) for _ in range(80)]
    columns = [ProgramColumn(1) for _ in costs]
    row = ProgramRow("b", dict(enumerate(costs)), None, sum(costs) // 2)
    given = Subproblem(columns, [row], {c: luck.randint(1, 100) for c in range(80)})
    alone = solve(given, "highs")
    asked: list[bool] = []

    def slow(task: Subproblem, limit: float | None, until: Callable[[], bool] | None = None) -> SolverResult:
        if task.relaxed:
            return solvers.SOLVERS["highs"](task, limit)
        while until is not None and not until():
            asked.append(True)
        return SolverResult("unknown", None, None, "highs")

    monkeypatch.setattr(solvers, "highs", slow)
    monkeypatch.setattr(race, "highs", slow)
    monkeypatch.setattr(race, "two_processors", lambda: True)
    answer = solve(given, "auto", 60.0)
    assert (answer.status, answer.solver) == ("optimal", "cbc+highs")
    assert answer.bound == pytest.approx(alone.bound)
    assert asked


@pytest.mark.skipif(not has_cbc(), reason="no CBC is installed")
def test_a_race_between_both_that_highs_wins_leaves_no_cbc_behind() -> None:
    asked = task(Random(9))
    assert race.raced(asked, solvers.Deadline.of(30)).bound == pytest.approx(solve(asked, "highs").bound)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Optimal - objective value 3\n      0 x0  1  0\n", "optimal"),
        ("Stopped on time - objective value 3\n      0 x0  1  0\n", "feasible"),
        ("Stopped on time (no integer solution - continuous used) - objective value 3\n", "unknown"),
        ("Integer infeasible - objective value 0\n", "infeasible"),
        ("Infeasible - objective value 0\n", "infeasible"),
        ("Unbounded - objective value 0\n", "unknown"),
        ("", "unknown"),
        ("\u00e9\n", "unknown"),
    ],
)
def test_what_cbc_leaves_on_disk_is_read_by_its_first_line(text: str, status: str, tmp_path: Path) -> None:
    from gpss_sim.allocation.milp import cbc

    path = tmp_path / "answer.sol"
    path.write_text(text, "utf-8")
    found = cbc._read(path, task(Random(1)))
    assert found.status == status
    assert (found.bound is not None) is (status == "optimal")
    assert cbc._read(tmp_path / "none", task(Random(1))).status == "unknown"
