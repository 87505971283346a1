"""Extending, overriding and overlaying scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpss_sim.errors import InputError
from gpss_sim.scenario.document import Layer
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.overlay import from_overrides, lay, toml_value
from tests.scenario_files import case, write

names = st.sampled_from("abcd")
trees = st.recursive(st.integers(), lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=8)
tables = st.dictionaries(names, trees, max_size=4)


def laid(*data: dict[str, Any]) -> dict[str, Any]:
    return lay([Layer(one, {}) for one in data]).data


def reference(below: Any, above: Any) -> Any:
    """The rule said once more: two tables merge, else what is above stands."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {
        k: reference(below[k], above[k]) if k in below and k in above else (below | above)[k] for k in below | above
    }


@given(tables, tables)
def test_tables_merge_and_everything_else_is_replaced(below: dict[str, Any], above: dict[str, Any]) -> None:
    assert laid(below, above) == reference(below, above)


@given(tables, tables)
def test_laying_changes_no_layer(below: dict[str, Any], above: dict[str, Any]) -> None:
    before = repr((below, above))
    merged = laid(below, above)
    for table in [value for value in merged.values() if isinstance(value, dict)]:
        table["new"] = 1
    assert repr((below, above)) == before


def test_a_child_says_only_what_differs(tmp_path: Path) -> None:
    child = load_scenario(case(tmp_path, "[rules.modes.told]\nraters = 7"))
    parent = load_scenario(tmp_path / "tiny.toml")
    assert (child.rules.modes["told"].raters, child.rules.modes["told"].price) == (7, "budget_line")
    assert child.rules.modes["open"] == parent.rules.modes["open"]


def test_lists_are_replaced(tmp_path: Path) -> None:
    change = '[rules]\nthresholds = [{ upto = 9, method = "talk" }, { upto = inf, method = "tender" }]'
    assert [row.method for row in load_scenario(case(tmp_path, change)).rules.thresholds] == ["talk", "tender"]


def test_a_grandchild_stands_over_all(tmp_path: Path) -> None:
    case(tmp_path, "[demand]\nload = 1.3\ngrowth = 0.01")
    (tmp_path / "grand.toml").write_text('extends = "case.toml"\n[demand]\nload = 1.4\n')
    demand = load_scenario(tmp_path / "grand.toml").demand
    assert (demand.load, demand.growth) == (1.4, 0.01)


def test_a_circle_of_three_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, parent in ("ab", "bc", "ca"):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{parent}.toml"\n')
    with pytest.raises(InputError, match=r"c.toml:1: extends = a.toml: .*: a.toml → b.toml → c.toml → a.toml"):
        load_scenario("a.toml")


def test_a_file_of_ones_own_comes_before_one_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "baseline").mkdir()
    write(tmp_path / "baseline", scenario_toml=(write(tmp_path) / "tiny.toml").read_text())
    monkeypatch.chdir(tmp_path)
    assert load_scenario("baseline").name == "tiny"


SET = {
    "a bare word is text": ("rules.mode=told", lambda s: s.rules.mode, "told"),
    "a number is a number": ("demand.load=2", lambda s: s.demand.load, 2.0),
    "truth": ("payment.tied_to_score=false", lambda s: s.payment.tied_to_score, False),
    "a list": ("payment.schedule=[[0, 1.0]]", lambda s: s.payment.schedule, ((0.0, 1.0),)),
    "an entry of a table": ("rules.modes.told.raters=4", lambda s: s.rules.modes["told"].raters, 4),
    "an inline table": ("budget.sources={fiscal = 1.0, lottery = 0.0}", lambda s: s.budget.sources["fiscal"], 1.0),
    "a part with dots": (
        'rules.overlay.busy.set."delivery.admin_time"=0.2',
        lambda s: s.rules.overlay["busy"].set["delivery.admin_time"],
        0.2,
    ),
    "text with a sign": ('name="a = b"', lambda s: s.name, "a = b"),
    "an empty text": ("title=", lambda s: s.title, ""),
}


@pytest.mark.parametrize("name", SET)
def test_set(name: str, tmp_path: Path) -> None:
    text, read, expected = SET[name]
    assert read(load_scenario(write(tmp_path) / "tiny.toml", [text])) == expected


def test_the_last_override_stands() -> None:
    assert from_overrides(["a.b=1", "a.b=2"]).data == {"a": {"b": 2}}


def test_an_override_stands_over_files(tmp_path: Path) -> None:
    assert load_scenario(case(tmp_path, "[demand]\nload = 1.4"), ["demand.load=1.5"]).demand.load == 1.5


def test_an_override_may_name_a_table_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, other_csv="id,district,domain,posts,cost\nz,north,youth,1,1\n")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("tiny.toml", ["city.library=other.csv"]).templates[0].id == "z"


@pytest.mark.parametrize("text", ["rules.mode", "=3", ".a=1", "a..b=1", "a b=1"])
def test_what_is_no_override_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^--set: .*: must be written path.to.field=value$"):
        from_overrides([text])


@pytest.mark.parametrize("path", ["city.districts[0].residents", "city.districts[]", "city.districts[12]"])
def test_an_entry_of_a_list_is_not_set_alone_and_that_is_said(path: str) -> None:
    with pytest.raises(InputError, match=r"entry of a list is not set alone: give the whole list, city\.districts=\["):
        from_overrides([f"{path}=1"])


def test_a_bad_override_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(write(tmp_path) / "tiny.toml", ["demand.load=-1", "rules.modes.nobody.raters=1"])
    assert {fault.file for fault in caught.value.faults} == {"--set"}


@given(st.text())
def test_any_text_is_a_value_or_text_or_refused(text: str) -> None:
    try:
        value = toml_value(text)
    except InputError as error:
        value = error.faults
    assert value is not None


@given(st.one_of(st.integers(-(10**9), 10**9), st.booleans(), st.floats(allow_nan=False)))
def test_numbers_are_read_back(value: bool | float) -> None:
    written = str(value).lower()
    assert toml_value(written) == value


@pytest.mark.parametrize(("written", "value"), [(".9", 0.9), ("-.5", -0.5), ("+.5", 0.5), ("5.", 5.0)])
def test_a_number_may_begin_or_end_with_its_point(written: str, value: float) -> None:
    assert toml_value(written) == value
    assert [toml_value(text) for text in (".", "1.2.", ".a")] == [".", "1.2.", ".a"]


def test_so_do_numbers_in_lists_and_tables_but_not_in_strings() -> None:
    assert toml_value("[.9, 5., 1.5]") == [0.9, 5.0, 1.5]
    assert toml_value("[{share = .25, name = 'about .5'}, {share = -.5, name = \"5.\"}]") == [
        {"share": 0.25, "name": "about .5"},
        {"share": -0.5, "name": "5."},
    ]
    assert toml_value("[1.2., .a]") == "[1.2., .a]"


def admin_time(path: Path, *overrides: str) -> float:
    return load_scenario(path, overrides).delivery.admin_time


def test_an_overlay_holds_where_it_is_on_and_meant(tmp_path: Path) -> None:
    tiny = write(tmp_path) / "tiny.toml"
    usual = admin_time(tiny)
    on = 'rules.overlays=["busy"]'
    assert admin_time(tiny, on) == usual
    assert admin_time(tiny, "rules.mode=told") == usual
    assert admin_time(tiny, on, "rules.mode=told") == 0.4


def test_overlays_stand_over_overrides_and_the_last_over_the_first(tmp_path: Path) -> None:
    change = '[rules.overlay.idle]\nset = { "delivery.admin_time" = 0.0 }\nwhy = "none"\n'
    path = case(tmp_path, change)
    said = ["rules.mode=told", "delivery.admin_time=0.7"]
    assert admin_time(path, *said, 'rules.overlays=["busy", "idle"]') == 0.0
    assert admin_time(path, *said, 'rules.overlays=["idle", "busy"]') == 0.4


def test_what_an_overlay_sets_is_validated_and_told_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = case(tmp_path, '[rules.overlay.busy.set]\n"delivery.admin_time" = 1.5')
    with pytest.raises(InputError, match=r"^case.toml:3: delivery.admin_time = 1.5: must be less than 1$"):
        load_scenario(path, ["rules.mode=told", 'rules.overlays=["busy"]'])


def test_a_scenario_is_frozen(tmp_path: Path) -> None:
    scenario = load_scenario(write(tmp_path) / "tiny.toml")
    with pytest.raises(ValueError, match="frozen"):
        scenario.demand.load = 2.0  # type: ignore[misc]


def test_an_empty_table_takes_away_what_stood_in_it() -> None:
    approval = "rules.buyers.district_bureau.approval"
    before = load_scenario("beijing_facilitators").rules.buyers
    after = load_scenario("beijing_facilitators", [f"{approval}={{}}"]).rules.buyers
    assert before["district_bureau"].approval == {"district_committee": 10}
    assert after["district_bureau"].approval == {}
    assert after["district_committee"] == before["district_committee"]
