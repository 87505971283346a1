"""Rank-and-cut: down the list until the money is gone, as officials do."""

from __future__ import annotations

from gpss_sim.allocation.order import ranking
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.program import Program
from gpss_sim.allocation.room import Room


def rank_and_cut(program: Program, policy: str = "rank-and-cut") -> Room:
    """Mandatory projects, then the ranking within each floor until it is reached, then the ranking.

    With skipping, what was refused is asked again until a whole round changes nothing, because a
    prerequisite may have been bought meanwhile. Without it, the first refusal by the money ends the list.
    """
    problem = program.problem
    room = Room(program)
    order = eligible(problem, policy)
    for i in order:
        if problem.projects[i].id in problem.must:
            room.add(i)
    for rule in problem.rules.limit:
        for name, members in problem.spans(rule):
            within = set(members)
            for i in order:
                if i in within and i not in room.posts and room.lacks(name):
                    room.add(i)
    _go_down(room, [i for i in order if i not in room.posts], problem.rules.ranking.skip or policy != "rank-and-cut")
    return room


def eligible(problem: Problem, policy: str) -> list[int]:
    """Positions in ranking order, without those below the threshold or worth nothing."""
    least = problem.rules.ranking.threshold * problem.scale if policy == "rank-and-cut" else 0
    return [
        i
        for i in ranking(problem, policy)
        if problem.projects[i].id in problem.must or (problem.benefits[i] >= least and problem.benefits[i] > 0)
    ]


def _go_down(room: Room, order: list[int], skip: bool) -> None:
    money = {line.name for line in room.program.problem.budget.lines} | {"eligible sources"}
    waiting = order
    while waiting:
        refused = []
        for i in waiting:
            reason = room.add(i)
            if reason is not None and reason in money and not skip:
                return
            if reason is not None and reason not in money:
                refused.append(i)
        if len(refused) == len(waiting) or not skip:
            return
        waiting = refused
