"""What cannot be right about a decision: ids, numbers, years, and rules without a subject."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.rule import FAMILIES, ProblemView, unknown_ids, unmatched
from gpss_sim.errors import Fault, nearest
from gpss_sim.i18n import Message, listed
from gpss_sim.library.project import Project, exact
from gpss_sim.money import yuan

MISSPELT = 0.8
"""Likeness from which a name is taken for a misspelling of another."""


class DecisionView(ProblemView, Protocol):
    """What is looked at here of a problem."""

    @property
    def rules(self) -> Rules:
        """The rules."""


class MoneyView(DecisionView, Protocol):
    """What is looked at of its money."""

    def left(self, line: Appropriation) -> int:
        """What the reserve and earlier contracts leave of a line [fen]."""


def faults_of(problem: DecisionView) -> Iterator[Fault]:
    """Every fault of a problem."""
    ids = [project.id for project in problem.projects]
    for name in sorted({a for a, b in pairwise(ids) if a == b}):
        yield Fault("library", "column id", name, Message("problem.unique"))
    for project in problem.projects:
        yield from project_faults(project, problem)
    yield from money_faults(problem)


def money_faults(problem: DecisionView) -> Iterator[Fault]:
    """Faults that money and rules may have beside projects that are as they should be."""
    yield from _years(problem)
    yield from _rules(problem)


def project_faults(p: Project, problem: DecisionView) -> Iterator[Fault]:
    """What cannot be right about one project."""
    if p.total <= 0 or (not isinstance(p.cost, int) and min(p.cost.values()) < 0):
        yield Fault("library", f"project {p.id}, cost", str(p.total), Message("library.zero"))
    if not 1 <= p.urgency <= 5:
        yield Fault(
            "library", f"project {p.id}, urgency", str(p.urgency), Message("number.whole_between", low=1, high=5)
        )
    if p.benefit < 0 or exact(p.benefit) < 0:
        yield Fault("library", f"project {p.id}, benefit", str(p.benefit), Message("number.negative"))
    if not 1 <= p.smallest <= p.posts:
        yield Fault(
            "library",
            f"project {p.id}, min_posts",
            str(p.min_posts),
            Message("number.whole_between", low=1, high=p.posts),
        )
    for column, others in (("requires", p.requires), ("excludes", p.excludes)):
        for other in others:
            if other not in problem.index or other == p.id:
                yield Fault("library", f"project {p.id}, {column}", other, Message("problem.other_id"))


def _years(problem: DecisionView) -> Iterator[Fault]:
    """Costs by year need money by year; one cost needs at most one year."""
    costs = {year for p in problem.projects if not isinstance(p.cost, int) for year in p.cost}
    granted = problem.budget.years
    single = any(isinstance(p.cost, int) for p in problem.projects)
    if costs and single:
        yield Fault("library", "cost", "", Message("problem.mixed_years"))
    if not costs and len(granted) > 1:
        years = ", ".join(map(str, granted))
        yield Fault("--budget", "years", years, Message("problem.one_cost"))
    for line in problem.budget.lines:
        if line.amount < 0:
            yield Fault("--budget", line.name, str(line.amount), Message("number.negative"))
        if costs and line.year is not None and line.year not in costs:
            known = ", ".join(map(str, sorted(costs)))
            yield Fault("--budget", line.name, str(line.year), Message("problem.no_year", known=known))


def yearless(problem: DecisionView) -> Iterator[Fault]:
    """Faults of the command line: with costs by year, every year needs its own line, and every line its year."""
    if problem.years == (None,):
        return
    for line in problem.budget.lines:
        if line.year is None:
            key = f"{problem.years[0]}{':' if line.source else ''}{line.source or ''}"
            yield Fault("--budget", line.name, "", Message("problem.by_year", key=key))
    for year in problem.years:
        if year not in problem.budget.years:
            yield Fault("--budget", f"year {year}", "", Message("problem.no_money", year=year))


def unusable(problem: DecisionView) -> Iterator[Fault]:
    """Faults of the command line: sources of money that no project may use, or whose name looks misspelt."""
    named = {source for p in problem.projects for source in p.sources}
    anybody = any(not p.sources for p in problem.projects)
    for source in problem.budget.sources:
        hint = nearest(source, named)
        if source not in named and (hint or not anybody):
            rule = Message("problem.source", known=listed(sorted(named)))
            yield Fault("--budget", "source", source, rule, hint)
    for source in unpaid(problem):
        if hint := nearest(source, problem.budget.sources, MISSPELT):
            yield Fault("library", "source", source, Message("library.source", source=source), hint)


def overcommitted(problem: MoneyView) -> Iterator[Fault]:
    """Faults of the command line: lines of the budget that reserve and earlier contracts ask more of than they have."""
    for line in problem.budget.lines:
        left = problem.left(line)
        bound = [c.name for c in problem.rules.commitment if line.covers(c.year, c.source)]
        if left < 0:
            asked, granted = yuan(line.amount - left), yuan(line.amount)
            rule = Message("problem.over" if bound else "problem.over_reserve", asked=asked, granted=granted)
            yield Fault("rules", f"commitment {', '.join(map(repr, bound))}" if bound else "reserve", "", rule)


def unpaid(problem: DecisionView) -> list[str]:
    """Sources that projects name and the budget does not; without any source in the budget none is missed."""
    named = {source for p in problem.projects for source in p.sources}
    return sorted(named.difference(problem.budget.sources)) if problem.budget.sources else []


def _rules(problem: DecisionView) -> Iterator[Fault]:
    """Ids, values and years that rules speak of and the library does not know."""
    rules = problem.rules
    for key, ids in (("mandatory", rules.mandatory), ("continuing", rules.continuing)):
        yield from unknown_ids(problem, key, ids)
    yield from _names(problem)
    for quota in rules.quota:
        yield from unmatched(problem, quota.name, quota.where)
        if quota.each is not None and not quota.groups(problem) and problem.matching(quota.where):
            yield Fault("rules", f"quota '{quota.name}'.each", quota.each, Message("rules.no_value"))
    for family in FAMILIES:
        yield from family.faults(rules.of(family), problem)
    for commitment in rules.commitment:
        if commitment.year is None and problem.years != (None,):
            yield Fault("rules", f"commitment '{commitment.name}'.year", "", Message("problem.which_year"))
        if not any(line.covers(commitment.year, commitment.source) for line in problem.budget.lines):
            yield Fault("rules", f"commitment '{commitment.name}'", "", Message("problem.unpaid"))
        elif commitment.source is not None and commitment.source not in (known := _sources(problem)):
            rule, hint = Message("problem.no_source", known=listed(sorted(known))), nearest(commitment.source, known)
            yield Fault("rules", f"commitment '{commitment.name}'.source", commitment.source, rule, hint)


def _sources(problem: DecisionView) -> set[str]:
    """Sources that the budget or a project names."""
    return {source for p in problem.projects for source in p.sources} | set(problem.budget.sources)


def _names(problem: DecisionView) -> Iterator[Fault]:
    """Rules that have the name of a line of the budget, of a group of another rule, or of what is always a rule."""
    rules = problem.rules
    built_in = {line.name for line in problem.budget.lines} | {"budget", "reserve", "eligible sources", "split_sources"}
    built_in |= {f"mandatory {project.id}" for project in problem.projects}
    named = [("commitment", contract.name) for contract in rules.commitment]
    named += [("quota", quota.name) for quota in rules.quota] + [(rule.table, rule.name) for rule in rules.active]
    for table, name in named:
        if name in built_in or any(name.startswith(f"{other} [") for _, other in named):
            yield Fault("rules", f"{table}.name", name, Message("rules.built_in"))
