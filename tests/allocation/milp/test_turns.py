"""Whose turn it is among solvers, for how long, and from which start: with runs that are made up."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import ExitStack
from dataclasses import replace

import pytest

from gpss_sim.allocation.milp import race, solvers
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.race import CbcBeside, better, raced, two_processors
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline

ASKED = Subproblem([ProgramColumn(1) for _ in range(40)], [], dict.fromkeys(range(40), 1))
RELAXED = SolverResult("optimal", [0.5] * 40, 20.0, "highs", [float(c) for c in range(40)])
UNKNOWN = SolverResult("unknown", None, None, "cbc")
FIVE = SolverResult("feasible", [1.0] * 5 + [0.0] * 35, None, "cbc")
PROVED = SolverResult("optimal", [1.0] * 9 + [0.0] * 31, 9.0, "cbc")


class Run:
    """A run of CBC whose answer is known beforehand."""

    made: list[Run]
    answers: list[SolverResult]

    def __init__(self, task: Subproblem, deadline: Deadline) -> None:
        self.task, self.deadline = task, deadline
        self.ended = self.stopped = False
        Run.made.append(self)

    def wait(self) -> SolverResult:
        """Its answer."""
        return Run.answers.pop(0)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped = True


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still at the last of these numbers, and runs that are made up."""
    times = [100.0]
    Run.made, Run.answers = [], []
    monkeypatch.setattr(race, "CbcRun", Run)
    monkeypatch.setattr(race, "perf_counter", lambda: times[-1])
    return times


def beside(limit: float = 100.0) -> CbcBeside:
    return CbcBeside(ASKED, RELAXED, Deadline.of(limit), ExitStack())


@pytest.mark.parametrize("answer", [PROVED, SolverResult("infeasible", None, None, "cbc")])
def test_a_proof_of_the_first_run_is_told_at_once(answer: SolverResult, now: list[float]) -> None:
    Run.answers = [answer]
    found = beside()
    assert not found.proved()
    assert not found.over
    Run.made[0].ended = True
    assert not found.proved(), "it was asked a moment ago"
    now.append(now[-1] + 0.03)
    assert found.proved()
    assert found.best == answer
    assert Run.made[0].stopped
    assert found.proved()
    assert found.over


def test_three_runs_one_after_the_other_each_from_what_is_known(now: list[float]) -> None:
    Run.answers = [UNKNOWN, replace(FIVE, status="optimal", bound=5.0), PROVED]
    found = beside()
    for number in range(3):
        now.append(now[-1] + 1)
        assert not found.proved()
        assert len(Run.made) == number + 1
        Run.made[number].ended = True
        now.append(now[-1] + 1)
        assert found.proved() is (number == 2)
    first, core, last = Run.made
    assert first.task == last.task == ASKED or last.task.start is not None
    assert core.task.start is None
    assert [next(iter(row.terms)) for row in core.task.rows] == [35, 36, 37, 38, 39]
    assert last.task.start == {c: int(c < 5) for c in range(40)}
    assert (first.task.rows, last.task.rows) == ([], [])
    for run, longest in ((first, 2.0), (core, 20.0), (last, 100.0)):
        left = run.deadline.left()
        assert left is not None
        assert longest - 1 < left <= longest
    assert found.best == replace(PROVED, bound=9.0)
    assert first.stopped
    assert core.stopped


def test_what_holds_of_the_core_alone_is_no_proof_of_the_whole(now: list[float]) -> None:
    Run.answers = [replace(UNKNOWN, status="infeasible")]
    found = beside()
    found._take(UNKNOWN)
    assert found.best is not None
    assert (found.best.status, found.best.bound) == ("unknown", 20.0)
    found._attempt = race._Attempt(ASKED, Deadline(), False)
    found._take(SolverResult("infeasible", None, None, "cbc"))
    assert found.best.status == "unknown"
    found._take(replace(PROVED))
    assert (found.best.status, found.best.bound, found.best.values) == ("feasible", 20.0, PROVED.values)
    found._attempt = race._Attempt(ASKED, Deadline(), True)
    found._take(SolverResult("infeasible", None, None, "cbc"))
    assert found.best.status == "infeasible"


def test_nothing_more_comes_once_the_runs_or_the_time_are_at_an_end(now: list[float]) -> None:
    Run.answers = [UNKNOWN, UNKNOWN, FIVE]
    found = beside()
    for run in range(3):
        assert not found.over
        Run.made[run].ended = True
        now.append(now[-1] + 1)
        found.proved()
    assert found.over
    assert not found.proved()
    assert found.best is not None
    assert (found.best.status, found.best.values, found.best.bound) == ("feasible", FIVE.values, 20.0)
    late = beside(-1.0)
    assert late.over
    assert len(Run.made) == 3


def test_a_race_ends_with_the_better_of_two_unproved_answers(now: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    mine = SolverResult("feasible", [1.0] * 3 + [0.0] * 37, 12.0, "highs")
    Run.answers = [FIVE, UNKNOWN, UNKNOWN]
    asked: list[tuple[bool, bool]] = []

    def slow(task: Subproblem, limit: float | None, until: object = None) -> SolverResult:
        asked.append((task.relaxed, until is not None))
        return RELAXED if task.relaxed else mine

    def nap(_: float) -> None:
        for run in Run.made:
            run.ended = True
        now.append(now[-1] + 1)

    monkeypatch.setattr(race, "highs", slow)
    monkeypatch.setattr(race, "sleep", nap)
    found = raced(ASKED, Deadline.of(100))
    assert (found.status, found.values, found.bound) == ("feasible", FIVE.values, 12.0)
    assert asked == [(True, False), (False, True)]
    assert all(run.stopped for run in Run.made)
    late = raced(ASKED, Deadline.of(-1.0))
    assert (late.status, late.values, late.bound) == ("unknown", None, 20.0)
    monkeypatch.setattr(race, "highs", lambda *_: replace(mine, status="optimal"))
    assert raced(ASKED, Deadline.of(100)) == replace(mine, status="optimal")


def test_an_answer_without_a_bound_leaves_the_other_ones() -> None:
    low, high = replace(FIVE, bound=None), replace(PROVED, status="feasible", bound=None)
    assert better(low, high, ASKED) == replace(high, bound=None)
    assert better(low, replace(high, bound=11.0), ASKED).bound == 11.0
    assert better(replace(low, bound=10.0), high, ASKED).bound == 10.0
    assert better(UNKNOWN, replace(UNKNOWN, solver="x"), ASKED) is UNKNOWN


def test_two_processes_run_at_once_where_there_are_processors_and_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: None)
    for able, expected in (({0}, False), ({0, 3}, True)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, able=able: able, raising=False)  # type: ignore[misc]
        assert two_processors() is expected
    monkeypatch.setattr(multiprocessing, "parent_process", object)
    assert not two_processors()
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: None)
    monkeypatch.delattr(os, "sched_getaffinity")
    for count, expected in ((None, False), (1, False), (2, True)):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)  # type: ignore[misc]
        assert two_processors() is expected


WIDE = replace(ASKED, columns=[ProgramColumn(1) for _ in range(71)], goal=dict.fromkeys(range(71), 1))


def taking_turns(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, SolverResult]
) -> list[tuple[str, float, dict[int, int] | None]]:
    """Who is asked, for how long and from which start, where there is one processor."""
    asked: list[tuple[str, float, dict[int, int] | None]] = []

    def answering(solver: str) -> object:
        def answer(task: Subproblem, limit: float | None) -> SolverResult:
            assert limit is not None
            asked.append((solver, limit, None if task.start is None else dict(task.start)))
            return answers[solver]

        return answer

    for solver in ("highs", "cbc", "_core"):
        monkeypatch.setattr(solvers, solver, answering(solver))
    monkeypatch.setattr(solvers, "_has_cbc", lambda: True)
    monkeypatch.setattr(race, "two_processors", lambda: False)
    return asked


def test_with_one_processor_solvers_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    some = SolverResult("feasible", [1.0] * 2 + [0.0] * 69, 50.0, "core")
    unknown = SolverResult("unknown", None, None, "x")
    asked = taking_turns(monkeypatch, {"highs": unknown, "cbc": unknown, "_core": some})
    found = solvers.solve(WIDE, "auto", 1000.0)
    assert (found.values, found.solver) == (some.values, "cbc+highs")
    assert [solver for solver, *_ in asked] == ["highs", "cbc", "highs", "_core", "cbc", "highs"]
    for (_, limit, _), longest in zip(asked, (1, 2, 100, 200, 600, 1000), strict=True):
        assert longest * 0.99 < limit <= longest
    start = {c: int(c < 2) for c in range(71)}
    assert [begin for *_, begin in asked] == [None] * 4 + [start] * 2


@pytest.mark.parametrize("status", ["optimal", "infeasible"])
def test_a_proof_ends_the_turns(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = SolverResult("unknown", None, None, "x")
    proof = SolverResult(status, [0.0] * 71 if status == "optimal" else None, None, "cbc")  # type: ignore[arg-type]
    asked = taking_turns(monkeypatch, {"highs": unknown, "cbc": proof, "_core": unknown})
    assert solvers.solve(WIDE, "auto", 1000.0).status == status
    assert [solver for solver, *_ in asked] == ["highs", "cbc"]
    asked.clear()
    assert solvers.solve(WIDE, "auto", -1.0).status == "unknown"
    assert asked == []


@pytest.mark.parametrize(
    ("task", "both"),
    [
        (WIDE, True),
        (replace(WIDE, rows=[ProgramRow("", {0: 1}, None, 1)] * 12), True),
        (replace(WIDE, rows=[ProgramRow("", {0: 1}, None, 1)] * 13), False),
        (replace(WIDE, columns=WIDE.columns[:70], goal=dict.fromkeys(range(70), 1)), False),
        (replace(WIDE, relaxed=True), False),
    ],
)
def test_both_are_asked_where_rows_are_few_and_columns_many(
    task: Subproblem, both: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Subproblem] = []

    def by_both(given: Subproblem, _: Deadline) -> SolverResult:
        asked.append(given)
        return UNKNOWN

    monkeypatch.setattr(solvers, "_by_both", by_both)
    monkeypatch.setattr(solvers, "_has_cbc", lambda: True)
    assert solvers.solve(task, "auto", 5.0).solver == ("cbc+highs" if both else "highs")
    assert asked == ([task] if both else [])
    monkeypatch.setattr(solvers, "_has_cbc", lambda: False)
    assert solvers.solve(task, "auto", 5.0).solver == "highs"


@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_what_highs_proves_in_its_head_start_begins_no_race(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float | None] = []
    raced_from: list[object] = []
    first = SolverResult(status, [1.0] + [0.0] * 70, 30.0, "highs")  # type: ignore[arg-type]

    def quick(_: Subproblem, limit: float | None) -> SolverResult:
        limits.append(limit)
        return first

    def race_it(task: Subproblem, _: Deadline) -> SolverResult:
        raced_from.append(task.start)
        return SolverResult("optimal", [1.0] * 71, 71.0, "cbc")

    monkeypatch.setattr(solvers, "highs", quick)
    monkeypatch.setattr(race, "two_processors", lambda: True)
    monkeypatch.setattr(race, "raced", race_it)
    found = solvers._by_both(WIDE, Deadline.of(50))
    assert limits[0] is not None
    assert 0.2 < limits[0] <= 0.3
    if status == "optimal":
        assert (found, raced_from) == (first, [])
    else:
        assert raced_from == [{c: int(c == 0) for c in range(71)}]
        assert (found.status, found.bound) == ("optimal", 71.0) or found.status == "optimal"


def test_the_core_of_one_turn_has_the_bound_of_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Subproblem] = []

    def relax(task: Subproblem, _: float | None) -> SolverResult:
        assert task.relaxed
        return RELAXED

    def core(task: Subproblem, _: float | None) -> SolverResult:
        asked.append(task)
        return PROVED

    monkeypatch.setattr(solvers, "SOLVERS", {"highs": relax, "cbc": core})
    found = solvers._core(ASKED, 9.0)
    assert found == SolverResult("feasible", PROVED.values, 20.0, "cbc")
    assert (len(asked[0].rows), asked[0].relaxed) == (5, False)
    monkeypatch.setattr(solvers, "SOLVERS", {"highs": relax, "cbc": lambda *_: UNKNOWN})
    assert solvers._core(ASKED, 9.0) == SolverResult("unknown", None, 20.0, "cbc")
    nothing = SolverResult("infeasible", None, None, "highs")
    monkeypatch.setattr(solvers, "SOLVERS", {"highs": lambda *_: nothing, "cbc": core})
    assert solvers._core(ASKED, 9.0) is nothing
