"""Quotas of a ranking that is under way: which of them refuses the next project."""

from __future__ import annotations

from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.quota import Quota


class Quotas:
    """What every quota of a decision still has.

    Parameters
    ----------
    problem : Problem
    start : Plan, optional
        What is bought already.

    Attributes
    ----------
    bind : bool
        Whether they refuse anybody; what is bought while they do not is counted all the same.
    """

    def __init__(self, problem: Problem, start: Plan | None = None) -> None:
        self._problem, self.bind = problem, True
        self._money: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._of: dict[int, list[str]] = {}
        for quota in problem.rules.quota:
            self._enter(quota, {} if start is None else dict(start.posts))

    def _enter(self, quota: Quota, bought: dict[int, int]) -> None:
        for name, members in quota.groups(self._problem).items():
            money, places = quota.left(self._problem, members, bought)
            if money is not None:
                self._money[name] = money
            if places is not None:
                self._places[name] = places
            for i in members:
                self._of.setdefault(i, []).append(name)

    def refusal(self, position: int, posts: int) -> str | None:
        """Name of the quota that keeps `posts` posts of a project out, or None."""
        if not self.bind or position not in self._of:
            return None
        price = sum(self._problem.projects[position].price(posts).values())
        for name in self._of[position]:
            if self._money.get(name, price) < price or self._places.get(name, 1) < 1:
                return name
        return None

    def take(self, position: int, posts: int) -> None:
        """Count what is bought."""
        for name in self._of.get(position, ()):
            if name in self._money:
                self._money[name] -= sum(self._problem.projects[position].price(posts).values())
            if name in self._places:
                self._places[name] -= 1
