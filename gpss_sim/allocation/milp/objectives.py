"""What is maximised, stage by stage, under each policy."""

from __future__ import annotations

from fractions import Fraction

from gpss_sim.allocation.milp.program import Objective, Program, ProgramColumn, Terms, plus, size
from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.rules import Overlap
from gpss_sim.library.project import scale_of


def objectives(program: Program, policy: str) -> list[Objective]:
    """Goals in order: fairness if it comes first, then one a tier, or the weighted sum."""
    problem = program.problem
    tiers = tiers_of(problem, policy)
    rates = [Fraction(r) for rule in problem.rules.overlap for r in (*(s.rate for s in rule.steps), rule.beyond)]
    fine = scale_of(rates)
    shared = {i for rule in problem.rules.overlap for i in problem.matching(rule.where)}
    stages = [
        plus(
            program.benefit([i for i in members if i not in shared], fine),
            *(
                _together(program, rule, [i for _, m in tiers[: k + 1] for i in m], fine)
                for rule in problem.rules.overlap
            ),
        )
        for k, (_, members) in enumerate(tiers)
    ]
    first = _worst_district(program) if problem.rules.fairness and problem.rules.fairness.goal == "max-min" else []
    if policy != "weighted":
        return first + [
            Objective(tier, terms, program.unit * fine) for (tier, _), terms in zip(tiers, stages, strict=True)
        ]
    return [*first, Objective("weighted", _weighted(program, tiers, shared, stages, fine), program.unit * fine)]


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


def _together(program: Program, rule: Overlap, served: list[int], fine: int) -> Terms:
    """What the projects of an overlap bring together, of those in the tiers served so far."""
    within = set(program.problem.matching(rule.where))
    members = [i for i in served if i in within]
    if not members:
        return {}
    terms: Terms = {}
    filled = 0
    for step in rule.steps:
        end = int(Fraction(step.up_to) * program.unit)
        terms[program.add(ProgramColumn(end - filled, integer=False))] = int(step.rate * fine)
        filled = end
    terms[program.add(ProgramColumn(None, integer=False))] = int(rule.beyond * fine)
    program.require("", plus(program.benefit(members), dict.fromkeys(terms, -1)), low=0)
    return terms


def _worst_district(program: Program) -> list[Objective]:
    """Benefit per head of the district that gets least."""
    fairness = program.problem.rules.fairness
    if fairness is None:
        return []
    worst = program.add(ProgramColumn(None, integer=False))
    everybody = program.benefit(range(len(program.problem.projects)))
    finer = 1 + 1000 * max(fairness.population.values()) // size(everybody)
    for name, members in program.problem.districts().items():
        program.require("", plus(program.benefit(members, finer), {worst: -fairness.population[name]}), low=0)
    return [Objective("fairness", {worst: 1}, program.unit * finer)]
