"""Why each project is in, next in line or out: one sentence, without another search."""

from __future__ import annotations

from functools import cache

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.quotas import Quotas
from gpss_sim.allocation.search.reserve_list import money_rules
from gpss_sim.allocation.search.single_budget import SingleBudget
from gpss_sim.i18n import Message, RuleName
from gpss_sim.money import Fen


def reasons(problem: Problem, outcome: Outcome) -> dict[str, Message]:
    """Return a sentence for every project."""
    if not outcome.has_answer:
        blame = "unmet" if outcome.verdict == "no_answer" and outcome.conflict else "none"
        return dict.fromkeys(problem.index, Message(f"reason.{blame}"))
    plan, money = outcome.plan.on(problem), money_rules(problem)
    full, empty = _beside(problem, plan, outcome.policy), _beside(problem)
    rich = cache(lambda: FeasibleFill(build(problem), plan, money=False, without=money))
    rank = {name: k for k, name in enumerate(outcome.reserve, start=1)}
    sentences: dict[str, Message] = {}
    for i, p in enumerate(problem.projects):
        if i in plan:
            sentences[p.id] = _bought(outcome, i)
            continue
        part: object = Message("reason.some", least=p.smallest, all=p.posts) if p.divisible else ""
        facts = {"cost": Fen(sum(p.price(p.smallest).values())), "part": part}
        full.short.clear()
        why = full.refusal(i, p.smallest)
        lack = full.short.get(why or "")
        facts |= {"rule": RuleName(why or ""), "rank": rank.get(p.id, 0), "lack": Fen(lack or 0)}
        need = _needed(problem, i, why)
        alone = empty.refusal(i, p.smallest) if why in money else None
        least = problem.rules.ranking.threshold * problem.scale
        if problem.benefits[i] == 0:
            key = "useless"
        elif outcome.policy == "rank-and-cut" and problem.benefits[i] < least:
            key = "below"
        elif alone in money:
            key, facts = "dear", facts | {"rule": RuleName(alone or "")}
        elif p.id in rank and why is not None:
            key = "sources" if lack is None or why == "eligible sources" else "line"
            if key == "line" and lack is not None and need is not None and need - lack >= 0:
                key, facts = "left", facts | {"need": Fen(need), "left": Fen(need - lack)}
        else:
            key = "beaten" if why is None else "rule"
            if why in money and not problem.single_budget:
                facts |= {"rule": RuleName(rich().refusal(i, p.smallest) or why)}
        sentences[p.id] = Message(f"reason.{key}", **facts)
    return sentences


def _beside(problem: Problem, plan: Plan | None = None, policy: str = "") -> FeasibleFill | SingleBudget:
    """What refuses the next project beside a plan."""
    if problem.single_budget:
        return SingleBudget(problem, plan)
    return FeasibleFill(build(problem), plan, quotas=None if plan is None else _quotas(problem, plan, policy))


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
    full = _beside(problem, outcome.plan.on(problem))
    why = full.refusal(position, problem.projects[position].smallest)
    return full.short.get(why) if why in {line.name for line in problem.budget.lines} else None


def _bought(outcome: Outcome, position: int) -> Message:
    """Why a project is on the list."""
    problem, why = outcome.plan.problem, _why_in(outcome, position)
    if why not in ("best", "part"):
        return Message(f"reason.{why}")
    project = problem.projects[position]
    each = _each(project.total, problem.benefits[position], problem.scale)
    if why == "best":
        return Message("reason.best", urgency=project.urgency, each=each)
    return Message("reason.part", posts=outcome.plan.posts[position], all=project.posts, each=each)


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
