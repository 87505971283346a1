"""``[[concentration]]``: at most so many projects that agree in several fields, such as agency and district."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family, unmatched
from gpss_sim.allocation.problem.rules.rule_tables import Positive, ProjectField, Where
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message


@family("concentration", place=80)
class Concentration(Rule):
    """At most so many of the projects that agree in all fields of `same`: by default, of one agency in one district.

    Projects without a value in one of the fields are not counted: nobody knows whom they concentrate on.
    """

    where: Where = Where()
    same: Annotated[tuple[ProjectField, ...], Field(min_length=1)] = ("agency", "district")
    at_most: Positive

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Values that no project has, and a field that no project fills in."""
        yield from unmatched(problem, self.name, self.where)
        for field in self.same:
            if not any(getattr(problem.projects[i], field) for i in problem.matching(self.where)):
                yield Fault("rules", f"concentration '{self.name}'.same", field, Message("rules.no_value"))

    def groups(self, problem: ProblemView) -> dict[str, list[int]]:
        """Positions by the values they share, under the name of their row, in order of the values."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for i in problem.matching(self.where):
            values = tuple(getattr(problem.projects[i], field) for field in self.same)
            if all(values):
                groups.setdefault(values, []).append(i)
        return {f"{self.name} [{', '.join(values)}]": groups[values] for values in sorted(groups)}

    def enter_rows(self, program: RowBuilder) -> None:
        """Σ bought ≤ at_most, in every group."""
        for name, members in self.groups(program.problem).items():
            program.require(name, program.bought(members), high=self.at_most, unit="projects")

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """Groups with more projects than allowed."""
        for name, members in self.groups(problem).items():
            count = sum(i in posts for i in members)
            if count > self.at_most:
                yield RuleBreach(name, Message("breach.too_many", count=count, most=self.at_most))
