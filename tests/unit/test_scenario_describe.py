"""What is told of scenarios: digest, comparison, account, catalogue of fields, JSON Schema, copies."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gpss_sim.errors import InputError
from gpss_sim.market import policies
from gpss_sim.registry import Registry
from gpss_sim.scenario.account import account, story
from gpss_sim.scenario.catalogue import entries, field_at, paths
from gpss_sim.scenario.compare import compare, differing, held_equal, in_short
from gpss_sim.scenario.copy import copy_scenario
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.jsonschema import json_schema
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.origin import dotted, lines_of, split
from gpss_sim.scenario.registries import REGISTRIES
from gpss_sim.scenario.schema import Scenario
from tests.json_schema import complaints
from tests.scenario_files import TINY, case, write


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write(tmp_path) / "tiny.toml"


def changed(path: Path, *overrides: str) -> dict[str, tuple[str, str]]:
    """Fields that differ between the file as it is and with overrides, under the tables they are shown in."""
    rows = differing(compare(load_scenario(path), load_scenario(path, overrides)))
    return {f"{row.table}: {row.field}": (row.a, row.b) for row in rows}


class TestDigest:
    def test_it_is_the_same_wherever_the_values_are_written(self, tmp_path: Path, tiny: Path) -> None:
        child = load_scenario(case(tmp_path, "[demand]\nload = 1.3"))
        assert digest(child) == digest(load_scenario(tiny, ["demand.load=1.3"]))

    def test_it_is_the_same_for_a_default_written_out(self, tiny: Path) -> None:
        assert digest(load_scenario(tiny)) == digest(load_scenario(tiny, ["delivery.caseload=20"]))

    @pytest.mark.parametrize("text", ["name=other", "title=Other", "title_zh=其他", 'sources.demand="A guess"'])
    def test_texts_for_people_do_not_count(self, text: str, tiny: Path) -> None:
        assert digest(load_scenario(tiny)) == digest(load_scenario(tiny, [text]))

    @pytest.mark.parametrize(
        "text", ["random.seed=2", "demand.load=1.2", "rules.mode=told", "rules.modes.told.raters=1"]
    )
    def test_every_value_counts(self, text: str, tiny: Path) -> None:
        assert digest(load_scenario(tiny)) != digest(load_scenario(tiny, [text]))

    def test_a_row_of_the_library_counts(self, tmp_path: Path, tiny: Path) -> None:
        dearer = write(tmp_path, dear_toml=TINY.replace("300_000", "300_000.01")) / "dear.toml"
        assert digest(load_scenario(tiny)) != digest(load_scenario(dearer))


class TestCompare:
    def test_a_scenario_does_not_differ_from_itself(self, tiny: Path) -> None:
        assert changed(tiny) == {}

    def test_another_mode_shows_its_rules(self, tiny: Path) -> None:
        assert changed(tiny, "rules.mode=told") == {
            "mode in force: seller": ("eligible", "dependent"),
            "mode in force: price": ("bid", "budget_line"),
            "mode in force: procedure": ("rulebook", "talk"),
            "mode in force: renewal": ("best_alternative", "certain"),
            "seller in force: scale": ("drawn", "unlimited"),
            "seller in force: domains": ("drawn", "all"),
            "seller in force: reach": ("drawn", "all"),
            "procedure in force: thresholds": ("tender up to inf", "–"),
            "procedure in force: days": ("45", "20"),
            "procedure in force: min_bidders": ("3", "1"),
            "procedure in force: on_failure": ("talk", "–"),
            "rules: rules.mode": ("open", "told"),
        }

    def test_a_mode_of_the_same_rules_differs_in_its_name_alone(self, tmp_path: Path) -> None:
        same = '[rules.modes.twin]\nseller = "eligible"\nprice = "bid"\nprocedure = "rulebook"'
        assert changed(case(tmp_path, same), "rules.mode=twin") == {"rules: rules.mode": ("open", "twin")}

    def test_an_overlay_in_force_shows_what_it_sets(self, tiny: Path) -> None:
        found = changed(tiny, "rules.mode=told", 'rules.overlays=["busy"]')
        assert found["delivery: delivery.admin_time"] == ("0.15", "0.4")

    def test_an_entry_only_one_of_them_has_is_told(self, tiny: Path) -> None:
        assert changed(tiny, "budget.sources={fiscal = 1.0}") == {
            "budget: budget.sources.fiscal": ("0.8", "1"),
            "budget: budget.sources.lottery": ("0.2", "–"),
        }

    def test_a_record_goes_by_its_identifier(self, tmp_path: Path, tiny: Path) -> None:
        bigger = write(tmp_path, big_toml=TINY.replace("posts = 3", "posts = 4")) / "big.toml"
        rows = differing(compare(load_scenario(tiny), load_scenario(bigger)))
        assert [(row.field, row.a, row.b, row.unit) for row in rows] == [
            ("templates.north_youth.posts", "3", "4", "posts")
        ]

    def test_a_record_that_only_one_of_them_has_takes_one_row(self, tmp_path: Path, tiny: Path) -> None:
        more = TINY.replace(
            "[[city.domains]]", '[[city.districts]]\nid = "south"\nresidents = 5\n\n[[city.domains]]', 1
        )
        bigger = load_scenario(write(tmp_path, big_toml=more.replace("posts = 3", "posts = 4")) / "big.toml")
        smaller = load_scenario(tiny)
        new, changed_post = in_short(smaller, bigger)
        assert (new.field, new.a) == ("city.districts.south", "–")
        assert "residents=5" in new.b
        assert (changed_post.field, changed_post.a, changed_post.b) == ("templates.north_youth.posts", "3", "4")
        assert [row.b for row in in_short(bigger, smaller)] == ["–", "3"]

    def test_every_field_is_either_equal_or_different(self, tiny: Path) -> None:
        rows = compare(load_scenario(tiny), load_scenario(tiny, ["rules.mode=told"]))
        assert sum(equal + other for _, equal, other in held_equal(rows)) == len(rows)
        fields = sum(entry.path.startswith("demand.") and "[]" not in entry.path for entry in entries())
        assert ("demand", fields, 0) in held_equal(rows)


class TestAccount:
    def told(self, path: Path, *overrides: str) -> dict[str, tuple[str, str, str]]:
        return {row.field: (row.value, row.label, row.source) for row in account(path, overrides)}

    def test_a_default_tells_its_own_source(self, tiny: Path) -> None:
        assert self.told(tiny)["delivery.caseload"] == ("20", "F", "evidence 2A")

    def test_a_value_set_tells_the_source_of_the_scenario(self, tmp_path: Path) -> None:
        change = '[rules.modes.told]\nraters = 2\n[sources]\n"rules.modes" = "F facts A4"\n'
        told = self.told(case(tmp_path, f'{change}"rules.modes.told.raters" = "A guess"'))
        assert told["rules.modes.told.raters"] == ("2", "A", "guess")
        assert told["rules.modes.told.price"] == ("budget_line", "F", "facts A4")

    def test_an_override_has_no_source(self, tmp_path: Path) -> None:
        path = case(tmp_path, '[demand]\nload = 1\n[sources]\ndemand = "F facts A4"')
        assert self.told(path)["demand.load"] == ("1", "F", "facts A4")
        assert self.told(path, "demand.load=2")["demand.load"] == ("2", "", "--set")

    def test_records_are_counted(self, tiny: Path) -> None:
        assert self.told(tiny)["city.library"][0] == "1 rows"
        assert not any(field.startswith("templates") for field in self.told(tiny))

    def test_the_story_of_the_nearest_ancestor_is_told(self, tmp_path: Path) -> None:
        path = case(tmp_path, "")
        assert story(path) == ""
        (tmp_path / "STORY.md").write_text("Once.\n", "utf-8")
        assert story(path) == "Once."


class TestCatalogue:
    def test_paths_are_unique_and_lead_back_to_their_field(self) -> None:
        assert len(set(paths())) == len(paths())
        for entry in entries():
            assert field_at(split(entry.path)) is entry.info or "[]" in entry.path

    def test_every_field_has_meaning_unit_label_and_source(self) -> None:
        bare = [
            e.path for e in entries() if not (e.meaning and e.extra("unit") and e.extra("label") and e.extra("source"))
        ]
        assert bare == []

    def test_every_default_keeps_its_bounds_and_lies_in_its_sweep(self) -> None:
        outside = []
        for entry in entries():
            sweep, default = entry.extra("sweep"), entry.info.default
            if sweep and isinstance(default, (int, float)) and not sweep[0] <= default <= sweep[1]:
                outside.append(entry.path)
        assert outside == []


class TestOrigin:
    @pytest.mark.parametrize("key", [("a", "b"), ("a", 0, "b"), ("a", "b", 3, "c")])
    def test_paths_are_written_with_dots(self, key: tuple[str | int, ...]) -> None:
        assert tuple(str(part) for part in key) == split(dotted(key).replace("[", ".").replace("]", ""))

    def test_tables_in_lists_are_counted(self) -> None:
        text = "[[a.b]]\nx = 1\n\n[[a.b]]\nx = 2\n[c]\n'd.e' = 1\nf.g = 2 # remark\n"
        assert lines_of(text) == {
            ("a", "b"): 1,
            ("a", "b", 0): 1,
            ("a", "b", 0, "x"): 2,
            ("a", "b", 1): 4,
            ("a", "b", 1, "x"): 5,
            ("c",): 6,
            ("c", "d.e"): 7,
            ("c", "f", "g"): 8,
        }


class TestJsonSchema:
    def test_it_takes_what_the_loader_takes(self) -> None:
        assert complaints(tomllib.loads(TINY), json_schema()) == []

    @pytest.mark.parametrize(
        "data",
        [
            {"demnd": {}},
            {"demand": {"load": "x"}},
            {"demand": {"load": 0}},
            {"calendar": {"savings": "reserv"}},
            {"rules": {"modes": {"a": {"raters": 0}}}},
            {"rules": {"thresholds": [{"upto": 5}]}},
            {"city": {"districts": [{"id": "a"}]}},
            {"demand": {"urgency_shares": [1.0]}},
            {"extends": 3},
        ],
    )
    def test_it_refuses_what_the_loader_refuses(self, data: dict[str, Any]) -> None:
        assert complaints(data, json_schema())

    def test_fields_carry_their_unit_and_label(self) -> None:
        load = json_schema()["$defs"]["Demand"]["properties"]["load"]
        assert (load["unit"], load["label"], load["sweep"]) == ("–", "A", [0.8, 1.5])


class TestCopy:
    def test_a_copy_is_the_same_scenario(self, tmp_path: Path) -> None:
        source = case(tmp_path, "# why\n[demand]\nload = 1.3\n")
        copy_scenario(source, tmp_path / "mine")
        assert digest(load_scenario(tmp_path / "mine")) == digest(load_scenario(source))
        assert (tmp_path / "mine" / "scenario.toml").read_text().startswith('extends = "tiny"\n# why\n')

    def test_a_copy_stands_alone(self, tmp_path: Path) -> None:
        source = case(tmp_path, '[city]\nlibrary = "l.csv"', l_csv="id,district,domain,posts,cost\na,north,youth,1,1\n")
        copy_scenario(source, tmp_path / "mine")
        before = digest(load_scenario(source))
        for file in tmp_path.glob("*.*"):
            file.unlink()
        (tmp_path / "mine").rename(tmp_path / "elsewhere")
        assert digest(load_scenario(tmp_path / "elsewhere")) == before

    def test_nothing_is_overwritten(self, tmp_path: Path, tiny: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "notes.txt").write_text("mine")
        with pytest.raises(InputError, match="folder: must not exist yet, or be empty"):
            copy_scenario(tiny, tmp_path / "mine")
        assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_the_schema_class_is_the_root_of_the_catalogue() -> None:
    assert {path.split(".")[0].split("[")[0] for path in paths()} == set(Scenario.model_fields)


class TestRegistries:
    def test_every_kind_of_policy_is_named_by_a_field(self) -> None:
        kinds = [getattr(policies, name) for name in policies.__all__]
        assert all(kind in REGISTRIES.values() for kind in kinds if isinstance(kind, Registry))

    def test_every_default_is_registered(self) -> None:
        defaults = {entry.path: entry.default for entry in entries() if entry.path in REGISTRIES}
        assert defaults.keys() == REGISTRIES.keys()
        assert all(not default or default in REGISTRIES[path] for path, default in defaults.items())
