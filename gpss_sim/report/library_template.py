"""The template of a library, as a workbook with drop-downs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gpss_sim.library.columns import CHINESE
from gpss_sim.report.workbook import workbook

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
    with workbook(path) as book:
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
