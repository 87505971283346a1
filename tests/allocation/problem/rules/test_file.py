"""Every fault of a rules file by its place, what stands there, the sentence and the nearest key."""

from __future__ import annotations

from typing import Any

import pytest

from gpss_sim.allocation.problem.rules.file import rules_of
from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message


def faults(tables: dict[str, Any]) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as told:
        rules_of(tables, "r.toml")
    return tuple(told.value.faults)


@pytest.mark.parametrize(
    ("tables", "place", "value", "code"),
    [
        ({"limits": []}, "limits", "", "rules.no_key"),
        ({"limit": [{"name": "a", "max": 1}, {"name": "b", "mx": 1}]}, "limit[2].mx", "", "rules.no_key"),
        ({"limit": [{"max": 1}]}, "limit[1].name", "", "rules.missing"),
        ({"limit": {"name": "a", "max": 1}}, "limit", "", "rules.brackets"),
        ({"reserve": [{"share": 0.1}]}, "reserve", "", "rules.one_table"),
        ({"overrun": [{"name": "o"}, {"name": "p"}]}, "overrun", "", "rules.one_table"),
        ({"mandatory": 5}, "mandatory", "5", "rules.list"),
        ({"weights": [1, 2, 3, 4]}, "weights", "[1, 2, 3, 4]", "rules.short"),
        ({"split_sources": "yes"}, "split_sources", "yes", "rules.truth"),
        ({"limit": [{"name": 5, "max": 1}]}, "limit[1].name", "5", "rules.text"),
        ({"ranking": 5}, "ranking", "5", "rules.table"),
        ({"fairness": {"population": 7}}, "fairness.population", "7", "rules.table"),
        ({"exclusive": [{"name": "x", "projects": ["a"]}]}, "exclusive[1].projects", "['a']", "rules.short"),
        ({"limit": [{"name": "a"}]}, "limit[1]", "", "rules.limit_empty"),
        ({"limit": [{"name": "a", "min": 2, "max": 1}]}, "limit[1]", "", "rules.floor"),
        ({"quota": [{"name": "a"}]}, "quota[1]", "", "rules.quota_empty"),
        ({"weights": [2, 1, 3, 4, 5]}, "rules", "", "rules.weights"),
        ({"ranking": {"second_pass": True}}, "rules", "", "rules.second_pass"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_stands_there(
    tables: dict[str, Any], place: str, value: str, code: str
) -> None:
    (fault,) = [fault for fault in faults(tables) if fault.place == place]
    assert (fault.file, fault.value) == ("r.toml", value)
    assert isinstance(fault.rule, Message)
    assert fault.rule.code == code


def test_an_entry_that_is_wrong_makes_its_list_not_too_short() -> None:
    (only,) = faults({"weights": [1, 2, 3, 4, "many"]})
    assert only.place == "weights[5]"


def test_the_nearest_key_of_the_table_is_named() -> None:
    (outer,) = faults({"limits": []})
    assert "'limit'" in outer.hint
    found = [fault for fault in faults({"limit": [{"name": "b", "mx": 1}]}) if fault.place == "limit[1].mx"]
    assert "'max'" in found[0].hint
    assert isinstance(found[0].rule, Message)
    assert "max_projects" in str(found[0].rule)
    assert "weights" not in str(found[0].rule)


def test_numbers_and_words_that_are_not_allowed_are_told_as_such() -> None:
    (share,) = faults({"reserve": {"share": 2}})
    assert (share.place, share.value) == ("reserve.share", "2")
    (word,) = faults({"limit": [{"name": "a", "max": 1, "of": "money"}]})
    assert (word.place, word.value) == ("limit[1].of", "money")
    assert "spending" in str(word.rule)
    both = faults({"reserve": {"share": 2}, "mandatory": 5})
    assert len(both) == 2


@pytest.mark.parametrize(
    "tables",
    [
        {"exclusive": [{"name": "x", "projects": ["a", "b"]}], "staff": [{"name": "x", "available": 1}]},
        {"commitment": [{"name": "x", "amount": 1}], "quota": [{"name": "x", "max_projects": 1}]},
    ],
)
def test_two_rules_of_one_name_are_told(tables: dict[str, Any]) -> None:
    (fault,) = faults(tables)
    assert "'x'" in str(fault.rule)


def test_what_is_right_is_read() -> None:
    rules = rules_of({"weights": [1, 1, 1, 2, 2], "limit": [{"name": "a", "min": 1, "max": 1}]}, "r.toml")
    assert (rules.weights, rules.limit[0].min, rules.limit[0].max) == ((1, 1, 1, 2, 2), 100, 100)
