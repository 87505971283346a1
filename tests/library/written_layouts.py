"""Layouts of planners' sheets that differ in how amounts, sources, people and urgency are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.library.layouts import LAYOUTS, PROJECTS, WAN, Case, Meant, book, wan
from tests.library.more_layouts import rows_of

HEAD = ["序号", "项目名称", "街道", "紧急程度", "申报金额", "服务人数"]
IN_WORDS = (
    "壹拾捌万元整",
    "人民币贰拾肆万伍仟陆佰元整",
    "玖万捌仟元整（￥98,000.00）",
    "人民币（大写）：壹佰贰拾万元整",
    "柒万陆仟伍佰肆拾叁元贰角壹分",
    "十三万三千元",
    "36万元整",
)
IN_SIGNS = ("18W", "24万5600元", "¥98,000.00元整", "１２０万", "76，543.21元", "RMB 133,000", "\u200b36万元 ")
STEPS = tuple(replace(p, cost=float(WAN * (10 + 3 * k))) for k, p in enumerate(PROJECTS))
PAID = tuple(replace(p, sources=("fiscal", "lottery")) for p in STEPS)
SHARES = (
    "财政{0}、福彩1",
    "财政资金{0}万元，福彩公益金1万元",
    "财政拨款：{0}万元；\n福彩公益金：1万元",
    "财政({0})+福彩(1)",
    "财政{0}万 福彩1万",
)
Cells = Callable[[int, Meant], list[Any]]


def _add(name: str, head: list[str], cells: Cells, meant: tuple[Meant, ...] = PROJECTS, **kept: Any) -> None:
    """Register a layout of one sheet; `kept` are its title rows and what is noted and asked of it."""
    title = kept.pop("title", [])
    left_out = kept.pop("left_out", 0)

    def build(folder: Path) -> Case:
        rows = [*title, *rows_of(head, cells)]
        return Case(book(folder / "a.xlsx", ("表", rows)), meant, left_out, **kept)

    LAYOUTS[name] = build


def _row(k: int, p: Meant, amount: object, urgency: object = None, people: object = None) -> list[Any]:
    return [k, p.name, p.district, p.urgency if urgency is None else urgency, amount, people or p.people]


def _urgency(name: str, words: str, meant: dict[int, int] | None = None, heading: str = "紧急程度") -> None:
    """Register a layout whose urgency is written in five words, the most urgent first."""
    by_class = dict(zip((5, 4, 3, 2, 1), words.split(), strict=True))
    projects = tuple(replace(p, urgency=(meant or {}).get(p.urgency, p.urgency)) for p in PROJECTS)
    head = [*HEAD[:3], heading, "金额（元）", "服务人数"]
    _add(f"urgency_{name}", head, lambda k, p: _row(k, p, p.cost, by_class[p.urgency]), projects)


_add("amounts_in_words", HEAD, lambda k, p: _row(k, p, IN_WORDS[k - 1]))
_add("amounts_in_signs", HEAD, lambda k, p: _row(k, p, IN_SIGNS[k - 1]))
_add("people_in_sentences", [*HEAD[:5], "受益情况"], lambda k, p: _row(k, p, f"{p.cost}元", people=f"惠及{p.people}人"))
_add("people_at_least", HEAD, lambda k, p: _row(k, p, f"{p.cost}元", people=f"≥{p.people}人"), notes=("≥320人",))
for number, text in enumerate(SHARES):
    _add(
        f"sources_with_amounts_{number}",
        [*HEAD[:4], "申报金额（万元）", "服务人数", "资金来源"],
        lambda k, p, text=text: [*_row(k, p, 7 + 3 * k), text.format(6 + 3 * k)],
        PAID,
    )
_add("cost_by_source_in_a_cell", HEAD, lambda k, p: _row(k, p, SHARES[1].format(6 + 3 * k)), PAID)
_add("sources_are_the_cost", [*HEAD[:4], "资金来源（万元）", "服务人数"], lambda k, p: _row(k, p, SHARES[0].format(6 + 3 * k)), PAID)  # fmt: skip
_add(
    "sources_that_do_not_add_up",
    [*HEAD[:4], "申报金额（万元）", "服务人数", "资金来源"],
    lambda k, p: [*_row(k, p, 7 + 3 * k), SHARES[0].format(7 + 3 * k)],
    PAID,
    notes=("the amounts add up to 110000, the cost is 100000",),
)
_add(
    "parts_without_the_unit_of_their_sum",
    [*HEAD[:4], "总投资（万元）", "其中：财政资金", "其中：福彩公益金", "服务人数"],
    lambda k, p: [*_row(k, p, 7 + 3 * k)[:5], 6 + 3 * k, 1, p.people],
    PAID,
)
_add(
    "money_of_the_applicants",
    [*HEAD[:4], "总投资（万元）", "其中：申请财政资金（万元）", "自筹（万元）", "服务人数"],
    lambda k, p: [*_row(k, p, 7 + 3 * k)[:5], 6 + 3 * k, 1, p.people],
    tuple(replace(p, sources=("fiscal", "self_raised")) for p in STEPS),
    questions=("money of the applicants themselves",),
)
_add(
    "last_year_beside_this_year",
    [*HEAD[:4], "2026年预算数", "2027年预算数", "服务人数"],
    lambda k, p: [*_row(k, p, 1)[:5], wan(p), p.people],
    title=[["2027年度购买服务预算表"], ["单位：万元　填报日期：2026年10月15日"]],
    notes=("2026年预算数” (column",),
)
_add(
    "years_counted_from_the_title",
    [*HEAD[:4], "第一年（万元）", "第二年（万元）", "服务人数"],
    lambda k, p: [*_row(k, p, wan(p))[:5], 5, p.people],
    tuple(replace(p, cost={2027: p.cost, 2028: 5.0 * WAN}) for p in PROJECTS),  # type: ignore[dict-item]
    title=[["2027—2028年购买服务项目"]],
)
_add(
    "short_years_and_their_sum",
    [*HEAD[:4], "27年（万元）", "28年（万元）", "两年合计", "服务人数"],
    lambda k, p: [*_row(k, p, wan(p))[:5], 5, wan(p) + 5, p.people],
    tuple(replace(p, cost={2027: p.cost, 2028: 5.0 * WAN}) for p in PROJECTS),  # type: ignore[dict-item]
)
_add("one_city_and_its_streets", [*HEAD[:2], "区", *HEAD[2:4], "金额（元）", "服务人数"], lambda k, p: [k, p.name, "江城区", *_row(k, p, p.cost)[2:]])  # fmt: skip
_add("cancelled_by_a_remark", [*HEAD[:4], "金额（元）", "服务人数", "备注"], lambda k, p: [*_row(k, p, p.cost), "已撤销" if k == 2 else ""], questions=("已撤销",))  # fmt: skip
_add("yuan_among_ten_thousands", [*HEAD[:4], "金额（万元）", "服务人数"], lambda k, p: _row(k, p, 90000 if k == 3 else wan(p)), tuple(replace(p, cost=9e8) if k == 2 else p for k, p in enumerate(PROJECTS)), questions=("more than 500 times",))  # fmt: skip
_add("yuan_under_ten_thousands", [*HEAD[:4], "金额（万元）", "服务人数"], lambda k, p: _row(k, p, p.cost), tuple(replace(p, cost=float(str(p.cost)) * WAN) for p in PROJECTS), questions=("If the cells are in yuan",))  # fmt: skip
_urgency("by_degrees", "特别急 急 稍急 不太急 可稍缓")
_urgency("between_extremes", "极高 高 中 低 极低")
_urgency("in_colours", "红 橙 黄 蓝 绿")
_urgency("by_number_and_word", "Ⅰ类·特急 Ⅱ类·急 Ⅲ类·较急 Ⅳ类·一般 Ⅴ类·缓")
_urgency("by_letter_and_word", "A类（必保） B类（优先） C类（重点） D类（一般） E类（备选）")
_urgency("by_order_of_words", "1 2 3 4 5", heading="紧急程度（按1至5由急到缓）")
_urgency("from_p1", "P1 P2 P3 P4 P5")
_urgency("in_english_letters", "H H M M L", {4: 5, 2: 3})
_urgency("yes_or_no", "是 是 否 否 否", {5: 4, 3: 2, 1: 2}, heading="是否紧急")


def _subtotals_of_a_program(folder: Path) -> Case:
    rows: list[list[Any]] = [["街道", "项目名称", "紧急程度", "申报金额（万元）", "服务人数"]]
    for district in dict.fromkeys(p.district for p in PROJECTS):
        inside = [p for p in PROJECTS if p.district == district]
        rows += [[p.district, p.name, p.urgency, wan(p), p.people] for p in inside]
        rows.append([f"{district} 汇总", "", "", sum(map(wan, inside)), sum(p.people for p in inside)])
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 3)


def _sections_beside_an_empty_column(folder: Path) -> Case:
    rows: list[list[Any]] = [HEAD]
    for numeral, district in zip("一二三", dict.fromkeys(p.district for p in PROJECTS), strict=True):
        rows.append([numeral, f"{district}（{len(district)}个）"])
        rows += [[1, p.name, "", p.urgency, p.cost, p.people] for p in PROJECTS if p.district == district]
    return Case(book(folder / "a.xlsx", ("表", rows)), PROJECTS, 3)


def _rows_set_aside(folder: Path) -> Case:
    path = book(folder / "a.xlsx", ("表", rows_of(HEAD, lambda k, p: _row(k, p, p.cost))))
    made = load_workbook(path)
    made.active.row_dimensions[3].hidden = True
    for cell in made.active[5]:
        cell.font = Font(strike=True)
    made.save(path)
    return Case(path, PROJECTS, 0, questions=("2 rows are hidden or struck through", "3, 5"))


def _ten_thousands_shown_by_the_format(folder: Path) -> Case:
    path = book(
        folder / "a.xlsx", ("表", rows_of([*HEAD[:4], "金额（万元）", "人数"], lambda k, p: _row(k, p, p.cost)))
    )
    made = load_workbook(path)
    for row in range(2, 9):
        made.active.cell(row, 5).number_format = "0!.0,"
    made.save(path)
    return Case(path, PROJECTS, 0)


def _full_width_commas(folder: Path) -> Case:
    path = folder / "a.csv"
    rows = rows_of(HEAD, lambda k, p: _row(k, p, p.cost))
    path.write_text("\r\n".join("，".join(map(str, row)) for row in rows), "utf-8")
    return Case(path, PROJECTS, 0)


LAYOUTS |= {
    build.__name__.strip("_"): build
    for build in (
        _subtotals_of_a_program,
        _sections_beside_an_empty_column,
        _rows_set_aside,
        _ten_thousands_shown_by_the_format,
        _full_width_commas,
    )
}
