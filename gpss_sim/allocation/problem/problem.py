"""A budget decision: projects, money, rules; checked once, then trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from gpss_sim.allocation.problem.budget import Appropriation, Budget, Grant
from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.names import by_ids
from gpss_sim.allocation.problem.rules.rule_tables import Where
from gpss_sim.allocation.problem.validate import faults_of, money_faults, project_faults
from gpss_sim.errors import InputError
from gpss_sim.library.project import Project, exact, scale_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Which of the projects to buy.

    Parameters
    ----------
    projects : sequence of Project
        The library; kept in order of id, so that the order of rows never matters.
    budget : Budget, int [fen] or mapping
        Money, see `Budget.of`.
    rules : Rules
        What the decision must keep; projects are called by id, or by a name that only one has.

    Attributes
    ----------
    years : tuple of int or None
        Years in which any project costs money, ascending; (None,) without years.
    kept : dict
        What was worked out from the problem alone, so that it need not be worked out again.

    Raises
    ------
    InputError
        If ids repeat or are unknown, or years and budget do not fit.
    """

    projects: Sequence[Project]
    budget: Budget
    rules: Rules = field(default_factory=Rules)
    index: dict[str, int] = field(init=False, repr=False, compare=False)
    benefits: tuple[int, ...] = field(init=False, repr=False, compare=False)
    scale: int = field(init=False, repr=False, compare=False)
    must: frozenset[str] = field(init=False, repr=False, compare=False)
    years: tuple[int | None, ...] = field(init=False, repr=False, compare=False)
    kept: dict[object, Any] = field(init=False, repr=False, compare=False)

    def __init__(self, projects: Iterable[Project], budget: Budget | Grant, rules: Rules | None = None) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        ordered = tuple(sorted(projects, key=lambda project: project.id))
        worth = [exact(project.benefit) for project in ordered]
        scale = scale_of(worth)
        rules = Rules() if rules is None else by_ids(rules, ordered)
        put("projects", ordered)
        put("budget", Budget.of(budget))
        put("rules", rules)
        put("index", {project.id: i for i, project in enumerate(ordered)})
        put("scale", scale)
        put("benefits", tuple([w.numerator * (scale // w.denominator) for w in worth]))
        bound = set(rules.mandatory) | (set(rules.continuing) if rules.continuing_binding else set())
        put("must", frozenset(p.id for p in ordered if p.mandatory or p.id in bound))
        named = sorted({year for p in ordered if not isinstance(p.cost, int) for year in p.cost})
        put("years", tuple(named) or (None,))
        put("kept", {})
        faults = list(faults_of(self))
        if faults:
            raise InputError(faults)

    @property
    def money(self) -> Budget:
        """The budget less the reserve and what earlier contracts bind."""
        return Budget(
            tuple(Appropriation(max(0, self.left(line)), line.year, line.source) for line in self.budget.lines)
        )

    def left(self, line: Appropriation) -> int:
        """What the reserve and earlier contracts leave of a line [fen]; below 0 where they take more than it has."""
        bound = sum(c.amount for c in self.rules.commitment if line.covers(c.year, c.source))
        return line.amount - self.reserved(line) - bound

    def reserved(self, line: Appropriation) -> int:
        """What the reserve holds back of a line [fen]: its share of the whole line, rounded up, and its amount."""
        reserve = self.rules.reserve
        return max(0, ceil(Fraction(reserve.share) * line.amount) + reserve.amount)

    @property
    def single_budget(self) -> bool:
        """Whether there is one budget and no rule, and no quota of the ranking, that ties projects together."""
        return (
            len(self.budget.lines) == 1
            and self.budget.lines[0].source is None
            and not self.rules.active
            and not self.rules.quota
            and not any(p.requires or p.excludes or p.divisible or not isinstance(p.cost, int) for p in self.projects)
        )

    def granted(self, year: int | None) -> int:
        """Money granted for a year, or for all years [fen], before reserve and commitments."""
        return self.budget.granted(year)

    def eligible(self, position: int) -> tuple[str, ...]:
        """Sources that may pay for a project; the empty name stands for money of no named source."""
        return self.projects[position].sources or ("", *self.budget.sources)

    def payable(self, year: int | None, source: str) -> bool:
        """Whether there is a line with money of `source` in `year`.

        A line without a source has money of other sources as far as it exceeds the named ones.
        """
        covering = [line for line in self.budget.lines if line.covers(year, source)]
        if any(line.source == source for line in covering):
            return True
        named = sum(line.amount for line in self.budget.lines if line.source and line.covers(year, line.source))
        return any(line.source is None and line.amount > named for line in covering)

    def payer(self, source: str, year: int | None) -> str:
        """The name under which a source pays in a year: its own if a line of that year names it, else the empty one."""
        named = any(line.source == source and line.covers(year, source) for line in self.budget.lines)
        return source if named else ""

    def unnamed(self, line: Appropriation) -> int:
        """What a general line exceeds the named ones by, after reserve and commitments [fen]; may be below 0."""
        named = [ln for ln in self.budget.lines if ln.source is not None and ln.covers(line.year, ln.source)]
        return self.left(line) - sum(max(0, self.left(ln)) for ln in named)

    @property
    def payer_lines(self) -> tuple[Appropriation, ...]:
        """Lines that limit what each payer pays, after reserve and commitments; none where the budget names no source.

        Beside the lines of the named sources, every general line gives one of the empty name: what all other sources
        pay together.
        """
        named = tuple(line for line in self.money.lines if line.source is not None)
        general = [line for line in self.budget.lines if line.source is None] if named else []
        return (*named, *(Appropriation(max(0, self.unnamed(line)), line.year, "") for line in general))

    def matching(self, where: Where) -> list[int]:
        """Positions of the projects a rule speaks of."""
        found = (
            sorted(self.index[name] for name in dict.fromkeys(where.projects))
            if where.projects
            else range(len(self.projects))
        )
        for name, values in where:
            if values and name != "projects":
                found = [i for i in found if getattr(self.projects[i], name) in values]
        return list(found)

    def worth(self, position: int, posts: int) -> Fraction:
        """Benefit of `posts` posts of a project, exactly."""
        return Fraction(self.benefits[position] * posts, self.scale * self.projects[position].posts)

    def spent(self, posts: Mapping[int, int], members: Iterable[int], year: int | None) -> int:
        """Price of what is bought of `members`, in a year or in all [fen]."""
        prices = (self.projects[i].price(posts[i]) for i in members if i in posts)
        return sum(sum(price.values()) if year is None else price.get(year, 0) for price in prices)

    def with_moved(self, project: Project) -> Problem:
        """Return the same decision with other numbers of one project; only these are checked again."""
        worth, position = exact(project.benefit), self.index[project.id]
        if self.scale % worth.denominator:
            return self.with_projects(project if i == position else p for i, p in enumerate(self.projects))
        more = copy(self)
        moved = worth.numerator * (self.scale // worth.denominator)
        for name, value in (("projects", project), ("benefits", moved)):
            old = getattr(self, name)
            object.__setattr__(more, name, (*old[:position], value, *old[position + 1 :]))
        object.__setattr__(more, "kept", {})
        if faults := list(project_faults(project, more)):
            raise InputError(faults)
        return more

    def with_projects(self, projects: Iterable[Project]) -> Problem:
        """Return the same decision over other projects."""
        return Problem(projects, self.budget, self.rules)

    def with_budget(self, budget: Budget | Grant) -> Problem:
        """Return the same decision with other money; the projects need not be checked again."""
        more = self.with_money(Budget.of(budget))
        if faults := list(money_faults(more)):
            raise InputError(faults)
        return more

    def raised(self, extra: int) -> Problem:
        """Return the same decision with `extra` fen more on every open line; nothing else needs to be checked again."""
        return self.with_money(self.budget.raised(extra))

    def with_money(self, budget: Budget) -> Problem:
        """Return the same decision with other amounts on the same lines; nothing else needs to be checked again."""
        more = copy(self)
        object.__setattr__(more, "budget", budget)
        object.__setattr__(more, "kept", {})
        return more

    def with_rules(self, rules: Rules) -> Problem:
        """Return the same decision under other rules."""
        return Problem(self.projects, self.budget, rules)
