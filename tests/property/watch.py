"""A watchman who looks at the whole city after every event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE, CLOSED, POTENTIAL
from gpss_sim.market.agencies.offers import credit_line
from gpss_sim.market.buyers import buyer
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.procurement.procurement_view import Procurement
from gpss_sim.market.procurement.tender import procure
from gpss_sim.market.statuses import COMPLETED, EXPECTED, GAVE_UP, INTERRUPTED, PAUSED, SERVED, WAITING
from gpss_sim.market.world import World, build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.schema import Scenario

STEPS = {
    (EXPECTED, WAITING),
    (EXPECTED, SERVED),
    (EXPECTED, PAUSED),
    (EXPECTED, GAVE_UP),
    (WAITING, SERVED),
    (WAITING, GAVE_UP),
    (WAITING, PAUSED),
    (SERVED, SERVED),
    (SERVED, PAUSED),
    (SERVED, COMPLETED),
    (PAUSED, SERVED),
    (PAUSED, INTERRUPTED),
}
"""What can become of a recipient from one event to the next: passed on at once (SERVED twice); begun at the end of
a month by a worker just hired, and left when the agency closes with that month (WAITING to PAUSED); come in between
(EXPECTED), to wait or to give up."""


class Office:
    """The procurements that are under way, as the buyer's own code makes them."""

    def __init__(self) -> None:
        self.running: list[Procurement] = []


@contextmanager
def observed() -> Iterator[Office]:
    """Look over the buyer's shoulder: note each procurement from earmark to end."""
    office = Office()

    class Noted(Procurement):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            office.running.append(self)

    def watched(procurement: Procurement) -> Generator[Any, Any, bool]:
        begun = yield from procure(procurement)
        office.running.remove(procurement)
        return begun

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(buyer, "Procurement", Noted)
        patch.setattr(buyer, "procure", watched)
        yield office


class Watchman:
    """Holds what was so after the last event, and refuses what must not be.

    Parameters
    ----------
    world : World
        A city that has not begun.
    office : Office
        The buyer's procurements.
    """

    def __init__(self, world: World, office: Office) -> None:
        self.world, self.office, self.state = world, office, world.state
        self.seen = bytes(self.state.queues.state)
        self.servers = list(self.state.queues.server)
        self.entries = 0
        self.committed: Counter[int] = Counter()
        self.events = 0
        self.last = self.state.now

    def look(self) -> None:
        """Everything that must hold after an event."""
        self.events += 1
        self.state.queues.settle()
        self._money()
        self._purse()
        self._agencies()
        self._steps()
        self._places()
        self.last = self.state.now

    def _money(self) -> None:
        ledger = self.state.ledger
        assert sum(ledger.balances.values()) == 0
        assert ledger.balances["budget"] >= 0
        promised = {
            id(c): c.total
            for k in self.state.contracts
            for c in (*k.funds.commitments, *filter(None, [k.funds.prepared]))
        }
        assert ledger.balances["committed"] == sum(promised.values())
        for entry in ledger.entries[self.entries :]:
            assert entry.day == self.state.now
            assert entry.amount > 0
            if entry.account_to == "committed":
                self.committed[self._holds(entry.contract)] += entry.amount
            if entry.account_from == "committed":
                self.committed[self._holds(entry.contract)] -= entry.amount
                assert self.committed[self._holds(entry.contract)] >= 0, "paid before it was set aside"
                self._has_cause(self.state.contracts[entry.contract], entry.account_to)
            if entry.account_to == "offers":
                self._could_afford(entry.account_from)
        self.entries = len(ledger.entries)

    def _holds(self, contract: int) -> int:
        """The project whose money it is: contracts that stand side by side hold theirs together."""
        return self.state.contracts[contract].project.index

    def _has_cause(self, contract: Contract, target: str) -> None:
        if target not in ("budget", "lapsed"):
            assert contract.term_year > 0, "paid before the contract began"
            assert contract.book.start <= self.state.now

    def _could_afford(self, account: str) -> None:
        agency = next(agency for agency in self.state.agencies if agency.account == account)
        if agency.profile.kind != "department":
            assert self.state.ledger.balances[account] >= -credit_line(self.state.scenario, agency, self.state.year)

    def _purse(self) -> None:
        purse = self.state.purse
        assert purse.earmarked == sum(procurement.earmark for procurement in self.office.running)

    def _agencies(self) -> None:
        ledger, open_posts = self.state.ledger, Counter[int]()
        signed = Counter[int]()
        for contract in self.state.contracts:
            if not contract.ended:
                for party in contract.parties:
                    signed[party] += contract.posts_each
                    open_posts[party] += contract.posts_each if contract.term_year else 0
        for agency in self.state.agencies:
            assert agency.posts == signed[agency.id]
            assert open_posts[agency.id] <= agency.profile.abilities.scale
            if agency.status == POTENTIAL:
                assert agency.account not in ledger.balances
            if agency.status == CLOSED:
                assert not agency.contracts
                assert ledger.balances[agency.account] >= 0
            if agency.status == ACTIVE:
                assert agency.months_below < self.state.scenario.payment.closure_months

    def _steps(self) -> None:
        queues, now = self.state.queues, self.state.now
        fresh = bytes(queues.state)
        for i, (before, after) in enumerate(zip(self.seen, fresh, strict=True)):
            if before == after and queues.server[i] == self.servers[i]:
                continue
            assert (before, after) in STEPS, f"recipient {i} from {before} to {after}"
            self.servers[i] = queues.server[i]
            if after == SERVED and before in (EXPECTED, WAITING):
                assert now < queues.people.arrival[i] + queues.people.patience[i] or queues.people.arrival[i] == now
                contract = self.state.contracts[queues.server[i]]
                assert queues.start[i] == now >= queues.people.arrival[i]
                assert queues.people.cell[i] in contract.cells
                assert not contract.ended
                assert contract.busy <= contract.slots, "service began without a free place"
            if after in (COMPLETED, INTERRUPTED):
                assert queues.end[i] == now
            if after == GAVE_UP:
                assert self.last <= queues.end[i] <= now
                assert queues.end[i] == queues.people.arrival[i] + queues.people.patience[i]
        self.seen = fresh

    def _places(self) -> None:
        queues, cells = self.state.queues, self.state.queues.people.cell
        served, waiting = Counter[int](), [0] * len(self.world.cells)
        for i, state in enumerate(self.seen):
            if state == SERVED:
                served[queues.server[i]] += 1
            elif state == WAITING:
                waiting[cells[i]] += 1
        assert waiting == list(queues.waiting)
        for contract in self.state.contracts:
            assert contract.busy == served[contract.id], f"{contract.name} counts {contract.busy}"
            if contract.ended:
                assert contract.busy == 0
            elif contract.term_year and contract.busy < contract.slots:
                assert not any(waiting[cell] for cell in contract.cells), "somebody waits before a free place"


def live(scenario: Scenario, seed: int) -> Watchman:
    """Run a city event by event under watch, and close its books."""
    with observed() as office:
        world = build(scenario, planner_for(scenario.rules.selection), seed, 0, log=True)
        watchman = Watchman(world, office)
        env, stop = world.state.env, fiscal.year_start(scenario.calendar.years + 1)
        peek = env.peek
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(env, "peek", lambda: env.now)  # so that queues do one day a step, and each can be looked at
            while peek() <= stop:
                env.step()
                watchman.look()
        world.run()
        watchman.look()
    return watchman
