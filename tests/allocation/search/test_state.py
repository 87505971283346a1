"""A search under way: which plan is kept, which value an answer has to exceed, and what is fixed."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from random import Random

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.milp.decompose import blocks
from gpss_sim.allocation.milp.objectives import objectives
from gpss_sim.allocation.milp.program import ProgramRow
from gpss_sim.allocation.milp.subproblem import SolverResult
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search import lexicographic, tie_breaking
from gpss_sim.allocation.search.checked_solver import CheckedSolver
from gpss_sim.allocation.search.lexicographic import LexicographicSearch
from gpss_sim.allocation.search.state import SearchState
from tests.allocation.milp.small import every_plan

PROJECTS = [
    Project("a", 5, 4, 30, district="S"),
    Project("b", 5, 4, 30, district="N"),
    Project("c", 4, 3, 20, district="S"),
    Project("d", 4, 2, 10, district="N"),
]
CAP: dict[str, object] = {"limit": [{"name": "two", "max_projects": 2}]}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ties get half of the time that objectives took: here hours, so that a busy machine leaves none unproved."""
    monkeypatch.setattr(lexicographic, "perf_counter", count(0, 10_000).__next__)


def state(
    policy: str = "urgency-first", brief: bool = True, rules: dict[str, object] | None = None, apart: bool = False
) -> SearchState:
    problem = Problem(PROJECTS, 70, Rules.model_validate(CAP if rules is None else rules))
    program = build(problem)
    stages = objectives(program, policy)
    parts = [[0, 1], [2, 3]] if apart else [list(range(len(program.columns)))]
    return SearchState(program, policy, stages, CheckedSolver(program, parts, "auto", brief))


def plan(search: SearchState, *names: str) -> Plan:
    return Plan.of(search.program.problem, dict.fromkeys(names, 1))


def test_an_answer_has_to_exceed_the_present_plan_or_the_least_that_is_of_use() -> None:
    search = state()
    first = search.objectives[0].terms
    assert search._above(first) is None
    search.least = 3
    assert search._above(first) == 3
    search.plan = plan(search, "a")
    assert search._above(first) == search.value(first, search.plan) == 4
    search.least = 7
    assert search._above(first) == 7
    search.fix(first, 4)
    assert search._above(first) == 4


def test_nothing_has_to_be_exceeded_where_the_search_is_long_apart_lazy_or_counts_amounts() -> None:
    overrun = {"overrun": {"probability": 0.1, "deviation": 0.2}}
    for search in (state(brief=False), state(apart=True), state(rules=overrun)):
        search.plan = plan(search, "a")
        assert search._above(search.objectives[0].terms) is None
    fair = state(rules={"fairness": {"population": {"N": 2, "S": 3}, "goal": "max-min"}})
    fair.plan = plan(fair, "a")
    assert fair.objectives[0].tier == "fairness"
    assert fair._above(fair.objectives[0].terms) is None


def test_a_plan_is_taken_over_where_it_is_no_worse_up_to_the_objective_at_hand() -> None:
    search = state()
    first, second = (objective.terms for objective in search.objectives)
    assert search.improves(first, plan(search, "d"))
    search.plan = plan(search, "a")
    assert search.improves(first, plan(search, "a", "b"))
    assert search.improves(first, plan(search, "b"))
    assert not search.improves(first, plan(search, "c", "d"))
    assert search.improves(second, plan(search, "a", "d"))
    assert not search.improves(second, plan(search, "c", "d"))
    search.plan = plan(search, "a", "c")
    assert not search.improves(second, plan(search, "a", "d"))
    assert search.improves(first, plan(search, "a", "d"))
    money = {c: -fen for c, fen in search.program.cost(range(4)).items()}
    assert not search.improves(money, plan(search, "a", "d"))
    assert search.improves(money, plan(search, "b", "c"))
    search.plan = plan(search, "a", "b")
    assert not search.improves(money, plan(search, "a"))


def test_an_expression_is_split_by_block_and_fixed_from_below() -> None:
    search = state(apart=True)
    terms = {0: 5, 1: 0, 3: 2}
    assert search.by_block(terms) == [{0: 5}, {3: 2}]
    assert search.by_block({0: 5}) == [{0: 5}]
    search.fix({0: 5}, Fraction(7, 2))
    assert search.fixed == [ProgramRow("", {0: 5}, 4, None)]
    assert search.blocks == [[0, 1], [2, 3]]


def searched(problem: Problem, policy: str) -> LexicographicSearch:
    return LexicographicSearch(build(problem), policy, "highs", Deadline())


@pytest.mark.parametrize("policy", ["urgency-first", "weighted"])
def test_of_plans_of_equal_value_the_cheapest_then_the_smallest_ids_then_most_posts(policy: str) -> None:
    luck, tied = Random(3), 0
    for _ in range(8):
        projects = [
            Project(
                f"p{k}", luck.choice((4, 5)), luck.choice((2, 4)), 4 * luck.randint(1, 2), district=luck.choice("SN")
            )
            for k in range(4)
        ] + [Project("q", 4, 4, 8, posts=2, min_posts=1)]
        cap = {"limit": [{"name": "two", "where": {"district": projects[0].district}, "max_projects": 2}]}
        problem = Problem(projects, 20, Rules.model_validate(cap))
        ranked = sorted((p for p in every_plan(problem) if p.feasible), key=lambda p: p.rank_key(policy))
        found = searched(problem, policy).run()
        assert found.plan == ranked[-1]
        assert found.ties_proven
        tied += ranked[-1].value(policy) == ranked[-2].value(policy)
    assert tied > 2


def test_ids_are_settled_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight alike of which three may be bought: the first three, however many ids are settled at once."""
    projects = [Project(f"p{k}", 5, 2, 10) for k in range(8)]
    problem = Problem(projects, 35, Rules.model_validate({"limit": [{"name": "three", "max_projects": 3}]}))
    for at_once in (1, 3, 8):
        monkeypatch.setattr(tie_breaking, "IDS_AT_ONCE", at_once)
        found = searched(problem, "weighted").run()
        assert found.plan is not None
        assert (list(found.plan.by_id), found.ties_proven) == (["p0", "p1", "p2"], True)


def test_once_the_cost_leaves_one_plan_no_id_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one value, one of them dearer: the money decides, and the answer is seen to be the only one."""
    projects = [Project("a", 5, 2, 12), Project("b", 5, 2, 10)]
    problem = Problem(projects, 20, Rules.model_validate({"limit": [{"name": "one", "max_projects": 1}]}))
    settle, settled = tie_breaking._settle, []
    monkeypatch.setattr(tie_breaking, "_settle", lambda *asked: settled.append(asked[1]) or settle(*asked))
    found = searched(problem, "weighted").run()
    assert found.plan is not None
    assert (list(found.plan.by_id), found.ties_proven) == (["b"], True)
    assert len(settled) == 1


def test_the_only_plan_of_its_value_needs_no_ties_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(PROJECTS, 70, Rules.model_validate({"limit": [{"name": "one", "max_projects": 1}]}))
    settled: list[object] = []

    def settle(*given: object) -> bool:
        settled.append(given)
        return False

    monkeypatch.setattr(tie_breaking, "_settle_cost", settle)
    tied = searched(problem, "weighted").run()
    assert settled
    assert not tied.ties_proven
    settled.clear()
    alone = searched(problem.with_projects(p for p in PROJECTS if p.id != "b"), "weighted").run()
    assert (alone.ties_proven, settled) == (True, [])
    assert alone.plan is not None
    assert list(alone.plan.by_id) == ["a"]


def test_blocks_of_the_search_are_those_that_no_row_ties() -> None:
    problem = Problem(PROJECTS, 100, Rules.model_validate({"exclusive": [{"name": "ab", "projects": ["a", "b"]}]}))
    program = build(problem)
    search = LexicographicSearch(program, "weighted", "highs", Deadline())
    assert search._state.blocks == blocks(program.columns, program.rows)
    fair = build(problem.with_rules(Rules.model_validate({"fairness": {"population": {"N": 1, "S": 1}, **GINI}})))
    assert len(LexicographicSearch(fair, "weighted", "highs", Deadline())._state.blocks) == 1


GINI = {"gini_at_most": 0.4}


def test_ties_get_half_of_the_time_that_the_objectives_took_and_at_least_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search, used, given = searched(Problem(PROJECTS, 70, Rules.model_validate(CAP)), "weighted"), [], []
    monkeypatch.setattr(lexicographic, "break_ties", lambda _, seconds, __: bool(used.append(seconds)))
    monkeypatch.setattr(lexicographic, "perf_counter", lambda: search._began + 7.5)
    search.run()
    assert used == [pytest.approx(7.5)]
    monkeypatch.setattr(tie_breaking, "_only_plan_of_its_value", lambda *asked: bool(given.append(asked[2])) or True)
    held = state()
    assert not tie_breaking.break_ties(held, 8.0, Deadline())
    held.plan = plan(held, "a")
    for seconds, expected in ((8.0, 4.0), (0.0, 1.0)):
        assert tie_breaking.break_ties(held, seconds, Deadline())
        left = given[-1].left()
        assert expected - 0.5 < left <= expected


def test_without_time_or_a_proof_no_tie_is_settled_and_the_plan_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    held = state("weighted", brief=False)
    held.plan = plan(held, "a", "b")
    late = Deadline.of(-1.0)
    assert not tie_breaking._unique(held, late)
    assert not tie_breaking._settle(held, {0: 1}, late)
    assert not tie_breaking._settle_cost(held, late)
    held.objectives = []
    assert not tie_breaking._only_plan_of_its_value(held, held.plan, Deadline())
    for bound, proved in ((None, False), (9.4, False), (4.2, True), (4.0, True)):
        answer = SolverResult("feasible", None, bound, "x")
        monkeypatch.setattr(CheckedSolver, "maximise", lambda *_, answer=answer: (answer, None))  # type: ignore[misc]
        held.fixed = []
        assert tie_breaking._settle(held, {0: 4}, Deadline()) is proved
        assert held.fixed == ([ProgramRow("", {0: 4}, 4, None)] if proved else [])
    before = held.plan
    monkeypatch.setattr(tie_breaking, "_settle_cost", lambda *_: True)

    def worse(search: SearchState, _: Deadline) -> bool:
        search.plan = plan(search, "d")
        return False

    monkeypatch.setattr(tie_breaking, "_settle_ids", worse)
    assert not tie_breaking.break_ties(held, 1.0, Deadline())
    assert held.plan is before


def test_a_second_plan_that_may_be_as_good_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The best plan is worth 4 in steps of 4: a bound of the others below 4 leaves none, one of 4 may be another."""
    held = state("urgency-first", brief=False)
    held.plan = plan(held, "a")
    held.objectives = held.objectives[:1]
    for answer, alone in (
        (SolverResult("infeasible", None, None, "x"), True),
        (SolverResult("optimal", None, 3.9, "x"), True),
        (SolverResult("optimal", None, 4.0, "x"), False),
        (SolverResult("unknown", None, None, "x"), False),
    ):
        monkeypatch.setattr(tie_breaking, "solve_blocks", lambda *_, answer=answer: answer)  # type: ignore[misc]
        assert tie_breaking._only_plan_of_its_value(held, held.plan, Deadline()) is alone
    apart = state("urgency-first", apart=True)
    apart.plan = plan(apart, "a")
    monkeypatch.setattr(tie_breaking, "solve_blocks", lambda *_: SolverResult("infeasible", None, None, "x"))
    assert not tie_breaking._only_plan_of_its_value(apart, apart.plan, Deadline())
