"""Earmarked money: each source pays the projects it may pay, and no others (facts R19, R52, R65)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from gpss_sim import money
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.contracts.terms import Commitment
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.treasury.purse import Purse
from gpss_sim.scenario.envelopes import Envelope
from gpss_sim.scenario.schema import Scenario

Parts = dict[str, int]
"""Fen by source."""
HELD = -1
"""Stands for no project among what is earmarked: money kept for emergencies."""


def payers_of(project: CityProject, envelopes: Mapping[str, Envelope]) -> Mapping[str, float]:
    """Sources that may pay for a project now, with the largest share of its money that each pays.

    Parameters
    ----------
    project : Project
    envelopes : mapping of str to Envelope
        Every source of the budget.
    """
    template = project.template
    named = project.bought.payers
    stage = "pilot" if project.is_pilot else "mature"
    return {
        source: envelope.most
        for source, envelope in envelopes.items()
        if (not named or source in named)
        and envelope.stage in ("any", stage)
        and (not envelope.domains or template.domain in envelope.domains)
        and (not envelope.districts or template.district in envelope.districts)
    }


def split(amount: int, limits: Mapping[str, float], free: Mapping[str, int]) -> Parts | None:
    """Divide an amount over sources in their order, each up to its share and to what is free; None if it is too much.

    >>> split(100, {"lottery": 0.4, "fiscal": 1.0}, {"lottery": 70, "fiscal": 90})
    {'lottery': 40, 'fiscal': 60}
    """
    parts: Parts = {}
    for source, share in limits.items():
        part = min(amount - sum(parts.values()), free[source], ceil(share * amount))
        if part > 0:
            parts[source] = part
    return parts if sum(parts.values()) == amount else None


class EarmarkedPurse(Purse):
    """A purse whose sources are kept apart: what is earmarked, committed and spent comes from those that may pay.

    Sources with the fewest projects to pay are used first; a plan that says who pays what is followed to the fen.

    Parameters
    ----------
    ledger : Ledger
    shares : mapping of str to float
        Shares of the year's budget by source.
    envelopes : mapping of str to Envelope
        What each source may pay.
    projects : sequence of Project
        The library.
    """

    def __init__(
        self,
        ledger: Ledger,
        shares: Mapping[str, float],
        envelopes: Mapping[str, Envelope],
        projects: Sequence[CityProject],
    ) -> None:
        super().__init__(ledger, shares)
        self._envelopes = {source: envelopes.get(source, Envelope()) for source in shares}
        self._projects = projects
        self._earmarks: dict[int, Parts] = {}
        self._planned: dict[int, Parts] = {}
        self._order: list[str] = []  # as long as no pilot matures, which is at a year's opening

    @property
    def free_by_source(self) -> Parts:
        """What is free, by source [fen]."""
        held = {source: self._ledger.by_source["budget", source] for source in self._shares}
        for parts in self._earmarks.values():
            for source, part in parts.items():
                held[source] -= part
        return held

    def payers(self, project: int) -> Mapping[str, float]:
        """Sources that may pay for a project now, the narrowest first."""
        limits = payers_of(self._projects[project], self._envelopes)
        if not self._order:
            able = dict.fromkeys(self._shares, 0)
            for other in self._projects:
                for source in payers_of(other, self._envelopes):
                    able[source] += 1
            self._order = sorted(able, key=lambda source: (able[source], source))
        return {source: limits[source] for source in self._order if source in limits}

    def lapse(self, day: float) -> int:
        """What was not used goes back to the treasury, less what a source may carry over."""
        left = {
            source: part - int(self._envelopes[source].carry_over * part)
            for source, part in self.free_by_source.items()
        }
        self._ledger.move_by_source(day, "budget", "lapsed", left)
        self._planned.clear()
        self._order.clear()
        return sum(left.values())

    def plan(self, funding: Mapping[int, Mapping[str, int]]) -> None:
        """Note who pays what of the projects selected, as the plan says [fen by source by project]."""
        self._planned = {project: dict(parts) for project, parts in funding.items()}

    def affords(self, project: int, amount: int) -> bool:
        """Whether the sources that may pay for a project have that much free."""
        return split(amount, self.payers(project), self.free_by_source) is not None

    def earmark(self, project: int, amount: int) -> None:
        """Set money aside for a procurement, as planned or from the narrowest source that has it.

        It comes on top of what is still set aside for a procurement of last year that has not come to its end.
        """
        parts = self._parts(project, amount) or {}
        self.earmarked += sum(parts.values())
        held = self._earmarks.setdefault(project, {})
        for source, part in parts.items():
            held[source] = held.get(source, 0) + part
        self._planned[project] = dict(parts)

    def unearmark(self, project: int, amount: int) -> None:
        """Give back so much of what was set aside for a procurement."""
        held = self._earmarks.get(project, {})
        total = sum(held.values())
        given = min(amount, total)
        if not given:
            return
        parts = money.split(given, list(held.values()))
        for source, part in zip(list(held), parts, strict=True):
            held[source] -= part
        self.earmarked -= given

    def hold(self, amount: int) -> int:
        """Keep so much of what is free for later, of every source in proportion; returns it [fen]."""
        free = {source: max(part, 0) for source, part in self.free_by_source.items()}
        amount = min(amount, sum(free.values()))
        if amount:
            self._earmarks[HELD] = dict(zip(free, money.split(amount, list(free.values())), strict=True))
            self.earmarked += amount
        return amount

    def release_hold(self, amount: int) -> None:
        """Free what was kept for later."""
        self.unearmark(HELD, amount)

    def _parts(self, project: int, amount: int) -> Parts | None:
        """Who pays an amount for a project: in the proportions of the plan where that may be, else split anew."""
        free, planned, limits = self.free_by_source, self._planned.get(project), self.payers(project)
        if planned and sum(planned.values()):
            parts = dict(zip(planned, money.split(amount, list(planned.values())), strict=True))
            if all(part <= min(free[s], ceil(limits.get(s, 0) * amount)) for s, part in parts.items()):
                return parts
        return split(amount, limits, free)

    def spend(self, day: float, account: str, amount: int, project: int | None = None) -> int:
        """Pay from what is left, from the sources of a project where one is named; returns what was paid [fen]."""
        held = {source: self._ledger.by_source["budget", source] for source in self._shares}
        if project is not None:
            held = {source: part for source, part in held.items() if source in self.payers(project)}
        return self._pay(day, account, amount, held, -1)

    def spend_free(self, day: float, account: str, amount: int, contract: int = -1) -> int:
        """Pay as much as is neither committed nor earmarked, from every source in proportion; returns what was paid."""
        held = {source: max(part, 0) for source, part in self.free_by_source.items()}
        return self._pay(day, account, amount, held, contract)

    def _pay(self, day: float, account: str, amount: int, held: Mapping[str, int], contract: int) -> int:
        amount = min(amount, sum(held.values()))
        parts = money.split(amount, list(held.values())) if amount else [0] * len(held)
        self._ledger.move_by_source(day, "budget", account, dict(zip(held, parts, strict=True)), contract)
        return amount

    def commit(
        self, day: float, year: int, amount: int, contract: int, holders: int = 1, project: int | None = None
    ) -> Commitment | None:
        """Set `amount` aside for a contract year; None if the sources that may pay have not got it free."""
        if project is None:
            return super().commit(day, year, amount, contract, holders)
        parts = self._parts(project, amount)
        if parts is None:
            return None
        self._ledger.move_by_source(day, "budget", "committed", parts, contract)
        return Commitment(year, parts, holders)


def purse_of(scenario: Scenario, ledger: Ledger, projects: Sequence[CityProject]) -> Purse:
    """The buyer's purse as the scenario keeps it: in one, or by source."""
    budget = scenario.budget
    if not budget.earmarked:
        return Purse(ledger, budget.sources)
    return EarmarkedPurse(ledger, budget.sources, budget.envelopes, projects)
