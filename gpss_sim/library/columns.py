"""Columns of a project library: names, Chinese headers, units in brackets."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

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
_UNITS = {"元": 1, "yuan": 1, "万元": 10_000, "万": 10_000, "人": 1, "个": 1}
_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[（(](?P<unit>[^）)]*)[）)]$")
_COSTS = "|".join(("cost", *CHINESE["cost"]))
_YEARLY = re.compile(rf"^(?:(?:{_COSTS})[_ ]?(?P<a>\d{{4}})年?|(?P<b>\d{{4}})年?[_ ]?(?:{_COSTS}))$")

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
    """

    name: str
    year: int | None
    times: Decimal


def column(header: str) -> Column | None:
    """Read a header; None when it is no column of a library.

    >>> column("成本（万元）"), column("cost_2027"), column("remark")
    (Column(name='cost', year=None, times=Decimal('10000')), Column(name='cost', year=2027, times=Decimal('1')), None)
    """
    text = header.strip()
    times = Decimal(1)
    bracketed = _BRACKETS.match(text)
    if bracketed and bracketed["unit"].strip() in _UNITS:
        text, times = bracketed["name"], Decimal(_UNITS[bracketed["unit"].strip()])
    if yearly := _YEARLY.match(text.lower()):
        return Column("cost", int(yearly["a"] or yearly["b"]), times)
    name = _ALIASES.get(text.lower())
    return Column(name, None, times) if name else None
