"""``[fairness]``: benefit per head across districts, as the first objective or as a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Literal

from gpss_sim.allocation.problem.rules.rule import Posts, ProblemView, RowBuilder, Rule, RuleBreach, family
from gpss_sim.allocation.problem.rules.rule_tables import Name, Positive, Ratio
from gpss_sim.allocation.problem.terms import Terms, largest, plus
from gpss_sim.errors import Fault
from gpss_sim.i18n import Message


@family("fairness", place=60)
class Fairness(Rule):
    """Fairness of benefit per head across districts, as a goal before all others or as a bound.

    ``max-min`` maximises the least benefit per head of any district first; ``gini_at_most`` bounds the Gini
    coefficient of benefit per head, each district weighing its people.
    """

    name: Name = "fairness"
    goal: Literal["none", "max-min"] = "none"
    gini_at_most: Ratio | None = None
    population: dict[str, Positive]

    single = True
    reads_benefit = True
    joins_blocks = True

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """Districts with projects and without population."""
        for district in sorted({p.district for p in problem.projects} - set(self.population)):
            yield Fault("rules", "fairness.population", district, Message("rules.population"))

    def districts(self, problem: ProblemView) -> dict[str, list[int]]:
        """Positions by district, districts without a project included."""
        groups: dict[str, list[int]] = {name: [] for name in sorted(self.population)}
        for i, project in enumerate(problem.projects):
            if project.district in groups:
                groups[project.district].append(i)
        return groups

    def per_head(self, problem: ProblemView, posts: Posts) -> dict[str, Fraction]:
        """Benefit per head by district."""
        return {
            name: sum((problem.worth(i, posts[i]) for i in members if i in posts), Fraction(0)) / self.population[name]
            for name, members in self.districts(problem).items()
        }

    def enter_rows(self, program: RowBuilder) -> None:
        """Gini within its bound: Σ |difference| over pairs of districts ≤ bound × people × benefit."""
        if self.gini_at_most is None:
            return
        bound = Fraction(self.gini_at_most)
        groups = self.districts(program.problem)
        gaps = {}
        for a, b in combinations(groups, 2):
            mine = program.benefit(groups[a], self.population[b])
            theirs = program.benefit(groups[b], -self.population[a])
            gap, unit = program.amount(), largest(mine, theirs)
            gaps[gap] = -bound.denominator * unit
            for sign in (1, -1):
                program.require("", {gap: unit} | {c: sign * v for c, v in plus(mine, theirs).items()}, low=0)
        members = [i for group in groups.values() for i in group]
        people = sum(self.population.values())
        program.require(self.name, plus(program.benefit(members, bound.numerator * people), gaps), low=0)

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """A Gini coefficient above the bound."""
        if self.gini_at_most is None:
            return
        value = gini(self.population, self.per_head(problem, posts))
        if value > Fraction(self.gini_at_most):
            yield RuleBreach(
                self.name, Message("breach.gini", value=f"{float(value):.4f}", most=str(self.gini_at_most))
            )

    def worst_terms(self, program: RowBuilder) -> tuple[Terms, int]:
        """Benefit per head of the district that gets least, as an expression, and its units in one unit of benefit."""
        worst = program.amount()
        everybody = program.benefit(range(len(program.problem.projects)))
        finer = 1 + 1000 * max(self.population.values()) // largest(everybody)
        for name, members in self.districts(program.problem).items():
            program.require("", plus(program.benefit(members, finer), {worst: -self.population[name]}), low=0)
        return {worst: 1}, program.unit * finer

    def floors(self, program: RowBuilder, worst: Fraction) -> Iterator[tuple[Terms, Fraction]]:
        """Expressions, with their floors, that keep every district at `worst` benefit per head or above."""
        for name, members in self.districts(program.problem).items():
            yield program.benefit(members), worst * self.population[name] * program.unit


def gini(people: Mapping[str, int], heads: Mapping[str, Fraction]) -> Fraction:
    """Gini coefficient of benefit per head, each district weighing its people; 0 if nobody gets anything.

    >>> gini({"a": 1, "b": 1}, {"a": Fraction(0), "b": Fraction(4)})
    Fraction(1, 2)
    """
    whole = sum(people.values())
    received = sum(people[d] * heads[d] for d in people)
    gaps = sum((people[a] * people[b] * abs(heads[a] - heads[b]) for a, b in combinations(people, 2)), Fraction(0))
    return gaps / (whole * received) if received else Fraction(0)
