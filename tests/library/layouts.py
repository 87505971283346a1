"""Layouts of planners' sheets, made by code: each writes the same projects in its own manner.

``LAYOUTS`` holds, by name, a function that writes the file into a folder and returns it with what it means.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font


@dataclass(frozen=True)
class Meant:
    """One project: cost in yuan, or by year."""

    name: str
    district: str
    urgency: int
    cost: float | dict[int, float]
    people: int
    id: str = ""
    sources: tuple[str, ...] = ()
    mandatory: bool = False
    domain: str = ""
    posts: int = 1
    agency: str = ""


@dataclass(frozen=True)
class Case:
    """A file and what it means."""

    path: Path
    projects: tuple[Meant, ...]
    left_out: int | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = field(default=())


PROJECTS = (
    Meant("独居老人探访", "东湖街道", 5, 180_000, 320),
    Meant("残疾人康复站", "东湖街道", 3, 245_600, 90),
    Meant("青少年成长驿站", "东湖街道", 1, 98_000, 410),
    Meant("居家养老上门", "临江区", 4, 1_200_000, 860),
    Meant("禁毒社工服务", "临江区", 2, 76_543.21, 55),
    Meant("失独家庭陪伴", "北岭镇", 5, 133_000, 41),
    Meant("社区矫正帮扶", "北岭镇", 3, 360_000, 77),
)
WAN = 10_000
Build = Callable[[Path], Case]
LAYOUTS: dict[str, Build] = {}


def layout(build: Build) -> Build:
    """Add a layout under the name of its function."""
    LAYOUTS[build.__name__] = build
    return build


def book(
    path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[str] = (), hidden: str = ""
) -> Path:
    """Write a workbook; the merged areas are those of its last sheet."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
        page["A1"].font = Font(bold=True)
        if name == hidden:
            page.sheet_state = "hidden"
    for area in merged:
        page.merge_cells(area)
    made.save(path)
    return path


def text(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write a text file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def wan(p: Meant) -> float:
    """Cost in 万元."""
    assert not isinstance(p.cost, dict)
    return round(p.cost / WAN, 6)


@layout
def plain_chinese_csv_with_bom(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "成本（万元）", "受益人数"]
    rows = [[f"0{k}", p.name, p.district, p.urgency, wan(p), p.people] for k, p in enumerate(PROJECTS, 1)]
    path = text(folder / "a.csv", [head, *rows], "utf-8-sig")
    return Case(path, tuple(replace(p, id=f"0{k}") for k, p in enumerate(PROJECTS, 1)), 0)


@layout
def gb18030_semicolons_title_and_unit(folder: Path) -> Case:
    head = ["序号", "服务项目", "所属街道", "轻重缓急", "申报经费", "服务人次"]
    words = {5: "特急", 4: "急", 3: "较急", 2: "一般", 1: "缓"}
    rows = [[k, p.name, p.district, words[p.urgency], wan(p), p.people] for k, p in enumerate(PROJECTS, 1)]
    top = [["某市社会工作服务项目申报表"], ["金额单位：万元", "", "", "", "", "填报日期：2026年9月"]]
    return Case(text(folder / "a.csv", [*top, head, *rows], "gb18030", ";"), PROJECTS, 0)


@layout
def utf16_tabs(folder: Path) -> Case:
    head = ["项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[p.name, p.district, p.urgency, f"{p.cost:,.2f}", p.people] for p in PROJECTS]
    return Case(text(folder / "a.txt", [head, *rows], "utf-16", "\t"), PROJECTS, 0)


@layout
def thousands_in_the_heading(folder: Path) -> Case:
    head = ["编 号", "项 目 名 称", "实施区域", "优先等级", "资金需求\n（千元）", "覆盖人数（人）"]
    rows = [[f"SG-{k:02d}", p.name, p.district, "五四三二一"[5 - p.urgency] and f"{6 - p.urgency}级"[:0] + "一二三四五"[5 - p.urgency] + "级", p.cost / 1000, p.people] for k, p in enumerate(PROJECTS, 1)]  # fmt: skip
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), tuple(replace(p, id=f"SG-{k:02d}") for k, p in enumerate(PROJECTS, 1)), 0)  # fmt: skip


@layout
def hundred_millions_in_cells(folder: Path) -> Case:
    head = ["代码", "名称", "区县", "紧迫程度", "概算", "惠及人数"]
    costs = ["18万", "24.56万元", "98,000元", "0.012亿元", "￥76,543.21", "13.3万", "0.0036亿"]
    rows = [[f"K{k}", p.name, p.district, p.urgency, c, f"{p.people}人"] for k, (p, c) in enumerate(zip(PROJECTS, costs, strict=True))]  # fmt: skip
    return Case(book(folder / "a.xlsx", ("Sheet1", [head, *rows])), PROJECTS, 0)


@layout
def sections_with_restarting_numbers(folder: Path) -> Case:
    head = ["序号", "项目名称", "紧急程度", "预算金额（万元）", "受益人数"]
    rows: list[list[Any]] = [["2027年项目库"], head]
    merged = ["A1:E1"]
    for n, district in zip("一二三", dict.fromkeys(p.district for p in PROJECTS), strict=True):
        rows.append([f"{n}、{district}"])
        merged.append(f"A{len(rows)}:E{len(rows)}")
        inside = [p for p in PROJECTS if p.district == district]
        rows += [[k, p.name, p.urgency, wan(p), p.people] for k, p in enumerate(inside, 1)]
        rows.append(["", "小计", "", sum(map(wan, inside)), sum(p.people for p in inside)])
    rows.append(["合计", "", "", sum(map(wan, PROJECTS)), ""])
    return Case(book(folder / "a.xlsx", ("项目库", rows), merged=merged), PROJECTS, 7)


@layout
def sections_by_field_numbered_in_their_own_cell(folder: Path) -> Case:
    head = ["序号", "项目名称", "街道", "重要程度", "所需资金（元）", "受益对象人数"]
    fields = {"一": "为老服务类", "二": "其他服务类"}
    rows: list[list[Any]] = [head]
    kept = []
    for n, name in fields.items():
        inside = [p for p in PROJECTS if (p.name[:2] in ("独居", "居家", "失独")) is (n == "一")]
        rows.append([n, name, "", "", sum(p.cost for p in inside), ""])
        high = {5: "高", 4: "较高", 3: "中", 2: "较低", 1: "低"}
        rows += [[k, p.name, p.district, high[p.urgency], p.cost, p.people] for k, p in enumerate(inside, 1)]
        kept += [replace(p, domain=name) for p in inside]
    return Case(book(folder / "a.xlsx", ("明细", rows)), tuple(kept), 2)


@layout
def merged_districts_and_offset_table(folder: Path) -> Case:
    rows: list[list[Any]] = [
        [],
        ["", "", "2027年度购买服务计划（单位：万元）"],
        [],
        ["", "", "区域", "项目名称", "排序", "项目经费", "服务人数"],
    ]
    order = {p.name: k for k, p in enumerate(sorted(PROJECTS, key=lambda p: -p.urgency), 1)}
    rows += [["", "", p.district, p.name, order[p.name], wan(p), p.people] for p in PROJECTS]
    merged = ["C2:G2", "C5:C7", "C8:C9", "C10:C11"]
    ranked = [5 - 5 * (order[p.name] - 1) // 7 for p in PROJECTS]
    meant = tuple(replace(p, urgency=u) for p, u in zip(PROJECTS, ranked, strict=True))
    return Case(book(folder / "a.xlsx", ("表1", rows), merged=merged), meant, 0)


@layout
def district_in_the_first_row_of_each_group_of_a_text_file(folder: Path) -> Case:
    head = ["区县", "项目名称", "急需程度", "经费（元）", "受益人口"]
    rows, last = [], ""
    for p in PROJECTS:
        rows.append([p.district if p.district != last else "", p.name, "ABCDE"[5 - p.urgency], p.cost, p.people])
        last = p.district
    return Case(text(folder / "a.csv", [head, *rows]), PROJECTS, 0)


@layout
def two_row_header_by_year(folder: Path) -> Case:
    top = ["项目编号", "项目名称", "实施地点", "紧急程度", "资金需求（万元）", "", "", "受益人数"]
    low = ["", "", "", "", "2027年", "2028年", "合计", ""]
    meant = tuple(
        replace(p, id=f"MZ{k:03d}", cost={2027: 6 * k * WAN, 2028: 4.5 * WAN}) for k, p in enumerate(PROJECTS, 1)
    )
    rows = [[p.id, p.name, p.district, p.urgency, 6 * k, 4.5, 6 * k + 4.5, p.people] for k, p in enumerate(meant, 1)]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2"]
    return Case(book(folder / "a.xlsx", ("表", [top, low, *rows]), merged=merged), meant, 0)


@layout
def two_row_header_of_a_text_file(folder: Path) -> Case:
    top = ["编号", "项目名称", "区", "紧急程度", "资金（元）", "", "受益人数"]
    low = ["", "", "", "", "2027", "2028", ""]
    meant = tuple(replace(p, id=f"P{k}", cost={2027: 1000.0 * k, 2028: 500.0}) for k, p in enumerate(PROJECTS, 1))
    rows = [[p.id, p.name, p.district, p.urgency, 1000 * k, 500, p.people] for k, p in enumerate(meant, 1)]
    return Case(text(folder / "a.csv", [top, low, *rows]), meant, 0)


@layout
def one_money_column_a_source(folder: Path) -> Case:
    head = [
        "编号",
        "项目名称",
        "所属区",
        "紧急程度",
        "财政资金（万元）",
        "福彩公益金（万元）",
        "合计（万元）",
        "受益人数",
    ]
    meant = tuple(
        replace(p, id=f"P{k}", sources=(("fiscal", "lottery"), ("fiscal",), ("lottery",))[k % 3])
        for k, p in enumerate(PROJECTS)
    )
    rows = []
    for p in meant:
        both = len(p.sources) == 2
        fiscal = wan(p) / 2 if both else wan(p) if "fiscal" in p.sources else 0
        rows.append([p.id, p.name, p.district, p.urgency, fiscal, round(wan(p) - fiscal, 6), wan(p), p.people])
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), meant, 0)


@layout
def sources_under_one_heading_with_subtotal(folder: Path) -> Case:
    top = ["序号", "项目名称", "区县", "轻重缓急", "资金来源（万元）", "", "", "受益人数", "备注"]
    low = ["", "", "", "", "财政拨款", "社会捐赠", "小计", "", ""]
    meant = tuple(replace(p, sources=("fiscal", "donation")) for p in PROJECTS)
    rows = [
        [k, p.name, p.district, p.urgency, round(wan(p) * 0.75, 6), round(wan(p) - round(wan(p) * 0.75, 6), 6), wan(p), p.people, ""]
        for k, p in enumerate(PROJECTS, 1)
    ]  # fmt: skip
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2", "I1:I2"]
    return Case(book(folder / "a.xlsx", ("表", [top, low, *rows]), merged=merged), meant, 0)


@layout
def years_and_sources_in_three_rows(folder: Path) -> Case:
    top = ["项目名称", "区", "紧急程度", "申报金额（元）", "", "", "", "服务人数"]
    mid = ["", "", "", "2027年", "", "2028年", "", ""]
    low = ["", "", "", "财政", "福彩", "财政", "福彩", ""]
    meant = tuple(
        replace(p, cost={2027: 300.0 * k, 2028: 70.0 * k}, sources=("fiscal", "lottery"))
        for k, p in enumerate(PROJECTS, 1)
    )
    rows = [[p.name, p.district, p.urgency, 100 * k, 200 * k, 40 * k, 30 * k, p.people] for k, p in enumerate(meant, 1)]
    merged = ["A1:A3", "B1:B3", "C1:C3", "D1:G1", "D2:E2", "F2:G2", "H1:H3"]
    return Case(book(folder / "a.xlsx", ("表", [top, mid, low, *rows]), merged=merged), meant, 0)


@layout
def instructions_first_hidden_codes_last_year_beside(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "优先级", "金额", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, 6 - p.urgency, wan(p), p.people] for k, p in enumerate(PROJECTS, 1)]
    old = [["P9", "去年的项目", "东湖街道", 1, 3, 4]]
    help_ = [["填表说明"], ["1. 优先级分1至5级，1级最优先。"], ["2. 金额单位：万元。"]]
    path = book(
        folder / "a.xlsx", ("填表说明", help_), ("2026年项目库", [head, *old]), ("2027年项目库", [head, *rows]), ("字典", [["高"], ["中"]]), hidden="字典"
    )  # fmt: skip
    return Case(path, tuple(replace(p, id=f"P{k}") for k, p in enumerate(PROJECTS, 1)), 0, questions=("2026年项目库",))


@layout
def hidden_sheet_with_a_longer_library(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, p.cost, p.people] for k, p in enumerate(PROJECTS, 1)]
    path = book(folder / "a.xlsx", ("底稿", [head, *rows, *rows, *rows]), ("报送", [head, *rows]), hidden="底稿")
    return Case(path, PROJECTS, 0)


@layout
def example_row_column_numbers_and_unfilled_rows(folder: Path) -> Case:
    head = ["序号", "项目名称", "所属镇街", "紧急等级", "拟安排资金（万元）", "预计受益人数", "备注"]
    steps = [1, 2, 3, 4, 5, 6, 7]
    example = ["例", "XX社区助老项目", "某某街道", "一级", 20, 100, "示例，填报时请删除"]
    rows = [
        [k, p.name, p.district, "一二三四五"[5 - p.urgency] + "级", wan(p), p.people, ""]
        for k, p in enumerate(PROJECTS, 1)
    ]
    blank = [[k, None, None, None, None, None, None] for k in range(8, 12)]
    foot = [["总计", None, None, None, sum(map(wan, PROJECTS)), sum(p.people for p in PROJECTS)]]
    note = [["说明：1.本表由各镇街填报。"], ["单位负责人（签字）：", "", "填表人：", "", "联系电话："]]
    return Case(book(folder / "a.xlsx", ("表", [head, steps, example, *rows, *blank, *foot, *note])), PROJECTS, 9)


@layout
def headings_repeated_on_every_page(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, p.cost, p.people] for k, p in enumerate(PROJECTS, 1)]
    page = ["本页小计", "", "", "", sum(p.cost for p in PROJECTS[:4]), ""]
    rest = ["本页小计", "", "", "", sum(p.cost for p in PROJECTS[4:]), ""]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows[:4], page, head, *rows[4:], rest])), PROJECTS, 3)


@layout
def parts_of_rows_named_thereof(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（万元）", "受益人数"]
    rows: list[list[Any]] = [head]
    for k, p in enumerate(PROJECTS, 1):
        rows.append([f"P{k}", p.name, p.district, p.urgency, wan(p), p.people])
        rows.append(["", "其中：人员经费", "", "", wan(p) / 2, ""])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, len(PROJECTS))


@layout
def padded_numbers_by_number_format(folder: Path) -> Case:
    head = ["项目编码", "项目名称", "区", "紧急程度", "金额", "受益人数"]
    path = folder / "a.xlsx"
    made = Workbook()
    page = made.active
    page.append(head)
    for k, p in enumerate(PROJECTS, 1):
        page.append([k, p.name, p.district, p.urgency, wan(p), p.people])
        page.cell(k + 1, 1).number_format = "00000"
        page.cell(k + 1, 5).number_format = '#,##0.00"万元"'
    made.save(path)
    return Case(path, tuple(replace(p, id=f"{k:05d}") for k, p in enumerate(PROJECTS, 1)), 0)


@layout
def repeated_codes(folder: Path) -> Case:
    head = ["项目编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    codes = ["A1", "A2", "A2", "", "A5", "A6", "A7"]
    rows = [[c, p.name, p.district, p.urgency, p.cost, p.people] for c, p in zip(codes, PROJECTS, strict=True)]
    keep = ("A1", "", "", "", "A5", "A6", "A7")
    meant = tuple(replace(p, id=c) for p, c in zip(PROJECTS, keep, strict=True))
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), meant, 0, notes=("3 of 7 ids",))


@layout
def wrong_total(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, p.cost, p.people] for k, p in enumerate(PROJECTS, 1)]
    total = ["合 计", "", "", "", sum(p.cost for p in PROJECTS) + 5000, sum(p.people for p in PROJECTS)]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows, total])), PROJECTS, 1, notes=("a difference of 5000",))


@layout
def cached_formulas_made_by_another_program(folder: Path) -> Case:
    import xlsxwriter

    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("表")
        page.write_row(0, 0, ["编号", "项目名称", "区", "紧急程度", "单价", "金额（元）", "受益人数"])
        for k, p in enumerate(PROJECTS, 1):
            page.write_row(k, 0, [f"P{k}", p.name, p.district, p.urgency, p.cost / 2])
            page.write_formula(k, 5, f"=E{k + 1}*2", None, p.cost)
            page.write(k, 6, p.people)
    return Case(path, PROJECTS, 0)


@layout
def many_other_columns(folder: Path) -> Case:
    head = ["序号", "主管部门", "预算单位", "项目名称", "项目类别", "资金性质", "上年预算（万元）", "2027年预算金额（万元）", "单价（元/人）", "服务对象", "服务人数", "轻重缓急", "实施区域", "项目负责人", "联系电话", "立项依据", "开始日期", "备注"]  # fmt: skip
    words = {5: "非常紧急", 4: "紧急", 3: "比较紧急", 2: "一般", 1: "不紧急"}
    rows = [
        [k, "民政局", "社工科", p.name, "社会工作", "财政拨款", 9.9, wan(p), 30, "居民", p.people, words[p.urgency], p.district, "张三", "123-4567", "文件", datetime.date(2027, 1, 1), ""]
        for k, p in enumerate(PROJECTS, 1)
    ]  # fmt: skip
    meant = tuple(replace(p, sources=("fiscal",), domain="社会工作") for p in PROJECTS)
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), meant, 0)


@layout
def asked_and_approved_amounts(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "申报金额（万元）", "核定金额（万元）", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, wan(p), wan(p) - 1, p.people] for k, p in enumerate(PROJECTS, 1)]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), PROJECTS, 0)


@layout
def men_and_women_under_one_heading(folder: Path) -> Case:
    top = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数", ""]
    low = ["", "", "", "", "", "男", "女"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, p.cost, p.people - 10, 10] for k, p in enumerate(PROJECTS, 1)]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:G1"]
    return Case(book(folder / "a.xlsx", ("表", [top, low, *rows]), merged=merged), PROJECTS, 0)


@layout
def truth_words_and_posts(folder: Path) -> Case:
    head = [
        "*编号（必填）",
        "*项目名称（必填）",
        "区",
        "*紧急程度（1-5，5最急）",
        "*金额（元）",
        "*受益人数",
        "是否必保",
        "岗位数量",
    ]
    rows = [[f"P{k}", p.name, p.district, p.urgency, p.cost, p.people, "√" if k % 2 else "×", k] for k, p in enumerate(PROJECTS, 1)]  # fmt: skip
    meant = tuple(replace(p, mandatory=bool(k % 2), posts=k) for k, p in enumerate(PROJECTS, 1))
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), meant, 0)


@layout
def stars_and_full_width_digits(folder: Path) -> Case:
    head = ["名称", "街镇", "重要性", "费用（元）", "服务人次"]
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    rows = [
        [p.name, p.district, "★" * p.urgency, f"{p.cost:,}".translate(wide), str(p.people).translate(wide)]
        for p in PROJECTS
    ]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), PROJECTS, 0)


@layout
def unit_under_the_heading(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "预算额度", "受益人数"]
    units = ["", "", "", "", "（万元）", "（人）"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, wan(p), p.people] for k, p in enumerate(PROJECTS, 1)]
    return Case(book(folder / "a.xlsx", ("表", [head, units, *rows])), PROJECTS, None)


@layout
def unit_in_a_note_below(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "资金额度", "受益人数"]
    rows = [[f"P{k}", p.name, p.district, p.urgency, wan(p), p.people] for k, p in enumerate(PROJECTS, 1)]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows, [], ["注：以上金额均以万元为单位。"]])), PROJECTS, 1)


@layout
def one_project_over_two_rows(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "资金来源", "金额（元）", "受益人数"]
    rows: list[list[Any]] = [head]
    merged = []
    for k, p in enumerate(PROJECTS, 1):
        rows.append([f"P{k}", p.name, p.district, p.urgency, "财政资金", p.cost - 1000, p.people])
        rows.append([None, None, None, None, "福彩公益金", 1000, None])
        merged += [f"{c}{2 * k}:{c}{2 * k + 1}" for c in "ABCDG"]
    own = ("财政资金", "福彩公益金")  # headings are the library's own, so its words stay as they are
    meant = tuple(replace(p, id=f"P{k}", sources=own) for k, p in enumerate(PROJECTS, 1))
    return Case(book(folder / "a.xlsx", ("表", rows), merged=merged), meant, 0)


@layout
def approximate_numbers_of_people(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    shown = [f"约{p.people}人" if k else f"{p.people}余人" for k, p in enumerate(PROJECTS)]
    rows = [
        [f"P{k}", p.name, p.district, p.urgency, p.cost, s]
        for k, (p, s) in enumerate(zip(PROJECTS, shown, strict=True))
    ]
    return Case(book(folder / "a.xlsx", ("表", [head, *rows])), PROJECTS, 0, notes=("is read as 320",))


@layout
def english_headings_and_total(folder: Path) -> Case:
    head = ["Project No", "Project Title", "Ward", "Priority (5 = highest)", "Total cost (thousands)", "People served"]
    rows = [[f"E{k}", p.name, p.district, p.urgency, p.cost / 1000, p.people] for k, p in enumerate(PROJECTS, 1)]
    total = ["Total", "", "", "", sum(p.cost for p in PROJECTS) / 1000, ""]
    top = [["Community service projects 2027"]]
    return Case(text(folder / "a.csv", [*top, head, *rows, total]), tuple(replace(p, id=f"E{k}") for k, p in enumerate(PROJECTS, 1)), 1)  # fmt: skip


@layout
def written_codes_kept_by_a_formula_of_text(folder: Path) -> Case:
    head = ["编号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    rows = [[f'="00{k}"', p.name, p.district, p.urgency, p.cost, p.people] for k, p in enumerate(PROJECTS, 1)]
    return Case(
        text(folder / "a.csv", [head, *rows]), tuple(replace(p, id=f"00{k}") for k, p in enumerate(PROJECTS, 1)), 0
    )


@layout
def totals_above_the_rows(folder: Path) -> Case:
    head = ["序号", "项目名称", "区", "紧急程度", "金额（元）", "受益人数"]
    total = ["", "总计（7项）", "", "", sum(p.cost for p in PROJECTS), sum(p.people for p in PROJECTS)]
    rows = [[k, p.name, p.district, p.urgency, p.cost, p.people] for k, p in enumerate(PROJECTS, 1)]
    return Case(book(folder / "a.xlsx", ("表", [head, total, *rows])), PROJECTS, 1)
