"""Tables on their side, tables without headings, urgency by the order of the rows, and words of one's own for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from gpss_sim.errors import InputError
from gpss_sim.i18n import said
from gpss_sim.library import Library, read_library
from gpss_sim.library.sheets.answers import SheetAnswers, parse_answers
from gpss_sim.library.sheets.memory import beside, remember, remembered
from gpss_sim.report.marked_sheet import write_marked
from tests.library.layouts import PROJECTS, Meant, book, text, wan
from tests.library.test_sheet_options import ran

Rows = Sequence[Sequence[Any]]


def _down(label: str, value: Callable[[Meant], object], *between: str) -> list[object]:
    return [label, *between, *map(value, PROJECTS)]


NAMES = _down("项目名称", lambda p: p.name)
PLACES = _down("所属区", lambda p: p.district)
URGENT = _down("紧急程度", lambda p: p.urgency)
MONEY = _down("申报金额（万元）", wan)
PEOPLE = _down("受益人数", lambda p: p.people)
WORDS = ("缓", "一般", "较急", "急", "特急")
SIDE: dict[str, Rows] = {
    "plain": [NAMES, PLACES, URGENT, MONEY, PEOPLE],
    "titled": [["2027年申报表"], ["单位：万元"], NAMES, PLACES, _down("金额", wan), URGENT, PEOPLE, ["注：含税。"]],
    "units_beside": [
        _down("指标", lambda p: p.name, "计量单位"),
        _down("实施街道", lambda p: p.district, ""),
        _down("轻重缓急", lambda p: WORDS[p.urgency - 1], "—"),
        _down("资金需求", wan, "万元"),
        _down("服务人数", lambda p: p.people, "人"),
    ],
    "empty_corner": [_down("", lambda p: p.name), PLACES, URGENT, MONEY, PEOPLE],
    "numbered_and_summed": [
        ["", *(f"项目{k}" for k in range(1, 8)), "合计"],
        [*NAMES, ""],
        [*PLACES, ""],
        [*URGENT, ""],
        [*MONEY, sum(map(wan, PROJECTS))],
        [*PEOPLE, sum(p.people for p in PROJECTS)],
        ["制表人：张三", "", "审核人：李四"],
    ],
    "sections": [["一、基本情况"], NAMES, PLACES, ["二、资金"], MONEY, ["三、绩效"], PEOPLE, URGENT],
    "by_source": [
        NAMES,
        PLACES,
        URGENT,
        _down("财政资金（元）", lambda p: p.cost - 10_000),  # type: ignore[operator]
        _down("福彩公益金（元）", lambda _: 10_000),
        PEOPLE,
    ],
    "explained": [
        [row[0], note, example, *row[1:]]
        for row, note, example in (
            (_down("字段", lambda p: p.name), "填写说明", "示例"),
            (PLACES, "填全称", "XX区"),
            (URGENT, "1-5", "3"),
            (MONEY, "数字", "10"),
            (PEOPLE, "数字", "50"),
        )
    ],
    "english": [
        _down("Project name", lambda p: p.name),
        _down("District", lambda p: p.district),
        _down("Urgency", lambda p: p.urgency),
        _down("Cost (yuan)", lambda p: p.cost),
        _down("Beneficiaries", lambda p: p.people),
    ],
}


def _read_as_meant(library: Library) -> bool:
    return [(p.name, p.district, p.urgency, p.total, p.benefit) for p in library.projects] == [
        (p.name, p.district, p.urgency, round(100 * p.cost), p.people)  # type: ignore[arg-type]
        for p in PROJECTS
    ]


@pytest.mark.parametrize("name", SIDE)
def test_a_table_on_its_side_is_set_upright_and_said_to_be(name: str, tmp_path: Path) -> None:
    library = read_library(text(tmp_path / "a.csv", SIDE[name]))
    assert _read_as_meant(library)
    understood = library.understood
    assert understood is not None
    assert "一列一个项目，字段名在A列" in understood.place.said("zh")
    rows = [row[0] for row in SIDE[name]]
    read = [use for use in understood.uses if use.field]
    assert all(str(rows[int(use.letter) - 1]) in use.heading for use in read)


def test_merged_cells_of_a_table_on_its_side_are_filled(tmp_path: Path) -> None:
    places = ["", "所属区", "东湖街道", None, None, "临江区", None, "北岭镇", None]
    body = [["基本", *NAMES], places, ["", *URGENT], ["资金", *MONEY], ["绩效", *PEOPLE]]
    path = book(tmp_path / "a.xlsx", ("表", [["项目表"], *body]), merged=["A1:I1", "A2:A4", "C3:E3", "F3:G3", "H3:I3"])
    library = read_library(path)
    assert _read_as_meant(library)
    assert "(row 3): 4 cells filled from merged ones" in str(library.understood.notes)  # type: ignore[union-attr]


def test_a_fault_of_a_table_on_its_side_is_told_and_marked_where_it_stands(tmp_path: Path) -> None:
    money = [*MONEY[:3], "待定", *MONEY[4:]]
    path = book(tmp_path / "a.xlsx", ("表", [["项目表"], NAMES, PLACES, URGENT, money, PEOPLE]))
    with pytest.raises(InputError) as error:
        read_library(path)
    (fault,) = error.value.faults
    assert "工作表“表”D列第5行“申报金额（万元）” = 待定" in fault.sentence.said("zh")
    write_marked(tmp_path / "out.xlsx", path, error.value.faults, "zh")
    assert load_workbook(tmp_path / "out.xlsx")["表"]["D5"].comment is not None


def test_a_row_of_a_table_on_its_side_is_mapped_by_its_number(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [NAMES, PLACES, URGENT, MONEY, _down("人头", lambda p: p.people)])
    with pytest.raises(InputError, match="受益人数"):
        read_library(path)
    assert _read_as_meant(read_library(path, parse_answers(["5=beneficiaries"])))


BARE: dict[str, Rows] = {
    "amounts_with_units": [[p.name, p.district, p.urgency, f"{p.cost}元", f"{p.people}人"] for p in PROJECTS],
    "numbered": [
        ["2027年项目库"],
        ["单位：元"],
        *([k, p.name, p.district, p.urgency, f"{p.cost:.2f}", p.people] for k, p in enumerate(PROJECTS, 1)),
        ["合计", "", "", "", sum(float(str(p.cost)) for p in PROJECTS), 1853],
    ],
    "with_codes_and_words": [
        [f"MZ-{k}", p.name, p.district, WORDS[p.urgency - 1], f"{p.cost}元", f"{p.people}人次", "民政局"]
        for k, p in enumerate(PROJECTS, 1)
    ],
    "with_a_description": [
        [
            p.name,
            f"{p.name}：每周两次上门，由社工登记并转介，全年不少于五十次",
            p.district,
            p.urgency,
            f"{p.cost}元",
            p.people,
        ]
        for p in PROJECTS
    ],
    "unknown_headings": [
        ["标的", "落点", "急否", "数", "人头"],
        *([p.name, p.district, p.urgency, f"{p.cost}元", p.people] for p in PROJECTS),
    ],
    "notes_below": [
        *([p.name, p.district, p.urgency, f"{p.cost}元", f"约{p.people}人"] for p in PROJECTS),
        ["注：按申报数。"],
        ["审核人：", "", "制表人："],
    ],
    "telephones": [[p.name, p.district, p.urgency, f"{p.cost}元", p.people, "13800138000"] for p in PROJECTS],
    "sources": [[p.name, p.district, p.urgency, f"{p.cost}元", p.people, "财政资金"] for p in PROJECTS],
}


@pytest.mark.parametrize("name", BARE)
def test_a_table_without_headings_is_read_by_what_stands_in_it_and_asked_about(name: str, tmp_path: Path) -> None:
    library = read_library(text(tmp_path / "a.csv", BARE[name]))
    assert _read_as_meant(library)
    understood = library.understood
    assert understood is not None
    guessed = [use for use in understood.uses if use.field]
    assert all(use.doubtful for use in guessed)
    asked = [question.said("zh") for question in understood.questions]
    assert all(any(f"{use.letter}列（" in each or f"“{use.heading}”" in each for each in asked) for use in guessed)


UNTOLD = {
    "money_or_people": ([[p.name, p.urgency, k + 20, k + 30] for k, p in enumerate(PROJECTS)], ["成本", "受益人数"]),
    "posts_or_people": (
        [[p.name, p.urgency, f"{p.cost}元", k + 3, p.people] for k, p in enumerate(PROJECTS)],
        ["受益人数"],
    ),
    "no_urgency": ([[p.name, p.district, f"{p.cost}元", p.people] for p in PROJECTS], ["紧急程度"]),
}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_does_not_tell_its_columns_is_refused_with_what_to_say(name: str, tmp_path: Path) -> None:
    rows, missing = UNTOLD[name]
    with pytest.raises(InputError) as error:
        read_library(text(tmp_path / "a.csv", rows))
    (fault,) = error.value.faults
    told = fault.sentence.said("zh")
    assert all(field in told for field in missing)
    assert "A: 独居老人探访；残疾人康复站；青少年成长驿站" in told
    assert "--map 列号=" in told


def test_letters_say_what_a_table_without_headings_does_not(tmp_path: Path) -> None:
    rows = [[k, p.name, p.urgency, wan(p) + 20, p.people + 20] for k, p in enumerate(PROJECTS, 1)]
    path = text(tmp_path / "a.csv", [[*row[:3], round(row[3]), row[4]] for row in rows])
    library = read_library(path, parse_answers(["D=cost:万元", "E=beneficiaries"]))
    assert [p.total for p in library.projects] == [round(wan(p) + 20) * 1_000_000 for p in PROJECTS]


def test_one_row_or_none_is_no_table(tmp_path: Path) -> None:
    for rows in ([["甲", 5, "10元", "3人"]], [["a", "b"], ["c", "d"]]):
        with pytest.raises(InputError, match="no headings of a project library"):
            read_library(text(tmp_path / "a.csv", rows))


ORDERED = [
    ["项目表（按轻重缓急排序）"],
    ["项目名称", "区", "金额（万元）", "人数"],
    *([p.name, p.district, wan(p), p.people] for p in PROJECTS),
]


def test_the_order_of_the_rows_is_offered_and_tells_the_urgency(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", ORDERED)
    with pytest.raises(InputError) as error:
        read_library(path)
    told = error.value.faults[0].sentence.said("zh")
    assert "表中写有“项目表（按轻重缓急排序）”" in told
    assert "--map 行序=urgency" in told
    library = read_library(path, parse_answers(["行序=urgency"]))
    assert [p.urgency for p in library.projects] == [5, 5, 4, 3, 3, 2, 1]
    assert "3–4 → 5, 5 → 4, 6–7 → 3, 8 → 2, 9 → 1" in str(library.understood.notes)  # type: ignore[union-attr]
    backwards = read_library(path, parse_answers(["rows=urgency:reversed"]))
    assert [p.urgency for p in backwards.projects] == [1, 2, 3, 3, 4, 5, 5]


def test_the_order_counts_over_sections_and_that_is_asked_about(tmp_path: Path) -> None:
    rows = [*ORDERED[1:3], ["二、社区服务类"], *ORDERED[3:]]
    library = read_library(text(tmp_path / "a.csv", rows), parse_answers(["rows=urgency"]))
    assert [p.urgency for p in library.projects] == [5, 5, 4, 3, 3, 2, 1]
    assert "The table has sections" in str(library.understood.questions)  # type: ignore[union-attr]


SCALES = (
    ("保命", "保温饱", "锦上添花"),
    ("马上办", "抓紧办", "慢慢来"),
    ("A+", "A", "B", "C"),
    ("重点", "次重点", "储备"),
    ("P0", "P1", "P2", "P3"),
    ("红", "黄", "绿"),
    ("S", "A", "B"),
    ("今年必办", "争取今年办", "明年再议"),
)


@pytest.mark.parametrize("words", SCALES)
def test_words_of_ones_own_mean_what_the_user_says(words: tuple[str, ...], tmp_path: Path) -> None:
    head = ["项目名称", "优先级", "金额（万元）", "人数"]
    rows = [[p.name, words[k % len(words)], wan(p), p.people] for k, p in enumerate(PROJECTS)]
    path = text(tmp_path / "a.csv", [head, *rows])
    classes = {word: 5 - k for k, word in enumerate(words)}
    asked = parse_answers(f"{word}={number}" for word, number in classes.items())
    library = read_library(path, asked)
    assert [p.urgency for p in library.projects] == [classes[str(row[1])] for row in rows]
    assert {number for _, number in library.understood.urgency} == {*classes.values()}  # type: ignore[union-attr]
    assert "优先级" not in str(library.understood.questions)  # type: ignore[union-attr]


def test_a_word_that_is_not_known_is_told_with_what_to_say(tmp_path: Path) -> None:
    path = text(
        tmp_path / "a.csv",
        [["项目名称", "优先级", "金额（元）", "人数"], ["甲", "天下第一", 10, 3], ["乙", "急", 9, 2]],
    )
    done = ran("validate", path, "--lang", "zh")
    assert done.exit_code == 2
    assert "--map 用语=4" in done.stderr
    mended = ran("validate", path, "--map", "天下第一=5", "--lang", "zh")
    assert mended.exit_code == 0, mended.output
    assert "紧急程度：天下第一 → 5, 急 → 4" in mended.stderr
    lines = beside(path).read_text("utf-8").splitlines()
    assert lines == ["# gpss-sim怎样读取a.csv。可修改，也可删除。", "", "[urgency]", '"天下第一" = 5']
    assert [p.urgency for p in read_library(path).projects] == [5, 4]
    wrong = ran("validate", path, "--map", "天下第二=5", "--lang", "zh")
    assert wrong.exit_code == 2
    assert "现有：天下第一, 急" in wrong.stderr


def test_what_is_said_of_words_is_read_back(tmp_path: Path) -> None:
    asked = SheetAnswers("", parse_answers(["行序=urgency", "D=cost"]).columns, {"重点": 5})
    remember(tmp_path / "a.csv", asked, "a note")
    assert remembered(tmp_path / "a.csv") == asked
    for wrong in ("[urgency]\n'重点' = 6", "[urgency]\n'重点' = true", "urgency = 3"):
        beside(tmp_path / "a.csv").write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError, match="class of urgency from 1 to 5"):
            remembered(tmp_path / "a.csv")


@pytest.mark.parametrize(("pair", "told"), [("重点=6", "1 to 5"), ("=4", "1 to 5"), ("行序=cost", "order of the rows")])
def test_what_is_said_wrongly_of_urgency_is_told(pair: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        parse_answers([pair])
    assert told in said(error.value.faults[0].rule, "en")


@pytest.mark.parametrize(
    ("column", "code", "read"),
    [
        (2, '0"万元"', 450_000),
        (2, '0"元"', 45),
        (2, '0.0,"万元"', None),
        (2, '0"人"', None),
        (2, "0%", None),
        (2, "0.00%", None),
        (2, '0.0"\u842c\u5713"', 450_000),
        (2, '"$"#,##0', None),
        (2, "[$$-409]#,##0.00", None),
        (2, "[$€-407]0.00", None),
        (2, '0.00 "USD"', None),
        (2, "[$¥-804]#,##0.00", 450_000),
        (2, '"¥"#,##0.00', 450_000),
        (3, '"$"0', None),
        (3, '0"万元"', None),
        (3, "0%", None),
        (3, '0.0"万人次"', 450_000),
        (3, '0"人次"', 45),
        (3, "#,##0", 45),
    ],
)
def test_a_number_counts_in_the_unit_that_its_format_shows(
    column: int, code: str, read: int | None, tmp_path: Path
) -> None:
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项目名称", "紧急程度", "申报金额（万元）", "服务人数"])
        for row, name in enumerate(("探访", "照料"), start=1):
            sheet.write_row(row, 0, [name, row, 20 + row, 60])
        sheet.write_number(1, column, 45, book.add_format({"num_format": code}))
    if read is None:
        with pytest.raises(InputError, match=f"row 2, column {'CD'[column - 2]}.*is shown|row 2, column C.*amount"):
            read_library(tmp_path / "a.xlsx")
        return
    first = read_library(tmp_path / "a.xlsx").projects[0]
    assert (first.total // 100 if column == 2 else first.benefit) == read


@pytest.mark.parametrize(
    ("column", "code", "read"),
    [
        (3, '0.0"万元"', 120_000),
        (3, '0.0"\u842c元"', 120_000),
        (3, '0"千元"', None),
        (3, '0"人"', None),
        (3, "0%", None),
        (2, '0"人"', 12),
        (2, '0"万人"', 120_000),
        (2, "0%", None),
    ],
)
def test_under_the_librarys_own_names_a_number_counts_as_its_format_shows_it(
    column: int, code: str, read: int | None, tmp_path: Path
) -> None:
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((["id", "urgency", "benefit", "cost"], ["P1", 5, 60, 20], ["P2", 4, 50, 10])):
            sheet.write_row(row, 0, cells)
        sheet.write_number(1, column, 12, book.add_format({"num_format": code}))
    if read is None:
        with pytest.raises(InputError, match=f"row 2, column {'cost' if column == 3 else 'benefit'}"):
            read_library(tmp_path / "a.xlsx")
        return
    first = read_library(tmp_path / "a.xlsx").projects[0]
    assert (first.total // 100 if column == 3 else first.benefit) == read


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("cost（\u842c元）", "12", 120_000),
        ("成本（\u5104\u5713）", "0.2", 20_000_000),
        ("cost", "12\u842c\u5706", 120_000),
        ("申报金额（\u842c\u5713）", "12", 120_000),
        ("申报金额", "叁拾陆\u842c\u5713整", 360_000),
    ],
)
def test_traditional_characters_of_units_are_read(heading: str, cell: str, yuan: int, tmp_path: Path) -> None:
    head = "id,name,urgency,benefit" if heading.startswith("cost") else "编号,项目名称,紧急程度,受益人数"
    (tmp_path / "a.csv").write_text(f"{head},{heading}\nP1,探访,5,60,{cell}\nP2,照料,4,50,{cell}\n", "utf-8")
    assert [project.total // 100 for project in read_library(tmp_path / "a.csv").projects] == [yuan, yuan]
