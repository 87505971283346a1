"""A family of rules of our own: ``[[largest]]``, no project above an amount."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family
from gpss_sim.allocation.problem.rules.rule_tables import Amount


@family("largest", place=90)
class Largest(Rule):
    """No project that costs more than `amount` is bought."""

    amount: Amount

    def _too_large(self, problem: ProblemView) -> list[int]:
        return [i for i, project in enumerate(problem.projects) if project.total > self.amount]

    def enter_rows(self, program: RowBuilder) -> None:
        """None of them is bought."""
        program.require(self.name, program.bought(self._too_large(program.problem)), high=0)

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """A project above the amount is bought."""
        for i in self._too_large(problem):
            if posts.get(i, 0):
                yield RuleBreach(self.name, f"{problem.projects[i].id} costs more")
