"""The workbook that is signed: one decision on A4, and the sheets behind it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from gpss_sim.allocation import Budget, Problem, Project, Rules, allocate
from gpss_sim.allocation.analysis.frontier import point
from gpss_sim.allocation.analysis.policies_compared import compare_policies
from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.i18n import Language, said_all
from gpss_sim.report.decision_book import DecisionFacts, write_decision_book
from gpss_sim.report.decision_book.front import COLUMNS

WAN = 1_000_000
"""Fen in 10,000 yuan."""
DIGEST = "0123456789abcdef" * 4
TEXT = "居家养老与独居老人上门探访综合服务"


def library(projects: int = 24, districts: int = 4) -> list[Project]:
    return [
        Project(
            f"P{k:03d}",
            5 - k % 5,
            100 + k,
            {2027: (10 + k) * WAN, 2028: 5 * WAN} if k % 2 else {2027: 12 * WAN + 3456},
            name=f"{TEXT}（{k}片）",
            district=f"{'东西南北中'[k % districts]}区",
            domain="为老服务" if k % 3 else "儿童",
            agency=f"第{k % 3 + 1}社工中心",
            sources=("fiscal", "lottery") if k % 2 else ("lottery",),
            beneficiaries=100 + k,
        )
        for k in range(projects)
    ]


def facts_of(problem: Problem, lang: Language = "zh") -> DecisionFacts:
    outcomes = {policy: allocate(problem, policy) for policy in ("urgency-first", "weighted")}
    outcome = outcomes["urgency-first"]
    more = problem.budget.total * 11 // 10
    budgets = [point(problem.with_budget(problem.budget.scaled(more, problem.budget.total)), more, "urgency-first")]
    beside = compare_policies(problem, outcomes, "urgency-first")
    told = said_all(reasons(problem, outcome), lang)
    day = date(2026, 11, 30)
    return DecisionFacts(problem, outcome, beside, budgets, "申报表.xlsx", DIGEST, day, "0.1.0", None, told, lang)


def written(path: Path, facts: DecisionFacts) -> Workbook:
    write_decision_book(path / "book.xlsx", facts)
    return load_workbook(path / "book.xlsx")


@pytest.fixture(scope="module")
def facts() -> DecisionFacts:
    budget = Budget.of({(2027, "fiscal"): 200 * WAN, (2027, "lottery"): 120 * WAN, (2028, "fiscal"): 60 * WAN})
    rules = Rules.model_validate({"limit": [{"name": "东区封顶", "where": {"district": "东区"}, "max": 900_000}]})
    return facts_of(Problem(library(), budget, rules))


@pytest.fixture(scope="module")
def book(facts: DecisionFacts, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return written(tmp_path_factory.mktemp("book"), facts)


def table_of(sheet: Any) -> tuple[int, list[str]]:
    """Row of the headings, and the headings."""
    for row in sheet.iter_rows():
        if row[0].value == "序号":
            return row[0].row, [str(cell.value) for cell in row]
    raise AssertionError("no headings")


def column_of(sheet: Any, heading: str) -> dict[str, Any]:
    """Values of a column by what stands under the project's name; the first of each."""
    head, names = table_of(sheet)
    found: dict[str, Any] = {}
    for row in sheet.iter_rows(min_row=head + 1):
        found.setdefault(str(row[names.index("项目名称")].value), row[names.index(heading)].value)
    return found


def test_the_first_sheet_is_the_decision_in_chinese(book: Workbook, facts: DecisionFacts) -> None:
    sheet = book.worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert texts[0] == "2027–2028年政府购买社会工作服务项目决定"
    assert texts[1].startswith("预算：380.00万元（")
    assert "2027 福彩公益金 120.00万元" in texts[1]
    assert table_of(sheet)[1] == [
        "序号", "编号", "项目名称", "区", "紧急程度", "申报金额", "核定金额", "资金来源", "年度", "受益人数",
        "承接机构（主管部门）",
    ]  # fmt: skip
    assert any("单位：万元" in text for text in texts)
    for label in ("编制人", "审核人", "批准人", "单位（盖章）", "日期"):
        assert any(text.startswith(label) for text in texts)
    assert any(DIGEST in text for text in texts)
    assert any("候补名单" in text for text in texts)


def test_the_page_is_set_up_for_a4(book: Workbook) -> None:
    sheet = book.worksheets[0]
    head, names = table_of(sheet)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what the format takes for granted
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${head}:${head}"
    assert str(sheet.print_area).endswith(f"${'ABCDEFGHIJK'[len(names) - 1]}${sheet.max_row}")
    assert all(cell.alignment.wrap_text for cell in sheet[head + 1])


def test_rows_subtotals_and_total_add_up(book: Workbook, facts: DecisionFacts) -> None:
    granted = column_of(book.worksheets[0], "核定金额")
    chosen = [granted[facts.projects[name].name] for name in facts.outcome.selected]
    assert sum(chosen) == pytest.approx(facts.outcome.spent / WAN)
    total = next(value for name, value in granted.items() if name.startswith("合计"))
    assert total == pytest.approx(sum(chosen))
    districts = [value for name, value in granted.items() if name[1:3] == "区 "]
    assert len(districts) == len({facts.projects[name].district for name in facts.outcome.selected})
    assert sum(districts) == pytest.approx(total)


@pytest.mark.parametrize("districts", [1, 4])
def test_eighteen_projects_fit_on_two_pages(tmp_path: Path, districts: int) -> None:
    problem = Problem(library(18, districts), Budget.of(10_000 * WAN))
    facts = facts_of(problem)
    assert len(facts.outcome.selected) == 18
    sheet = written(tmp_path, facts).worksheets[0]
    scale = min(1.0, (297 / 25.4 - 1.0) * 72 / sum((7 * column.width + 5) * 0.75 for column in COLUMNS))
    height = scale * sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert height <= 2 * ((210 / 25.4) - 1.15) * 72 - 60


def test_the_other_sheets_have_filters_and_say_why(book: Workbook, facts: DecisionFacts) -> None:
    assert book.sheetnames == ["决定", "未入选", "来源与年度", "区与领域", "其他预算", "各种口径", "假设"]
    out = book["未入选"]
    rows = {row[0]: row for row in out.iter_rows(min_row=2, values_only=True)}
    assert set(rows) == set(facts.projects) - set(facts.outcome.selected)
    for name, row in rows.items():
        assert row[5] == pytest.approx(facts.projects[name].total / WAN)
        assert row[8] is False
        assert row[-1] == facts.reasons[name] != ""
    assert all(sheet.auto_filter.ref for sheet in book.worksheets[1:])
    assert all(sheet.page_setup.paperSize == 9 for sheet in book)


def test_money_by_source_and_year_is_the_plan_s(book: Workbook, facts: DecisionFacts) -> None:
    rows = list(book["来源与年度"].iter_rows(min_row=2, max_row=4, values_only=True))
    spent = {(row[0], row[1]): row[3] for row in rows}
    assert sum(spent.values()) == pytest.approx(facts.outcome.spent / WAN)
    assert all(row[2] == pytest.approx(row[3] + row[4]) for row in rows)


def test_assumptions_hold_truth_values_dates_and_rules(book: Workbook) -> None:
    told = {row[0]: row[1] for row in book["假设"].iter_rows(min_row=2, values_only=True)}
    assert told["已证明最优"] is True
    assert told["编制日期"] == datetime(2026, 11, 30)
    assert told["规则"] == "限额 “东区封顶”：范围： 区 东区；不高于 90.00万元"
    assert told["决定校验码（SHA-256）"] == DIGEST


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, lang: Language) -> None:
    names = ("=1+1", "@SUM(A1)", "+86", "-5")
    projects = [Project(f"={k}", 3, 5 + k, (1 + k) * WAN, name=name, district=name) for k, name in enumerate(names)]
    book = written(tmp_path, facts_of(Problem(projects, Budget.of(3 * WAN)), lang))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert set(names) <= {cell.value for cell in cells}


def test_without_an_answer_the_page_says_so(tmp_path: Path) -> None:
    problem = Problem([Project("a", 5, 1, 10 * WAN, mandatory=True)], Budget.of(WAN))
    book = written(tmp_path, facts_of(problem))
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert any("没有任何名单能满足全部规则" in text for text in texts)
    assert book.sheetnames == ["决定", "未入选", "各种口径", "假设"]


def test_very_many_payments_are_shown_without_their_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    years = {2027: 100_00, 2028: 200_00}
    problem = Problem([Project("a", 5, 3, years, name="餐"), Project("b", 4, 2, years)], {2027: 250_00, 2028: 500_00})
    sheets = []
    for most in (4, 3):
        (tmp_path / str(most)).mkdir()
        monkeypatch.setattr("gpss_sim.report.decision_book.sheets.MOST_PAYMENTS", most)
        sheet = written(tmp_path / str(most), facts_of(problem))["来源与年度"]
        sheets.append([[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)])
    apart, together = ([row for row in rows if row[0] in ("a", "b")] for rows in sheets)
    assert len(apart) == 4
    assert len(together) == 2
    assert sum(row[4] for row in apart) == pytest.approx(sum(row[4] for row in together))
