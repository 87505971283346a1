"""The objectives of each policy, in the order in which they are maximised."""

from __future__ import annotations

from gpss_sim.allocation.milp.program import Objective, Program
from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.problem.terms import Terms, plus
from gpss_sim.library.project import scale_of


def objectives(program: Program, policy: str) -> list[Objective]:
    """Objectives in order: fairness if it is one, then one a tier, or the weighted sum."""
    problem = program.problem
    overlaps = problem.rules.of(Overlap)
    tiers = tiers_of(problem, policy)
    fine = scale_of(rate for rule in overlaps for rate in rule.rates)
    shared = {i for rule in overlaps for i in problem.matching(rule.where)}
    stages = []
    served: list[int] = []
    for _, members in tiers:
        served += members
        alone = program.benefit([i for i in members if i not in shared], fine)
        stages.append(plus(alone, *(rule.value_terms(program, served, fine) for rule in overlaps)))
    fair = [rule for rule in problem.rules.of(Fairness) if rule.goal == "max-min"]
    first = [Objective("fairness", *rule.worst_terms(program)) for rule in fair]
    unit = program.unit * fine
    if policy != "weighted":
        return first + [Objective(tier, terms, unit) for (tier, _), terms in zip(tiers, stages, strict=True)]
    return [*first, Objective("weighted", _weighted(program, tiers, shared, stages, fine), unit)]


def _weighted(
    program: Program, tiers: list[tuple[int | str, list[int]]], shared: set[int], stages: list[Terms], fine: int
) -> Terms:
    """Σ weight × tier; what projects bring together is cumulative, so it takes the drop to the next weight."""
    weights = [program.problem.rules.weights[int(tier) - 1] for tier, _ in tiers]
    drops = [w - v for w, v in zip(weights, [*weights[1:], 0], strict=True)]
    total: Terms = {}
    for (_, members), weight, drop, stage in zip(tiers, weights, drops, stages, strict=True):
        own = program.benefit([i for i in members if i not in shared], fine)
        together = {c: drop * a for c, a in stage.items() if c not in own}
        total = plus(total, {c: weight * a for c, a in own.items()}, together)
    return total
