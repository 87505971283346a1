"""Plans found by earlier searches, with their values: candidates that need not be searched for again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.problem import Problem

AUDITED = 8
"""Plans audited at most for one question."""


@dataclass(frozen=True, slots=True)
class PooledPlan:
    """A plan and the values of its objectives, which do not depend on the budget."""

    value: tuple[Fraction, ...]
    plan: Plan


class SolutionPool:
    """Plans of one library under one policy, the most valuable first.

    Parameters
    ----------
    policy : str
    """

    def __init__(self, policy: str) -> None:
        self.policy = policy
        self._entries: list[PooledPlan] = []

    def add(self, plan: Plan | None) -> None:
        """Remember a plan."""
        if plan is not None and plan.posts and all(plan != entry.plan for entry in self._entries):
            self._entries.append(PooledPlan(plan.value(self.policy), plan))
            self._entries.sort(key=lambda entry: entry.value, reverse=True)

    def better(
        self,
        problem: Problem,
        position: int | None = None,
        value: tuple[Fraction, ...] | None = None,
        inside: bool = False,
    ) -> Plan | None:
        """Return the best plan that keeps the rules of `problem` and is worth more than `value`.

        If a position is given, only plans count that are without that project, or have it `inside`.
        """
        audited = 0
        for entry in self._entries:
            if (value is not None and entry.value <= value) or audited == AUDITED:
                return None
            fits = position is None or (position in entry.plan) == inside
            if not fits or entry.plan.cost > problem.budget.total:
                continue
            plan = entry.plan.on(problem)
            if plan.feasible:
                return plan
            audited += 1
        return None

    def cheapest(self, position: int, value: tuple[Fraction, ...]) -> Plan | None:
        """Return the cheapest plan with a project that is worth more than `value`, feasible or not."""
        fit = (entry.plan for entry in self._entries if position in entry.plan and entry.value > value)
        return min(fit, key=lambda plan: plan.cost, default=None)
