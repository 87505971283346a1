"""The referee refuses planted wrong answers, and no wrong status becomes a proof."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.conflict import conflict, relaxations
from gpss_sim.allocation.milp.subproblem import SolverResult
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.search import checked_solver

LIBRARY = [
    Project("a", 5, 6, 600, domain="elderly", district="东", posts=3, min_posts=1, sources=("fiscal",)),
    Project("b", 4, 5, 400, domain="youth", district="西", requires=("a",)),
    Project("c", 3, 4, 500, domain="youth", district="西", excludes=("b",)),
    Project("d", 2, 9, 300, domain="elderly", district="东", mandatory=True),
]
FULL = Rules.model_validate(
    {
        "limit": [{"name": "youth", "where": {"domain": "youth"}, "max": 4}, {"name": "two", "max_projects": 2}],
        "staff": [{"name": "workers", "available": 4}],
        "exclusive": [{"name": "one", "projects": ["a", "c"]}],
        "requires": [{"name": "needs", "project": "c", "needs": ["b"]}],
        "fairness": {"population": {"东": 1, "西": 1}, "gini_at_most": 0.3},
        "overrun": {"probability": 0.05, "deviation": 0.5},
    }
)
PLANTED = [
    ({0: 3, 1: 1, 2: 1, 3: 1}, "budget"),
    ({0: 4, 3: 1}, "posts of a"),
    ({1: 1, 3: 1}, "b requires a"),
    ({1: 1, 2: 1, 3: 1}, "c excludes b"),
    ({0: 1}, "mandatory d"),
    ({2: 1, 3: 1}, "youth"),
    ({0: 1, 1: 1, 3: 1}, "two"),
    ({0: 3, 1: 1, 3: 1}, "workers"),
    ({0: 1, 2: 1, 3: 1}, "one"),
    ({2: 1, 3: 1}, "needs"),
    ({0: 3, 3: 1}, "fairness"),
    ({0: 3, 3: 1}, "overrun"),
]


@pytest.mark.parametrize(("posts", "rule"), PLANTED)
def test_a_planted_wrong_list_is_refused_by_the_rule_it_breaks(posts: dict[int, int], rule: str) -> None:
    problem = Problem(LIBRARY, 900, FULL)
    assert rule in {breach.rule for breach in Plan(problem, posts).breaches}


def test_planted_payments_are_refused() -> None:
    problem = Problem(LIBRARY, {"fiscal": 700, "lottery": 300})
    posts = {0: 3, 3: 1}
    good = Plan(problem, posts).funding
    assert good is not None
    assert audit(problem, posts, good) == []
    wrong = [
        {**good, ("a", None, "fiscal"): 599},
        {("a", None, "lottery"): 600, ("d", None, "fiscal"): 300},
        {("a", None, "fiscal"): 600, ("d", None, "fiscal"): 300},
        {**good, ("b", None, "fiscal"): 1},
        None,
    ]
    assert all(audit(problem, posts, payments) for payments in wrong)


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


def test_a_conflict_is_named_and_every_member_is_needed() -> None:
    library = [
        Project("a", 5, 1, 6000, mandatory=True),
        Project("b", 5, 1, 6000, mandatory=True),
        Project("c", 1, 1, 1),
    ]
    problem = Problem(library, 10000, Rules.model_validate({"limit": [{"name": "idle", "max_projects": 3}]}))
    names = conflict(problem)
    assert set(names) == {"budget", "mandatory a", "mandatory b"}
    assert {str(r) for r in relaxations(problem, names)} == {
        "loosen 'budget' by 20.00 yuan",
        "drop 'mandatory a'",
        "drop 'mandatory b'",
    }


def test_a_conflict_only_in_whole_projects_is_found() -> None:
    """The linear relaxation is feasible: half of the dear project would satisfy floor and cap."""
    rules = Rules.model_validate({"limit": [{"name": "city", "min": 4, "max": 6}]})
    problem = Problem([Project("whole", 3, 5, 1000)], 1000, rules)
    assert allocate(problem).verdict == "infeasible"
    assert conflict(problem) == ("city",)
