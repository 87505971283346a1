"""What counts as proved among fresh decisions, and the steps of the least grant, with answers that are made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.explain import constrained, counterfactual, least_grant, ranking_replay
from gpss_sim.allocation.explain.counterfactual import CounterfactualSolver
from gpss_sim.allocation.explain.least_grant import _BudgetSteps, grants
from gpss_sim.allocation.milp.subproblem import DEFAULT_LIMIT, SolverResult
from gpss_sim.allocation.plan.outcome import Tier
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.deadline import Deadline, TooHardError
from gpss_sim.allocation.search.result import SearchResult

CAP: dict[str, object] = {"limit": [{"name": "three", "max_projects": 3}]}
PROBLEM = Problem(
    [Project("a", 5, 4, 60), Project("b", 4, 3, 50), Project("c", 4, 2, 40), Project("d", 3, 9, 70)],
    110,
    Rules.model_validate(CAP),
)


def solver(
    policy: str = "urgency-first", problem: Problem = PROBLEM, limit: float | None = None
) -> CounterfactualSolver:
    return CounterfactualSolver(problem, allocate(problem, policy), "auto", limit, Deadline())


def stages(*rows: tuple[int, int | None, str]) -> SearchResult:
    """A search that found a plan, with the benefit, bound and verdict of its objectives."""
    told = [
        Tier(5 - k, Fraction(benefit), None if bound is None else Fraction(bound), verdict)  # type: ignore[arg-type]
        for k, (benefit, bound, verdict) in enumerate(rows)
    ]
    return SearchResult(Plan.of(PROBLEM, {"a": 1}), tuple(told))


PROVED, OPEN = "proven_optimal", "within_gap"


@pytest.mark.parametrize(
    ("found", "ties"),
    [
        (stages((4, 4, PROVED), (3, 3, PROVED)), True),
        (stages((4, 4, PROVED), (2, 2, PROVED)), False),
        (stages((3, 3, PROVED), (9, 9, PROVED)), False),
        (stages((3, 3, OPEN)), False),
        (stages((4, 4, PROVED), (1, 2, OPEN)), False),
        (stages((4, 4, OPEN)), None),
        (stages((4, 5, OPEN)), None),
        (stages((4, None, "feasible_unproven")), None),
        (stages(), True),
    ],
)
def test_a_search_ties_with_the_rival_where_every_objective_is_proved_equal(
    found: SearchResult, ties: bool | None
) -> None:
    """The rival is worth 4 in the first tier and 3 in the second."""
    rival, asked = Plan.of(PROBLEM, {"a": 1, "b": 1}), solver()
    if ties is None:
        with pytest.raises(TooHardError):
            asked._ties_with(found, rival)
    else:
        assert asked._ties_with(found, rival) is ties


@pytest.mark.parametrize(
    ("found", "inside", "proved"),
    [
        (SearchResult(Plan.of(PROBLEM, {"a": 1}), ties_proven=True), True, True),
        (SearchResult(Plan.of(PROBLEM, {"b": 1}), ties_proven=True), False, True),
        (SearchResult(Plan.of(PROBLEM, {"a": 1}), ties_proven=False), True, False),
        (replace(stages((4, 5, OPEN)), ties_proven=True), True, False),
        (SearchResult(infeasible=True), False, True),
    ],
)
def test_what_a_search_did_not_prove_to_the_last_tie_is_noted(found: SearchResult, inside: bool, proved: bool) -> None:
    asked = solver()
    asked._answers["a", "cost", 3] = answer = asked._membership(found, "a")
    assert answer.inside is inside
    assert asked.proved("a", "cost", 3) is proved
    assert asked.proved("a", "cost", 4)
    ranked = solver("rank-and-cut")
    assert ranked._membership(found, "a") == (inside, True)
    assert ranked.proved("a", "cost", 0)
    with pytest.raises(TooHardError):
        asked._membership(SearchResult(), "a")


def test_the_decision_as_it_was_taken_is_proved_where_it_is_settled() -> None:
    asked = solver()
    assert asked.proved("a", "cost", 0)
    asked.outcome = replace(asked.outcome, ties_proven=False)
    assert not asked.proved("a", "cost", 0)
    assert asked.inside("a", "cost", 0)
    assert not asked.inside("c", "cost", 0)


def test_both_decisions_of_a_project_have_to_be_settled() -> None:
    asked = solver()
    assert asked._settled("a")
    assert asked._settled("c")
    other = asked.flipped_outcome("c")
    asked._flipped["c"] = replace(other, ties_proven=False)
    assert not asked._settled("c")
    asked._flipped["c"] = replace(other, ties_proven=False, verdict="infeasible")
    assert asked._settled("c")
    asked.outcome = replace(asked.outcome, verdict="within_gap")
    assert not asked._settled("a")
    assert not asked._settled("c")


def test_a_question_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, made = solver(), []
    decide = CounterfactualSolver._decide

    def counted(self: CounterfactualSolver, *given: object) -> bool:
        made.append(given)
        return decide(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(CounterfactualSolver, "_decide", counted)
    for _ in range(3):
        asked.inside("c", "cost", -10)
        asked.inside("c", "urgency", 1)
        asked.inside("c", "urgency", 7)
        asked.inside("c", "benefit", -3)
        asked.inside("c", "cost", -40)
    assert made == [("c", "cost", -10), ("c", "urgency", 1)]
    assert asked._possible("c", "benefit", -2)
    assert asked._possible("c", "cost", -39)
    assert asked._possible("c", "budget", -(10**6))
    assert [amount for amount in range(-6, 6) if asked._possible("c", "urgency", amount)] == [-3, -2, -1, 0, 1]


def test_every_search_has_what_it_may_take_and_no_more_than_the_project() -> None:
    left = solver(limit=3).next().left()
    assert left is not None
    assert 2.5 < left <= 3
    left = solver().next().left()
    assert left is not None
    assert DEFAULT_LIMIT - 1 < left <= DEFAULT_LIMIT


@pytest.mark.parametrize("infeasible", [True, False])
def test_a_contest_without_a_plan_is_lost_only_where_there_is_none(
    infeasible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Search:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def run(self, *_: object) -> SearchResult:
            return SearchResult(infeasible=infeasible)

    asked = solver()
    rival = asked.best_without("c")
    assert rival is not None
    monkeypatch.setattr(counterfactual, "LexicographicSearch", Search)
    monkeypatch.setattr(asked, "beats", lambda *_: False)
    for ask in (lambda: asked._contest(PROBLEM, "c", rival), lambda: asked._contest(PROBLEM, "c", None)):
        if infeasible:
            assert ask() is False
        else:
            with pytest.raises(TooHardError):
                ask()


@pytest.mark.parametrize(("proved", "wins"), [(True, True), (False, None)])
def test_a_tie_is_settled_by_money_and_ids_or_not_at_all(
    proved: bool, wins: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Plan.of(PROBLEM, {"a": 1, "c": 1})

    class Search:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def run(self, *_: object) -> SearchResult:
            return SearchResult(mine)

        def break_ties(self) -> SearchResult:
            return SearchResult(mine, ties_proven=proved)

    asked = solver()
    rival = asked.best_without("c")
    assert rival is not None
    said = [False, False, True]
    monkeypatch.setattr(counterfactual, "LexicographicSearch", Search)
    monkeypatch.setattr(asked, "beats", lambda *_: said.pop(0))
    monkeypatch.setattr(asked, "_ties_with", lambda *_: True)
    if wins is None:
        with pytest.raises(TooHardError):
            asked._contest(PROBLEM, "c", rival)
    else:
        assert asked._contest(PROBLEM, "c", rival) is wins


def test_without_a_plan_without_the_project_any_plan_with_it_will_do() -> None:
    must = PROBLEM.with_rules(
        Rules.model_validate({"limit": [{"name": "all of", "where": {"projects": ["a"]}, "min": 0.6}]})
    )
    asked = solver("weighted", must)
    assert asked.best_without("a") is None
    assert asked.inside("a", "benefit", -4)
    assert [*constrained.prices(asked, "a")] == []
    assert [*constrained.gains(asked, "a")] == []


def rows(answer: SolverResult) -> object:
    return lambda *_: answer


@pytest.mark.parametrize(
    ("answers", "hard"),
    [
        ([SolverResult("unknown", None, None, "x")], True),
        ([SolverResult("optimal", [], -0.0, "x"), SolverResult("feasible", [0.0], None, "x")], True),
        ([SolverResult("optimal", [], -0.0, "x"), SolverResult("optimal", None, None, "x")], True),
        ([SolverResult("optimal", [], -0.0, "x"), SolverResult("infeasible", None, None, "x")], False),
        ([SolverResult("infeasible", None, None, "x")], False),
    ],
)
def test_a_step_of_the_grant_needs_a_proof(
    answers: Sequence[SolverResult], hard: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [*answers]
    monkeypatch.setattr(least_grant, "solve", lambda *_: told.pop(0))
    if hard:
        with pytest.raises(TooHardError):
            [*grants(solver(), "c")]
    else:
        assert [*grants(solver(), "c")] == []
    assert told == []


def test_a_grant_that_never_ends_is_too_hard(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = solver()
    monkeypatch.setattr(least_grant, "STEPS", 0)
    with pytest.raises(TooHardError):
        [*grants(asked, "c")]
    monkeypatch.setattr(least_grant, "STEPS", 1000)
    monkeypatch.setattr(asked, "best_at", lambda _: None)
    with pytest.raises(TooHardError):
        [*grants(asked, "c")]


def large() -> Problem:
    """Costs of many fen, so that the relaxation may rule out some; of the three of the first tier two are paid for."""
    projects = [
        Project("a", 5, 40, 60_000),
        Project("b", 5, 39, 50_000),
        Project("c", 5, 38, 40_000),
        Project("x", 4, 1, 200_000),
    ]
    return Problem(projects, 91_000, Rules.model_validate({"limit": [{"name": "four", "max_projects": 4}]}))


def test_what_the_relaxation_rules_out_up_to_a_better_rival_that_is_known_is_not_searched_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = large()
    asked = solver("urgency-first", problem)
    solve, searches = least_grant.solve, []

    def counted(task: object, *given: object) -> SolverResult:
        searches.append(task.relaxed)  # type: ignore[attr-defined]
        return solve(task, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(least_grant, "solve", counted)
    assert set(asked.outcome.selected) == {"b", "c"}
    steps = _BudgetSteps(asked, "x")
    asked.pool.add(Plan.of(problem, {"a": 1, "b": 1, "c": 1}))
    found = steps.step()
    # no plan with x is worth what a, b and c are: the relaxation goes on to where these are paid for, then beyond
    assert found is not None
    assert found.by_id == {"a": 1, "b": 1, "c": 1, "x": 1}
    assert steps.extra == 350_000 - 91_000
    assert searches == [True, True, False]
    assert not steps._relax
    assert not steps._best, "a rival that is merely known may be equalled at once"


def test_a_ranking_is_replayed_once_for_every_amount_that_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [Project(f"p{k}", 5, 9 - k, 1_000 * (k + 1)) for k in range(4)]
    problem = Problem(projects, 500, Rules.model_validate({"limit": [{"name": "four", "max_projects": 4}]}))
    replays = []
    fill = ranking_replay.rank_and_cut

    def counted(*given: object) -> object:
        replays.append(given)
        return fill(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(ranking_replay, "rank_and_cut", counted)
    assert ranking_replay.extra(problem, "p3") == 9_500
    assert len(replays) == REPLAYS
    monkeypatch.setattr(ranking_replay, "RULED_REPLAYS", REPLAYS - 1)
    with pytest.raises(TooHardError):
        ranking_replay.extra(problem, "p3")
    monkeypatch.setattr(ranking_replay, "REPLAYS", 1)
    with pytest.raises(TooHardError):
        ranking_replay._more([50, 60, 70], 10, True)


REPLAYS = 5
"""Amounts at which the ranking of the case above is replayed: at each a list is funded that was not before."""


def test_shares_sources_and_risks_are_not_replayed() -> None:
    projects = [Project("a", 5, 2, 60), Project("b", 5, 1, 60)]
    quota = {"name": "q", "max_share": 0.5}
    for money, rules in (
        ({"fiscal": 60}, {}),
        (60, {"quota": [quota]}),
        (60, {"overrun": {"probability": 0.1, "deviation": 0.2}}),
        (60, {"limit": [{"name": "l", "max_share": 0.9}]}),
    ):
        with pytest.raises(TooHardError):
            ranking_replay.extra(Problem(projects, money, Rules.model_validate(rules)), "b")  # type: ignore[arg-type]
    assert (
        ranking_replay.extra(
            Problem(projects, 60, Rules.model_validate({"quota": [quota | {"max_share": None, "max_projects": 1}]})),
            "b",
        )
        is None
    )
