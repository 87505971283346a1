"""Nested plans: a smaller budget only drops projects, a larger one only adds some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gpss_sim.allocation.analysis.frontier import FrontierPoint, point
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.allocation.problem.rules.families.staff import Staff
from gpss_sim.allocation.problem.rules.rule_tables import Where


@dataclass(frozen=True, slots=True)
class NestedStep:
    """A budget of the plan, and what consistency costs there.

    Parameters
    ----------
    point : FrontierPoint
        The best plan among those that only add to, or only take from, the plan at the present budget.
    free : FrontierPoint
        The best plan, decided anew.
    """

    point: FrontierPoint
    free: FrontierPoint

    @property
    def cost(self) -> Fraction:
        """Objective lost by nesting; under tiers the unweighted benefit, which may also gain."""
        return (self.free.objective or Fraction(0)) - (self.point.objective or Fraction(0))

    @property
    def loss(self) -> tuple[int, Fraction] | None:
        """Place of the first tier that loses by nesting, and what it loses; None if none does."""
        pairs = zip(self.free.tiers, self.point.tiers, strict=False)
        return next(((place, free - mine) for place, (free, mine) in enumerate(pairs) if free != mine), None)


def nested(
    problem: Problem,
    amounts: Sequence[int],
    policy: str,
    solver: str = "auto",
    limit: float | Deadline | None = None,
) -> list[NestedStep]:
    """Nested plans at `amounts` [fen], grown and cut from the plan at the present budget, post by post.

    Parameters
    ----------
    amounts : sequence of int [fen]
        Budgets; all lines move in proportion.
    limit : float or Deadline, optional [s]
        Limit of all decisions together.
    """
    deadline, total = Deadline.of(limit), problem.budget.total
    turns = 2 * len(amounts) + 1
    here = point(problem, total, policy, solver, deadline.part(1 / turns))
    steps: dict[int, NestedStep] = {}
    for side in (sorted(a for a in amounts if a >= total), sorted((a for a in amounts if a < total), reverse=True)):
        last = here
        for amount in side:
            scaled = problem.with_budget(problem.budget.scaled(amount, total))
            free = point(scaled, amount, policy, solver, deadline.part(1 / (turns - 2 * len(steps) - 1)))
            if last.plan is None:
                last = free
            else:
                narrow = _holding(scaled, policy, last.posts) if amount >= total else _within(scaled, last.posts)
                last = _judged(
                    scaled, point(narrow, amount, policy, solver, deadline.part(1 / (turns - 2 * len(steps) - 2)))
                )
            steps[amount] = NestedStep(last, free)
    return [steps[amount] for amount in sorted(steps)]


def _judged(problem: Problem, found: FrontierPoint) -> FrontierPoint:
    """Return a point whose plan is valued by the decision itself, not by its narrower form."""
    return found if found.plan is None else replace(found, plan=found.plan.on(problem))


def _holding(problem: Problem, policy: str, posts: Mapping[str, int]) -> Problem:
    """Return the decision that keeps what is bought, each with at least its posts.

    What is kept is not called mandatory under core-plus, where that would change its tier.
    """
    rules = problem.rules
    if problem.single_budget and policy != "core-plus":
        kept = tuple(dict.fromkeys((*rules.mandatory, *posts)))
        return problem.with_rules(rules.model_copy(update={"mandatory": kept}))
    larger = [replace(p, min_posts=posts[p.id]) if p.id in posts and p.divisible else p for p in problem.projects]
    all_of = Limit(name="nothing given up", where=Where(projects=tuple(posts)), min_projects=len(posts))
    return problem.with_projects(larger).with_rules(rules.adding(all_of) if posts else rules)


def _within(problem: Problem, posts: Mapping[str, int]) -> Problem:
    """Return the decision that buys nothing beyond `posts`."""
    if problem.single_budget:
        named = {
            key: tuple(i for i in getattr(problem.rules, key) if i in posts) for key in ("mandatory", "continuing")
        }
        rules = problem.rules.model_copy(update=named)
        return Problem((p for p in problem.projects if p.id in posts), problem.budget, rules)
    others = tuple(p.id for p in problem.projects if p.id not in posts)
    out = (Limit(name="nothing new", where=Where(projects=others), max_projects=0),) if others else ()
    full = tuple(
        Staff(name=f"no more posts of {p.id}", where=Where(projects=(p.id,)), available=posts[p.id])
        for p in problem.projects
        if p.id in posts and posts[p.id] < p.posts
    )
    return problem.with_rules(problem.rules.adding(*out, *full))
