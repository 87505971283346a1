"""What the buyer hands to whoever plans its budget, and what it gets back. The market does not know the planner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project of this year's library.

    Parameters
    ----------
    index : int
        Place in the library.
    id : str
        Identifier; ties are broken by it.
    urgency : int
        1 (can wait) … 5 (most urgent).
    benefit : float
        Expected benefit of a year.
    cost : int [fen]
        Ceiling and cost of buying.
    district, domain, group, form : str
        For rules that look at them.
    posts : int [posts]
        Reference staffing.
    remote : bool
        It lies in a remote district.
    sources : tuple of str
        Sources that may pay for it, where sources are kept apart; empty: any.
    """

    index: int
    id: str
    urgency: int
    benefit: float
    cost: int
    district: str
    domain: str
    group: str
    form: str
    posts: int
    remote: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanningYear:
    """What a planner knows on the first morning of a fiscal year.

    Parameters
    ----------
    year : int
        Fiscal year; 0 is the reference year, whose contracts go by lot.
    candidates : sequence of Candidate
        Projects that may be bought, in the order of the library.
    money : int [fen]
        What is free after multi-year commitments.
    by_source : mapping of str to int [fen]
        The same money by source.
    continuing : sequence of Candidate
        Projects under a running term, whose money is set aside already; `cost` is what was set aside for the contract
        year that begins this year, and 0 where none begins.
    earmarked : bool
        Sources are kept apart: each pays no more than `by_source` says, and only for candidates that name it.
    set_aside : mapping of str to int [fen]
        The money of continuing projects, by source.
    """

    year: int
    candidates: Sequence[Candidate]
    money: int
    by_source: Mapping[str, int] = field(default_factory=dict)
    continuing: Sequence[Candidate] = ()
    earmarked: bool = False
    set_aside: Mapping[str, int] = field(default_factory=dict)


Admission = Callable[[frozenset[str], str], bool]
"""Whether projects that are let or being procured may be joined by a further one; all by id."""


@dataclass(frozen=True, slots=True)
class PurchaseList:
    """What a planner answers: ids of the candidates to buy, and of those next in line, both in order.

    `funding` may say which source pays what of each project to buy [fen], where sources are kept apart; the buyer sets
    money aside in this way, and by its own order of sources where nothing is said. `held` is money that the reserve
    list must leave [fen]; `infeasible` says that no list keeps the rules, so that nothing new is bought. `admits` is
    asked before a project of the reserve list joins those that are let or being procured.
    """

    selected: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    funding: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    held: int = 0
    infeasible: bool = False
    admits: Admission | None = field(default=None, repr=False, compare=False)

    def check(self, year: PlanningYear) -> None:
        """Refuse an answer that cannot be carried out.

        Raises
        ------
        ValueError
            If an id is no candidate's or stands twice, or if the list costs more than there is.
        """
        cost = {candidate.id: candidate.cost for candidate in year.candidates}
        if unknown := [name for name in (*self.selected, *self.reserve) if name not in cost]:
            raise ValueError(f"the planner names {', '.join(unknown)}: no candidate of year {year.year}")
        if twice := [name for name, times in Counter(self.selected).items() if times > 1]:
            raise ValueError(f"the planner selects {', '.join(twice)} twice in year {year.year}")
        spent = sum(cost[name] for name in self.selected)
        if self.selected and spent > year.money:
            raise ValueError(f"the planner spends {spent} fen of {year.money} in year {year.year}")


class Planner(Protocol):
    """Decides once a year what the buyer buys; see `gpss_sim.simulate.run`."""

    def __call__(self, year: PlanningYear, /) -> PurchaseList:
        """Draw projects from this year's candidates.

        Every id must be a candidate's, what is selected is selected once and must not cost more than `year.money`;
        the buyer raises `ValueError` otherwise. The reserve list is bought in its order from what is saved later.
        """


@dataclass(frozen=True, slots=True)
class ListPlanner:
    """A planner that follows one list, every year the same: for a plan that was decided elsewhere.

    Each year the projects of the list that are candidates are bought in its order, as far as the money reaches; those
    that do not fit come first in line on the reserve list, before `reserve`.

    Parameters
    ----------
    selected : tuple of str
        Ids to buy, the most important first.
    reserve : tuple of str
        Ids to buy from what is saved, in order.
    admits : callable, optional
        Whether a project of the reserve list may join the others; every one may, if left out.

    Examples
    --------
    >>> one = Candidate(0, "a", 5, 1.0, 60, "", "", "", "", 1, False)
    >>> two = Candidate(1, "b", 5, 1.0, 50, "", "", "", "", 1, False)
    >>> ListPlanner(("b", "a"))(PlanningYear(1, (one, two), 100))
    PurchaseList(selected=('b',), reserve=('a',), funding={}, held=0, infeasible=False)
    """

    selected: tuple[str, ...]
    reserve: tuple[str, ...] = ()
    admits: Admission | None = None

    def __call__(self, year: PlanningYear, /) -> PurchaseList:
        """Return what the money of the year buys of the list."""
        cost = {candidate.id: candidate.cost for candidate in year.candidates}
        left, bought, waiting = year.money, [], []
        for name in dict.fromkeys(self.selected):
            if name not in cost:
                continue
            if cost[name] <= left:
                left -= cost[name]
                bought.append(name)
            else:
                waiting.append(name)
        further = (name for name in self.reserve if name in cost and name not in bought)
        return PurchaseList(tuple(bought), tuple(dict.fromkeys([*waiting, *further])), admits=self.admits)
