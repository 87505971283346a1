"""Projects kept out by a rule: the quick way and the whole search give the same list."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.search.barred import without_barred
from gpss_sim.allocation.search.decide import outcome
from gpss_sim.allocation.search.urgency_readings import POLICIES
from gpss_sim.streams import Streams

OUT = {"name": "kept out", "where": {"projects": ["p03", "p07"]}, "max_projects": 0}


def library(seed: int) -> list[Project]:
    draw = Streams(seed, 0).open("library")
    return [
        Project(
            f"p{k:02d}",
            int(draw.integers(1, 6)),
            int(draw.integers(1, 9)),
            int(draw.integers(1, 9)) * 100,
            district="ab"[k % 2],
        )
        for k in range(12)
    ]


@pytest.mark.parametrize("policy", ["urgency-first", "weighted", "rank-and-cut", "core-plus"])
@pytest.mark.parametrize("seed", range(3))
def test_the_whole_search_gives_the_same_list(policy: str, seed: int) -> None:
    problem = Problem(library(seed), 2000, Rules.model_validate({"limit": [OUT], "reserve": {"share": 0.1}}))
    assert without_barred(problem) is not None
    quick = allocate(problem, policy)
    whole = outcome(problem, policy, POLICIES[policy](problem, "auto", Deadline.of(20.0), True), 0.0)
    assert quick.solver in ("core", "ranking")
    for name in ("verdict", "posts", "selected", "reserve", "status", "ties_proven", "tiers", "objective", "bound"):
        assert getattr(quick, name) == getattr(whole, name), name
    assert quick.plan.problem is problem
    assert {quick.status["p03"], quick.status["p07"]} == {"rejected"}


@pytest.mark.parametrize(
    "rules",
    [
        {"limit": [OUT | {"max_share": 0.5}]},
        {"limit": [OUT | {"max_projects": 1}]},
        {"limit": [OUT, {"name": "half", "each": "district", "max_share": 0.5}]},
        {"limit": [OUT], "mandatory": ["p03"]},
        {"limit": [OUT], "continuing": ["p07"]},
        {},
    ],
)
def test_what_is_more_than_that_is_searched_whole(rules: dict[str, object]) -> None:
    assert without_barred(Problem(library(0), 2000, Rules.model_validate(rules))) is None


def test_a_barred_project_that_must_be_bought_leaves_no_plan() -> None:
    rules = Rules.model_validate({"limit": [OUT], "mandatory": ["p03"]})
    assert allocate(Problem(library(0), 2000, rules)).verdict == "infeasible"


def test_where_everything_is_kept_out_nothing_is_bought() -> None:
    library = [Project(name, 5, 3, {2027: 100, 2028: 0}) for name in "ab"]
    out = Rules.model_validate({"limit": [{"name": "none", "where": {"projects": ["a", "b"]}, "max_projects": 0}]})
    outcome = allocate(Problem(library, {2027: 300, 2028: 300}, out), "weighted")
    assert (outcome.verdict, outcome.posts) == ("proven_optimal", {})
