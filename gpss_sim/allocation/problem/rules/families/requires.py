"""``[[requires]]``: a project only with others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family, unknown_ids
from gpss_sim.allocation.problem.terms import plus
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message, listed


@family("requires", place=20)
class Requires(Rule):
    """A project that may be bought only with all (or any) of others."""

    project: str
    needs: Annotated[tuple[str, ...], Field(min_length=1)]
    how: Literal["all", "any"] = "all"

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Unknown ids, and a project that needs itself."""
        yield from unknown_ids(problem, f"requires '{self.name}'.project", (self.project,))
        yield from unknown_ids(problem, f"requires '{self.name}'.needs", self.needs)
        if self.project in self.needs:
            yield Fault("rules", f"requires '{self.name}'.needs", self.project, Message("rules.itself"))

    def enter_rows(self, program: RowBuilder) -> None:
        """bought(project) ≤ bought(need), for every need or for their sum."""
        index = program.problem.index
        dependent = {program.heads[index[self.project]]: -1}
        needs = [program.bought([index[name]]) for name in self.needs]
        for terms in needs if self.how == "all" else [plus(*needs)]:
            program.require(self.name, plus(terms, dependent), low=0)

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """The project without what it needs."""
        kept = all if self.how == "all" else any
        if problem.index[self.project] in posts and not kept(problem.index[name] in posts for name in self.needs):
            code = f"breach.without_{self.how}"
            yield RuleBreach(self.name, Message(code, project=self.project, needs=listed(self.needs)))
