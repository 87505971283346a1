"""A conflict names a smallest set of rules, and what each would have to give."""

from __future__ import annotations

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.conflict import conflict, relaxations


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
