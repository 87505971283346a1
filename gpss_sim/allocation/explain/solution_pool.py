"""Lists that searches brought to light, with what they are worth: rivals that need not be searched for again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.plan.rank import List, keeps, spent, worth
from gpss_sim.allocation.problem.problem import Problem

_LOOKED = 8
"""Lists shown to the referee at most at one budget."""


@dataclass(frozen=True, slots=True)
class _Entry:
    value: tuple[Fraction, ...]
    spent: int
    posts: List


class Known:
    """Lists known under one policy.

    Parameters
    ----------
    problem : Problem
        Whose projects and rules they are of; its budget does not matter.
    policy : str
    """

    def __init__(self, problem: Problem, policy: str) -> None:
        self.problem, self.policy = problem, policy
        self._entries: list[_Entry] = []

    def add(self, posts: List) -> None:
        """Remember a list."""
        if posts and all(posts != entry.posts for entry in self._entries):
            value = worth(self.problem, self.policy, posts)
            self._entries.append(_Entry(value, spent(self.problem, posts), posts))
            self._entries.sort(key=lambda entry: entry.value, reverse=True)

    def better(
        self,
        problem: Problem,
        position: int | None = None,
        value: tuple[Fraction, ...] | None = None,
        inside: bool = False,
    ) -> List | None:
        """Return the best list that keeps the rules of `problem` and is worth more than `value`.

        If a position is given, only lists count that are without that project, or have it `inside`.
        """
        looked = 0
        for entry in self._entries:
            if (value is not None and entry.value <= value) or looked == _LOOKED:
                return None
            fits = position is None or (position in entry.posts) == inside
            if not fits or entry.spent > problem.budget.total:
                continue
            if keeps(problem, entry.posts):
                return entry.posts
            looked += 1
        return None

    def cheapest(self, position: int, value: tuple[Fraction, ...]) -> List | None:
        """Return the cheapest list with a project that is worth more than `value`, rules aside: where to start."""
        fit = (entry for entry in self._entries if position in entry.posts and entry.value > value)
        found = min(fit, key=lambda entry: entry.spent, default=None)
        return None if found is None else found.posts
