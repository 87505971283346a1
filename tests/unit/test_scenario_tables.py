"""CSV tables of a scenario: encodings, headings, and what is said of a bad row."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from gpss_sim.errors import InputError
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Template
from tests.scenario_files import TINY, case

LIBRARY = "id,district,domain,posts,cost\na,north,youth,3,300000\n"
NAMED = '[city]\nlibrary = "library.csv"'


def templates(folder: Path, content: str | bytes) -> list[tuple[str, str, int, float]]:
    found = load_scenario(case(folder, NAMED, library_csv=content)).templates
    return [(template.id, template.name, template.posts, template.cost) for template in found]


def test_the_library_replaces_the_templates_of_the_parent(tmp_path: Path) -> None:
    assert templates(tmp_path, LIBRARY) == [("a", "", 3, 300_000.0)]


def test_a_template_serves_the_group_of_its_domain(tmp_path: Path) -> None:
    scenario = load_scenario(case(tmp_path, NAMED, library_csv=LIBRARY))
    assert scenario.templates[0].group == "youth"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_of_spreadsheets_are_read(encoding: str, line_end: str, tmp_path: Path) -> None:
    text = "编号,项目名称,区县,服务领域,岗位数,预算（万元）\na,青少年社会工作,north,youth,3,30\n\n"
    assert templates(tmp_path, text.replace("\n", line_end).encode(encoding)) == [("a", "青少年社会工作", 3, 300_000.0)]


def test_truth_and_empty_cells_are_read(tmp_path: Path) -> None:
    rows = "id,group,duration,cv,mandated\nyouth,youth,4,,TRUE\n"
    change = '[city]\ndomains = "d.csv"'
    domain = load_scenario(case(tmp_path, change, d_csv=rows)).city.domains[0]
    assert (domain.mandated, domain.cv) == (True, 0.6)


FAULTS = {
    "empty file": ("", "library.csv: file: must not be empty"),
    "header alone": (
        "id,district,domain,posts,cost\n",
        "library.csv: row 2: must hold at least one row under the header",
    ),
    "unknown column": (
        "id,distrct,domain,posts,cost\na,north,youth,3,1\n",
        "library.csv: row 1, column distrct: must be one of {columns} "
        "(did you mean 'district'?)\nlibrary.csv: row 1, column district: is missing: district",
    ),
    "column of another tool": (
        "id,district,domain,posts,cost,requires\na,north,youth,3,1,b\n",
        "library.csv: row 1, column requires: has no meaning in the library of a simulated city: "
        "leave it out; links and what must be bought stand in [rules.allocation]",
    ),
    "cost of one year": (
        "id,district,domain,posts,cost,cost_2027\na,north,youth,3,1,1\n",
        "library.csv: row 1, column cost_2027: must be one of {columns} (did you mean 'cost'?)",
    ),
    "column twice": (
        "id,district,domain,posts,cost,编号\na,north,youth,3,1,a\n",
        "library.csv: row 1, column id: stands there twice",
    ),
    "short row": (
        "id,district,domain,posts,cost\na,north,youth,3,1\nb,north\n",
        "library.csv: row 3: must have 5 cells, has 2",
    ),
    "open quote": (
        'id,district,domain,posts,cost\n"a,north\n',
        "library.csv: row 2: is not CSV: unexpected end of data",
    ),
    "no number": (
        "id,district,domain,posts,cost\n\na,north,youth,three,-5\n",
        "library.csv: row 3, column posts = three: must be a whole number\n"
        "library.csv: row 3, column cost = -5: must be more than 0",
    ),
    "empty mandatory cell": (
        "id,district,domain,posts,cost\na,north,youth,,1\n",
        "library.csv: row 2, column posts: is missing: reference staffing",
    ),
    "nowhere": (
        "id,district,domain,posts,cost\na,southern,youth,1,1\nb,north,yuoth,1,1\n",
        "library.csv: row 2, column district = southern: must be a district of the city: north\n"
        "library.csv: row 3, column domain = yuoth: must be a domain of the city: youth (did you mean 'youth'?)",
    ),
    "another group": (
        "id,district,domain,posts,cost,group\na,north,youth,1,1,elderly\n",
        "library.csv: row 2, column group = elderly: must be the group of its domain, youth, or empty",
    ),
    "twice": (LIBRARY + "a,north,youth,1,1\n", "library.csv: row 3, column id = a: stands in the table twice"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_table_is_told_by_row_and_column(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content, said = FAULTS[name]
    with pytest.raises(InputError) as caught:
        templates(tmp_path, content)
    assert str(caught.value) == said.replace("{columns}", ", ".join(Template.model_fields))


def test_a_missing_table_is_told_where_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        load_scenario(case(tmp_path, NAMED, libary_csv=LIBRARY))
    assert str(caught.value) == (
        "case.toml:3: city.library = library.csv: there is no such file (did you mean 'libary.csv'?)"
    )


def test_faults_of_two_tables_are_told_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with the faults of the other values, but nothing is said of what the tables would have held."""
    monkeypatch.chdir(tmp_path)
    change = '[city]\nlibrary = "library.csv"\ndistricts = "districts.csv"\n[demand]\nload = 0'
    with pytest.raises(InputError) as caught:
        load_scenario(case(tmp_path, change, library_csv="id,district,domain,posts\n", districts_csv=""))
    assert str(caught.value).split("\n") == [
        "districts.csv: file: must not be empty",
        "library.csv: row 1, column cost: is missing: reference cost of one year",
        "library.csv: row 2: must hold at least one row under the header",
        "case.toml:6: demand.load = 0: must be more than 0",
    ]


def test_a_table_is_found_beside_the_file_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a chain of parents in other folders, and from whatever folder one works in."""
    parent, child = tmp_path / "parent", tmp_path / "child"
    parent.mkdir()
    child.mkdir()
    case(parent, NAMED, library_csv=LIBRARY).rename(parent / "scenario.toml")
    (child / "scenario.toml").write_text('extends = "../parent"\n')
    monkeypatch.chdir(parent)
    assert load_scenario("../child").templates[0].id == "a"
    assert TINY.count("library") == 0


def workbook(path: Path, *rows: tuple[object, ...], formats: dict[str, str] | None = None) -> None:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    book.save(path)


def test_a_planners_workbook_is_the_library_of_a_city(tmp_path: Path) -> None:
    """Chinese headings, amounts in 万元, people served in place of a benefit, a blank row."""
    head = ("编号", "名称", "区", "领域", "岗位数", "成本（万元）", "紧急程度", "受益人数")
    one, two = ("a", "一", "north", "youth", 3, 30, 5, 210), ("b", "二", "north", "youth", 2, 20.5, 4, 90)
    workbook(tmp_path / "项目.xlsx", head, one, (), two)
    (first, second) = load_scenario(case(tmp_path, '[city]\nlibrary = "项目.xlsx"')).templates
    assert (first.id, first.cost, first.benefit, first.posts) == ("a", 300_000, 210, 3)
    assert (second.cost, second.urgency) == (205_000, 4)


def test_a_unit_that_a_cell_shows_counts(tmp_path: Path) -> None:
    head = ("id", "district", "domain", "posts", "cost")
    row = ("a", "north", "youth", 3, 12)
    workbook(tmp_path / "d.xlsx", head, row, ("b", "north", "youth", 3, "20万"), formats={"E2": '0"万元"'})
    assert [t.cost for t in load_scenario(case(tmp_path, '[city]\nlibrary = "d.xlsx"')).templates] == [120_000, 200_000]


def test_a_fault_in_a_workbook_is_told_by_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = ("id", "district", "domain", "posts", "cost")
    workbook(tmp_path / "d.xlsx", head, (), ("a", "north", "youth", "3元", 1), ("b", "north", "youth", 1, "=1+1"))
    with pytest.raises(InputError, match=r"d.xlsx: row 4, column E"):
        load_scenario(case(tmp_path, '[city]\nlibrary = "d.xlsx"'))
    workbook(tmp_path / "d.xlsx", head, (), ("a", "north", "youth", "3元", 1))
    with pytest.raises(InputError, match=r"d.xlsx: row 3, column posts"):
        load_scenario(case(tmp_path, '[city]\nlibrary = "d.xlsx"'))
