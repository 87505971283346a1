"""The families of rules, each as rows of the integer program.

A family is a function that enters its rows; registering it is the only step of adding one. The
referee knows nothing of this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from math import gcd

from gpss_sim.allocation.milp.funding_cuts import funding_cuts
from gpss_sim.allocation.milp.growth import of_granted, of_line
from gpss_sim.allocation.milp.program import Program, ProgramColumn, plus, size
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules import Limit
from gpss_sim.registry import Registry

FAMILIES: Registry[Callable[[Program], None]] = Registry("constraint family")
"""Every family of rules, in the order in which its rows are entered."""


def build(problem: Problem, drawn: bool = True, granted: bool = False) -> Program:
    """Return the integer program of a decision, without its goals.

    Parameters
    ----------
    drawn : bool
        Whether rows say what whole projects at today's prices can do; not where prices will move.
    granted : bool
        Whether more money on every open line is a column; its limits then grow as they do at first.
    """
    program = Program(problem, drawn=drawn)
    if granted:
        program.admit_grant()
    for name in FAMILIES:
        FAMILIES[name](program)
    return program


@FAMILIES.register("budget")
def _budget(program: Program) -> None:
    """Spending of a year, or of all years, within each line that names no source."""
    everything = range(len(program.problem.projects))
    for line in program.problem.money.lines:
        if line.source is None:
            year = line.year if program.problem.years != (None,) else None
            spent = program.money(everything, year)
            program.require(line.name, spent, high=line.amount, unit="fen", rise=of_line(program.problem, line))


@FAMILIES.register("sources")
def _sources(program: Program) -> None:
    """Money from sources that may pay: what sets of them hold, or as a flow where sets are too many.

    It flows also to projects that no two sources may share once prices move.
    """
    problem = program.problem
    if not problem.budget.sources:
        return
    if not problem.rules.split_sources:
        (_one_source_each if program.drawn else _flow)(program)
    elif (found := funding_cuts(problem)) is None:
        _flow(program)
    else:
        for cut in found:
            terms = plus(*(program.money(positions, year) for year, positions in cut.needs))
            rise = sum((of_line(problem, line) for line in cut.lines), Fraction(0))
            program.require(cut.rule, terms, high=cut.amount, unit="fen", rise=rise)


def _one_source_each(program: Program) -> None:
    """Every project is bought from one source: its columns once more for each that may pay for it."""
    problem = program.problem
    spent: dict[str, list[tuple[int, dict[int | None, int]]]] = {}
    for i, project in enumerate(problem.projects):
        years = [year for year, fen in project.years.items() if fen]
        able = [s for s in problem.eligible(i) if all(problem.payable(year, s) for year in years)]
        chosen = {source: program.add(ProgramColumn(1)) for source in able}
        program.require("eligible sources", plus(dict.fromkeys(chosen.values(), 1), {program.heads[i]: -1}), 0, 0)
        for column, _ in program.units[i]:
            upper = program.columns[column].upper or 1
            copies = {source: program.add(ProgramColumn(upper)) for source in able}
            program.require("", plus(dict.fromkeys(copies.values(), 1), {column: -1}), 0, 0)
            for source, copy in copies.items():
                program.require("", {copy: 1, chosen[source]: -upper}, high=0)
                spent.setdefault(source, []).append((copy, {y: program.money([i], y).get(column, 0) for y in years}))
    for line in problem.money.lines:
        if line.source is not None:
            terms = {
                copy: sum(fen for year, fen in price.items() if line.covers(year, line.source))
                for copy, price in spent.get(line.source, [])
            }
            program.require(line.name, terms, high=line.amount, unit="fen", rise=of_line(problem, line))


def _flow(program: Program) -> None:
    """Money flows from cells (year, source) to projects of the same eligibility."""
    problem = program.problem
    cells: dict[tuple[int | None, str], list[int]] = {}
    prices = [fen for p in problem.projects for fen in p.years.values()]
    grain = gcd(*prices) * max(1, max(prices) // gcd(*prices))
    for members, sources in _purses(problem):
        chosen = _one_source(program, members, sources)
        for year in problem.years:
            flows = {}
            for source in sources:
                if not problem.payable(year, source):
                    continue
                flow = program.add(ProgramColumn(None, integer=False))
                cells.setdefault((year, source), []).append(flow)
                flows[flow] = -grain
                if chosen:
                    most = problem.projects[members[0]].years.get(year, 0)
                    program.require("", {flow: grain, chosen[source]: -most}, high=0)
            program.require("eligible sources", plus(program.money(members, year), flows), 0, 0, "fen")
    for line in problem.money.lines:
        if line.source is not None:
            into = [f for (year, source), flows in cells.items() if line.covers(year, source) for f in flows]
            moved = dict.fromkeys(into, grain)
            program.require(line.name, moved, high=line.amount, unit="fen", rise=of_line(problem, line))


def _purses(problem: Problem) -> Iterator[tuple[list[int], tuple[str, ...]]]:
    """Projects that the same sources may pay; one by one when none may be split."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(problem.projects)):
        groups.setdefault(problem.eligible(i), []).append(i)
    for sources, members in groups.items():
        if problem.rules.split_sources:
            yield members, sources
        else:
            yield from (([i], sources) for i in members)


def _one_source(program: Program, members: list[int], sources: tuple[str, ...]) -> dict[str, int]:
    """Columns that name the one source of an unsplit project; empty when it may be split."""
    if program.problem.rules.split_sources:
        return {}
    chosen = {source: program.add(ProgramColumn(1)) for source in sources}
    program.require("", plus(dict.fromkeys(chosen.values(), 1), {program.heads[members[0]]: -1}), low=0, high=0)
    return chosen


@FAMILIES.register("mandatory")
def _mandatory(program: Program) -> None:
    """Projects that must be bought."""
    for i, project in enumerate(program.problem.projects):
        if project.id in program.problem.must:
            program.require(f"mandatory {project.id}", program.bought([i]), low=1)


@FAMILIES.register("links")
def _links(program: Program) -> None:
    """Prerequisites and exclusions, of the library and of the rules."""
    problem, heads = program.problem, program.heads
    for i, project in enumerate(problem.projects):
        for other in project.requires:
            program.require(f"{project.id} requires {other}", {heads[problem.index[other]]: 1, heads[i]: -1}, low=0)
        for other in project.excludes:
            program.require(f"{project.id} excludes {other}", program.bought([i, problem.index[other]]), high=1)
    for exclusive in problem.rules.exclusive:
        members = program.bought(problem.index[p] for p in exclusive.projects)
        program.require(exclusive.name, members, high=exclusive.at_most)
    for rule in problem.rules.requires:
        dependent = {heads[problem.index[rule.project]]: -1}
        needs = [program.bought([problem.index[p]]) for p in rule.needs]
        for terms in needs if rule.how == "all" else [plus(*needs)]:
            program.require(rule.name, plus(terms, dependent), low=0)


@FAMILIES.register("limits")
def _limits(program: Program) -> None:
    """Floors and caps on money and on numbers of projects."""
    for rule in program.problem.rules.limit:
        for name, members in program.problem.spans(rule):
            _money_limit(program, rule, name, members)
            if rule.min_projects is not None or rule.max_projects is not None:
                program.require(name, program.bought(members), rule.min_projects, rule.max_projects, "projects")


def _money_limit(program: Program, rule: Limit, name: str, members: list[int]) -> None:
    spent = program.money(members, rule.year)
    if rule.min is not None or rule.max is not None:
        program.require(name, spent, rule.min, rule.max, "fen")
    for share, sign in ((rule.min_share, 1), (rule.max_share, -1)):
        if share is None:
            continue
        part = Fraction(share)
        if rule.of == "budget":
            granted, rise = part * program.problem.granted(rule.year), part * of_granted(program.problem, rule.year)
            low, high = (granted, None) if sign > 0 else (None, granted)
            program.require(name, spent, low, high, "fen", rise)
            continue
        everything = range(len(program.problem.projects))
        whole = program.money(everything, rule.year, -sign * part.numerator)
        mine = program.money(members, rule.year, sign * part.denominator)
        program.require(name, plus(mine, whole), low=0, unit="fen")


@FAMILIES.register("staff")
def _staff(program: Program) -> None:
    """Posts within the certified social workers there are."""
    for rule in program.problem.rules.staff:
        program.require(
            rule.name, program.posts(program.problem.matching(rule.where)), high=rule.available, unit="posts"
        )


@FAMILIES.register("gini")
def _gini(program: Program) -> None:
    """Gini coefficient of benefit per head across districts within a bound, by absolute differences."""
    fairness = program.problem.rules.fairness
    if fairness is None or fairness.gini_at_most is None:
        return
    bound = Fraction(fairness.gini_at_most)
    groups = program.problem.districts()
    people = sum(fairness.population.values())
    gaps = {}
    for a, b in combinations(groups, 2):
        mine = program.benefit(groups[a], fairness.population[b])
        theirs = program.benefit(groups[b], -fairness.population[a])
        gap, unit = program.add(ProgramColumn(None, integer=False)), size(mine, theirs)
        gaps[gap] = -bound.denominator * unit
        for sign in (1, -1):
            program.require("", {gap: unit} | {c: sign * v for c, v in plus(mine, theirs).items()}, low=0)
    members = [i for group in groups.values() for i in group]
    program.require(fairness.name, plus(program.benefit(members, bound.numerator * people), gaps), low=0)
