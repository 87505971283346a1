"""Columns of a project library: names, Chinese headers, units in brackets."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gpss_sim.i18n import Message
from gpss_sim.numbers import UNITS, narrow, unit_written, unknown_unit

FIRST_YEAR, LAST_YEAR = 1949, 2199
"""Years that a budget may be for."""

CHINESE: dict[str, tuple[str, ...]] = {
    "id": ("编号", "项目编号", "序号"),
    "name": ("名称", "项目名称"),
    "urgency": ("紧急程度", "轻重缓急", "紧急度", "急需程度"),
    "benefit": ("效益", "预期效益"),
    "cost": ("成本", "费用", "金额", "经费", "预算", "概算"),
    "beneficiaries": ("受益人数", "服务人数"),
    "domain": ("领域", "服务领域"),
    "group": ("人群", "服务人群", "服务对象"),
    "district": ("区", "区域", "地区", "所在区"),
    "form": ("购买形式", "形式", "购买方式"),
    "posts": ("岗位数", "岗位"),
    "min_posts": ("最少岗位数", "最少岗位"),
    "sources": ("资金来源", "来源"),
    "mandatory": ("必须", "必保", "是否必保"),
    "requires": ("前置项目", "依赖"),
    "excludes": ("互斥项目", "互斥"),
    "agency": ("机构", "承接机构"),
}
"""Headers a library may have, the first of them the one the template uses."""

_ALIASES = {alias: name for name, aliases in CHINESE.items() for alias in (name, *aliases)}
_LARGE = ("万", "亿")
"""Units that count large numbers of anything."""
_SCALES = re.compile("[元万亿千百十]|yuan|rmb|cny|usd")
"""Signs of a unit that changes the size of a number."""
_BRACKETS = re.compile(r"^(?P<name>.*?)(?<!\s)\s*+[（(](?P<unit>[^（(）)]*)[）)]$")
_COSTS = "|".join(("cost", *CHINESE["cost"]))
_YEARLY = re.compile(rf"^(?:(?:{_COSTS})[_ ]?(?P<a>[0-9]{{4}})年?|(?P<b>[0-9]{{4}})年?[_ ]?(?:{_COSTS}))$")

FORMS = {
    "post": "post",
    "project": "project",
    "voucher": "voucher",
    "岗位": "post",
    "项目": "project",
    "服务券": "voucher",
}
TRUTH = {"yes": True, "true": True, "1": True, "y": True, "是": True, "√": True} | {
    "no": False, "false": False, "0": False, "n": False, "否": False, "": False,
}  # fmt: skip


class Column(NamedTuple):
    """What a header means.

    Parameters
    ----------
    name : str
        Field of the library.
    year : int or None
        Year of a cost column.
    times : Decimal
        Factor to yuan, people or pieces.
    unit : str
        Unit of a cost as the header names it.
    fault : str
        What is wrong with the header; empty if nothing.
    """

    name: str
    year: int | None
    times: Decimal
    unit: str = ""
    fault: str = ""


@lru_cache(maxsize=1000)
def column(header: str) -> Column | None:
    """Read a header; None when it is no column of a library.

    >>> column("成本（万元）").times, column("cost_2027").year, column("remark")
    (Decimal('10000'), 2027, None)
    >>> column("成本（千元）").fault
    "'千元' is no unit here; allowed: 元, yuan, 万, 万元, 亿, 亿元"
    """
    text, unit = narrow(header), ""
    if (bracketed := _BRACKETS.match(text)) and _named(bracketed["name"]):
        text, unit = bracketed["name"], unit_written(bracketed["unit"])
    named = _named(text)
    if named is None:
        return None
    name, year = named
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return Column(name, year, Decimal(1), "", Message("library.year", low=FIRST_YEAR, high=LAST_YEAR))
    if name not in ("cost", "benefit", "beneficiaries"):
        return Column(name, year, Decimal(1))
    if unit in UNITS and (name == "cost" or unit in _LARGE):
        return Column(name, year, Decimal(UNITS[unit]), unit if name == "cost" else "")
    if name == "cost" or _SCALES.search(unit.removesuffix("次")):
        return Column(name, year, Decimal(1), "", unknown_unit(unit))
    return Column(name, year, Decimal(1))


def _named(text: str) -> tuple[str, int | None] | None:
    """Field and year of a header without its unit."""
    if yearly := _YEARLY.match(text.lower()):
        return "cost", int(yearly["a"] or yearly["b"])
    name = _ALIASES.get(text.lower())
    return (name, None) if name else None
