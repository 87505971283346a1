"""What each solver is told and what is made of its answers: tolerances, bounds, blocks, commands, models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gpss_sim.allocation.milp import cbc, decompose, highs
from gpss_sim.allocation.milp.decompose import solve_blocks
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.pulp_model import column, model, name
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

ASKED = Subproblem([ProgramColumn(1)] * 3, [], dict.fromkeys(range(3), 1))
PROVED = SolverResult("optimal", [1.0, 1.0, 0.0], 2.0, "cbc")


def test_highs_tries_its_own_tolerances_where_the_first_defeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[float, float]] = []
    answers = [SolverResult("unknown", None, None, "highs"), SolverResult("optimal", [0.0], 0.0, "highs")]

    def within(_: object, __: object, ___: object, whole: float, row: float) -> SolverResult:
        tried.append((whole, row))
        return answers[min(len(tried), 2) - 1]

    monkeypatch.setattr(highs, "_within", within)
    assert highs.highs(ASKED, None).status == "optimal"
    assert tried == [(1e-7, 1e-9), (1e-6, 1e-7)]
    for limit, until in ((-1.0, None), (None, lambda: True)):
        tried.clear()
        assert highs.highs(ASKED, limit, until).status == "unknown"
        assert len(tried) == 1
    tried.clear()
    assert highs.highs(ASKED, None, lambda: False).status == "optimal"
    answers[0] = replace(answers[1], status="feasible")
    tried.clear()
    assert highs.highs(ASKED, None).status == "feasible"
    assert len(tried) == 1


class Info:
    """What HiGHS says of a search: its value and its bound, of what it minimises."""

    def __init__(self, value: float, bound: float) -> None:
        self.objective_function_value, self.mip_dual_bound = value, bound


def test_the_bound_of_a_search_is_that_of_the_maximisation() -> None:
    whole = Subproblem([ProgramColumn(1), ProgramColumn(1)], [], {0: 6, 1: 4})
    assert whole.factor == 2
    assert highs._bound(whole, Info(-4.0, -5.0), False, 0.9) == 10
    assert highs._bound(whole, Info(-4.0, -5.0), True, 0.9) == 10
    assert highs._bound(whole, Info(-4.0, float("-inf")), True, 0.9) == pytest.approx(9.8)
    assert highs._bound(whole, Info(-4.0, float("-inf")), False, 0.9) is None
    relaxed = replace(whole, relaxed=True)
    assert highs._bound(relaxed, Info(-4.5, -9.0), True, 0.9) == 9
    assert highs._bound(relaxed, Info(-4.5, -9.0), False, 0.9) is None
    amounts = replace(whole, columns=[ProgramColumn(1, integer=False)] * 2)
    assert highs._bound(amounts, Info(-4.5, -9.0), False, 0.9) == 9
    assert highs._cut_off(replace(whole, above=8)) == -4
    assert highs._cut_off(whole) == 0


def test_blocks_are_asked_for_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its own columns, rows, goal and start, counted from 0, and a third of the time left at most."""
    asked: list[tuple[Subproblem, float | None]] = []
    answers = [SolverResult("optimal", [1.0, 0.0], 3.0, "highs"), SolverResult("feasible", [1.0, 1.0], 9.5, "cbc")]

    def solve(task: Subproblem, _: str, limit: float | None) -> SolverResult:
        asked.append((task, limit))
        return answers[len(asked) - 1]

    monkeypatch.setattr(decompose, "solve", solve)
    columns = [ProgramColumn(1) for _ in range(5)]
    rows = [ProgramRow("a", {0: 1, 3: 1}, None, 1), ProgramRow("b", {1: 2, 4: 3}, None, 4)]
    task = Subproblem(columns, rows, {0: 3, 1: 4, 2: 7, 3: 1, 4: 5}, {0: 1, 1: 0, 2: 1, 3: 0, 4: 1}, above=2)
    found = solve_blocks(task, [[0, 3], [1, 4], [2]], "auto", 90.0)
    assert found == SolverResult("feasible", [1.0, 1.0, 1.0, 0.0, 1.0], 19.5, "cbc+core+highs")
    (first, time), (second, later) = asked
    assert (first.rows, first.goal, first.start) == (
        [ProgramRow("a", {0: 1, 1: 1}, None, 1)],
        {0: 3, 1: 1},
        {0: 1, 1: 0},
    )
    assert (second.rows, second.goal, second.start) == (
        [ProgramRow("b", {0: 2, 1: 3}, None, 4)],
        {0: 4, 1: 5},
        {0: 0, 1: 1},
    )
    assert (first.above, len(first.columns)) == (None, 2)
    assert time is not None
    assert later is not None
    assert 29 < time <= 30
    assert 44 < later <= 45
    asked.clear()
    for status, told in (("infeasible", "infeasible"), ("unknown", "unknown"), ("feasible", "unknown")):
        answers[0] = SolverResult(status, None, None, "x")  # type: ignore[arg-type]
        asked.clear()
        assert solve_blocks(task, [[0, 3], [1, 4], [2]], "auto", 90.0).status == told
        assert len(asked) == 1
    asked.clear()
    late = solve_blocks(task, [[2], [0, 3], [1, 4]], "auto", -1.0)
    assert (late.status, late.values, asked) == ("unknown", None, [])
    floor = replace(task, rows=[ProgramRow("f", {}, 1, None)])
    assert solve_blocks(floor, [[0, 1, 2, 3, 4]], "auto", None).status == "infeasible"


def test_what_cbc_is_told_and_what_an_unproved_answer_gets_for_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **_: object) -> None:
            commands.append(command)

        def wait(self) -> None:
            """It has ended."""

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(cbc.subprocess, "Popen", Process)
    monkeypatch.setattr(cbc, "cbc_path", lambda: "cbc")
    whole = Subproblem([ProgramColumn(1)], [], {0: 5}, {0: 1})
    for task, flag in ((whole, "-solve"), (replace(whole, relaxed=True), "-initialSolve")):
        with cbc.CbcRun(task, Deadline.of(7)) as run:
            assert run.ended
        command = commands[-1]
        assert flag in command
        assert float(command[command.index("-sec") + 1]) == pytest.approx(7, abs=0.5)
        assert "-mips" in command
    with cbc.CbcRun(replace(whole, start={}), Deadline()):
        pass
    assert "-sec" not in commands[-1]
    assert "-mips" not in commands[-1]
    with cbc.CbcRun(replace(whole, columns=[ProgramColumn(1)] * 2), Deadline()):
        pass
    assert "-mips" not in commands[-1]
    assert cbc.cbc(whole, 9.0) == SolverResult("unknown", None, 5.0, "cbc")
    assert cbc.cbc(replace(whole, relaxed=True), 9.0).bound is None
    monkeypatch.setattr(cbc, "_read", lambda *_: PROVED)
    assert cbc.cbc(whole, 9.0) is PROVED


def constraints(made: Any) -> list[Any]:
    """Rows of a model; PuLP 3 has them in a dictionary, PuLP 4 gives them when asked."""
    return list(made.constraints()) if callable(made.constraints) else list(made.constraints.values())


def test_a_model_says_what_the_question_says() -> None:
    """Large rows are divided by a power of two where that loses nothing; names sort as columns do."""
    huge = 3 << 30
    columns = [ProgramColumn(4), ProgramColumn(None, integer=False)]
    rows = [
        ProgramRow("r", {0: huge, 1: 1 << 20}, 1 << 20, huge),
        ProgramRow("same", {0: 1, 1: 2}, 5, 5),
        ProgramRow("small", {0: (1 << 20) - 1}, None, 9),
        ProgramRow("edge", {1: 1 << 20}, 7, None),
    ]
    task = Subproblem(columns, rows, {0: 6})
    for scaled, divisors in ((True, (1 << 12, 1, 1, 2)), (False, (1, 1, 1, 1))):
        made = model(task, scaled)
        told = [({column(v.name): a for v, a in row.items()}, row.sense, -row.constant) for row in constraints(made)]
        large, _, small, edge = divisors
        assert told == [
            ({0: huge / large, 1: (1 << 20) / large}, 1, (1 << 20) / large),
            ({0: huge / large, 1: (1 << 20) / large}, -1, huge / large),
            ({0: 1, 1: 2}, 0, 5),
            ({0: ((1 << 20) - 1) / small}, -1, 9 / small),
            ({1: (1 << 20) / edge}, 1, 7 / edge),
        ]
        assert {column(v.name): a for v, a in made.objective.items()} == {0: -1, 1: 0}
    assert [name(9), name(10), column(name(10))] == ["c0000009", "c0000010", 10]
