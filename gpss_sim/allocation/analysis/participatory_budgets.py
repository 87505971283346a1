"""The rank-and-cut rules of participatory budgets, as officials apply them.

Every rule goes down a ranking by votes; they differ in what happens at a project that does not
fit, at a threshold, at excluded pairs, and with money left over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpss_sim.allocation.search.single_budget import cut
from gpss_sim.registry import Registry


@dataclass(frozen=True, slots=True)
class BallotProject:
    """A project on the ballot.

    Parameters
    ----------
    id : str
    cost : int [fen]
    votes : Fraction
    category : str
    """

    id: str
    cost: int
    votes: Fraction
    category: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the officials had before them.

    Parameters
    ----------
    candidates : tuple of BallotProject
    budget : int [fen]
    threshold : Fraction
        Fewest votes with which a project may be funded.
    caps : dict of str to int [fen]
        Most money for a category.
    exclusive : tuple of (str, str)
        Pairs of which one excludes the other.
    """

    candidates: tuple[BallotProject, ...]
    budget: int
    threshold: Fraction = Fraction(0)
    caps: tuple[tuple[str, int], ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()

    def ranked(self) -> list[BallotProject]:
        """Candidates over the threshold: most votes first, then the cheaper, then the smaller id."""
        eligible = [c for c in self.candidates if c.votes >= self.threshold]
        return sorted(eligible, key=lambda c: (-c.votes, c.cost, c.id))


CUTS: Registry[Callable[[Ballot], frozenset[str]]] = Registry("rank-and-cut rule")
"""Rules by name."""


@CUTS.register("skip")
def skip(ballot: Ballot) -> frozenset[str]:
    """Pass over what does not fit, what a funded project excludes, and what its category cannot pay."""
    left = ballot.budget
    funded: list[str] = []
    left_in = dict(ballot.caps)
    rivals = [set(pair) for pair in ballot.exclusive]
    for c in ballot.ranked():
        barred = any(c.id in pair and pair.intersection(funded) for pair in rivals)
        if c.cost <= left and c.cost <= left_in.get(c.category, left) and not barred:
            funded.append(c.id)
            left -= c.cost
            if c.category in left_in:
                left_in[c.category] -= c.cost
    return frozenset(funded)


@CUTS.register("no-skip")
def no_skip(ballot: Ballot) -> frozenset[str]:
    """The first project that does not fit ends the list."""
    ranked = ballot.ranked()
    return frozenset(ranked[k].id for k in cut([c.cost for c in ranked], ballot.budget, skip=False))


@CUTS.register("two-pass")
def two_pass(ballot: Ballot) -> frozenset[str]:
    """First within the caps of categories, then what is left down the list with the caps off."""
    first = skip(ballot)
    left = ballot.budget - sum(c.cost for c in ballot.candidates if c.id in first)
    rest: Sequence[BallotProject] = [c for c in ballot.ranked() if c.id not in first]
    return first | {rest[k].id for k in cut([c.cost for c in rest], left, skip=True)}
