"""A conflict names a smallest set of rules, and what each would have to give."""

from __future__ import annotations

from pathlib import Path

from gpss_sim.allocation import Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.account import accounts
from gpss_sim.allocation.analysis.conflict import conflict, conflicts, relaxations
from gpss_sim.allocation.analysis.least import least_lacking
from gpss_sim.cli.infeasible import why_none


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


CLASH = {
    "mandatory": ["a", "b"],
    "reserve": {"share": 0.1},
    "commitment": [{"name": "old", "amount": 25}],
    "limit": [{"name": "east", "max": 30, "where": {"district": "east"}}],
}


def clashing() -> Problem:
    library = [
        Project("a", 5, 1, 4000, district="east"),
        Project("b", 5, 1, 5000, district="west"),
        Project("c", 1, 1, 1),
    ]
    return Problem(library, 10000, Rules.model_validate(CLASH))


def test_two_conflicts_at_once_are_both_shown() -> None:
    found = [set(each) for each in conflicts(clashing())]
    assert {"mandatory a", "east"} in found
    assert any({"budget", "mandatory a", "mandatory b"} <= each for each in found)
    assert conflicts(clashing())[0] == conflict(clashing())


def test_the_sum_of_what_a_line_must_pay_adds_up() -> None:
    problem = clashing()
    (account,) = accounts(problem, ["budget", "mandatory a", "mandatory b"])
    uses = [(use.kind, use.amount) for use in account.uses]
    assert uses == [("commitment", 2500), ("reserve", 1000), ("mandatory", 4000), ("mandatory", 5000)]
    assert account.lacking == 2500 + 1000 + 4000 + 5000 - 10000


def test_a_line_that_pays_all_it_must_has_no_account() -> None:
    assert accounts(clashing(), ["east"]) == []
    enough = Problem(clashing().projects, 20000, Rules.model_validate(CLASH))
    assert accounts(enough, ["budget"]) == []


def test_a_source_pays_for_what_no_other_source_may_pay() -> None:
    library = [
        Project("a", 5, 1, 4000, sources=("fiscal",), mandatory=True),
        Project("b", 5, 1, 4000, sources=("fiscal", "lottery"), mandatory=True),
    ]
    problem = Problem(library, {"fiscal": 3000, "lottery": 9000})
    (account,) = accounts(problem, ["budget fiscal", "budget lottery", "mandatory a", "mandatory b"])
    assert (account.line.source, account.lacking) == ("fiscal", 1000)


def test_floors_that_a_conflict_names_stand_in_its_sum_beyond_what_is_prescribed() -> None:
    library = [
        Project("a", 5, 1, 4000, district="east"),
        Project("b", 5, 1, 5000, district="west"),
        Project("c", 5, 1, 3000, district="east"),
    ]
    floors = [
        {"name": "east", "min": 60, "where": {"district": "east"}},
        {"name": "west", "min_share": 0.5, "where": {"district": "west"}},
    ]
    problem = Problem(library, 10000, Rules.model_validate({"mandatory": ["a", "b"], "limit": floors}))
    (account,) = accounts(problem, ["budget", "mandatory a", "east", "west"])
    uses = [(use.kind, use.name, use.amount) for use in account.uses]
    assert uses == [("mandatory", "a", 4000), ("floor", "east", 2000), ("floor", "west", 5000)]
    assert account.lacking == 1000


def test_a_floor_that_only_whole_projects_reach_is_told_with_what_they_cost() -> None:
    library = [Project("a", 5, 1, 1900), Project("b", 5, 1, 6000)]
    rules = {"limit": [{"name": "floor", "min": 20}], "commitment": [{"name": "old", "amount": 55}]}
    problem = Problem(library, 10000, Rules.model_validate(rules))
    assert set(conflict(problem)) == {"budget", "floor", "old"}
    assert accounts(problem, ["budget", "floor", "old"]) == []
    assert least_lacking(problem, ["budget", "floor", "old"], "budget", 10.0) == 1500
    assert least_lacking(problem, ["old"], "budget", 10.0) is None


def test_a_sum_with_a_floor_that_only_whole_projects_reach_says_what_is_lacking_at_least() -> None:
    library = [Project("a", 5, 1, 5000, mandatory=True), Project("b", 5, 1, 6000)]
    problem = Problem(library, 6000, Rules.model_validate({"limit": [{"name": "floor", "min": 70}]}))
    names = conflict(problem)
    outcome = allocate(problem)
    for lang, told in (("zh", "尚缺10元。项目须整项购买，实际至少尚缺50元。"), ("en", "at least 50.00 are lacking.")):
        assert told in why_none(problem, outcome, [names], {}, Path("poor"), lang)
