"""``[[limit]]``: floors and caps on the money, or on the number, of some projects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from pydantic import model_validator

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family, unmatched
from gpss_sim.allocation.problem.rules.rule_tables import Amount, Count, ProjectField, Ratio, Where, Year
from gpss_sim.allocation.problem.terms import plus
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message
from gpss_sim.money import Fen


@family("limit", place=30)
class Limit(Rule):
    """Floor or cap on the money, or on the number, of some projects; with `each`, for every value of a field."""

    where: Where = Where()
    each: ProjectField | None = None
    year: Year | None = None
    min: Amount | None = None
    max: Amount | None = None
    min_share: Ratio | None = None
    max_share: Ratio | None = None
    of: Literal["budget", "spending"] = "budget"
    min_projects: Count | None = None
    max_projects: Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Limit:
        ends = (self.min, self.max, self.min_share, self.max_share, self.min_projects, self.max_projects)
        if all(end is None for end in ends):
            raise ValueError(Message("rules.limit_empty"))
        for low, high in (
            (self.min, self.max),
            (self.min_share, self.max_share),
            (self.min_projects, self.max_projects),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(Message("rules.floor", low=str(low), high=str(high)))
        return self

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Values that no project has, and a year without costs."""
        yield from unmatched(problem, self.name, self.where)
        if self.year is not None and self.year not in problem.years:
            yield Fault("rules", f"limit '{self.name}'.year", str(self.year), Message("rules.year"))
        if self.each is not None and not self.spans(problem) and problem.matching(self.where):
            yield Fault("rules", f"limit '{self.name}'.each", self.each, Message("rules.no_value"))

    def spans(self, problem: ProblemView) -> list[tuple[str, list[int]]]:
        """Named groups of positions: one, or one for each value of a field."""
        members = problem.matching(self.where)
        if self.each is None:
            return [(self.name, members)]
        groups: dict[str, list[int]] = {}
        for i in members:
            groups.setdefault(getattr(problem.projects[i], self.each), []).append(i)
        return [(f"{self.name} [{value}]", groups[value]) for value in sorted(groups) if value]

    def floor_groups(self, problem: ProblemView) -> list[tuple[str, list[int]]]:
        """Every group, whether it has a floor or not."""
        return self.spans(problem)

    def spending_caps(self, problem: ProblemView) -> dict[str, list[int]]:
        """Groups with a largest share of what is spent."""
        return dict(self.spans(problem)) if self.of == "spending" and self.max_share is not None else {}

    @property
    def moves_with_budget(self) -> bool:
        """Whether it has a share."""
        return self.min_share is not None or self.max_share is not None

    def enter_rows(self, program: RowBuilder) -> None:
        """Floors and caps of every group."""
        for name, members in self.spans(program.problem):
            self._money(program, name, members)
            if self.min_projects is not None or self.max_projects is not None:
                program.require(name, program.bought(members), self.min_projects, self.max_projects, "projects")

    def _money(self, program: RowBuilder, name: str, members: list[int]) -> None:
        spent = program.cost(members, self.year)
        if self.min is not None or self.max is not None:
            program.require(name, spent, self.min, self.max, "fen")
        budget = program.problem.budget
        for share, sign in ((self.min_share, 1), (self.max_share, -1)):
            if share is None:
                continue
            part = Fraction(share)
            if self.of == "budget":
                granted, rise = part * budget.granted(self.year), part * budget.growth(self.year)
                low, high = (granted, None) if sign > 0 else (None, granted)
                program.require(name, spent, low, high, "fen", rise)
                continue
            whole = program.cost(range(len(program.problem.projects)), self.year, -sign * part.numerator)
            mine = program.cost(members, self.year, sign * part.denominator)
            program.require(name, plus(mine, whole), low=0, unit="fen")

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """Groups below their floors or above their caps."""
        for name, members in self.spans(problem):
            yield from self._breaches_of(problem, posts, name, members)

    def _breaches_of(self, problem: ProblemView, posts: Posts, name: str, members: list[int]) -> Iterator[RuleBreach]:
        spent = problem.spent(posts, members, self.year)
        everything = range(len(problem.projects))
        by_budget = self.of == "budget"
        whole = problem.budget.granted(self.year) if by_budget else problem.spent(posts, everything, self.year)
        yield from _outside(name, spent, self.min, self.max, True)
        yield from _outside(name, spent, _part(self.min_share, whole), _part(self.max_share, whole), True)
        yield from _outside(name, sum(i in posts for i in members), self.min_projects, self.max_projects, False)


def _part(share: Decimal | None, whole: int) -> Fraction | None:
    return None if share is None else Fraction(share) * whole


def _outside(
    name: str, value: int, low: Fraction | int | None, high: Fraction | int | None, money: bool
) -> Iterator[RuleBreach]:
    """A value below its floor or above its cap."""

    def shown(number: int) -> int:
        return Fen(number) if money else number

    what = "spends" if money else "buys"
    if low is not None and value < low:
        yield RuleBreach(name, Message(f"breach.{what}_less", value=shown(value), low=shown(ceil(low))))
    if high is not None and value > high:
        yield RuleBreach(name, Message(f"breach.{what}_more", value=shown(value), high=shown(floor(high))))
