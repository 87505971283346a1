"""Why each project is in, next in line or out: one sentence, without another search."""

from __future__ import annotations

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.words import rule_name
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.quotas import Quotas
from gpss_sim.allocation.search.reserve_list import money_rules
from gpss_sim.money import aloud

EN = {
    "mandatory": "must be bought",
    "core": "continues an earlier contract",
    "best": "belongs to the best list for urgency {urgency} at {each} yuan a unit of benefit",
    "part": "belongs to the best list with {posts} of {all} posts at {each} yuan a unit of benefit",
    "ranked": "fits in its place down the ranking",
    "left": "number {rank} in line: the {left} left of {rule} do not pay for its {need}{part}; it lacks {lack}",
    "line": "number {rank} in line: costs {cost}{part}; {rule} lacks {lack} for it",
    "sources": "number {rank} in line: costs {cost}{part}, more than its sources have left",
    "rule": "kept out by {rule}",
    "dear": "costs {cost}{part}, more than {rule} can ever pay",
    "some": " for {least} of {all} posts",
    "useless": "brings no benefit",
    "below": "lies below the threshold of the ranking",
    "beaten": "fits, but the ranking stopped before it",
    "none": "no list keeps all the rules",
    "unmet": "the list that was made breaks rules",
}
ZH = {
    "mandatory": "必保项目",
    "core": "延续上年合同",
    "best": "属于紧急程度{urgency}级的最优组合，每单位效益{each}元",
    "part": "属于最优组合，购买{all}个岗位中的{posts}个，每单位效益{each}元",
    "ranked": "按排序轮到时资金足够",
    "left": "排在候补第{rank}位，{rule}剩余{left}不够其申报的{need}{part}，尚缺{lack}",
    "line": "排在候补第{rank}位，需{cost}{part}，{rule}尚缺{lack}",
    "sources": "排在候补第{rank}位，需{cost}{part}，可用资金来源余额不足",
    "rule": "受限于规则：{rule}",
    "dear": "需{cost}{part}，超出{rule}的全部额度",
    "some": "（{all}个岗位中的{least}个）",
    "useless": "没有效益",
    "below": "低于排序门槛",
    "beaten": "资金足够，但排序在此之前已截止",
    "none": "没有任何方案能满足全部规则",
    "unmet": "得出的名单违反规则",
}


def reasons(problem: Problem, outcome: Outcome, lang: str = "en") -> dict[str, str]:
    """Return a sentence for every project.

    Parameters
    ----------
    lang : str
        ``en`` or ``zh``.
    """
    words = ZH if lang == "zh" else EN
    if not outcome.has_answer:
        blame = "unmet" if outcome.verdict == "no_answer" and outcome.conflict else "none"
        return dict.fromkeys(problem.index, words[blame])
    program = build(problem)
    plan = outcome.plan.on(problem)
    full, empty = FeasibleFill(program, plan, quotas=_quotas(problem, plan, outcome.policy)), FeasibleFill(program)
    rank = {name: k for k, name in enumerate(outcome.reserve, start=1)}
    money = money_rules(problem)
    sentences = {}
    for i, p in enumerate(problem.projects):
        facts = {"cost": aloud(sum(p.price(p.smallest).values()), lang), "urgency": p.urgency, "all": p.posts}
        facts["part"] = words["some"].format(least=p.smallest, all=p.posts) if p.divisible else ""
        if i in plan:
            facts |= {"posts": plan.posts[i], "each": _each(p.total, problem.benefits[i], problem.scale)}
            sentences[p.id] = words[_why_in(outcome, i)].format(**facts)
            continue
        full.short.clear()
        why = full.refusal(i, p.smallest)
        lack = full.short.get(why or "")
        facts |= {"rule": rule_name(why or "", lang), "rank": rank.get(p.id, 0), "lack": aloud(lack or 0, lang)}
        need = _needed(problem, i, why)
        least = problem.rules.ranking.threshold * problem.scale
        if problem.benefits[i] == 0:
            key = "useless"
        elif outcome.policy == "rank-and-cut" and problem.benefits[i] < least:
            key = "below"
        elif why in money and empty.refusal(i, p.smallest) in money:
            key = "dear"
        elif p.id in rank and why is not None:
            key = "sources" if lack is None or why == "eligible sources" else "line"
            if key == "line" and lack is not None and need is not None and need - lack >= 0:
                key, facts = "left", facts | {"need": aloud(need, lang), "left": aloud(need - lack, lang)}
        else:
            key = "beaten" if why is None else "rule"
        sentences[p.id] = words[key].format(**facts)
    return sentences


def _quotas(problem: Problem, plan: Plan, policy: str) -> Quotas | None:
    """What the quotas of a ranking leave beside the plan, where they bound to its end."""
    bound = policy == "rank-and-cut" and problem.rules.quota and not problem.rules.ranking.second_pass
    return Quotas(problem, plan) if bound else None


def _needed(problem: Problem, position: int, rule: str | None) -> int | None:
    """What a line of the budget has to pay of the smallest purchase of a project [fen]; None for any other rule."""
    project = problem.projects[position]
    line = next((line for line in problem.budget.lines if line.name == rule), None)
    if line is None:
        return None
    return sum(fen for year, fen in project.price(project.smallest).items() if line.covers(year, line.source))


def shortage(problem: Problem, outcome: Outcome, name: str) -> int | None:
    """Money that is lacking beside what is left, for the smallest purchase of a project that is out [fen].

    None where it is bought, or where not one line of the budget alone keeps it out.
    """
    position = problem.index[name]
    if position in outcome.plan:
        return None
    full = FeasibleFill(build(problem), outcome.plan.on(problem))
    why = full.refusal(position, problem.projects[position].smallest)
    return full.short.get(why) if why in {line.name for line in problem.budget.lines} else None


def _each(cost: int, benefit: int, scale: int) -> str:
    return f"{cost / 100 * scale / benefit:.2f}" if benefit else "-"


def _why_in(outcome: Outcome, position: int) -> str:
    problem = outcome.plan.problem
    project = problem.projects[position]
    if project.id in problem.must:
        return "mandatory"
    if outcome.policy == "core-plus" and project.id in problem.rules.continuing:
        return "core"
    if outcome.policy == "rank-and-cut":
        return "ranked"
    return "part" if outcome.plan.posts[position] < project.posts else "best"
