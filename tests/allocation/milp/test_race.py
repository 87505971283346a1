"""What CBC is given beside HiGHS, and what is made of its answers, against every point of small programs."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.milp import race
from gpss_sim.allocation.milp.cbc import CbcRun, cbc, has_cbc
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.highs import highs
from gpss_sim.allocation.milp.program import ProgramColumn, ProgramRow
from gpss_sim.allocation.milp.race import CbcBeside, core_of, raced, started
from gpss_sim.allocation.milp.subproblem import SolverResult, Subproblem
from gpss_sim.allocation.problem.deadline import Deadline
from tests.allocation.milp.small import holds, optimum, points, task

needs_cbc = pytest.mark.skipif(not has_cbc(), reason="there is no CBC")


def value(asked: Subproblem, values: list[float]) -> int:
    return sum(a * round(values[c]) for c, a in asked.goal.items())


@needs_cbc
def test_both_at_once_find_the_largest_of_all_points() -> None:
    luck = Random(11)
    for _ in range(25):
        asked = task(luck)
        best, answer = optimum(asked), raced(asked, Deadline.of(20))
        if best is None:
            assert answer.status == "infeasible"
        else:
            assert answer.values is not None
            assert (answer.status, value(asked, answer.values)) == ("optimal", best)


def test_what_even_fractions_cannot_do_starts_no_race(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("CBC was started")

    monkeypatch.setattr(race, "CbcBeside", never)
    luck = Random(11)
    found = [asked for asked in (task(luck) for _ in range(200)) if optimum(asked) is None]
    impossible = [asked for asked in found if highs(replace(asked, relaxed=True), None).status == "infeasible"]
    assert impossible
    assert all(raced(asked, Deadline.of(20)).status == "infeasible" for asked in impossible)


def test_the_core_leaves_only_columns_of_small_reduced_cost_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every point of the core is one of the whole question, with all other columns as in the relaxation."""
    monkeypatch.setattr(race, "CORE", 1)
    luck, smaller = Random(12), 0
    for _ in range(200):
        asked = task(luck)
        relaxed = highs(replace(asked, relaxed=True), None)
        core = core_of(asked, relaxed)
        if core is None:
            assert relaxed.values is None
            continue
        assert relaxed.values is not None
        assert relaxed.reduced is not None
        fixed = [row for row in core.rows if row not in asked.rows]
        settled = {next(iter(row.terms)): row.low for row in core.rows[len(asked.rows) :]}
        assert len(settled) == len(asked.columns) - 1
        assert all(settled[c] == round(relaxed.values[c]) for c in settled)
        dear = max((abs(relaxed.reduced[c]) for c in range(len(asked.columns)) if c not in settled), default=0)
        assert all(abs(relaxed.reduced[c]) >= dear for c in settled)
        assert all(row.low == row.high for row in fixed)
        best, within = optimum(asked), optimum(core)
        if within is not None:
            assert best is not None
            assert within <= best
            smaller += within < best
    assert smaller > 2, "a core that is as good as the whole in every case would show nothing"


def test_without_a_relaxation_there_is_no_core() -> None:
    asked = task(Random(1))
    assert core_of(asked, SolverResult("unknown", None, None, "highs")) is None


def test_a_start_holds_whole_columns_only() -> None:
    columns = [ProgramColumn(3), ProgramColumn(None, integer=False), ProgramColumn(1)]
    asked = Subproblem(columns, [], {0: 1}, start={0: 1})
    assert started(asked, None) == {0: 1}
    assert started(asked, SolverResult("unknown", None, None, "cbc")) == {0: 1}
    assert started(asked, SolverResult("feasible", [1.9999999, 0.5, 0.0], 9.0, "cbc")) == {0: 2, 2: 0}
    assert started(replace(asked, start=None), None) is None


@needs_cbc
def test_runs_of_cbc_in_turn_end_with_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race, "CORE", 1)
    monkeypatch.setattr(race, "ASKED", 0.0)
    luck, proofs = Random(13), 0
    for _ in range(8):
        asked = task(luck)
        relaxed = highs(replace(asked, relaxed=True), None)
        best = optimum(asked)
        if best is None or relaxed.values is None:
            continue
        with ExitStack() as stack:
            beside = CbcBeside(asked, relaxed, Deadline.of(30), stack)
            while not beside.over:
                pass
            assert beside.best is not None
            assert beside.best.status == "optimal"
            assert beside.best.values is not None
            assert value(asked, beside.best.values) == best
            proofs += 1
    assert proofs > 3


@needs_cbc
def test_cbc_says_no_more_than_it_knows(tmp_path: Path) -> None:
    """An answer within the rows of the question, with a bound that holds; a stopped run leaves nothing behind."""
    luck = Random(14)
    for _ in range(15):
        asked = task(luck)
        best, answer = optimum(asked), cbc(asked, 20)
        if best is None:
            assert answer.status == "infeasible"
            continue
        assert answer.values is not None
        point = [round(v) for v in answer.values]
        assert all(holds(row, point) for row in asked.rows)
        assert answer.bound is not None
        assert answer.bound >= best - 1e-6
    run = CbcRun(task(luck), Deadline.of(20))
    folder = Path(run._folder.name)
    run.stop()
    assert run.ended
    assert not folder.exists()


def test_numbers_reach_solvers_at_moderate_size() -> None:
    """A goal is divided so that its units stay whole where they can, and its largest is a million at most."""
    luck = Random(15)
    for _ in range(50):
        times = luck.choice((1, 7, 10**4, 10**9))
        asked = task(luck)
        goal = {c: times * a for c, a in asked.goal.items()}
        large = replace(asked, goal=goal)
        most = max(map(abs, goal.values()))
        assert most / large.factor <= max(1e6, 1) * (1 + 1e-12)
        values = {sum(a * point[c] for c, a in goal.items()) for point in points(large.columns)}
        step = large.objective_step
        assert all((v - min(values)) % step == 0 for v in values)


def test_the_index_of_rows_is_that_of_a_search_through_all() -> None:
    """For copies too, and after rows were added to one of them."""
    rules = {
        "limit": [{"name": "cap", "each": "district", "max_projects": 1}],
        "fairness": {"population": {"N": 2, "S": 3}, "goal": "max-min"},
    }
    projects = [Project(f"P{k}", 5, k, 10, district="NS"[k % 2]) for k in range(5)]
    program = build(Problem(projects, 30, Rules.model_validate(rules)))
    grown = program.copy()
    amount = grown.amount()
    grown.require("more", grown.bought([0, 1]), high=1)
    grown.require("cap [N]", {grown.heads[0]: 1, amount: 1}, high=1)
    for each in (program, grown, program):
        index = each.project_rows()
        own = [row for row in each.rows if all(each.columns[c].position >= 0 for c in row.terms)]
        assert index.rows == own
        assert index.named == {row.rule: [n for n, other in enumerate(own) if other.rule == row.rule] for row in own}
        for column in range(len(each.columns)):
            assert index.of_column.get(column, []) == [n for n, row in enumerate(own) if column in row.terms]
    assert len(grown.project_rows().rows) == len(program.project_rows().rows) + 1


def test_what_drawing_an_end_in_took_is_kept() -> None:
    """A row and its spare say the limit as it was written."""
    luck, drawn = Random(16), 0
    for _ in range(200):
        unit, high = luck.choice((2, 5, 100)), luck.randint(-50, 500)
        row = ProgramRow("rule", {c: unit * luck.randint(1, 9) for c in range(3)}, None, high, "fen")
        small = row.reduced(True)
        assert small.high is not None
        assert small.high * small.factor + small.spare == high
        assert 0 <= small.spare < max(1, small.factor)
        drawn += small.spare > 0
    assert drawn > 20
