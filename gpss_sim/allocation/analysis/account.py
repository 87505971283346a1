"""A budget that cannot pay what it must, as a sum: granted, bound, held back, prescribed, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.limit import Limit
from gpss_sim.library.project import Project

MANDATORY = "mandatory "
"""What stands before the id of a prescribed project in the name of its rule."""


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One use of a line of the budget that the rules leave no choice about.

    Parameters
    ----------
    kind : {"commitment", "reserve", "mandatory", "floor"}
    name : str
        Of the contract or floor; id of the project; empty for the reserve.
    amount : int [fen]
    """

    kind: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class LineAccount:
    """A line of the budget and everything that it must pay.

    Parameters
    ----------
    line : Appropriation
    uses : tuple of Prescribed
        Earlier contracts, reserve, prescribed projects, what floors ask for beyond these, in this order.
    """

    line: Appropriation
    uses: tuple[Prescribed, ...]

    @property
    def lacking(self) -> int:
        """Money by which the uses exceed the line [fen]; below 0 where they do not."""
        return sum(use.amount for use in self.uses) - self.line.amount


def accounts(problem: Problem, rules: Iterable[str]) -> list[LineAccount]:
    """Accounts of the lines of a budget that a conflict names and that cannot pay what they must.

    Earlier contracts and the reserve count always, prescribed projects and floors where the conflict names them.
    On a line of one source a project counts where no other source may pay for it. Of floors that share projects
    only the first counts: what one asks for may be what the other does.
    """
    named = list(dict.fromkeys(rules))
    found = [
        LineAccount(line, tuple(_uses(problem, line, named))) for line in problem.budget.lines if line.name in named
    ]
    return [account for account in found if account.lacking > 0]


def _uses(problem: Problem, line: Appropriation, named: Sequence[str]) -> Iterator[Prescribed]:
    for contract in problem.rules.commitment:
        if line.covers(contract.year, contract.source):
            yield Prescribed("commitment", contract.name, contract.amount)
    if reserve := problem.reserved(line):
        yield Prescribed("reserve", "", reserve)
    prescribed: dict[int, int] = {}
    for name in sorted(problem.must):
        position = problem.index[name]
        project = problem.projects[position]
        if f"{MANDATORY}{name}" in named and _only(line, project):
            cost = sum(fen for year, fen in project.price(project.smallest).items() if line.covers(year, line.source))
            if cost:
                prescribed[position] = cost
                yield Prescribed("mandatory", name, cost)
    yield from _floors(problem, line, named, prescribed)


def _only(line: Appropriation, project: Project) -> bool:
    """Whether no other line may pay for a project."""
    return line.source is None or project.sources == (line.source,)


def _floors(
    problem: Problem, line: Appropriation, named: Sequence[str], prescribed: Mapping[int, int]
) -> Iterator[Prescribed]:
    """What floors ask for beyond the prescribed projects among theirs."""
    taken: set[int] = set()
    for rule in problem.rules.of(Limit):
        for name, members in rule.spans(problem):
            floor = _floor(problem, rule)
            covered = line.covers(rule.year, line.source) or line.year is None
            alone = all(_only(line, problem.projects[i]) for i in members)
            if name not in named or not floor or not covered or not alone or taken & set(members):
                continue
            taken |= set(members)
            beyond = floor - sum(prescribed.get(i, 0) for i in members)
            if beyond > 0:
                yield Prescribed("floor", name, beyond)


def _floor(problem: Problem, rule: Limit) -> int:
    """Money that a rule asks for at least [fen]."""
    share = ceil(Fraction(rule.min_share) * problem.granted(rule.year)) if rule.min_share is not None else 0
    return max(rule.min or 0, share if rule.of == "budget" else 0)
