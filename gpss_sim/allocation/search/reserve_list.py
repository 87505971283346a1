"""Who is in, who is next, who is out."""

from __future__ import annotations

from collections.abc import Mapping

from gpss_sim.allocation.milp.constraints import build
from gpss_sim.allocation.plan.outcome import Status
from gpss_sim.allocation.plan.ranking import ranking
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.feasible_fill import Room


def line_up(
    problem: Problem, policy: str, posts: Mapping[int, int]
) -> tuple[list[int], dict[str, Status], tuple[str, ...]]:
    """Ranking order, status of every project, and the reserve list in order.

    The reserve list is what the policy's ranking buys next, the list being kept, as money is found:
    projects that bring something, that the whole budget could pay, and that no rule but money refuses.
    """
    order = ranking(problem, policy)
    if problem.plain:
        money = problem.money.lines[0].amount
        waiting = [i for i in order if i not in posts and problem.projects[i].total <= money]
        next_in_line = [i for i in waiting if problem.benefits[i] > 0]
    else:
        next_in_line = _joinable(problem, order, posts)
    queue = set(next_in_line)
    status: dict[str, Status] = {
        project.id: "selected" if i in posts else "reserve" if i in queue else "rejected"
        for i, project in enumerate(problem.projects)
    }
    return order, status, tuple(problem.projects[i].id for i in next_in_line)


def money_rules(problem: Problem) -> frozenset[str]:
    """Names of the rules that more money would lift."""
    return frozenset({*(line.name for line in problem.budget.lines), "eligible sources"})


def _joinable(problem: Problem, order: list[int], posts: Mapping[int, int]) -> list[int]:
    """Projects that only money keeps out, each also when bought alone, in ranking order."""
    program = build(problem)
    alone = Room(program)
    money = money_rules(problem)
    program.rows = [row for row in program.rows if row.rule not in money]
    rich = Room(program, dict(posts), poor=False)
    line = []
    for i in order:
        smallest = problem.projects[i].smallest
        affordable = alone.refusal(i, smallest) not in money
        if i not in posts and problem.benefits[i] > 0 and affordable and rich.refusal(i, smallest) is None:
            rich.add(i)
            line.append(i)
    return line
