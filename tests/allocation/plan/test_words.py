"""Names of rules, and what a list breaks, in Chinese."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gpss_sim.allocation import Problem, Project, Rules
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.i18n import breach_name, rule_name

BUILT_IN = (
    "budget 2027:fiscal",
    "eligible sources",
    "mandatory A",
    "A requires B",
    "A excludes B",
    "posts",
    "posts of A",
    "payment",
    "split_sources",
    "reserve",
    "fairness",
    "overrun",
    "ranking.threshold",
)


@pytest.mark.parametrize("rule", BUILT_IN)
def test_every_rule_without_a_planners_name_has_a_chinese_one(rule: str) -> None:
    assert rule_name(rule, "zh") != rule
    assert re.search(r"[\u4e00-\u9fff]", rule_name(rule, "zh"))


def broken(rules: dict[str, Any], money: Any = 10_000_00, **bought: int) -> list[str]:
    library = [
        Project("A", 5, 9, 6_000_000, district="N", posts=3, min_posts=1, agency="x"),
        Project("B", 4, 8, 500_00, district="S", agency="x", requires=("A",)),
        Project("C", 3, 7, 400_00, district="S", agency="x", excludes=("B",)),
    ]
    plan = Plan.of(Problem(library, money, Rules.model_validate(rules)), bought)
    return [breach_name(breach.sentence, "zh") for breach in plan.breaches]


BROKEN = [
    ({}, {"A": 3}, "预算：支出6万元，限额1万元"),
    ({}, {"A": 4}, "A的岗位数：4个，应为1至3个"),
    ({}, {"B": 1}, "B以A为前置：未满足"),
    ({"mandatory": ["C"]}, {}, "必保项目C：未购买"),
    ({"staff": [{"name": "人手", "available": 0}]}, {"C": 1}, "人手：1个岗位，只有0名社工"),
    ({"exclusive": [{"name": "其一", "projects": ["B", "C"]}]}, {"B": 1, "C": 1}, "其一：购买了2个，最多1个"),
    ({"requires": [{"name": "配套", "project": "C", "needs": ["A", "B"]}]}, {"C": 1}, "配套：购买了C，但未购齐A, B"),
    (
        {"requires": [{"name": "配套", "project": "C", "needs": ["A"], "how": "any"}]},
        {"C": 1},
        "配套：购买了C，但A一个也未购买",
    ),
    ({"concentration": [{"name": "一家", "same": ["agency"], "at_most": 1}]}, {"B": 1, "C": 1}, "购买了2个，最多1个"),
    ({"limit": [{"name": "下限", "min": "1万"}]}, {"C": 1}, "下限：支出400元，低于1万元"),
    ({"limit": [{"name": "份额", "max_share": "0.0333333"}]}, {"C": 1}, "份额：支出400元，高于333.33元"),
    ({"limit": [{"name": "个数", "min_projects": 2}]}, {"C": 1}, "个数：购买1个，少于2个"),
    ({"limit": [{"name": "个数", "max_projects": 0}]}, {"C": 1}, "个数：购买1个，多于0个"),
    ({"fairness": {"population": {"N": 1, "S": 1}, "gini_at_most": 0}}, {"C": 1}, "公平：基尼系数0.5000，高于0"),
    ({"overrun": {"probability": 0.1, "deviation": 0.5}}, {"A": 1}, "超支风险：预算超支的概率为0.8413"),
]


@pytest.mark.parametrize(("rules", "bought", "said"), BROKEN)
def test_what_a_list_breaks_is_told_in_chinese_with_its_amounts(
    rules: dict[str, Any], bought: dict[str, int], said: str
) -> None:
    told = broken(rules, **bought)
    assert any(said in sentence for sentence in told), told


def test_sources_that_do_not_pay_are_told_in_chinese() -> None:
    assert "可用资金来源的余额：资金来源怎样分摊都付不起该方案" in broken({}, {"福彩": 100}, C=1)
