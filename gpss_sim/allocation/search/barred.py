"""Projects that a rule keeps out whatever else is bought: the search is for the others, without that rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gpss_sim.allocation.plan.outcome import Tier
from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.rule import Rule
from gpss_sim.allocation.search.result import SearchResult


def bars(rule: Rule) -> bool:
    """Whether a rule says nothing but that none of its projects is bought."""
    return (
        isinstance(rule, Limit) and rule.max_projects == 0 and rule.model_fields_set <= _SAID and not rule.min_projects
    )


_SAID = {"name", "where", "each", "max_projects", "min_projects"}


def without_barred(problem: Problem) -> Problem | None:
    """The decision over the projects that no rule bars, where nothing but one budget is left of it; else None.

    Whatever holds for the smaller decision holds for the whole one: a barred project is in no plan, costs nothing and
    brings nothing. A project that must be bought and is barred leaves no plan, which is for the whole search to prove.
    """
    rules = problem.rules
    if rules.quota or not rules.active or not all(map(bars, rules.active)):
        return None
    out = {i for rule in rules.active if isinstance(rule, Limit) for i in problem.matching(rule.where)}
    ids = {problem.projects[i].id for i in out}
    if ids & {*problem.must, *rules.continuing}:
        return None
    bare = rules.replacing(iter(()))
    rest = [project for i, project in enumerate(problem.projects) if i not in out]
    if not rest or len(problem.budget.lines) > 1:
        return None
    if any(ids & {*project.requires, *project.excludes} for project in rest):
        return None
    smaller = Problem(rest, problem.budget, bare)
    return smaller if smaller.single_budget else None


def lifted(found: SearchResult, problem: Problem, smaller: Problem, policy: str) -> SearchResult:
    """What was found, as a plan of the whole decision; a class of urgency with barred projects alone gets nothing."""
    if found.plan is None:
        return found
    known = {stage.tier: stage for stage in found.stages}
    for tier, group in tiers_of(problem, policy) if policy in ("urgency-first", "core-plus") else ():
        if tier not in known and not any(problem.projects[i].id in smaller.index for i in group):
            known[tier] = Tier(tier, Fraction(0), Fraction(0), "proven_optimal")
    order = [tier for tier, _ in tiers_of(problem, policy)] if found.stages else []
    stages = sorted(known.values(), key=lambda stage: order.index(stage.tier) if stage.tier in order else -1)
    return replace(found, plan=found.plan.on(problem), stages=tuple(stages))
