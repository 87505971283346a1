"""What a quota of a ranking leaves: money and places, whole or by the value of a field."""

from __future__ import annotations

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.problem.rules.quota import Quota

LIBRARY = [
    Project("a", 5, 1, 40, district="S"),
    Project("b", 5, 1, 30, district="N"),
    Project("c", 5, 1, 30, district="S", posts=3, min_posts=1),
]


def quota(money: int = 101, **ends: object) -> tuple[Problem, Quota]:
    problem = Problem(LIBRARY, money, Rules.model_validate({"quota": [{"name": "q", **ends}]}))
    return problem, problem.rules.quota[0]


def test_money_is_the_lesser_of_an_amount_and_a_share_of_what_is_granted() -> None:
    for ends, most in (
        ({"max": 0.6}, 60),
        ({"max_share": 0.5}, 50),
        ({"max": 0.6, "max_share": 0.5}, 50),
        ({"max": 0.4, "max_share": 0.5}, 40),
        ({"max_projects": 1}, None),
    ):
        problem, found = quota(**ends)
        assert found.money(problem) == most


def test_what_is_left_beside_a_list() -> None:
    problem, found = quota(max=0.6, max_projects=2)
    assert found.left(problem, [0, 2], {}) == (60, 2)
    assert found.left(problem, [0, 2], {0: 1, 1: 1}) == (20, 1)
    assert found.left(problem, [0, 2], {0: 1, 2: 2}) == (0, 0)
    problem, found = quota(max=0.6)
    assert found.left(problem, [0], {0: 1}) == (20, None)
    problem, found = quota(max_projects=0)
    assert found.left(problem, [0], {0: 1}) == (None, -1)


def test_groups_are_all_together_or_by_the_value_of_a_field() -> None:
    problem, found = quota(max=1)
    assert found.groups(problem) == {"q": [0, 1, 2]}
    problem, found = quota(max=1, each="district")
    assert found.groups(problem) == {"q [S]": [0, 2], "q [N]": [1]}
    problem, found = quota(max=1, where={"district": "S", "projects": ["b"]})
    assert found.groups(problem) == {}
