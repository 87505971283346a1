"""Names of verdicts, policies, columns and built-in rules in the language of the reader.

English shows the strings of the files as they stand; rules the planner named keep their names in both.
"""

from __future__ import annotations

import re

from gpss_sim.i18n import Language, Message, Told, said

CHINESE = {
    "proven_optimal": "已证明最优",
    "within_gap": "差距已证明",
    "feasible_unproven": "可行，未证明最优",
    "infeasible": "无可行方案",
    "no_answer": "未求得方案",
    "urgency-first": "紧急优先",
    "weighted": "加权",
    "rank-and-cut": "排序截取",
    "core-plus": "先保基本",
    "selected": "入选",
    "reserve": "候补",
    "rejected": "未入选",
    "core": "基本保障",
    "fairness": "公平",
    "id": "编号",
    "name": "名称",
    "district": "区",
    "domain": "领域",
    "status": "状态",
    "amount": "金额（元）",
    "posts": "岗位数",
    "tier": "层级",
    "rank": "名次",
    "reason": "理由",
    "budget": "预算",
    "spent": "支出",
    "policy": "口径",
    "verdict": "结论",
    "benefit": "效益",
    "total_benefit": "效益合计",
    "weighted_benefit": "加权效益",
    "objective": "目标值",
    "bound": "上界",
    "gap": "差距",
    "ties_proven": "同值取舍已证明",
    "solver": "求解器",
    "projects": "项目数",
    "cost": "成本",
    "urgency": "紧急程度",
    "unmet": "未满足的效益",
    "urgency 5 left out": "紧急程度5级落选",
    "urgency_5_left_out": "紧急程度5级落选项目",
    "only_here": "仅此口径入选",
    "not_here": "此口径落选",
    "lost": "保持一致的代价",
    "added": "增加",
    "dropped": "减少",
    "what": "内容",
    "written": "已写入",
}
"""Chinese of every word that tables of the budget decision show."""

_ENGLISH_RULES = {"eligible sources": "what its sources can still pay"}
_CHINESE_RULES = (
    (re.compile(r"^budget( .+)?$"), r"预算\1"),
    (re.compile(r"^eligible sources$"), "可用资金来源的余额"),
    (re.compile(r"^mandatory (.+)$"), r"必保项目\1"),
    (re.compile(r"^(.+) requires (.+)$"), r"\1以\2为前置"),
    (re.compile(r"^(.+) excludes (.+)$"), r"\1与\2互斥"),
    (re.compile(r"^posts$"), "岗位"),
    (re.compile(r"^posts of (.+)$"), r"\1的岗位数"),
    (re.compile(r"^payment$"), "资金支付"),
    (re.compile(r"^split_sources$"), "每个项目只由一个来源支付"),
    (re.compile(r"^reserve$"), "预留资金"),
    (re.compile(r"^fairness$"), "公平"),
    (re.compile(r"^overrun$"), "超支风险"),
    (re.compile(r"^ranking\.threshold$"), "排序门槛"),
)


def word(text: str, lang: str) -> str:
    """Return a word of the files in the language of the reader.

    >>> word("proven_optimal", "zh"), word("proven_optimal", "en")
    ('已证明最优', 'proven_optimal')
    """
    return CHINESE.get(text, text) if lang == "zh" else text


def rule_name(rule: str, lang: str) -> str:
    """Return a rule as the reader calls it.

    >>> rule_name("budget 2027:fiscal", "zh"), rule_name("eligible sources", "en"), rule_name("half at most", "zh")
    ('预算 2027:fiscal', 'what its sources can still pay', 'half at most')
    """
    if lang != "zh":
        return _ENGLISH_RULES.get(rule, rule)
    for pattern, chinese in _CHINESE_RULES:
        if pattern.match(rule):
            return pattern.sub(chinese, rule)
    return rule


def breach_name(breach: str, lang: Language) -> str:
    """Return a breach, or the name of a rule, as the reader calls it.

    >>> from gpss_sim.money import Fen
    >>> spent = Message("breach.spends", spent=Fen(500_000_000), most=Fen(4_00))
    >>> breach_name(Message("breach.of", rule="budget", detail=spent), "zh"), breach_name("budget", "zh")
    ('预算：支出500万元，限额4元', '预算')
    """
    if not isinstance(breach, Message):
        return rule_name(breach, lang)
    rule, detail = rule_name(str(breach.facts["rule"]), lang), said(str_of(breach.facts["detail"]), lang)
    return Message("breach.of", rule=Told(rule), detail=Told(detail)).said(lang)


def str_of(fact: object) -> str:
    """A fact that is text, as it is: a message remains one."""
    return fact if isinstance(fact, str) else str(fact)
