"""Recipients living through the queue: arrive, wait, give up, are served, leave.

One queue per cell, kept as a heap of integers (urgency first, then arrival, then the smallest index; equation 3.1).
State is in columns. Nobody's arrival or patience concerns anybody else while no place is free: then no
event is set, and a queue is brought up to the day when a place turns free or somebody looks at it.
What is due (cases that end, arrivals that a free place waits for) is kept in one queue with one SimPy event
ahead: between two events of the city the queues live on their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import MutableSequence
from functools import partial
from heapq import heapify, heappop, heappush
from math import inf
from typing import Protocol

import numpy as np
from simpy import Environment
from simpy.events import Event, Timeout

from gpss_sim.market.recipients.case_count import CaseCount
from gpss_sim.market.recipients.demand import People
from gpss_sim.market.recipients.due_queue import DueQueue
from gpss_sim.market.statuses import (
    COMPLETED,
    GAVE_UP,
    INTERRUPTED,
    PAUSED,
    SERVED,
    WAITING,
)

NEVER = float("nan")


class Service(Protocol):
    """What a queue needs to know of a contract."""

    id: int
    agency: int
    cells: tuple[int, ...]
    slots: int
    busy: int
    cases: CaseCount


class Queues:
    """All queues of the city and everybody in them.

    Parameters
    ----------
    env : Environment
        The clock.
    people : People
        Everybody who will arrive.
    cells : int
        Number of cells.
    pause_limit : float [day]
        How long a paused case waits for a new contract before it counts as interrupted.
    handed_over : frozenset of int
        Recipients whose case is handed over to the next contract.
    """

    def __init__(
        self,
        env: Environment,
        people: People,
        cells: int,
        pause_limit: float,
        handed_over: frozenset[int] = frozenset(),
    ) -> None:
        n = len(people)
        self.env = env
        self.people = people
        self.state = bytearray(n)
        self.start: MutableSequence[float] = [NEVER] * n
        self.end: MutableSequence[float] = [NEVER] * n
        self.server: MutableSequence[int] = [-1] * n
        self.breaks: MutableSequence[int] = [0] * n
        self.paused_days: MutableSequence[float] = [0.0] * n
        self.waiting: MutableSequence[int] = [0] * cells
        self.handed_over = handed_over
        self._pause_limit = pause_limit
        self._heaps: list[list[int]] = [[] for _ in range(cells)]
        self._paused: list[list[int]] = [[] for _ in range(cells)]
        self._open: list[list[Service]] = [[] for _ in range(cells)]
        self._watched = [False] * cells
        self._due = DueQueue(env)
        for cell in range(cells):
            self._due.open(~cell, self._arrive)
        self._last_agency: dict[int, int] = {}
        self._n = n
        self._cell: list[int] = people.cell.tolist()
        self._duration: list[float] = people.duration.tolist()
        self._until: list[float] = (people.arrival + people.patience).tolist()
        self._rank: list[int] = ((5 - people.urgency) * n + np.arange(n)).tolist()
        self._arrivals = _by_cell(people, cells)
        self._days: list[list[float]] = [[*people.arrival[line].tolist(), inf] for line in self._arrivals]
        self._admitted = [0] * cells
        self._next_day = [days[0] for days in self._days]

    def settle(self) -> None:
        """Bring every queue up to now: who has come waits, who has lost patience is gone. It changes nobody's life."""
        now, n, until = self.env.now, self._n, self._until
        for cell, heap in enumerate(self._heaps):
            if not self._watched[cell]:
                self._admit(cell, now)
            gone = [rank % n for rank in heap if until[rank % n] <= now]
            if gone:
                heap[:] = [rank for rank in heap if until[rank % n] > now]
                heapify(heap)
            for i in gone:
                self._give_up(i)

    def _admit(self, cell: int, now: float) -> None:
        """Whoever of a cell has come by now joins its queue; who comes to a watched cell is met on arrival."""
        admitted = self._admitted[cell]
        self._admitted[cell] = to = bisect_right(self._days[cell], now, admitted)
        self._next_day[cell] = self._days[cell][to]
        self.waiting[cell] += to - admitted
        heap, rank, state = self._heaps[cell], self._rank, self.state
        for i in self._arrivals[cell][admitted:to]:
            state[i] = WAITING
            heappush(heap, rank[i])

    def _give_up(self, i: int) -> None:
        self.state[i] = GAVE_UP
        self.end[i] = self._until[i]
        self.waiting[self._cell[i]] -= 1

    def _watch(self, cell: int) -> None:
        """Have a place that stays free wait for the next arrival of a cell, where nobody queues."""
        day = self._next_day[cell]
        if day < inf:
            self._watched[cell] = True
            self._due.add(~cell, day, cell)

    def _arrive(self, cell: int, now: float) -> None:
        """Serve who comes now at once, as far as places are free; else they are found in the queue later."""
        line = self._arrivals[cell]
        while self._next_day[cell] <= now:
            admitted = self._admitted[cell]
            contract = self._choose(line[admitted], cell)
            if contract is None:
                self._watched[cell] = False
                return
            self._admitted[cell] = admitted + 1
            self._next_day[cell] = self._days[cell][admitted + 1]
            self._begin(line[admitted], contract, now)
        self._watched[cell] = False
        self._watch(cell)

    def _choose(self, i: int, cell: int) -> Service | None:
        """Return the contract with most free places, or none."""
        best = None
        free = 0
        for contract in self._open[cell]:
            spare = contract.slots - contract.busy
            if spare > free:
                best, free = contract, spare
        return best

    def _begin(self, i: int, contract: Service, now: float) -> None:
        self.state[i] = SERVED
        self.start[i] = now
        self.server[i] = number = contract.id
        contract.busy += 1
        self._due.add(number, now + self._duration[i], i)

    def _finish(self, contract: Service, i: int, now: float) -> None:
        self.state[i] = COMPLETED
        self.end[i] = now
        contract.busy -= 1
        if contract.busy < contract.slots:
            self._take_next(contract, now)

    def _take_next(self, contract: Service, now: float) -> bool:
        """Give a free slot to the most urgent recipient waiting in the contract's cells."""
        best, queue = -1, None
        n, until = self._n, self._until
        for cell in contract.cells:
            if self._next_day[cell] <= now and not self._watched[cell]:
                self._admit(cell, now)
            heap = self._heaps[cell]
            while heap and until[heap[0] % n] <= now:
                self._give_up(heappop(heap) % n)
            if heap and (queue is None or heap[0] < best):
                best, queue = heap[0], heap
        if queue is None:
            for cell in contract.cells:
                if not self._watched[cell]:
                    self._watch(cell)
            return False
        heappop(queue)
        i = best % n
        self.waiting[self._cell[i]] -= 1
        self._begin(i, contract, now)
        return True

    def due(self, i: int) -> float:
        """Day on which the case of a recipient who is served ends, unless it pauses [day]."""
        return self.start[i] + self._duration[i] + self.paused_days[i]

    def refill(self, contract: Service) -> None:
        """Fill the free slots of a contract from its queues."""
        now = self.env.now
        while contract.busy < contract.slots and self._take_next(contract, now):
            pass

    def open(self, contract: Service) -> None:
        """Open a contract: take over the paused cases of its cells, then the queue."""
        self._due.open(contract.id, partial(self._finish, contract))
        for cell in contract.cells:
            self._open[cell].append(contract)
            paused, self._paused[cell] = self._paused[cell], []
            for i in paused:
                if self.state[i] == PAUSED:
                    self._resume(i, contract)
        self.refill(contract)

    def _resume(self, i: int, contract: Service) -> None:
        """Go on with a case where it was left; another agency is a loss of continuity, unless it is handed the case
        (equation 3.3)."""
        now = self.env.now
        if self._last_agency[self.server[i]] != contract.agency and i not in self.handed_over:
            self.breaks[i] += 1
        self.paused_days[i] += now - self.end[i]
        self.state[i], self.end[i], self.server[i] = SERVED, NEVER, contract.id
        contract.busy += 1
        self._due.add(contract.id, self.due(i), i)

    def close(self, contract: Service) -> int:
        """Close a contract; its open cases pause until another opens. Returns how many paused."""
        self._last_agency[contract.id] = contract.agency
        paused = self._due.close(contract.id)
        for cell in contract.cells:
            self._open[cell].remove(contract)
        return self._pause(contract, paused)

    def _pause(self, contract: Service, cases: list[int]) -> int:
        """Cases of a contract that closes wait for the next one, no longer than the limit; returns how many."""
        now, cells = self.env.now, self.people.cell
        for i in cases:
            self.state[i], self.end[i] = PAUSED, now
            self._paused[cells[i]].append(i)
        contract.busy -= len(cases)
        if cases:
            Timeout(self.env, self._pause_limit, (now, cases)).callbacks.append(self._interrupt)
        return len(cases)

    def _interrupt(self, event: Event) -> None:
        since, cases = event._value
        for i in cases:
            if self.state[i] == PAUSED and self.end[i] == since:
                self.state[i] = INTERRUPTED
                self.end[i] = self.env.now


def _by_cell(people: People, cells: int) -> list[list[int]]:
    """Recipients of each cell, in the order in which they come."""
    order = np.argsort(people.cell, kind="stable")
    ends = np.searchsorted(people.cell[order], np.arange(1, cells))
    return [line.tolist() for line in np.split(order, ends)]
