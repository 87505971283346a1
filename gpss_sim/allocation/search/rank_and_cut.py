"""Rank-and-cut: down the list until the money is gone, as officials do."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush

from gpss_sim.allocation.milp.program import Program
from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.plan.ranking import ranking
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.search.feasible_fill import FeasibleFill
from gpss_sim.allocation.search.quotas import Quotas


def rank_and_cut(program: Program, policy: str = "rank-and-cut", deadline: Deadline | None = None) -> FeasibleFill:
    """Mandatory projects, then the ranking within each floor until it is reached, then the ranking.

    With skipping, what was refused is tried again until a whole round changes nothing, because a
    prerequisite may have been bought meanwhile. Without it, the first refusal by the money ends the list.
    Quotas bind the way down, not what must be bought nor what a floor asks for; on a second way down they do not bind.
    Caps that are a share of what is spent would refuse the first project of any list; they are applied at the end.
    """
    problem = program.problem
    shares = {name: members for rule in problem.rules.active for name, members in rule.spending_caps(problem).items()}
    quotas = Quotas(problem) if policy == "rank-and-cut" and problem.rules.quota else None
    fill = FeasibleFill(program, without=frozenset(shares), deadline=deadline, quotas=quotas)
    order = eligible(problem, policy)
    if quotas is not None:
        quotas.bind = False
    for i in order:
        if problem.projects[i].id in problem.must:
            fill.add(i)
    for rule in problem.rules.active:
        for name, members in rule.floor_groups(problem):
            within = set(members)
            for i in order:
                if i in within and i not in fill and fill.lacks(name):
                    fill.add(i)
    skip = problem.rules.ranking.skip or policy != "rank-and-cut"
    for bind in (True, False) if quotas is not None and problem.rules.ranking.second_pass else (True,):
        if quotas is not None:
            quotas.bind = bind
        _go_down(fill, [i for i in order if i not in fill], skip)
    if shares:
        kept = _within_shares(fill.plan, order, shares, deadline or Deadline())
        left = None if quotas is None or not quotas.bind else Quotas(problem, kept)
        fill = FeasibleFill(program, kept, deadline=deadline, quotas=left)
        if skip:
            _go_down(fill, [i for i in order if i not in fill], skip)
    return fill


def filled_up(program: Program, policy: str, plan: Plan, deadline: Deadline) -> Plan:
    """Return a plan with what still fits beside it, in ranking order."""
    fill = FeasibleFill(program, plan, deadline=deadline)
    _go_down(fill, [i for i in eligible(program.problem, policy) if i not in plan], True)
    return fill.plan


def _within_shares(plan: Plan, order: list[int], shares: dict[str, list[int]], deadline: Deadline) -> Plan:
    """Give up the last in the ranking of whoever has too large a share, until nobody has.

    Steps grow while the same group stays the first that has, and shrink to one project where it would not; once the
    time is up they no longer shrink.
    """
    problem, projects = plan.problem, plan.problem.projects
    rules = [rule for rule in problem.rules.active if rule.spending_caps(problem)]
    able = {name: set(members) for name, members in shares.items()}
    free = {name: [i for i in order if i in each and projects[i].id not in problem.must] for name, each in able.items()}

    def first(posts: Mapping[int, int]) -> str | None:
        names = (breach.rule for rule in rules for breach in rule.breaches(problem, posts))
        return next((name for name in names if name in shares), None)

    posts, step = dict(plan.posts), 1
    broken = first(posts)
    while broken is not None:
        last = [i for i in free[broken] if i in posts][-step:]
        if not last:
            break
        fewer = {i: n for i, n in posts.items() if i not in set(last)}
        now = first(fewer)
        if now != broken and len(last) > 1 and not deadline.over:
            step = len(last) // 2
            continue
        posts, step = fewer, 2 * step if now == broken else 1
        broken = now
    return Plan(problem, posts)


def eligible(problem: Problem, policy: str) -> list[int]:
    """Positions in ranking order, without those below the threshold or worth nothing."""
    least = problem.rules.ranking.threshold * problem.scale if policy == "rank-and-cut" else 0
    return [
        i
        for i in ranking(problem, policy)
        if problem.projects[i].id in problem.must or (problem.benefits[i] >= least and problem.benefits[i] > 0)
    ]


def _go_down(fill: FeasibleFill, order: list[int], skip: bool) -> None:
    """Go down the list, again from the top while that changes anything.

    After its first turn a project waits until its prerequisites are in, so that a chain takes as many turns
    as it has links and not their square.
    """
    money = {line.name for line in fill.program.problem.budget.lines} | {"eligible sources"}
    projects, index = fill.program.problem.projects, fill.program.problem.index
    place = {i: rank for rank, i in enumerate(order)}
    needs = {i: {index[name] for name in projects[i].requires} for i in order if projects[i].requires}
    dependents: dict[int, list[int]] = {}
    for i, others in needs.items():
        for other in others:
            dependents.setdefault(other, []).append(i)
    turn, again = list(range(len(order))), list[int]()
    tried: set[int] = set()
    while turn:
        changed = False
        while turn:
            rank = heappop(turn)
            i = order[rank]
            reason = fill.add(i)
            tried.add(i)
            if reason is None:
                changed = True
                for other in dependents.get(i, ()):
                    if other in tried and other not in fill and all(need in fill for need in needs[other]):
                        heappush(turn if place[other] > rank else again, place[other])
            elif reason in money:
                if not skip:
                    return
                needs[i] = {-1}  # the money only shrinks: it has had its last turn
            elif all(need in fill for need in needs.get(i, ())):
                heappush(again, rank)
        if not changed or not skip:
            return
        turn, again = again, []
