"""What several sources can pay together, as rows over projects alone: the cuts of the flow of money.

By the theorem of Gale and Hoffman a plan can be paid to the fen if and only if, for every set of payers (a source in a
year), the projects that no other payer may pay do not cost more than the set has. Rows over whole columns are safer
than columns for amounts that flow: floating point then decides nothing.

References
----------
Gale (1957), A theorem on flows in networks; Hoffman (1960), Some recent applications of the theory of
linear inequalities to extremal combinatorial analysis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.problem import Problem

MOST = 600
"""Largest number of sets of payers for which rows are written; beyond, amounts that flow are columns."""

SourceYear = tuple[int | None, str]
"""A source in a year."""

Needs = dict[tuple[int | None, frozenset[SourceYear]], list[int]]
"""Positions by year and payers that may pay."""


@dataclass(frozen=True, slots=True)
class FundingCut:
    """Projects that may not cost more in their years than a set of payers has.

    Parameters
    ----------
    needs : list of (int or None, list of int)
        Years, each with positions.
    lines : tuple of Appropriation
        Budget lines that limit the set, after the reserve.
    """

    needs: list[tuple[int | None, list[int]]]
    lines: tuple[Appropriation, ...]

    @property
    def rule(self) -> str:
        """The line of the budget, where the set is one line."""
        return self.lines[0].name if len(self.lines) == 1 and self.lines[0].source else "eligible sources"

    @property
    def amount(self) -> int:
        """Money of the set [fen]."""
        return sum(line.amount for line in self.lines)


def funding_cuts(problem: Problem) -> list[FundingCut] | None:
    """Every cut of a decision whose projects may be split over sources; None when there are more than `MOST`."""
    if "cuts" not in problem.kept:
        problem.kept["cuts"] = _found(problem)
    cuts: list[FundingCut] | None = problem.kept["cuts"]
    return cuts


def _found(problem: Problem) -> list[FundingCut] | None:
    needs = _needs(problem)
    found = []
    for part in _parts(problem, needs):
        unions: set[frozenset[SourceYear]] = {frozenset()}
        for payers in dict.fromkeys(payers for _, payers in part):
            unions |= {union | payers for union in unions}
            if len(unions) > MOST:
                return None
        for union in sorted(unions, key=lambda union: sorted(map(str, union))):
            members = [(year, positions) for (year, payers), positions in part.items() if payers <= union]
            limiting = _limiting_lines(problem, union)
            if limiting is not None and members:
                found.append(FundingCut(members, limiting))
    return found


def _needs(problem: Problem) -> Needs:
    needs: Needs = {}
    for i, project in enumerate(problem.projects):
        for year, fen in project.years.items():
            if fen:
                able = [source for source in problem.eligible(i) if problem.payable(year, source)]
                payable = frozenset((year, problem.payer(source, year)) for source in able)
                needs.setdefault((year, payable), []).append(i)
    return needs


def _parts(problem: Problem, needs: Needs) -> Iterator[Needs]:
    """Years apart, unless a source is granted for all of them together."""
    if any(line.year is None for line in problem.payer_lines):
        yield needs
        return
    for year in dict.fromkeys(year for year, _ in needs):
        yield {key: positions for key, positions in needs.items() if key[0] == year}


def _limiting_lines(problem: Problem, union: frozenset[SourceYear]) -> tuple[Appropriation, ...] | None:
    """Budget lines that limit a set of payers together; None when one of the payers has no limit of its own."""
    limiting: list[Appropriation] = []
    lines = problem.payer_lines
    for source in sorted({source for _, source in union}):
        yearly = []
        for year in [year for year, name in sorted(union, key=str) if name == source]:
            own = [ln for ln in lines if ln.source == source and ln.year is not None and ln.covers(year, source)]
            yearly.append(min(own, key=lambda line: line.amount, default=None))
        limits = [] if None in yearly else [line for line in yearly if line is not None]
        whole = [line for line in lines if line.source == source and line.year is None]
        if whole and (not limits or whole[0].amount <= sum(line.amount for line in limits)):
            limits = whole
        if not limits:
            return None
        limiting += limits
    return tuple(limiting)
