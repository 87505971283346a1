"""Workbooks of the budget decision: the template of a library, and the decision for the council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from gpss_sim.allocation import Outcome, Problem
from gpss_sim.allocation.analysis.policies_compared import PolicyView
from gpss_sim.allocation.plan.words import word
from gpss_sim.allocation.results.tables import COLUMNS, policies, rows, summary
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.project import TIERS

NOTES = {
    "id": "Unique, any text. 唯一编号。",
    "name": "Name of the project. 项目名称。",
    "urgency": "1 (can wait) to 5 (most urgent). 1（可缓）至5（最急）。",
    "benefit": "Any unit, the same for all; empty: beneficiaries. 效益，单位统一；空则取受益人数。",
    "cost": "Yuan for the whole project. 全额成本（元）。",
    "beneficiaries": "People served. 受益人数。",
    "domain": "Domain of service. 服务领域。",
    "group": "Group served. 服务人群。",
    "district": "District. 所在区。",
    "form": "post, project or voucher. 岗位、项目或服务券。",
    "posts": "Largest number of posts. 最多岗位数。",
    "min_posts": "Smallest number of posts; empty: all or none. 最少岗位数；空则全部购买。",
    "sources": "Who may pay, separated by ; — empty: anybody. 资金来源，用；分隔。",
    "mandatory": "yes or no. 是或否。",
    "requires": "Ids without which it cannot be bought. 前置项目编号。",
    "excludes": "Ids with which it cannot be bought. 互斥项目编号。",
    "agency": "Agency that carries it out. 承接机构。",
}
EXAMPLE = {
    "id": "P001", "name": "居家养老服务", "urgency": 5, "benefit": 620, "cost": 780000, "beneficiaries": 620,
    "domain": "elderly", "group": "elderly", "district": "东区", "form": "post", "posts": 6, "min_posts": 3,
    "sources": "fiscal;lottery", "mandatory": "no", "requires": "", "excludes": "", "agency": "",
}  # fmt: skip
LISTS: dict[str, list[Any]] = {
    "urgency": [1, 2, 3, 4, 5],
    "form": ["post", "project", "voucher"],
    "mandatory": ["yes", "no"],
}
ROWS = 2000
"""Rows of the template that carry drop-downs."""


def write_template(path: Path, lang: str = "en") -> None:
    """Write an empty library with drop-downs, a note on every header and one example row."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目库" if lang == "zh" else "library")
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        sheet.freeze_panes(1, 2)
        for k, name in enumerate(NOTES):
            sheet.write_string(0, k, CHINESE[name][0] if lang == "zh" else name, head)
            sheet.write_comment(0, k, NOTES[name])
            sheet.set_column(k, k, 24 if name == "name" else 14)
            value = EXAMPLE[name]
            sheet.write(1, k, value)
            if name in LISTS:
                choice = {"validate": "list", "source": LISTS[name], "error_message": NOTES[name]}
                sheet.data_validation(1, k, ROWS, k, choice)
            if name in ("benefit", "cost", "beneficiaries"):
                rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": NOTES[name]}
                sheet.data_validation(1, k, ROWS, k, rule)


def write_workbook(
    path: Path, problem: Problem, outcome: Outcome, beside: Sequence[PolicyView], lang: str = "en"
) -> None:
    """Write the decision: the list with names, the summary, and the other readings of urgency beside it."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet("名单" if lang == "zh" else "list")
        sheet.freeze_panes(1, 2)
        columns = ("id", "name", "district", "domain", *COLUMNS[1:])
        sheet.write_row(0, 0, [word(column, lang) for column in columns], head)
        for r, row in enumerate(rows(problem, outcome, lang), start=1):
            project = problem.projects[problem.index[str(row[0])]]
            status, amount, *rest = row[1:]
            lead = (row[0], project.name, project.district, project.domain, word(str(status), lang))
            for c, value in enumerate((*lead, float(str(amount)), *rest)):
                sheet.write(r, c, value, money if columns[c] == "amount" else None)
        sheet.autofilter(0, 0, len(problem.projects), len(columns) - 1)
        sheet.set_column(0, 3, 16)
        sheet.set_column(4, len(columns) - 2, 12)
        sheet.set_column(len(columns) - 1, len(columns) - 1, 70)
        _summary(book.add_worksheet("摘要" if lang == "zh" else "summary"), head, summary(problem, outcome), lang)
        _policies(book.add_worksheet("各种口径" if lang == "zh" else "policies"), head, beside, lang)


def _summary(sheet: Any, head: Any, facts: Mapping[str, Any], lang: str) -> None:
    sheet.set_column(0, 1, 20)
    told = {key: value for key, value in facts.items() if value is not None and not isinstance(value, list)}
    for r, (key, value) in enumerate((key, told[key]) for key in told if key not in ("seconds", "proven_optimal")):
        sheet.write_string(r, 0, word(key, lang), head)
        sheet.write(r, 1, word(value, lang) if isinstance(value, str) else value)


def _policies(sheet: Any, head: Any, beside: Sequence[PolicyView], lang: str) -> None:
    """One row a reading: what it buys, what it leaves unmet by urgency, and which projects differ."""
    keys = ("policy", "verdict", "selected", "spent", "total_benefit", "weighted_benefit")
    unmet = [f"{word('unmet', lang)}: {word('urgency', lang)} {tier}" for tier in TIERS]
    lists = [word(key, lang) for key in ("urgency_5_left_out", "only_here", "not_here")]
    sheet.write_row(0, 0, [*(word(key, lang) for key in keys), *unmet, *lists], head)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(keys) + len(unmet) - 1, 15)
    sheet.set_column(len(keys) + len(unmet), len(keys) + len(unmet) + len(lists) - 1, 40)
    for r, row in enumerate(policies(beside), start=1):
        cells = [word(row[key], lang) if isinstance(row[key], str) else row[key] for key in keys]
        names = [" ".join(row[key]) for key in ("urgency_5_left_out", "only_here", "not_here")]
        sheet.write_row(r, 0, [*cells, *row["unmet_by_urgency"].values(), *names])
