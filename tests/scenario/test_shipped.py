"""Every scenario that ships: it loads, is described, says where its values come from, and is what it says."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gpss_sim.metrics import METRICS
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.resources import shipped
from gpss_sim.scenario.account import STORY_FILE, account, story
from gpss_sim.scenario.compare import leaves as leaves_of
from gpss_sim.scenario.document import chain, find, shipped_names
from gpss_sim.scenario.jsonschema import json_schema
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.origin import Key, split
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import run
from gpss_sim.sources import citations, documents, sources
from tests.json_schema import complaints
from tests.metrics.bounds import beyond_bounds
from tests.scenario.coverage import unfolded

NAMES = shipped_names()
CITIES = ("baseline", "shanghai")
PLACES = tuple(name for name in NAMES if "/" not in name)  # the others verify theory
INVENTED = ("baseline", "small_city")
MODES = ("direct", "formal", "non_competitive", "competitive")
FORMS = ("post", "project")


def data_of(name: str) -> dict[str, Any]:
    return tomllib.loads(find(name).read_text("utf-8"))


def leaves(data: Any, key: Key = ()) -> list[Key]:
    """Paths of single values in a file; a list is one value."""
    if isinstance(data, dict) and data:
        return [leaf for name, value in data.items() for leaf in leaves(value, (*key, name))]
    return [key]


def test_the_two_cities_ship() -> None:
    assert set(CITIES) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_is_described(name: str) -> None:
    scenario = load_scenario(name)
    assert {row.field for row in account(name)} >= {"demand.load", "rules.mode", "city.library"}
    assert scenario.templates


@cache
def schema() -> dict[str, Any]:
    return json_schema()


@pytest.mark.parametrize("name", NAMES)
def test_the_json_schema_accepts_it(name: str) -> None:
    assert complaints(data_of(name), schema()) == []


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("form", FORMS)
def test_it_loads_in_every_mode_and_form(name: str, mode: str, form: str) -> None:
    rules = load_scenario(name, [f"rules.mode={mode}", f"rules.form={form}"]).rules
    assert (rules.mode, rules.form) == (mode, form)


@pytest.mark.parametrize("name", PLACES)
def test_it_names_itself_and_tells_its_own_story(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.title_zh
    assert (find(name).parent / STORY_FILE).is_file()
    assert len(story(name).split("\n\n")) == 2


@pytest.mark.parametrize("name", PLACES)
def test_what_its_story_tells_to_set_can_be_set_there(name: str) -> None:
    """Fields in backticks exist; with a value they load; other scenarios and indicators it names exist."""
    found = re.findall(r"`([^`]+)`", story(name))
    fields = {row.field for row in account(name)}
    for text in found:
        path, equals, _ = text.partition("=")
        if text.startswith("gpss-sim diff"):
            assert set(text.split()[2:]) <= set(NAMES)
        elif equals:
            load_scenario(name, [text.removeprefix("--set ")])
        elif text.startswith('["'):
            load_scenario(name, [f"rules.overlays={text}"])
        elif "." in path and not path.startswith("["):
            assert any(field == path or field.startswith((f"{path}.", f"{path}[")) for field in fields), text
        else:
            rules = load_scenario(name).rules
            assert path in {*NAMES, *METRICS, *rules.modes, *rules.forms, "[rules.overlay]", "boundary"}, text


@pytest.mark.parametrize("name", PLACES)
def test_its_sources_say_what_is_taken_assumed_and_missing(name: str) -> None:
    text = (find(name).parent / "SOURCES.md").read_text("utf-8")
    assert "Missing" in text
    if name not in INVENTED:
        parts = re.findall(r"^## (\w+)", text, re.MULTILINE)
        assert {"Taken", "Missing"} <= set(parts)
        assert {"Assumed", "Derived"} & set(parts)
        assert citations(text)


@pytest.mark.parametrize("name", [name for name in PLACES if name not in INVENTED])
def test_what_it_cites_stands_in_the_documents_it_names(name: str) -> None:
    """Systems, rules, figures and mechanisms of its SOURCES.md come from a document that the page names."""
    text = unfolded((find(name).parent / "SOURCES.md").read_text("utf-8"))
    named = {document for document in documents() if document in text}
    cited = [key for key in citations(text) if key[0] in "ARFM" and key in sources() and sources()[key].documents]
    assert cited
    assert [key for key in cited if not named & set(sources()[key].documents)] == []


@pytest.mark.parametrize("name", PLACES)
def test_a_year_of_it_runs(name: str) -> None:
    """A fiscal year of every place is lived, bought in, served in, and accounted for."""
    found = evaluate(run(load_scenario(name, ["calendar.years=1"])))
    values = {row.metric: row.value for row in found if row.year == "1"}
    assert beyond_bounds(found) == []
    assert values["contract_years"] > 0
    assert values["served"] > 0
    assert values["unaccounted"] == 0


@pytest.mark.parametrize("name", PLACES)
def test_every_value_it_sets_has_its_own_source(name: str) -> None:
    data = data_of(name)
    told = [split(path) for path in data.pop("sources")]
    for text in ("extends", "name", "title", "title_zh"):
        data.pop(text, None)
    unsourced = [leaf for leaf in leaves(data) if not any(leaf[: len(key)] == key for key in told)]
    assert unsourced == []


@pytest.mark.parametrize("name", PLACES)
def test_every_source_belongs_to_a_value_it_sets(name: str) -> None:
    data = data_of(name)
    told = [split(path) for path in data.pop("sources")]
    idle = [key for key in told if not any(leaf[: len(key)] == key for leaf in leaves(data))]
    assert idle == []


@pytest.mark.parametrize("name", CITIES)
def test_the_library_covers_every_district_and_field_once(name: str) -> None:
    scenario = load_scenario(name)
    cells = Counter((template.district, template.domain) for template in scenario.templates)
    assert set(cells.values()) == {1}
    assert len(cells) == len(scenario.city.districts) * len(scenario.city.domains)


LIBRARIES = {
    # residents a post, fewest posts, most posts, weights of the fields (1 where none is given)
    "baseline": (140_000, 3, 10, {}),
    "shanghai": (
        260_000,
        1,
        10,
        {"youth": 1.2, "family": 1.2, "elderly": 1.5, "low_income": 0.9}
        | {"children": 0.7, "mental_health": 0.7, "correction": 0.8},
    ),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_library_is_what_its_sources_say(name: str) -> None:
    """Posts, cost, benefit and urgency of year 1 follow from residents by the formulas of SOURCES.md."""
    per_post, fewest, most, weights = LIBRARIES[name]
    scenario = load_scenario(name)
    residents = {district.id: district.residents for district in scenario.city.districts}
    months = {domain.id: domain.duration for domain in scenario.city.domains}
    for template in scenario.templates:
        wanted = round(weights.get(template.domain, 1) * residents[template.district] / per_post)
        assert template.posts == min(most, max(fewest, wanted)), template.id
        assert template.cost == template.posts * scenario.delivery.post_price
        cases = template.posts * scenario.delivery.caseload * (1 - scenario.delivery.admin_time) * 12
        assert template.benefit == pytest.approx(cases / months[template.domain], abs=0.051)
    assert {template.id: template.urgency for template in scenario.templates} == quintiles(scenario, residents)


def quintiles(scenario: Scenario, residents: dict[str, int]) -> dict[str, int]:
    """Urgency of year 1: fifths of residents a post, relative to the city's mean of the field."""
    posts = Counter()
    for template in scenario.templates:
        posts[template.domain] += template.posts
    total = sum(residents.values())
    need = {
        template.id: (posts[template.domain] / total * residents[template.district] / template.posts)
        for template in scenario.templates
    }
    order = sorted(scenario.templates, key=lambda t: (need[t.id], (t.district, t.domain)))
    return {template.id: 1 + 5 * place // len(order) for place, template in enumerate(order)}


@pytest.mark.parametrize("name", CITIES)
def test_the_library_asks_for_about_700_posts(name: str) -> None:
    assert 600 <= sum(template.posts for template in load_scenario(name).templates) <= 750


def arrivals(scenario: Scenario) -> float:
    """Arrivals a year that the reference model asks for: load times the capacity four fifths of the money buys."""
    capacity = sum(template.benefit for template in scenario.templates)
    return scenario.demand.load * scenario.budget.coverage * capacity


def test_shanghai_has_more_than_twenty_thousand_arrivals_a_year() -> None:
    assert arrivals(load_scenario("shanghai")) > 20_000


def test_shanghai_is_the_city_of_the_census() -> None:
    with (find("shanghai").parent / "districts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17
    assert sum(int(row["residents"]) for row in rows) == 23_019_148


@pytest.mark.parametrize("name", CITIES)
def test_amounts_reach_every_step_of_the_thresholds(name: str) -> None:
    scenario = load_scenario(name)
    steps = [row.upto for row in scenario.rules.thresholds]
    taken = Counter(next(step for step in steps if t.cost <= step) for t in scenario.templates)
    reached = [taken[step] for step in steps]
    # The example city has no template below 100,000 yuan: its first step is for scenarios that set smaller costs.
    assert all(reached if name == "shanghai" else reached[1:])


@pytest.mark.parametrize(
    ("amount", "method"), [(99_999.99, 0), (100_000, 0), (100_000.01, 1), (500_000, 1), (500_001, 2)]
)
def test_the_thresholds_of_2012(amount: float, method: int) -> None:
    """R05, R06: negotiation from 100,000 to 500,000 yuan, open tender above; a limit belongs below."""
    expected = ("single_source", "competitive_negotiation", "open_tender")[method]
    rows = load_scenario("shanghai").rules.thresholds
    assert next(row.method for row in rows if amount <= row.upto) == expected


@pytest.mark.parametrize("name", PLACES)
def test_a_difference_between_modes_or_forms_that_is_assumed_is_off(name: str) -> None:
    rules = load_scenario(name).rules
    assert rules.overlays == ()
    assert set(rules.overlay) >= {"post_administration", "dependent_administration", "errands_for_favour"}


OVERLAYS = [(name, overlay) for name in PLACES for overlay in data_of(name).get("rules", {}).get("overlay", {})]


@pytest.mark.parametrize(("name", "overlay"), OVERLAYS)
def test_an_overlay_that_ships_changes_what_it_says(name: str, overlay: str) -> None:
    """Switched on in the cell it is meant for, it sets its values, and none of them stood there before."""
    meant = load_scenario(name).rules.overlay[overlay]
    cell = [f"rules.{choice}={getattr(meant, choice)}" for choice in ("mode", "form") if getattr(meant, choice)]
    before = leaves_of(load_scenario(name, cell))
    after = leaves_of(load_scenario(name, [*cell, f'rules.overlays=["{overlay}"]']))
    assert {path: after[split(path)] for path in meant.set} == meant.set
    assert [path for path in meant.set if before.get(split(path)) == meant.set[path]] == []


def test_overlays_reach_their_cells_alone() -> None:
    on = 'rules.overlays=["post_administration", "dependent_administration"]'
    times = {
        cell: load_scenario("baseline", [on, *(f"rules.{k}={v}" for k, v in zip(("mode", "form"), cell, strict=True))])
        for cell in (("competitive", "project"), ("competitive", "post"), ("formal", "project"))
    }
    assert [scenario.delivery.admin_time for scenario in times.values()] == [0.15, 0.30, 0.40]


def test_a_failed_tender_always_ends_in_a_method_one_seller_can_answer() -> None:
    for name in PLACES:
        methods = load_scenario(name).rules.methods
        for start in methods:
            method = methods[start]
            while method.on_failure is not None:
                method = methods[method.on_failure]
            assert method.min_bidders == 1


def test_the_parent_of_a_city_is_the_example_city() -> None:
    assert chain(find("shanghai"))[0] == find("baseline") == shipped("scenarios") / "baseline" / Path("scenario.toml")
