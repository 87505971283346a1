"""What a plan is worth, exactly: by tier, weighted, and what overlaps take away."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gpss_sim.allocation.plan.ranking import tiers_of
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.fairness import Fairness
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.problem.rules.rule import Posts


def benefit(problem: Problem, posts: Posts) -> Fraction:
    """Σ benefit of what is bought, unweighted, before overlaps."""
    return _sum(problem, posts, posts)


def _sum(problem: Problem, posts: Posts, positions: Iterable[int]) -> Fraction:
    """Σ benefit of positions; whole projects are added in whole numbers, which is much faster."""
    whole, parts = 0, Fraction(0)
    for i in positions:
        if posts[i] == problem.projects[i].posts:
            whole += problem.benefits[i]
        else:
            parts += problem.worth(i, posts[i])
    return parts + Fraction(whole, problem.scale)


def by_tier(problem: Problem, policy: str, posts: Posts) -> dict[int | str, Fraction]:
    """Benefit by tier, the first served first; a project that overlaps with a higher tier counts what it adds."""
    found: dict[int | str, Fraction] = {}
    served: list[int] = []
    before = Fraction(0)
    for tier, members in tiers_of(problem, policy):
        served += members
        total = _counted(problem, posts, served)
        found[tier] = total - before
        before = total
    return found


def weighted(problem: Problem, posts: Posts) -> Fraction:
    """Σ weight of urgency × benefit, overlaps counted tier by tier."""
    weights = problem.rules.weights
    tiers = by_tier(problem, "weighted", posts)
    return sum((value * weights[int(tier) - 1] for tier, value in tiers.items()), Fraction(0))


def worst_district(problem: Problem, posts: Posts) -> Fraction:
    """Least benefit per head among districts; 0 without a fairness table."""
    heads = [rule.per_head(problem, posts) for rule in problem.rules.of(Fairness)]
    return min((value for by_district in heads for value in by_district.values()), default=Fraction(0))


def _counted(problem: Problem, posts: Posts, served: Iterable[int]) -> Fraction:
    bought = [i for i in served if i in posts]
    total = _sum(problem, posts, bought)
    for rule in problem.rules.of(Overlap):
        within = set(problem.matching(rule.where))
        gross = _sum(problem, posts, [i for i in bought if i in within])
        total += rule.counted(gross) - gross
    return total


def objective_value(problem: Problem, policy: str, tier: int | str, posts: Posts) -> Fraction:
    """Value of one stage: a tier's benefit, the weighted sum or the worst district."""
    if tier == "fairness":
        return worst_district(problem, posts)
    if tier == "weighted":
        return weighted(problem, posts)
    return by_tier(problem, policy, posts)[tier]


def objective_values(problem: Problem, policy: str, posts: Posts) -> tuple[Fraction, ...]:
    """Every objective of a policy in the order in which they are compared: fairness if it is one, then tiers or sum."""
    fair = any(rule.goal == "max-min" for rule in problem.rules.of(Fairness))
    first = (worst_district(problem, posts),) if fair else ()
    if policy == "weighted":
        return (*first, weighted(problem, posts))
    return (*first, *by_tier(problem, policy, posts).values())
