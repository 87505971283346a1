"""Numbers of libraries, budgets, rules, elections and saved decisions: read once, exactly, or refused by a sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpss_sim.allocation import Budget, Problem, allocate
from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.allocation.problem.validate import unusable
from gpss_sim.allocation.results.decision import FILE, load, save
from gpss_sim.allocation.results.explanation_cache import ExplanationCache
from gpss_sim.errors import InputError
from gpss_sim.library import read_library
from gpss_sim.library.pabulib import read_pabulib
from gpss_sim.library.project import Project

ENDLESS = ("1e999999999", "1e999", "1e30", "9" * 5000, "inf", "nan", "-Infinity")
COLUMNS = {"urgency": "3", "benefit": "10", "cost": "200000", "posts": "2"}


def library(folder: Path, headers: dict[str, str] | None = None, **cells: str) -> Path:
    row = {"id": "a", **COLUMNS, **cells}
    named = [(headers or {}).get(name, name) for name in row]
    quoted = [f'"{cell}"' for cell in row.values()]
    (folder / "library.csv").write_text(",".join(named) + "\n" + ",".join(quoted) + "\n", encoding="utf-8")
    return folder / "library.csv"


def refusal(read, *arguments) -> str:
    with pytest.raises(InputError) as caught:
        read(*arguments)
    assert len(str(caught.value)) < 2000
    return str(caught.value)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("text", [*ENDLESS, "6_0_0", "1,5", "1,2,3", "200000,50", "1/0", "²"])
def test_cells_that_are_no_number(column, text, tmp_path):
    told = refusal(read_library, library(tmp_path, **{column: text}))
    assert f"row 2, column {column}" in told


SHEET = {"紧急程度": "3", "申报金额（万元）": "20", "社工人数": "2", "服务人数": "50"}
ASTRAY = (
    "200000,50",
    "5,00",
    "1,5",
    "0,500",
    "1,234,5",
    "1 2",
    "2\u200900000",
    "10³",
    "45①",
    "½",
    "٣٠٠",
    "Ⅳ",
    "9" * 5000,
)

WORDS = ("二〇〇万", "两万五", "三百五", "三五十万", "万元", "2万5", "1千2000元", "亿" * 5000, "一二三元", "2万34567元")


def planners_sheet(folder: Path, **cells: str) -> Path:
    rows = [["序号", "项目名称", *SHEET], ["1", "甲", *(SHEET | cells).values()], ["2", "乙", "4", "30", "3", "60"]]
    with (folder / "sheet.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / "sheet.csv"


@pytest.mark.parametrize("heading", ["申报金额（万元）", "社工人数", "服务人数"])
@pytest.mark.parametrize("text", ASTRAY)
def test_a_planners_sheet_is_read_as_strictly(heading, text, tmp_path):
    told = refusal(read_library, planners_sheet(tmp_path, **{heading: text}))
    assert "row 2" in told
    assert "thousands" in told or "," not in text


@pytest.mark.parametrize("text", WORDS)
def test_words_that_may_be_two_numbers_are_none(text, tmp_path):
    assert "row 2" in refusal(read_library, planners_sheet(tmp_path, **{"申报金额（万元）": text}))


@pytest.mark.parametrize("text", ["老年人1,5人、儿童50人", "5个村共15人"])
def test_people_named_by_group_are_counted_whole_or_not_at_all(text, tmp_path):
    assert "row 2" in refusal(read_library, planners_sheet(tmp_path, 服务人数=text))


def test_dollars_are_no_yuan(tmp_path):
    assert "row 2" in refusal(read_library, planners_sheet(tmp_path, **{"申报金额（万元）": "$20"}))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("２０", 20_000_000), ("约20", 20_000_000), ("1,234.5", 1_234_500_000), ("12.5 万 元", 12_500_000),
        ("人民币 5 元整", 500), ("¥ 20", 20_000_000), ("20.", 20_000_000), (".5万", 500_000),
        ("一百二十万零五千元", 120_500_000),
        ("三万二百元", 3_020_000), ("1亿2000万", 12_000_000_000), ("二十", None), ("2万5000", 2_500_000),
    ],
)  # fmt: skip
def test_what_planners_write_is_read(text, fen, tmp_path):
    path = planners_sheet(tmp_path, **{"申报金额（万元）": text})
    if fen is None:
        assert "row 2" in refusal(read_library, path)
    else:
        assert read_library(path).projects[0].cost == fen


@pytest.mark.parametrize(
    ("header", "cell", "fen"),
    [
        ("成本（万元）", "20万", 20_000_000),
        ("成本（万元）", "20", 20_000_000),
        ("成本(万元)", "20万元", 20_000_000),
        ("成本（万元）", "200000元", 20_000_000),
        ("成本（元）", "20万", 20_000_000),
        ("成本（亿元）", "0.002", 20_000_000),
        ("成本", "２０万", 20_000_000),
        ("成本", "200,000.00", 20_000_000),
    ],
)
def test_a_unit_is_counted_once(header, cell, fen, tmp_path):
    assert read_library(library(tmp_path, {"cost": header}, cost=cell)).projects[0].cost == fen


@pytest.mark.parametrize("unit", ["千元", "百万元", "USD", "美元"])
def test_an_unknown_unit_of_a_heading_is_named(unit, tmp_path):
    told = refusal(read_library, library(tmp_path, {"cost": f"成本（{unit}）"}))
    assert f"'{unit.lower()}' is no unit here" in told


@pytest.mark.parametrize(
    ("header", "benefit"), [("受益人数（人）", 3), ("受益人数（万人次）", None), ("效益（万）", 30_000)]
)
def test_units_of_counts(header, benefit, tmp_path):
    path = library(tmp_path, {"benefit": header}, benefit="3")
    if benefit is None:
        assert "is no unit here" in refusal(read_library, path)
    else:
        assert read_library(path).projects[0].benefit == benefit


@pytest.mark.parametrize("year", ["0000", "1000", "9999"])
def test_a_cost_of_no_year(year, tmp_path):
    assert "must be a year from 1949 to 2199" in refusal(read_library, library(tmp_path, {"cost": f"cost_{year}"}))


@pytest.mark.parametrize("posts", ["1e30", "100000000", "0", "1.5"])
def test_posts_that_nobody_has(posts, tmp_path):
    refusal(read_library, library(tmp_path, posts=posts))


NO_BUDGETS = (
    "1000,50", ":=5", "=5", "2027:=5", "0000=5", "9999:fiscal=5", "fiscal=", "1_000", "-5", "5%", "1e300", "a=b=5",
    "-1=5", "+1=5", ".5=5", "",
)  # fmt: skip


@pytest.mark.parametrize("text", [*NO_BUDGETS, *ENDLESS])
def test_budgets_that_are_none(text):
    assert refusal(Budget.parse, [text]).startswith("--budget: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("4500万", (4_500_000_000, None, None)),
        ("２０２７＝8,000,000", (800_000_000, 2027, None)),
        ("2027:fiscal=1", (100, 2027, "fiscal")),
        ("福彩=1", (100, None, "福彩")),
    ],
)
def test_budgets_as_people_write_them(text, line):
    (found,) = Budget.parse([text]).lines
    assert (found.amount, found.year, found.source) == line


RULES = {
    '[[commitment]]\nname = "x"\namount = true': "must be a number, not true or false",
    "[reserve]\namount = inf": "must be a finite number",
    "[reserve]\namount = 1e999": "more than 15 digits",
    "[reserve]\namount = 1e999999999": "more than 15 digits",
    "[reserve]\namount = 1e99999999999999999999": "more than 15 digits",
    "[reserve]\namount = 1e30": "more than 15 digits",
    '[reserve]\namount = "200000,50"': "commas may stand only between thousands",
    "[reserve]\nshare = 1e999999999": "more than 15 digits",
    "[reserve]\nshare = nan": "must be a finite number",
    "[reserve]\nshare = 1.5": "must be at most 1",
    "weights = [1, 2, 3, 4, 9999999999999999]": "must be a whole number from 0 to 1000000000000",
    "weights = [1, 2, 3, 4, true]": "not true or false",
    f"weights = [1, 2, 3, 4, {'9' * 5000}]": "more than 15 digits",
    "split_sources = 1": "must be true or false",
    "mandatory = 5": "must be a list",
    "ranking = 5": "must be a table",
    '[limit]\nname = "x"\nmax = 5': "write [[limit]] in double brackets",
    '[[staff]]\nname = "x"\navailable = "many"': "must be a number",
    '[[commitment]]\nname = "x"\namount = 1\nyear = 0': "whole number from 1949 to 2199",
    "[overrun]\nprobability = nan\ndeviation = 0.1": "must be a finite number",
}


@pytest.mark.parametrize("text", RULES, ids=range(len(RULES)))
def test_numbers_of_rules(text, tmp_path):
    (tmp_path / "rules.toml").write_text(text, encoding="utf-8")
    assert RULES[text] in refusal(read_rules, tmp_path / "rules.toml")


def test_an_empty_rules_file_is_one(tmp_path):
    (tmp_path / "rules.toml").write_text("\n", encoding="utf-8")
    assert not read_rules(tmp_path / "rules.toml").active


def test_a_source_that_looks_misspelt_is_refused():
    projects = [Project("a", 1, 1, 100, sources=("fiscal",)), Project("b", 1, 1, 100, sources=("fiskal",))]
    (fault,) = unusable(Problem(projects, Budget.parse(["fiscal=5"])))
    assert (fault.value, fault.hint) == ("fiskal", "did you mean 'fiscal'?")


def test_a_project_does_not_require_itself(tmp_path):
    (tmp_path / "r.toml").write_text('[[requires]]\nname = "x"\nproject = "a"\nneeds = ["a"]', encoding="utf-8")
    rules = read_rules(tmp_path / "r.toml")
    assert "requires itself" in refusal(Problem, [Project("a", 1, 1, 100)], 100, rules)
    path = tmp_path / "library.csv"
    path.write_text("id,urgency,benefit,cost,requires\na,1,1,1,a\n", encoding="utf-8")
    assert "names its own row" in refusal(read_library, path)


ELECTION = "META\nkey;value\nbudget;{budget}\nPROJECTS\nproject_id;cost;votes\n1;{cost};{votes}\n"


@pytest.mark.parametrize("place", ["budget", "cost", "votes"])
@pytest.mark.parametrize("text", [*ENDLESS, "1/0", "abc", "", "1,5", "-1"])
def test_numbers_of_an_election(place, text, tmp_path):
    (tmp_path / "a.pb").write_text(ELECTION.format(**{"budget": 5, "cost": 2, "votes": 1, place: text}))
    refusal(read_pabulib, tmp_path / "a.pb")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="METAPROJECTSVOTESkey;value\nbudget\"'1,.e-_ \t", max_size=200))
def test_any_election_is_read_or_refused(tmp_path, text):
    (tmp_path / "a.pb").write_text("META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost;votes\n" + text)
    try:
        election = read_pabulib(tmp_path / "a.pb")
    except InputError:
        return
    assert election.budget == 500


@pytest.fixture(name="decision")
def _decision(tmp_path):
    projects = [Project("a", 1, 1, 100), Project("b", 2, 3, {2027: 5, 2028: 100}, posts=3, min_posts=1)][:1]
    problem = Problem(projects, 500)
    save(tmp_path, problem, allocate(problem, "urgency-first", "auto", None), "auto", None)
    return tmp_path


def places(value, at=()):
    """Every place of a JSON value."""
    yield at
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from places(entry, (*at, key))


OTHERS = (None, True, -1, 1.5, 1e300, 10**40, "x", "1/0", "1e999999999", [], {}, [1], {"a": 1}, "\ud800")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.data())
def test_a_decision_with_anything_anywhere_is_read_or_named(decision, data):
    content = json.loads((decision / FILE).read_text("utf-8"))
    damaged = decision / "damaged"
    damaged.mkdir(exist_ok=True)
    place = data.draw(st.sampled_from([at for at in places(content) if at]))
    inner = content
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = data.draw(st.sampled_from(OTHERS))
    (damaged / FILE).write_text(json.dumps(content), "utf-8")
    try:
        load(damaged)
    except InputError as error:
        assert all(fault.file == str(damaged / FILE) for fault in error.faults)  # noqa: PT017
        assert len(str(error)) < 1000  # noqa: PT017


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(max_size=3))
def test_a_decision_cut_or_turned_is_read_or_named(decision, at, bits):
    content = (decision / FILE).read_bytes()
    cut = at % len(content)
    damaged = decision / "damaged"
    damaged.mkdir(exist_ok=True)
    (damaged / FILE).write_bytes(content[:cut] + bits + (content[cut + len(bits) :] if bits else b""))
    try:
        load(damaged)
        sealed = [each.partition(b'"digest"')[0] for each in (content, (damaged / FILE).read_bytes())]
        assert sealed[0] == sealed[1]
    except InputError as error:
        assert str(error).startswith(str(damaged / FILE))  # noqa: PT017


@pytest.mark.parametrize(
    ("old", "new"), [("true", "false"), ("{", "["), ('"digest"', '"x"'), (": {", ": 5, {"), ("", "[" * 99_999)]
)
def test_explanations_that_were_altered_are_searched_for_again(decision, old, new):
    saved = load(decision)
    ExplanationCache(decision, saved).explain("a")
    kept = decision / "explanations.json"
    assert list(ExplanationCache(decision, saved).known) == ["a"]
    kept.write_text(kept.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert ExplanationCache(decision, saved).known == {}


def test_a_folder_without_a_decision(tmp_path):
    assert "holds no result of allocate" in refusal(load, tmp_path)
