"""The order in which people read a library: urgency, then benefit per yuan, then id."""

from __future__ import annotations

from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.library.project import TIERS, Project

_BITS = 160
"""Binary places of a ratio: far more than two ratios of whole amounts can share without being equal."""


def ranking(problem: Problem, policy: str = "urgency-first") -> list[int]:
    """Positions in ranking order: core first under core-plus, urgency, benefit per yuan, id.

    Under `weighted` the ratio is of weighted benefit and urgency does not come first. Under
    `rank-and-cut` the rules may ask for benefit instead of the ratio, of equal benefit the cheaper first, or leave
    urgency out.
    """
    rules = problem.rules
    plain = problem.benefits
    core = core_ids(problem) if policy == "core-plus" else frozenset()

    def key(i: int) -> tuple[bool, int, int, int, int]:
        project = problem.projects[i]
        benefit = plain[i]
        urgency = project.urgency
        if policy == "weighted":
            benefit, urgency = benefit * rules.weights[urgency - 1], 0
        by_benefit = policy == "rank-and-cut" and rules.ranking.by == "benefit"
        if policy == "rank-and-cut" and not rules.ranking.use_urgency:
            urgency = 0
        ratio = benefit if by_benefit else (benefit << _BITS) // project.total
        return (project.id not in core, -urgency, -ratio, project.total if by_benefit else 0, i)

    return sorted(range(len(plain)), key=key)


def core_ids(problem: Problem) -> frozenset[str]:
    """Projects that core-plus funds before all others: mandatory and continuing ones."""
    return problem.must | frozenset(problem.rules.continuing)


def tier_of(project: Project, core: frozenset[str]) -> int | str:
    """The tier a project is judged in."""
    return "core" if project.id in core else project.urgency


def tiers_of(problem: Problem, policy: str) -> list[tuple[int | str, list[int]]]:
    """Tiers that have a project, the first served first, with their positions."""
    core = core_ids(problem) if policy == "core-plus" else frozenset()
    groups: dict[int | str, list[int]] = {tier: [] for tier in ("core", *TIERS)}
    for i, project in enumerate(problem.projects):
        groups[tier_of(project, core)].append(i)
    return [(tier, members) for tier, members in groups.items() if members]


def own_tier(problem: Problem, policy: str, name: str) -> int | str:
    """The objective to which a project contributes: its tier, or ``weighted``."""
    if policy == "weighted":
        return policy
    return tier_of(problem.projects[problem.index[name]], core_ids(problem) if policy == "core-plus" else frozenset())
