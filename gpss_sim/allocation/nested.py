"""Plans that follow from one another: a cut drops projects, an increase adds some, nothing is turned over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.frontier import Point, point
from gpss_sim.allocation.problem import Problem
from gpss_sim.allocation.rules import Limit, Where


@dataclass(frozen=True, slots=True)
class Step:
    """A budget of the plan, and what consistency costs there.

    Parameters
    ----------
    point : Point
        The best list among those that only add to, or only take from, the list at the present budget.
    free : Point
        The best list, decided anew.
    """

    point: Point
    free: Point

    @property
    def cost(self) -> Fraction:
        """Objective lost by turning nothing over."""
        return (self.free.objective or Fraction(0)) - (self.point.objective or Fraction(0))


def nested(problem: Problem, amounts: Sequence[int], policy: str, solver: str = "auto") -> list[Step]:
    """Nested plans at `amounts` [fen], grown and cut from the list at the present budget.

    Parameters
    ----------
    amounts : sequence of int [fen]
        Budgets; all lines move in proportion.
    """
    total = problem.budget.total
    here = point(problem, total, policy, solver)
    steps: dict[int, Step] = {}
    for side in (sorted(a for a in amounts if a >= total), sorted((a for a in amounts if a < total), reverse=True)):
        last = here
        for amount in side:
            scaled = problem.with_budget(problem.budget.scaled(amount, total))
            held = _holding(scaled, last.selected) if amount >= total else _within(scaled, last.selected)
            last = point(held, amount, policy, solver)
            steps[amount] = Step(last, point(scaled, amount, policy, solver))
    return [steps[amount] for amount in sorted(steps)]


def _holding(problem: Problem, selected: Sequence[str]) -> Problem:
    rules = problem.rules
    kept = tuple(dict.fromkeys((*rules.mandatory, *selected)))
    return problem.with_rules(rules.model_copy(update={"mandatory": kept}))


def _within(problem: Problem, selected: Sequence[str]) -> Problem:
    others = tuple(p.id for p in problem.projects if p.id not in set(selected))
    if not others:
        return problem
    if problem.plain:
        return problem.with_projects(p for p in problem.projects if p.id in set(selected))
    out = Limit(name="nothing new", where=Where(projects=others), max_projects=0)
    return problem.with_rules(problem.rules.model_copy(update={"limit": (*problem.rules.limit, out)}))
