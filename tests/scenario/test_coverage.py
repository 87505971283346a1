"""Nothing the documents describe is left out of the coverage page, and what it points at is there."""

from __future__ import annotations

import pytest

from gpss_sim.scenario.document import shipped_names
from gpss_sim.sources import sources
from tests.scenario.biting import asserts, exists, place_of, runs_a_city
from tests.scenario.coverage import PAGE, PARTS, Entry, beside, holds, page, read, told, unfolded

NUMBERED = {"A": range(1, 43), "R": range(1, 85), "F": range(1, 140)}
WIDTH = {"A": 1, "R": 2, "F": 3}
SCENARIOS = sorted({name for entry in read() for name in entry.where})


@pytest.mark.parametrize("letter", PARTS)
def test_nothing_is_left_out_or_listed_twice(letter: str) -> None:
    listed = [entry.key for entry in read() if entry.key[0] == letter]
    assert listed == [f"{letter}{number:0{WIDTH[letter]}d}" for number in NUMBERED[letter]]


def test_nothing_else_is_listed_and_each_is_known() -> None:
    assert {entry.key[0] for entry in read()} == set(PARTS)
    assert [entry.key for entry in read() if entry.key not in sources()] == []


def test_what_no_field_holds_has_a_reason() -> None:
    assert [entry.key for entry in read() if entry.standing != "in fields" and not entry.why] == []


@pytest.mark.parametrize(
    ("where", "standing"),
    [({}, "not played"), ({"wuhan": []}, "told only"), ({"wuhan": [], "jingan_2012": ["rules.term"]}, "in fields")],
)
def test_standing_goes_by_fields(where: dict[str, list[str]], standing: str) -> None:
    assert Entry("A1", where).standing == standing


def test_scenarios_named_ship() -> None:
    assert set(SCENARIOS) <= set(shipped_names())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_fields_named_are_set_there(name: str) -> None:
    named = [(entry.key, path) for entry in read() for path in entry.where.get(name, [])]
    assert [(key, path) for key, path in named if not holds(name, path)] == []


def test_a_field_that_is_not_set_is_found() -> None:
    assert holds("wuhan", "rules.eligibility.min_scale")
    assert not holds("wuhan", "rules.eligibility.kinds")


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_tells_of_what_it_is_said_to_hold(name: str) -> None:
    assert [entry.key for entry in read() if name in entry.where and entry.key not in told(name)] == []


IN_FIELDS = {entry.key: entry for entry in read() if entry.key[0] == "A" and entry.standing == "in fields"}


@pytest.mark.parametrize("key", IN_FIELDS)
def test_every_system_in_fields_names_a_run_that_shows_its_rule_biting(key: str) -> None:
    """The tests are there, run a city and assert something of it."""
    assert IN_FIELDS[key].bites
    for place in map(place_of, IN_FIELDS[key].bites):
        assert exists(place), place
        assert runs_a_city(place), place
        assert asserts(place), place


@pytest.mark.parametrize(
    ("test", "there", "runs"),
    [
        ("tests/rules/test_B5.py::test_R41_what_is_bought_stands_in_the_library_of_the_year", True, True),
        ("tests/scenario/test_targets.py::test_a_post_costs_60_000_yuan", True, True),
        ("tests/rules/test_B5.py::test_R44_five_groups_each_with_its_plan", True, False),
        ("tests/rules/test_B5.py::test_R48_the_scarcer_the_larger_the_share_that_is_paid", True, False),
        ("tests/rules/test_B5.py::test_R41_what_is_sold", False, False),
        ("tests/rules/test_B0.py::test_R41_what_is_sold", False, False),
    ],
    ids=["itself", "by a fixture", "reads a file", "a city's first morning", "no function", "no file"],
)
def test_a_test_that_runs_no_city_is_told_apart(test: str, there: bool, runs: bool) -> None:
    assert (exists(place_of(test)), runs_a_city(place_of(test))) == (there, runs)


def test_what_stands_beside_the_keys_is_held_or_has_a_reason() -> None:
    assert len(beside()) == 8
    for what, entry in beside():
        assert entry.where or entry.why, what
        assert [path for name, fields in entry.where.items() for path in fields if not holds(name, path)] == []


def test_ranges_of_keys_are_unfolded() -> None:
    assert unfolded("F008–F010, A1, R57 – and R1–F2") == "F008, F009, F010, A1, R57 – and R1–F2"


def test_the_page_is_written_from_the_data() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.scenario.coverage"
