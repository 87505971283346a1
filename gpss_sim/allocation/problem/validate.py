"""What cannot be right about a decision: ids, numbers, years, and rules without a subject."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.rule import FAMILIES, ProblemView, unknown_ids
from gpss_sim.errors import Fault, nearest
from gpss_sim.library.project import Project, exact
from gpss_sim.messages import Message

MISSPELT = 0.8
"""Likeness from which a name is taken for a misspelling of another."""


class DecisionView(ProblemView, Protocol):
    """What is looked at here of a problem."""

    @property
    def rules(self) -> Rules:
        """The rules."""


def faults_of(problem: DecisionView) -> Iterator[Fault]:
    """Every fault of a problem."""
    ids = [project.id for project in problem.projects]
    for name in sorted({a for a, b in pairwise(ids) if a == b}):
        yield Fault("library", "column id", name, "ids must be unique")
    for project in problem.projects:
        yield from _project(project, problem)
    yield from _years(problem)
    yield from _rules(problem)


def _project(p: Project, problem: DecisionView) -> Iterator[Fault]:
    if p.total <= 0 or (not isinstance(p.cost, int) and min(p.cost.values()) < 0):
        yield Fault("library", f"project {p.id}, cost", str(p.total), "must be more than zero")
    if not 1 <= p.urgency <= 5:
        yield Fault("library", f"project {p.id}, urgency", str(p.urgency), "must be 1, 2, 3, 4 or 5")
    if p.benefit < 0 or exact(p.benefit) < 0:
        yield Fault("library", f"project {p.id}, benefit", str(p.benefit), "must not be negative")
    if not 1 <= p.smallest <= p.posts:
        yield Fault("library", f"project {p.id}, min_posts", str(p.min_posts), f"must be 1 to {p.posts}")
    for column, others in (("requires", p.requires), ("excludes", p.excludes)):
        for other in others:
            if other not in problem.index or other == p.id:
                yield Fault("library", f"project {p.id}, {column}", other, "must be another project's id")


def _years(problem: DecisionView) -> Iterator[Fault]:
    """Costs by year need money by year; one cost needs at most one year."""
    costs = {year for p in problem.projects if not isinstance(p.cost, int) for year in p.cost}
    granted = problem.budget.years
    single = any(isinstance(p.cost, int) for p in problem.projects)
    if costs and single:
        yield Fault("library", "cost", "", "is by year for some projects and not for others")
    if not costs and len(granted) > 1:
        years = ", ".join(map(str, granted))
        yield Fault("--budget", "years", years, "the library has one cost for each project, no cost_<year> columns")
    for line in problem.budget.lines:
        if line.amount < 0:
            yield Fault("--budget", line.name, str(line.amount), "must not be negative")
        if costs and line.year is not None and line.year not in costs:
            known = ", ".join(map(str, sorted(costs)))
            yield Fault(
                "--budget", line.name, str(line.year), f"no project costs anything in that year; costs: {known}"
            )


def yearless(problem: DecisionView) -> Iterator[Fault]:
    """Faults of the command line: with costs by year, every year needs its own line, and every line its year."""
    if problem.years == (None,):
        return
    for line in problem.budget.lines:
        if line.year is None:
            rule = f"the library has cost_<year> columns: write {problem.years[0]}{':' if line.source else ''}"
            yield Fault("--budget", line.name, "", f"{rule}{line.source or ''}=AMOUNT")
    for year in problem.years:
        if year not in problem.budget.years:
            yield Fault(
                "--budget", f"year {year}", "", f"has costs and no money: write {year}=AMOUNT ({year}=0 for none)"
            )


def unusable(problem: DecisionView) -> Iterator[Fault]:
    """Faults of the command line: sources of money that no project may use, or whose name looks misspelt."""
    named = {source for p in problem.projects for source in p.sources}
    anybody = any(not p.sources for p in problem.projects)
    for source in problem.budget.sources:
        hint = nearest(source, named)
        if source not in named and (hint or not anybody):
            known = ", ".join(sorted(named))
            yield Fault("--budget", "source", source, f"no project of the library names it; those named: {known}", hint)
    for source in unpaid(problem):
        if hint := nearest(source, problem.budget.sources, MISSPELT):
            yield Fault("library", "source", source, Message("library.source", source=source), hint)


def unpaid(problem: DecisionView) -> list[str]:
    """Sources that projects name and the budget does not; without any source in the budget none is missed."""
    named = {source for p in problem.projects for source in p.sources}
    return sorted(named.difference(problem.budget.sources)) if problem.budget.sources else []


def _rules(problem: DecisionView) -> Iterator[Fault]:
    """Ids, values and years that rules speak of and the library does not know."""
    rules = problem.rules
    for key, ids in (("mandatory", rules.mandatory), ("continuing", rules.continuing)):
        yield from unknown_ids(problem, key, ids)
    for family in FAMILIES:
        yield from family.faults(rules.of(family), problem)
    for commitment in rules.commitment:
        if commitment.year is None and problem.years != (None,):
            yield Fault("rules", f"commitment '{commitment.name}'.year", "", "the budget is by year: say which")
        if not any(line.covers(commitment.year, commitment.source) for line in problem.budget.lines):
            yield Fault("rules", f"commitment '{commitment.name}'", "", "no line of the budget pays for it")
