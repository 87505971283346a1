"""Rules may call a project by its name where only one has it, and have names and subjects of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.errors import InputError

LIBRARY = [
    Project("1", 5, 1, 100, name="探访"),
    Project("2", 4, 1, 100, name="照料"),
    Project("3", 3, 1, 100, name="社工站"),
    Project("4", 3, 1, 100, name="社工站"),
]


def test_names_stand_for_ids_in_every_table() -> None:
    rules = {
        "mandatory": ["探访", "2"],
        "requires": [{"name": "r", "project": "照料", "needs": ["探访"]}],
        "exclusive": [{"name": "x", "projects": ["3", "4"]}],
        "limit": [{"name": "l", "where": {"projects": ["探访"]}, "max_projects": 1}],
    }
    problem = Problem(LIBRARY, 400, Rules.model_validate(rules))
    assert problem.must == {"1", "2"}
    assert (problem.rules.requires[0].project, problem.rules.requires[0].needs) == ("2", ("1",))
    assert problem.rules.limit[0].where.projects == ("1",)
    assert problem.rules.exclusive[0].projects == ("3", "4")


def test_a_name_of_two_projects_is_told() -> None:
    with pytest.raises(InputError, match="mandatory = 社工站"):
        Problem(LIBRARY, 400, Rules.model_validate({"mandatory": ["社工站"]}))


MONEY = {None: 5000, "fiscal": 4000}
FUNDED = [
    Project("A", 5, 1, 1000, district="east", agency="x", sources=("fiscal", "lottery")),
    Project("B", 4, 1, 1000, district="west", mandatory=True),
]


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ({"limit": [{"name": "budget", "max": 1}]}, "limit.name"),
        ({"limit": [{"name": "budget fiscal", "max": 1}]}, "limit.name"),
        ({"quota": [{"name": "reserve", "max": 1}]}, "quota.name"),
        ({"commitment": [{"name": "mandatory B", "amount": 1}]}, "commitment.name"),
        ({"staff": [{"name": "each [east]", "available": 1}], "limit": [{"name": "each", "max": 1}]}, "staff.name"),
        ({"commitment": [{"name": "c", "amount": 1, "source": "fiskal"}]}, "commitment 'c'.source"),
        ({"limit": [{"name": "l", "each": "form", "max": 1}]}, "limit 'l'.each"),
        ({"quota": [{"name": "q", "each": "form", "max": 1}]}, "quota 'q'.each"),
        ({"limit": [{"name": "l", "each": "form", "where": {"district": "east"}, "max": 1}]}, "limit 'l'.each"),
    ],
)
def test_a_rule_without_a_name_of_its_own_or_a_subject_is_told(rules: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError) as told:
        Problem(FUNDED, MONEY, Rules.model_validate(rules))
    assert [fault.place for fault in told.value.faults] == [place]


@pytest.mark.parametrize(
    "rules",
    [
        {"commitment": [{"name": "c", "amount": 1, "source": "lottery"}]},
        {"limit": [{"name": "budget for the east", "max": 1}]},
        {"limit": [{"name": "l", "each": "agency", "max": 10}]},
    ],
)
def test_what_is_a_name_and_a_subject(rules: dict[str, Any]) -> None:
    assert Problem(FUNDED, MONEY, Rules.model_validate(rules)).rules


def test_projects_without_a_value_are_in_no_group_of_a_field() -> None:
    rules = {
        "limit": [{"name": "l", "each": "agency", "max": 10}],
        "quota": [{"name": "q", "each": "agency", "max": 1}],
    }
    problem = Problem(FUNDED, MONEY, Rules.model_validate(rules))
    assert problem.rules.limit[0].spans(problem) == [("l [x]", [0])]
    assert problem.rules.quota[0].groups(problem) == {"q [x]": [0]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[limit]]\nname = " "\nmax = 1', "limit[1].name"),
        ('[[commitment]]\nname = ""\namount = 1', "commitment[1].name"),
        ('[[limit]]\nname = "l"\nmax = 1\nwhere = { district = [] }', "limit[1].where"),
        ("weights = [0, 0, 0, 0, 0]", "rules"),
    ],
)
def test_a_rule_that_says_nothing_is_told(text: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(text)
    with pytest.raises(InputError) as told:
        read_rules(tmp_path / "rules.toml")
    assert [fault.place for fault in told.value.faults] == [place]
