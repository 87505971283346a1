"""A budget that cannot pay what it must, as a sum: granted, bound, held back, prescribed, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gpss_sim.allocation.problem.budget import Appropriation
from gpss_sim.allocation.problem.problem import Problem


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One use of a line of the budget that the rules leave no choice about.

    Parameters
    ----------
    kind : {"commitment", "reserve", "mandatory"}
    name : str
        Of the contract; id of the project; empty for the reserve.
    amount : int [fen]
    """

    kind: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the budget and everything that it must pay.

    Parameters
    ----------
    line : Appropriation
    uses : tuple of Prescribed
        Earlier contracts, reserve, prescribed projects, in this order.
    """

    line: Appropriation
    uses: tuple[Prescribed, ...]

    @property
    def lacking(self) -> int:
        """Money by which the uses exceed the line [fen]; below 0 where they do not."""
        return sum(use.amount for use in self.uses) - self.line.amount


def accounts(problem: Problem, rules: Iterable[str]) -> list[Account]:
    """Accounts of the lines of a budget that a conflict names and that cannot pay what they must.

    A prescribed project counts on a line of one source where no other source may pay for it.
    """
    named = set(rules)
    found = [Account(line, tuple(_uses(problem, line))) for line in problem.budget.lines if line.name in named]
    return [account for account in found if account.lacking > 0]


def _uses(problem: Problem, line: Appropriation) -> Iterator[Prescribed]:
    for contract in problem.rules.commitment:
        if line.covers(contract.year, contract.source):
            yield Prescribed("commitment", contract.name, contract.amount)
    if reserve := problem.reserved(line):
        yield Prescribed("reserve", "", reserve)
    for name in sorted(problem.must):
        project = problem.projects[problem.index[name]]
        if line.source is None or project.sources == (line.source,):
            cost = sum(fen for year, fen in project.price(project.smallest).items() if line.covers(year, line.source))
            if cost:
                yield Prescribed("mandatory", name, cost)
