"""Names of rules in Chinese."""

from __future__ import annotations

import re

import pytest

from gpss_sim.allocation.plan.words import rule_name

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
