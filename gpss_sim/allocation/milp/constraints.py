"""The rows of a decision: money, mandatory projects and links of the library, then every rule of the rules file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from gpss_sim.allocation.milp.funding_cuts import funding_cuts
from gpss_sim.allocation.milp.growth import line_growth
from gpss_sim.allocation.milp.program import Program, ProgramColumn
from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.terms import Terms, plus


def build(problem: Problem, drawn: bool = True, granted: bool = False) -> Program:
    """Return the integer program of a decision, without its goals.

    Parameters
    ----------
    drawn : bool
        Whether rows say what whole projects at today's prices can do; not where prices will move.
    granted : bool
        Whether more money on every open line is a column; its limits then grow as they do at first.
    """
    key = ("program", drawn, granted)
    if key not in problem.kept:
        problem.kept[key] = _built(problem, drawn, granted)
    program: Program = problem.kept[key]
    return program.copy()


def _built(problem: Problem, drawn: bool, granted: bool) -> Program:
    program = Program(problem, drawn=drawn)
    if granted:
        program.admit_grant()
    for enter in (_general_lines, _source_lines, _mandatory, _links):
        enter(program)
    for rule in problem.rules.active:
        rule.enter_rows(program)
    program.project_rows()  # for all copies
    return program


def _general_lines(program: Program) -> None:
    """Spending of a year, or of all years, within each line that names no source."""
    everything = range(len(program.problem.projects))
    for line in program.problem.money.lines:
        if line.source is None:
            year = line.year if program.problem.years != (None,) else None
            spent = program.cost(everything, year)
            program.require(line.name, spent, high=line.amount, unit="fen", rise=line_growth(program.problem, line))


def _source_lines(program: Program) -> None:
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
            terms = plus(*(program.cost(positions, year) for year, positions in cut.needs))
            rise = sum((line_growth(problem, line) for line in cut.lines), Fraction(0))
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
                price = {y: program.cost([i], y).get(column, 0) for y in years}
                spent.setdefault(source, []).append((copy, price))
    for line in problem.payer_lines:
        terms = {
            copy: sum(fen for year, fen in price.items() if line.covers(year, problem.payer(source, year)))
            for source, copies in spent.items()
            for copy, price in copies
        }
        _limit_payer(program, line, terms)


def _limit_payer(program: Program, line: Appropriation, terms: Terms) -> None:
    rule = line.name if line.source else "eligible sources"
    program.require(rule, terms, high=line.amount, unit="fen", rise=line_growth(program.problem, line))


def _flow(program: Program) -> None:
    """Money flows from cells (year, source) to projects of the same eligibility."""
    problem = program.problem
    cells: dict[tuple[int | None, str], list[int]] = {}
    prices = [fen for p in problem.projects for fen in p.years.values()]
    unit = gcd(*prices) * max(1, max(prices) // gcd(*prices))
    for members, sources in _by_eligibility(problem):
        chosen = _one_source(program, members, sources)
        for year in problem.years:
            flows = {}
            for source in sources:
                if not problem.payable(year, source):
                    continue
                flow = program.amount()
                cells.setdefault((year, problem.payer(source, year)), []).append(flow)
                flows[flow] = -unit
                if chosen:
                    most = problem.projects[members[0]].years.get(year, 0)
                    program.require("", {flow: unit, chosen[source]: -most}, high=0)
            program.require("eligible sources", plus(program.cost(members, year), flows), 0, 0, "fen")
    for line in problem.payer_lines:
        into = [f for (year, payer), flows in cells.items() if line.covers(year, payer) for f in flows]
        _limit_payer(program, line, dict.fromkeys(into, unit))


def _by_eligibility(problem: Problem) -> Iterator[tuple[list[int], tuple[str, ...]]]:
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


def _mandatory(program: Program) -> None:
    """Projects that must be bought."""
    for i, project in enumerate(program.problem.projects):
        if project.id in program.problem.must:
            program.require(f"mandatory {project.id}", program.bought([i]), low=1)


def _links(program: Program) -> None:
    """Prerequisites and exclusions of the library."""
    problem, heads = program.problem, program.heads
    for i, project in enumerate(problem.projects):
        for other in project.requires:
            program.require(f"{project.id} requires {other}", {heads[problem.index[other]]: 1, heads[i]: -1}, low=0)
        for other in project.excludes:
            program.require(f"{project.id} excludes {other}", program.bought([i, problem.index[other]]), high=1)
