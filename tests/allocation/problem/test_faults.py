"""What cannot be right about a decision, each fault by its place and value."""

from __future__ import annotations

import pytest

from gpss_sim.allocation import Budget, Problem, Project, Rules
from gpss_sim.allocation.problem.validate import overcommitted, unpaid, unusable, yearless
from gpss_sim.errors import InputError

GOOD = Project("a", 3, 2, 100)


def told(*projects: Project, money: object = 100, **rules: object) -> list[tuple[str, str, str]]:
    """File, place and value of the faults of a problem."""
    try:
        Problem(projects, money, Rules.model_validate(rules))  # type: ignore[arg-type]
    except InputError as error:
        return [(fault.file, fault.place, fault.value) for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("project", "place", "value"),
    [
        (Project("b", 3, 2, 0), "cost", "0"),
        (Project("b", 3, 2, {2027: 5, 2028: -1}), "cost", "4"),
        (Project("b", 0, 2, 1), "urgency", "0"),
        (Project("b", 6, 2, 1), "urgency", "6"),
        (Project("b", 3, -1, 1), "benefit", "-1"),
        (Project("b", 3, 2, 1, posts=2, min_posts=3), "min_posts", "3"),
        (Project("b", 3, 2, 1, posts=2, min_posts=0), "min_posts", "0"),
        (Project("b", 3, 2, 1, requires=("z",)), "requires", "z"),
        (Project("b", 3, 2, 1, excludes=("b",)), "excludes", "b"),
    ],
)
def test_numbers_and_links_of_a_project(project: Project, place: str, value: str) -> None:
    money = {2027: 9, 2028: 9} if isinstance(project.cost, dict) else 100
    assert told(project, money=money) == [("library", f"project b, {place}", value)]


def test_what_lies_just_within_is_right() -> None:
    for project in (
        Project("b", 1, 0, 1, posts=2, min_posts=2),
        Project("b", 5, 2, 1, posts=2, min_posts=1, requires=("a",), excludes=("a",)),
    ):
        assert told(GOOD, project) == []
    assert told(Project("b", 3, 2, {2027: 0, 2028: 1}), money={2027: 0, 2028: 1}) == []
    assert told(GOOD, money=0) == []


def test_ids_that_repeat_are_told_once() -> None:
    assert told(GOOD, GOOD, GOOD, Project("b", 3, 2, 1)) == [("library", "column id", "a")]


def test_years_of_costs_and_money() -> None:
    yearly = Project("b", 3, 2, {2027: 5, 2028: 1})
    assert told(GOOD, yearly, money={2027: 9}) == [("library", "cost", "")]
    assert told(GOOD, money={2027: 9, 2028: 9}) == [("--budget", "years", "2027, 2028")]
    assert told(GOOD, money={2027: 9}) == []
    assert told(yearly, money={2027: 9, 2029: 9}) == [("--budget", "budget 2029", "2029")]
    assert told(GOOD, money=-1) == [("--budget", "budget", "-1")]
    assert told(yearly, money={2027: 9, "fiscal": 9}) == []


def test_ids_and_values_that_rules_speak_of() -> None:
    assert told(GOOD, mandatory=["z"]) == [("rules", "mandatory", "z")]
    assert told(GOOD, continuing=["a", "y"]) == [("rules", "continuing", "y")]
    quota = {"name": "q", "where": {"district": "S"}, "max_projects": 1}
    assert told(GOOD, quota=[quota]) == [("rules", "'q'.where.district", "S")]
    limit = {"name": "l", "where": {"projects": ["x"]}, "max": 1}
    assert told(GOOD, limit=[limit]) == [("rules", "'l'.where.projects", "x")]


def test_contracts_need_the_year_and_the_line_they_bind() -> None:
    yearly = Project("b", 3, 2, {2027: 5, 2028: 1})
    both = {2027: 900, 2028: 900}
    assert told(yearly, money=both, commitment=[{"name": "c", "amount": 1, "year": 2027}]) == []
    assert (
        told(yearly, money=both, commitment=[{"name": "c", "amount": 1}])
        == [
            ("rules", "commitment 'c'.year", ""),
            ("rules", "commitment 'c'", ""),
        ][:1]
    )
    assert told(yearly, money=both, commitment=[{"name": "c", "amount": 1, "year": 2030}]) == [
        ("rules", "commitment 'c'", "")
    ]
    assert told(GOOD, money={"fiscal": 9}, commitment=[{"name": "c", "amount": 1, "source": "x"}]) == [
        ("rules", "commitment 'c'", "")
    ]
    assert told(GOOD, commitment=[{"name": "c", "amount": 1}]) == []


def places(faults: object) -> list[tuple[str, str, str]]:
    return [(fault.place, fault.value, fault.hint) for fault in faults]  # type: ignore[attr-defined]


def test_with_costs_by_year_every_year_has_its_money() -> None:
    yearly = Project("b", 3, 2, {2027: 5, 2028: 1})
    assert places(yearless(Problem([yearly], {2027: 9, 2028: 9}))) == []
    assert places(yearless(Problem([yearly], {2027: 9}))) == [("year 2028", "", "")]
    assert places(yearless(Problem([yearly], {2027: 9, 2028: 9, "fiscal": 4}))) == [("budget fiscal", "", "")]
    assert places(yearless(Problem([GOOD], 9))) == []
    general = [fault.rule for fault in yearless(Problem([yearly], {2027: 1, 2028: 1, (None, None): 9}))]
    assert [rule.facts["key"] for rule in general] == ["2027"]  # type: ignore[union-attr]
    named = [fault.rule for fault in yearless(Problem([yearly], {2027: 1, 2028: 1, "fiscal": 9}))]
    assert [rule.facts["key"] for rule in named] == ["2027:fiscal"]  # type: ignore[union-attr]


def test_sources_that_nobody_may_use_or_that_look_misspelt() -> None:
    fiscal, anybody = Project("b", 3, 2, 1, sources=("fiscal",)), GOOD
    assert places(unusable(Problem([fiscal], {"fiscal": 9}))) == []
    assert places(unusable(Problem([fiscal, anybody], {"lottery": 9, "fiscal": 9}))) == []
    assert places(unusable(Problem([fiscal], {"lottery": 9, "fiscal": 9}))) == [("source", "lottery", "")]
    assert places(unusable(Problem([fiscal, anybody], {"fiscl": 9}))) == [
        ("source", "fiscl", "did you mean 'fiscal'?"),
        ("source", "fiscal", "did you mean 'fiscl'?"),
    ]


def test_sources_without_money_are_missed_only_where_the_budget_names_sources() -> None:
    projects = [Project("b", 3, 2, 1, sources=("x", "fiscal")), Project("c", 3, 2, 1, sources=("d",))]
    assert unpaid(Problem(projects, {"fiscal": 9})) == ["d", "x"]
    assert unpaid(Problem(projects, 9)) == []


def test_lines_of_which_more_is_bound_than_there_is() -> None:
    def asked(**rules: object) -> list[tuple[str, str, str]]:
        problem = Problem([GOOD], {"fiscal": 1_000, "lottery": 500}, Rules.model_validate(rules))
        return [(f.place, f.rule.facts["asked"], f.rule.facts["granted"]) for f in overcommitted(problem)]  # type: ignore[union-attr]

    old = {"name": "old", "amount": 11, "source": "fiscal"}
    assert asked(commitment=[old]) == [("commitment 'old'", "11.00", "10.00")]
    assert asked(commitment=[old | {"amount": 10}]) == []
    assert asked(reserve={"amount": 6}) == [("reserve", "6.00", "5.00")]
    two = [old | {"amount": 6}, old | {"name": "new", "amount": 5}]
    assert asked(commitment=two) == [("commitment 'old', 'new'", "11.00", "10.00")]


def test_money_is_read_by_year_and_source() -> None:
    lines = Budget.parse(["45", "2027=8万", "fiscal=6.5", "2027:fiscal=1"]).lines
    assert [(line.amount, line.year, line.source) for line in lines] == [
        (4_500, None, None),
        (8_000_000, 2027, None),
        (650, None, "fiscal"),
        (100, 2027, "fiscal"),
    ]


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ((), "amount"),
        (("x=",), "amount"),
        (("2027:=1",), "key"),
        (("=1",), "key"),
        (("1776=1",), "year"),
        (("2027=1", "2027=2"), "budget 2027"),
        (("5", "6"), "budget"),
    ],
)
def test_money_that_cannot_be_read_is_told(texts: tuple[str, ...], place: str) -> None:
    with pytest.raises(InputError) as error:
        Budget.parse(texts)
    assert [(fault.file, fault.place) for fault in error.value.faults] == [("--budget", place)]


def test_what_a_budget_grants_and_how_it_grows() -> None:
    general = Budget.of({(None, None): 100, "fiscal": 30})
    assert (general.total, general.granted(2027), general.growth(None)) == (100, 0, 1)
    sources = Budget.of({"fiscal": 30, "lottery": 12})
    assert (sources.total, sources.growth(None), sources.sources) == (42, 2, ("fiscal", "lottery"))
    years = Budget.of({2028: 10, (2027, "fiscal"): 5, (2027, "lottery"): 4, 2027: 8})
    assert (years.years, years.granted(2027), years.granted(2028), years.total) == ((2027, 2028), 8, 10, 18)
    assert years.growth(None) == 2
    capped = Budget.of({2027: 8, 2028: 10, (None, None): 15})
    assert (capped.total, capped.growth(None)) == (15, 1)
    assert [line.amount for line in years.scaled(2, 3).lines] == [6, 3, 2, 5]
    assert [line.name for line in years.open_lines] == ["budget 2028", "budget 2027"]
    assert years.line(2027, "fiscal").amount == 5
