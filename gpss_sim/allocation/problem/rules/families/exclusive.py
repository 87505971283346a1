"""``[[exclusive]]``: of some projects at most so many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family, unknown_ids
from gpss_sim.allocation.problem.rules.rule_tables import Positive
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message


@family("exclusive", place=10)
class Exclusive(Rule):
    """Of these projects at most so many may be bought."""

    projects: Annotated[tuple[str, ...], Field(min_length=2)]
    at_most: Positive = 1

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Ids that are unknown or stand twice."""
        place = f"exclusive '{self.name}'.projects"
        yield from unknown_ids(problem, place, self.projects)
        for name in sorted({name for name in self.projects if self.projects.count(name) > 1}):
            yield Fault("rules", place, name, Message("rules.twice"))

    def enter_rows(self, program: RowBuilder) -> None:
        """Σ bought ≤ at_most."""
        members = program.bought(program.problem.index[name] for name in self.projects)
        program.require(self.name, members, high=self.at_most)

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """More of them than allowed."""
        count = sum(problem.index[name] in posts for name in self.projects)
        if count > self.at_most:
            yield RuleBreach(self.name, Message("breach.too_many", count=count, most=self.at_most))
