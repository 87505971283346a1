"""No wrong answer of a solver becomes a plan, and no wrong status or bound a proof."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search import checked_solver
from gpss_sim.allocation.search.checked_solver import CheckedSolver

PLAIN = Problem(
    [Project(f"p{k}", 1, 10 + k, {2027: 30 + 7 * k, 2028: 50 - 3 * k}) for k in range(8)], {2027: 120, 2028: 130}
)


def lie(answer: SolverResult) -> object:
    return lambda *_: answer


def test_a_broken_answer_called_optimal_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = SolverResult("optimal", [1.0] * 8, 108.0, "liar")
    monkeypatch.setattr(checked_solver, "solve_blocks", lie(everything))
    outcome = allocate(PLAIN, "weighted")
    assert outcome.spent <= 250
    assert outcome.verdict != "proven_optimal"


def test_an_optimal_status_without_a_bound_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = allocate(PLAIN, "weighted")
    worse = SolverResult("optimal", [1.0] + [0.0] * 7, None, "liar")
    monkeypatch.setattr(checked_solver, "solve_blocks", lie(worse))
    outcome = allocate(PLAIN, "weighted")
    assert outcome.verdict == "within_gap"
    assert outcome.bound is not None
    assert honest.objective is not None
    assert outcome.bound >= honest.objective


def test_a_bound_below_a_known_list_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = allocate(PLAIN, "weighted")
    low = SolverResult("optimal", [1.0] + [0.0] * 7, 9.0, "liar")
    monkeypatch.setattr(checked_solver, "solve_blocks", lie(low))
    outcome = allocate(PLAIN, "weighted")
    assert honest.objective is not None
    assert outcome.bound is not None
    assert outcome.bound >= honest.objective
    assert outcome.verdict != "proven_optimal"


def solver(brief: bool = False) -> CheckedSolver:
    program = build(PLAIN)
    return CheckedSolver(program, [list(range(len(program.columns)))], "auto", brief)


def test_a_broken_plan_is_asked_for_again_from_cbc(monkeypatch: pytest.MonkeyPatch) -> None:
    everything, nothing = (
        SolverResult("optimal", [1.0] * 8, 108.0, "liar"),
        SolverResult("optimal", [0.0] * 8, 0.0, "ok"),
    )
    asked: list[tuple[str, bool]] = []

    def answer(task: Subproblem, parts: object, name: str, limit: float | None) -> SolverResult:
        asked.append((name, task.brief))
        return nothing if name == "cbc" else everything

    monkeypatch.setattr(checked_solver, "solve_blocks", answer)
    monkeypatch.setattr(checked_solver, "has_cbc", lambda: True)
    found, plan = solver(brief=True).maximise({0: 1}, [], None, None, Deadline())
    assert asked == [("auto", True), ("highs", False), ("cbc", False)]
    assert plan is not None
    assert (plan.by_id, found.solver) == ({}, "ok")


def test_that_nothing_is_possible_is_asked_twice_and_not_of_cbc_when_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(task: Subproblem, parts: object, name: str, limit: float | None) -> SolverResult:
        asked.append(name)
        return SolverResult("infeasible", None, None, name)

    monkeypatch.setattr(checked_solver, "solve_blocks", answer)
    monkeypatch.setattr(checked_solver, "has_cbc", lambda: True)
    assert solver(brief=True).maximise({0: 1}, [], None, None, Deadline())[0].status == "infeasible"
    assert asked == ["auto", "highs"]
    asked.clear()
    assert solver().maximise({0: 1}, [], None, None, Deadline())[0].status == "infeasible"
    assert asked == ["auto", "cbc"]


def test_the_overrun_rule_is_enforced_by_rows_that_come_as_it_is_broken() -> None:
    rules = Rules.model_validate({"overrun": {"probability": 0.05, "deviation": 0.3}})
    problem = Problem([Project(f"p{k}", 1, 10 + k, 30 + 7 * k) for k in range(6)], 200, rules)
    program = build(problem)
    before = len(program.rows)
    checked = CheckedSolver(program, [list(range(len(program.columns)))], "highs", False)
    _, plan = checked.maximise(program.benefit(range(6)), [], None, None, Deadline())
    assert plan is not None
    assert plan.feasible
    assert len(program.rows) > before
