"""Further layouts of planners' sheets; see ``layouts.py``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.library.layouts import PROJECTS, Case, Meant, book, layout, text, wan

WORDS = {5: "特急", 4: "急", 3: "较急", 2: "一般", 1: "缓"}


def rows_of(head: list[Any], cells: Any) -> list[list[Any]]:
    """Headings, and one row a project."""
    return [head, *(list(cells(k, p)) for k, p in enumerate(PROJECTS, 1))]


@layout
def classes_told_twice_by_number_and_word(folder: Path) -> Case:
    words = {5: "1级（最紧急）", 4: "2级（紧急）", 3: "3级（较紧急）", 2: "4级（一般）", 1: "5级（可缓）"}
    head = ["名称", "区", "紧急程度", "成本（元）", "受益人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, words[p.urgency], p.cost, p.people])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 0)


@layout
def classes_told_twice_with_a_dash(folder: Path) -> Case:
    head = ["名称", "区", "紧急程度", "成本（元）", "受益人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, f"{p.urgency}-{WORDS[p.urgency]}", p.cost, p.people])
    return Case(text(folder / "a.csv", rows), PROJECTS, 0)


@layout
def urgency_to_be_ticked(folder: Path) -> Case:
    top = ["序号", "项目名称", "街道", "轻重缓急", *[None] * 4, "金额（元）", "服务人数"]
    low = [None, None, None, *WORDS.values(), None, None]
    ticks = [
        [k, p.name, p.district, *("√" if p.urgency == u else None for u in WORDS), p.cost, p.people]
        for k, p in enumerate(PROJECTS, 1)
    ]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:H1", "I1:I2", "J1:J2"]
    return Case(book(folder / "a.xlsx", ("表", [top, low, *ticks]), merged=merged), PROJECTS, 0)


@layout
def unit_of_money_in_brackets_of_its_own(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "金额", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, wan(p), p.people])
    return Case(book(folder / "a.xlsx", ("表", [["申报表"], [None, None, None, "（万元）"], *rows])), PROJECTS, 0)


@layout
def unit_of_money_in_the_title(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "2027年", "2028年", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, wan(p), 1, p.people])
    meant = tuple(replace(p, cost={2027: float(str(p.cost)), 2028: 10_000.0}) for p in PROJECTS)
    return Case(text(folder / "a.csv", [["三年滚动计划（金额：人民币万元）"], *rows]), meant, 0)


@layout
def price_number_and_amount(folder: Path) -> Case:
    head = ["序号", "服务项目名称", "实施区域", "紧迫程度", "单价（元/人）", "数量（人）", "金额（元）"]
    rows = rows_of(head, lambda k, p: [k, p.name, p.district, p.urgency, 7, p.people, p.cost])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 0)


@layout
def parts_of_the_cost_and_their_sum(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "人员经费（元）", "管理费（元）", "合计（元）", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, p.cost - 900, 900, p.cost, p.people])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 0)


@layout
def parts_of_the_cost_without_a_sum(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "人员经费（元）", "活动经费（元）", "管理费（元）", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, p.cost - 900, 700, 200, p.people])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 0)


@layout
def breakdown_of_each_project_over_two_rows(folder: Path) -> Case:
    rows: list[list[Any]] = [["序号", "项目名称", "街道", "紧急程度", "金额（元）", "服务人数"]]
    for k, p in enumerate(PROJECTS, 1):
        rows.append([k, p.name, p.district, WORDS[p.urgency], p.cost, p.people])
        rows += [[None, "其中：人员经费", None, None, 6, None], [None, "　　　活动经费", None, None, 4, None]]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 14)


@layout
def amounts_as_people_write_them(folder: Path) -> Case:
    shapes = ["{:g}万元（含税）", "人民币{:g}万元整", "约{:g}万元", "{:g}万元/年", "不超过{:g}万元"]
    head = ["项目名称", "街道", "紧急程度", "申报金额", "服务人数"]
    rows = rows_of(head, lambda k, p: [p.name, p.district, p.urgency, shapes[k % 5].format(round(wan(p), 2)), p.people])
    meant = tuple(replace(p, cost=round(wan(p), 2) * 10_000) for p in PROJECTS)
    return Case(book(folder / "a.xlsx", ("表", rows)), meant, 0)


@layout
def people_with_their_group(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "金额（元）", "受益对象及人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, p.cost, f"老年人{p.people - 10}人、儿童10人"])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 0, notes=("is read as 320",))


@layout
def sums_over_what_they_add_up(folder: Path) -> Case:
    rows: list[list[Any]] = [["序号", "项目名称", "紧急程度", "申报经费（元）", "服务人数"]]
    rows.append([None, "全区合计", None, sum(float(str(p.cost)) for p in PROJECTS), None])
    for n, district in zip("一二三", dict.fromkeys(p.district for p in PROJECTS), strict=True):
        inside = [p for p in PROJECTS if p.district == district]
        rows.append([n, f"{district}合计", None, sum(float(str(p.cost)) for p in inside), None])
        rows += [[k, p.name, WORDS[p.urgency], p.cost, p.people] for k, p in enumerate(inside, 1)]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 4)


@layout
def numbers_in_two_levels(folder: Path) -> Case:
    rows: list[list[Any]] = [["序号", "项目名称", "紧急程度", "金额（元）", "服务人数"]]
    for n, district in enumerate(dict.fromkeys(p.district for p in PROJECTS), 1):
        inside = [p for p in PROJECTS if p.district == district]
        rows.append([str(n), district, None, sum(float(str(p.cost)) for p in inside), sum(p.people for p in inside)])
        rows += [[f"{n}.{k}", p.name, WORDS[p.urgency], p.cost, p.people] for k, p in enumerate(inside, 1)]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 3)


@layout
def two_tables_one_under_the_other(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "金额（元）", "服务人数"]
    rows: list[list[Any]] = [["上半年"], head]
    for k, p in enumerate(PROJECTS):
        if k == 4:
            rows += [["合计", None, None, None, None], [], ["下半年"], head]
        rows += [[p.name, p.district, p.urgency, p.cost, p.people], []]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 3)


@layout
def signatures_under_every_column(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "金额（元）", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, p.urgency, p.cost, p.people])
    rows += [
        ["1. 本表一式三份，报区财政局、区民政局。"],
        ["负责人：李四", None, "分管领导：", None, "2026年9月1日"],
    ]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 2)


@layout
def english_title_with_unit_and_direction(folder: Path) -> Case:
    head = ["No.", "Project title", "District", "Priority (1 = highest)", "Requested amount", "Number of beneficiaries"]
    rows = rows_of(head, lambda k, p: [k, p.name, p.district, 6 - p.urgency, float(str(p.cost)) / 1000, p.people])
    return Case(text(folder / "a.csv", [["Project list FY2027 (amounts in thousands of CNY)"], *rows]), PROJECTS, 0)


@layout
def thousands_by_number_format(folder: Path) -> Case:
    head = ["项目名称", "街道", "紧急程度", "金额", "服务人数"]
    path = book(
        folder / "a.xlsx",
        ("表", rows_of(head, lambda _, p: [p.name, p.district, p.urgency, float(str(p.cost)) / 1000, p.people])),
    )
    made = load_workbook(path)
    for row in range(2, 9):
        made.active.cell(row, 4).number_format = '#,##0.000"千元"'
    made.save(path)
    return Case(path, PROJECTS, 0)


@layout
def remarks_in_brackets_under_the_headings(folder: Path) -> Case:
    head = [
        "项目编号",
        "项目名称",
        "所属街道",
        "重要等级",
        "2026年执行数",
        "2027年",
        "2028年",
        "三年合计",
        "年服务人数",
    ]
    hint = ["（必填）", "（必填）", "（必填）", "（1-5级，1级最高）", "", "", "", "", "（人）"]
    example = ["示例", "某某项目", "某街道", 1, 1, 2, 3, 5, 100]
    rows = [[f"{k:04d}", p.name, p.district, 6 - p.urgency, 9, 20, 30, 50, p.people] for k, p in enumerate(PROJECTS, 1)]
    meant = tuple(replace(p, id=f"{k:04d}", cost={2027: 20.0, 2028: 30.0}) for k, p in enumerate(PROJECTS, 1))
    top = ["三年支出规划（单位：元）"]
    return Case(book(folder / "a.xlsx", ("表", [top, head, hint, example, *rows])), meant, 1)


@layout
def headings_in_two_languages(folder: Path) -> Case:
    head = ["ID", "项目 Project", "District 区", "Urgency 紧急程度", "Cost 成本 (元)", "Beneficiaries 受益人数"]
    rows = rows_of(head, lambda k, p: [f"Z-{k}", p.name, p.district, p.urgency, p.cost, p.people])
    return Case(text(folder / "a.csv", rows, delimiter="\t"), PROJECTS, 0)


@layout
def urgency_known_by_its_words_only(folder: Path) -> Case:
    head = ["项目名称", "区", "类别等级", "成本（元）", "受益人数", "备注"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, "EDCBA"[p.urgency - 1], p.cost, p.people, "续做"])
    return Case(text(folder / "a.csv", rows), PROJECTS, 0, questions=("类别等级", "urgency"))


@layout
def two_words_that_are_read_as_one_class(folder: Path) -> Case:
    words = {5: "非常重要", 4: "重要", 3: "较重要", 2: "一般", 1: "不重要"}
    head = ["项目名称", "街道", "重要性", "总投入（元）", "服务人数"]
    rows = rows_of(head, lambda _, p: [p.name, p.district, words[p.urgency], p.cost, p.people])
    rows[1][2] = "很重要"
    return Case(text(folder / "a.csv", rows), PROJECTS, 0, questions=("很重要", "非常重要"))


def one_sheet_a_district(folder: Path) -> tuple[Path, tuple[Meant, ...]]:
    """A workbook with a sheet a district, their numbers from 1 on, and one with other headings."""
    sheets = []
    for district in dict.fromkeys(p.district for p in PROJECTS):
        head = ["编号", "项目名称", "紧急程度", "项目预算", "服务人数"]
        inside = [p for p in PROJECTS if p.district == district]
        rows: list[list[Any]] = [["2027年申报表"], ["单位：元"], head]
        rows += [[k, p.name, WORDS[p.urgency], p.cost, p.people] for k, p in enumerate(inside, 1)]
        sheets.append((district, rows))
    old: list[list[Any]] = [["项目", "街道", "优先级", "资金", "人数"], ["旧项目", "东湖街道", "高", 1, 1]]
    return book(folder / "a.xlsx", *sheets, ("2026年", old)), PROJECTS
