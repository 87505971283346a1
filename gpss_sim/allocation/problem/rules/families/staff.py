"""``[[staff]]``: posts within the certified social workers there are."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family, unmatched
from gpss_sim.allocation.problem.rules.rule_tables import Count, Where
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message


@family("staff", place=40)
class Staff(Rule):
    """Posts that can be filled by the certified social workers there are."""

    available: Count
    where: Where = Where()

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Values that no project has."""
        yield from unmatched(problem, self.name, self.where)

    def enter_rows(self, program: RowBuilder) -> None:
        """Σ posts ≤ available."""
        posts = program.posts(program.problem.matching(self.where))
        program.require(self.name, posts, high=self.available, unit="posts")

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """More posts than social workers."""
        used = sum(posts.get(i, 0) for i in problem.matching(self.where))
        if used > self.available:
            yield RuleBreach(self.name, Message("breach.staff", posts=used, workers=self.available))
