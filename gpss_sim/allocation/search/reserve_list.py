"""Status of every project under a plan, and the reserve list: what is bought next as money is found."""

from __future__ import annotations

from collections.abc import Iterable

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.outcome import Status
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.ranking import ranking
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.quotas import Quotas


def status_and_reserve(plan: Plan, policy: str) -> tuple[list[int], dict[str, Status], tuple[str, ...]]:
    """Ranking order, status of every project, and the reserve list in order.

    The reserve list is what the policy's ranking buys next beside the plan, as money is found: projects of some
    benefit, not below the threshold of a ranking, that the whole budget could pay and that no rule but money refuses.
    """
    problem = plan.problem
    order = ranking(problem, policy)
    if problem.single_budget:
        money = problem.money.lines[0].amount
        waiting = [i for i in order if i not in plan and problem.projects[i].total <= money]
        next_in_line = [i for i in waiting if problem.benefits[i] > 0]
    else:
        bound = policy == "rank-and-cut" and problem.rules.quota and not problem.rules.ranking.second_pass
        next_in_line = _joinable(plan, order, Quotas(problem, plan) if bound else None)
    if policy == "rank-and-cut":
        least = problem.rules.ranking.threshold * problem.scale
        next_in_line = [i for i in next_in_line if problem.benefits[i] >= least]
    queue = set(next_in_line)
    status: dict[str, Status] = {
        project.id: "selected" if i in plan else "reserve" if i in queue else "rejected"
        for i, project in enumerate(problem.projects)
    }
    return order, status, tuple(problem.projects[i].id for i in next_in_line)


def joined(plan: Plan, names: Iterable[str]) -> Plan:
    """Return a plan with what still fits beside it of other projects, tried in the order given.

    Parameters
    ----------
    plan : Plan
    names : iterable of str
        Ids of projects, the first first.
    """
    problem = plan.problem
    fill = FeasibleFill(build(problem), plan)
    for name in names:
        fill.add(problem.index[name])
    return fill.plan


def money_rules(problem: Problem) -> frozenset[str]:
    """Names of the rules that more money would lift."""
    return frozenset({*(line.name for line in problem.budget.lines), "eligible sources"})


def _joinable(plan: Plan, order: list[int], quotas: Quotas | None) -> list[int]:
    """Projects that only money keeps out, each also when bought alone, in ranking order."""
    problem = plan.problem
    program = build(problem)
    alone = FeasibleFill(program)
    money = money_rules(problem)
    rich = FeasibleFill(program, plan, money=False, without=money, quotas=quotas)
    reserve = []
    for i in order:
        smallest = problem.projects[i].smallest
        affordable = alone.refusal(i, smallest) not in money
        if i not in plan and problem.benefits[i] > 0 and affordable and rich.refusal(i, smallest) is None:
            rich.add(i)
            reserve.append(i)
    return reserve
