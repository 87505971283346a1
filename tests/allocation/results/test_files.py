"""What a decision writes and reads back: rows and summary by hand, every field of a decision, explanations on file."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.policies_compared import compare_policies
from gpss_sim.allocation.explain.change import Change, Explanation
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.results import decision, decision_files
from gpss_sim.allocation.results.explanation_cache import FILE, ExplanationCache
from gpss_sim.errors import InputError
from gpss_sim.money import yuan

PROJECTS = [
    Project("a", 5, Fraction(7, 2), 4_000, name="甲", domain="elderly", group="g", district="S", form="f", agency="u"),
    Project("b", 4, 3, 3_000, posts=3, min_posts=2, sources=("fiscal", "lottery"), excludes=("d",)),
    Project("c", 3, 9, 2_000, requires=("a",), mandatory=True),
    Project("d", 3, 1, 9_000),
    Project("e", 2, 0, 10),
]
RULES = Rules.model_validate(
    {
        "weights": [1, 2, 3, 4, 6],
        "continuing": ["b"],
        "reserve": {"amount": 0.5},
        "commitment": [{"name": "old", "amount": 1.25, "source": "fiscal"}],
        "limit": [{"name": "cap", "where": {"district": "S"}, "max": 50, "max_projects": 1}],
        "overlap": [{"name": "o", "where": {"domain": "elderly"}, "steps": [{"up_to": 2, "rate": 1}], "beyond": 0.5}],
    }
)
PROBLEM = Problem(PROJECTS, {"fiscal": 7_000, "lottery": 2_500}, RULES)


def test_a_decision_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    for policy in ("urgency-first", "weighted", "core-plus", "rank-and-cut"):
        outcome = allocate(PROBLEM, policy)
        decision.save(tmp_path, PROBLEM, outcome, "highs", 12.5)
        found = decision.load(tmp_path)
        assert (found.problem, found.solver, found.limit) == (PROBLEM, "highs", 12.5)
        assert found.problem.rules == RULES
        for field in (
            "policy",
            "verdict",
            "plan",
            "selected",
            "reserve",
            "status",
            "tiers",
            "objective",
            "ties_proven",
        ):
            assert getattr(found.outcome, field) == getattr(outcome, field), field
    assert len(found.digest) == 64
    decision.save(tmp_path, PROBLEM, outcome, "auto", None)
    again = decision.load(tmp_path)
    assert (again.solver, again.limit) == ("auto", None)
    assert again.digest != found.digest


def test_a_file_has_one_entry_a_line(tmp_path: Path) -> None:
    decision.save(tmp_path, PROBLEM, allocate(PROBLEM), "auto", None)
    lines = (tmp_path / "decision.json").read_text("utf-8").splitlines()
    assert sum(line.startswith('  {"id": ') for line in lines) == len(PROJECTS)
    assert (lines[0], lines[1], lines[-1]) == ("{", ' "policy": "urgency-first",', "}")
    written = json.loads("\n".join(lines))
    assert written["projects"][4] == {
        **{"id": "e", "urgency": 2, "benefit": "0", "cost": 10},
        **{"posts": 1, "min_posts": None, "mandatory": False},
    }
    assert written["budget"] == [
        {"amount": 7_000, "year": None, "source": "fiscal"},
        {"amount": 2_500, "year": None, "source": "lottery"},
    ]
    assert written["rules"]["commitment"] == [{"name": "old", "amount": 1.25, "source": "fiscal"}]


def test_costs_and_money_by_year_and_a_decision_without_an_answer(tmp_path: Path) -> None:
    problem = Problem([Project("a", 5, 1, {2028: 30, 2027: 20}, mandatory=True)], {2027: 10, (2028, "x"): 99})
    outcome = allocate(problem)
    assert outcome.verdict == "infeasible"
    decision.save(tmp_path, problem, outcome, "auto", None)
    found = decision.load(tmp_path)
    assert found.problem == problem
    assert (found.outcome.verdict, found.outcome.posts, found.outcome.has_answer) == ("infeasible", {}, False)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("solver", "cplex"),
        ("verdict", "sure"),
        ("ties_proven", 1),
        ("policy", 5),
        ("time_limit", 0),
        ("time_limit", "soon"),
        ("posts", {"z": 1}),
        ("posts", {"a": 2}),
        ("posts", {"a": -1}),
        ("budget", [{"amount": -1, "year": None, "source": None}]),
        ("budget", [{"amount": 1, "year": 12, "source": None}]),
        ("budget", [{"amount": 1, "year": None, "source": 3}]),
        ("tiers", [{"tier": 6, "benefit": "1", "bound": None, "verdict": "within_gap"}]),
        ("tiers", [{"tier": 5, "benefit": "1", "bound": None, "verdict": "maybe"}]),
        ("projects", [{"id": "a"}]),
    ],
)
def test_a_damaged_decision_is_told_with_its_file(key: str, value: object, tmp_path: Path) -> None:
    decision.save(tmp_path, PROBLEM, allocate(PROBLEM), "auto", 5)
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {key: value}), "utf-8")
    with pytest.raises(InputError) as told:
        decision.load(tmp_path)
    assert {fault.file for fault in told.value.faults} == {str(path)}


@pytest.mark.parametrize(
    ("key", "value"),
    [("urgency", 6), ("urgency", 0), ("posts", 0), ("min_posts", 0), ("min_posts", 4), ("mandatory", "no"), ("id", 4)],
)
def test_a_damaged_project_is_told_with_its_file(key: str, value: object, tmp_path: Path) -> None:
    decision.save(tmp_path, PROBLEM, allocate(PROBLEM), "auto", 5)
    path = tmp_path / "decision.json"
    data = json.loads(path.read_text("utf-8"))
    data["projects"][1][key] = value
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match=r"decision\.json"):
        decision.load(tmp_path)
    with pytest.raises(InputError, match="none"):
        decision.load(tmp_path / "none")


def test_rows_are_selected_reserve_rejected_with_their_places() -> None:
    problem = Problem(PROJECTS, 9_500)
    outcome = allocate(problem, "core-plus")
    told = decision_files.rows(problem, outcome, {"a": "why"})
    assert [row[:2] for row in told] == [
        *((name, "selected") for name in outcome.selected),
        *((name, "reserve") for name in outcome.reserve),
        *((name, "rejected") for name in ("d", "e") if outcome.status[name] == "rejected"),
    ]
    assert sorted(row[0] for row in told) == list("abcde")
    for name, _, amount, posts, tier, _, sentence in told:
        assert (amount, posts) == (yuan(outcome.amount.get(str(name), 0)), outcome.posts.get(str(name), 0))
        assert sentence == ("why" if name == "a" else "")
        urgency = problem.projects[problem.index[str(name)]].urgency
        assert tier == ("core" if name == "c" else urgency)
    for status in ("selected", "reserve", "rejected"):
        ranks = [row[5] for row in told if row[1] == status]
        assert ranks == [*range(1, len(ranks) + 1)]


def test_the_summary_is_in_yuan_and_says_what_is_proved(tmp_path: Path) -> None:
    problem = Problem(PROJECTS, {(None, None): 9_500, "fiscal": 8_000}, Rules(mandatory=("c",)))
    outcome = replace(allocate(problem, "weighted"), seconds=1.23456)
    told = decision_files.summary(problem, outcome)
    assert (told["budget"], told["spent"]) == (95, outcome.spent / 100)
    assert told["total_benefit"] == float(outcome.total_benefit)
    assert (told["objective"], told["bound"], told["gap"]) == (float(outcome.plan.weighted), told["objective"], 0)
    assert (told["verdict"], told["proven_optimal"], told["ties_proven"]) == ("proven_optimal", True, True)
    assert (told["seconds"], told["projects"], told["selected"]) == (1.235, 5, len(outcome.selected))
    assert told["budget_lines"] == [
        {"year": None, "source": None, "amount": 95},
        {"year": None, "source": "fiscal", "amount": 80},
    ]
    tiers = allocate(problem, "urgency-first").tiers
    assert decision_files.summary(problem, allocate(problem))["tiers"] == [
        {"tier": t.tier, "benefit": float(t.benefit), "bound": float(t.benefit), "gap": 0, "verdict": t.verdict}
        for t in tiers
    ]
    unproved = decision_files.summary(problem, replace(outcome, verdict="within_gap"))
    assert unproved["proven_optimal"] is False
    decision_files.write(tmp_path, problem, outcome, {"more": 1}, {})
    written = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert written == json.loads(json.dumps(told)) | {"more": 1}
    assert (tmp_path / "allocation.csv").read_text("utf-8-sig").splitlines()[0] == ",".join(decision_files.COLUMNS)


def test_numbers_are_whole_where_they_can_be() -> None:
    for value, expected in ((None, None), (Fraction(4), 4), (Fraction(1, 4), 0.25)):
        assert decision_files.number(value) == expected
    assert isinstance(decision_files.number(Fraction(4)), int)


def test_readings_beside_each_other_are_summed_up() -> None:
    problem = Problem(PROJECTS, 9_500)
    outcomes = {policy: allocate(problem, policy) for policy in ("weighted", "rank-and-cut")}
    views = compare_policies(problem, outcomes, "weighted")
    for view, told in zip(views, decision_files.policies(views), strict=True):
        outcome = view.outcome
        assert (told["policy"], told["verdict"]) == (outcome.policy, outcome.verdict)
        assert (told["selected"], told["spent"]) == (len(outcome.selected), outcome.spent / 100)
        assert (told["total_benefit"], told["weighted_benefit"]) == (outcome.total_benefit, outcome.plan.weighted)
        assert told["benefit_by_urgency"] == {str(u): v for u, v in view.by_urgency.items()}
        assert told["unmet_by_urgency"] == {str(u): v for u, v in view.unmet.items()}
        assert told["urgency_5_left_out"] == list(view.left_out)
        assert (told["only_here"], told["not_here"]) == (list(view.only_here), list(view.not_here))


def saved(folder: Path) -> decision.SavedDecision:
    problem = Problem([Project("a", 5, 3, 60), Project("b", 5, 2, 50), Project("c", 5, 1, 40)], 100)
    decision.save(folder, problem, allocate(problem, "weighted"), "auto", None)
    return decision.load(folder)


def test_what_is_on_file_is_not_searched_for_again(tmp_path: Path) -> None:
    known = saved(tmp_path)
    cache = ExplanationCache(tmp_path, known)
    first = {name: cache.explain(name) for name in "abc"}
    assert first["a"] == cache.explainer.explain("a")
    doubtful = replace(
        first["b"], changes=(Change("cost", 7, proven=False), Change("budget", 9)), unsettled=("benefit",)
    )
    cache.known["b"] = doubtful
    cache._write()
    again = ExplanationCache(tmp_path, known)
    again.explainer.explain = _never  # type: ignore[method-assign]
    assert again.explain("a") == first["a"]
    assert again.explain("b") == doubtful
    assert again.explain("c") == first["c"]
    other = ExplanationCache(tmp_path, replace(known, digest="other"))
    assert other.known == {}
    (tmp_path / FILE).write_text("{", "utf-8")
    assert ExplanationCache(tmp_path, known).known == {}


def _never(*_: object) -> Explanation:
    raise AssertionError("it was searched for again")


@pytest.mark.parametrize(
    ("unsettled", "limit", "kept"), [((), 60.0, True), (("cost",), 60.0, False), (("cost",), None, True)]
)
def test_what_time_was_too_short_for_is_not_kept(
    unsettled: tuple[str, ...], limit: float | None, kept: bool, tmp_path: Path
) -> None:
    cache = ExplanationCache(tmp_path, saved(tmp_path), Deadline.of(limit))
    told = Explanation("a", True, "r", (), None, (), (), unsettled)
    cache.explainer.explain = lambda *_: told  # type: ignore[method-assign]
    assert cache.explain("a") == told
    assert ("a" in ExplanationCache(tmp_path, saved(tmp_path)).known) == kept


def test_budgets_are_written_as_the_planner_named_them() -> None:
    assert str(Budget.parse(["2027=100", "2027:fiscal=60"])) == "budget 2027 100.00; budget 2027:fiscal 60.00"
