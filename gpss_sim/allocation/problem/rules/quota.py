"""``[[quota]]``: what rank-and-cut may spend on some projects, or how many of them it may buy, on its first way down.

A quota is a step of the ranking and no rule of the list: other policies do not know it, and with
``ranking.second_pass`` rank-and-cut lifts it once it has been down the list.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from pydantic import model_validator

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView
from gpss_sim.allocation.problem.rules.rule_tables import Amount, Count, Name, ProjectField, Ratio, RuleTable, Where
from gpss_sim.i18n import Message


class Quota(RuleTable):
    """Most money, or most projects, that the ranking gives to some projects, or to every value of a field."""

    name: Name
    where: Where = Where()
    each: ProjectField | None = None
    max: Amount | None = None
    max_share: Ratio | None = None
    max_projects: Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Quota:
        if self.max is None and self.max_share is None and self.max_projects is None:
            raise ValueError(Message("rules.quota_empty"))
        return self

    def groups(self, problem: ProblemView) -> dict[str, list[int]]:
        """Positions by the name under which the quota refuses them."""
        members = problem.matching(self.where)
        if self.each is None:
            return {self.name: members} if members else {}
        groups: dict[str, list[int]] = {}
        for i in members:
            if value := getattr(problem.projects[i], self.each):
                groups.setdefault(f"{self.name} [{value}]", []).append(i)
        return groups

    def money(self, problem: ProblemView) -> int | None:
        """Most money of a group [fen]; a share is of the money granted, rounded down. None without a limit."""
        share = None if self.max_share is None else floor(Fraction(self.max_share) * problem.budget.granted(None))
        return min((end for end in (self.max, share) if end is not None), default=None)

    def left(self, problem: ProblemView, members: list[int], posts: Posts) -> tuple[int | None, int | None]:
        """Money [fen] and number of projects that a group may still have beside a plan; None without a limit."""
        money, number = self.money(problem), self.max_projects
        bought = sum(i in posts for i in members)
        return (
            None if money is None else money - problem.spent(posts, members, None),
            None if number is None else number - bought,
        )
