"""The referee refuses planted wrong answers, and no wrong status becomes a proof."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.plan.audit import audit
from gpss_sim.allocation.plan.plan import Plan

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
