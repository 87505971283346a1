"""Rules may call a project by its name where only one has it."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Problem, Project, Rules
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
