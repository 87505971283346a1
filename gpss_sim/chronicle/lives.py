"""Recipients' events, told after the run from the columns of the queues.

Nothing is noted while the city runs. A case that was passed on is traced back from the contract it was
with last: all cases that a contract leaves go to the next one that opens in their cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from heapq import heappop, heappush
from typing import NamedTuple

from gpss_sim import fiscal
from gpss_sim.market.record import Event
from gpss_sim.market.statuses import COMPLETED, GAVE_UP, INTERRUPTED, PAUSED, EventKind
from gpss_sim.market.world import World

ENDINGS = {
    COMPLETED: EventKind.COMPLETED,
    GAVE_UP: EventKind.GAVE_UP,
    INTERRUPTED: EventKind.INTERRUPTED,
    PAUSED: EventKind.PAUSED,
}
NEVER = float("inf")


class Move(NamedTuple):
    """A case passed on to `target`; where from and when it paused is None where two contracts had ended."""

    origin: int | None
    paused: float | None
    target: int
    resumed: float


class Handovers:
    """Which contract took over whose cases.

    Parameters
    ----------
    world : World
        A finished run, its event log kept.
    """

    def __init__(self, world: World) -> None:
        contracts, events = world.state.contracts, world.state.record.events
        place = {contract.name: contract.id for contract in contracts}
        self._opened = {place[e.entity]: e.day for e in events if e.event == EventKind.OPENED}
        self._ended = {place[e.entity]: e.day for e in events if e.event == EventKind.ENDED}
        self._of_cell: list[list[int]] = [[] for _ in world.cells]
        for contract in self._opened:
            for cell in contracts[contract].cells:
                self._of_cell[cell].append(contract)
        self._origin = cache(self._find_origin)

    def moves(self, last: int, cell: int, start: float) -> list[Move]:
        """Moves of a case that began on day `start` and was with contract `last` in the end."""
        found: list[Move] = []
        contract: int | None = last
        while contract is not None and start < self._opened[contract]:
            origin = self._origin(contract, cell)
            paused = None if origin is None else self._ended[origin]
            found.insert(0, Move(origin, paused, contract, self._opened[contract]))
            contract = origin
        return found

    def _find_origin(self, contract: int, cell: int) -> int | None:
        """The contract that `contract` took over in a cell; None if there is not exactly one."""
        here, others = self._opened[contract], [c for c in self._of_cell[cell] if c != contract]
        last = max((self._opened[c] for c in others if self._opened[c] < here), default=-NEVER)
        left = [c for c in others if last < self._ended.get(c, NEVER) <= here]
        return left[0] if len(left) == 1 else None


def lives(world: World) -> Iterator[Event]:
    """Every recipient's events by day, then by recipient, then in the order of life.

    Nobody's life begins before it is its turn: only what is ahead of people who have come and not yet gone is held.
    """
    handovers, arrivals = Handovers(world), world.state.queues.people.arrival.tolist()
    ahead: list[tuple[float, int, int, Event]] = []
    for i, came in enumerate(arrivals):
        while ahead and ahead[0][0] < came:
            yield heappop(ahead)[-1]
        for step, event in enumerate(_life(world, handovers, i)):
            heappush(ahead, (event.day, i, step, event))
    while ahead:
        yield heappop(ahead)[-1]


def recipient(world: World, i: int) -> str:
    """Identifier of a recipient: its cell and its place there."""
    people = world.state.queues.people
    return f"recipient:{world.cells[people.cell[i]].key}-{people.number[i]}"


def _life(world: World, handovers: Handovers, i: int) -> Iterator[Event]:
    queues = world.state.queues
    people, who = queues.people, recipient(world, i)
    arrival, start, state = float(people.arrival[i]), queues.start[i], queues.state[i]
    yield Event(arrival, EventKind.ARRIVED, who, f"cell:{world.cells[people.cell[i]].key}", int(people.urgency[i]))
    if start != arrival:
        yield Event(arrival, EventKind.WAITS, who, "", None)
    if start == start:
        moves = handovers.moves(queues.server[i], int(people.cell[i]), start)
        yield from _service(who, moves, queues.server[i], arrival, start)
    if state == INTERRUPTED:
        paused = queues.end[i] - fiscal.tick(world.state.scenario.delivery.pause_limit)
        yield Event(paused, EventKind.PAUSED, who, _name(queues.server[i]), None)
    if state in ENDINGS:
        server = queues.server[i] if state in (COMPLETED, PAUSED) else None
        yield Event(queues.end[i], ENDINGS[state], who, _name(server), None)


def _service(who: str, moves: list[Move], last: int, arrival: float, start: float) -> Iterator[Event]:
    first = moves[0].origin if moves else last
    yield Event(start, EventKind.SERVICE_STARTED, who, _name(first), start - arrival)
    for move in moves:
        if move.paused is not None:
            yield Event(move.paused, EventKind.PAUSED, who, _name(move.origin), None)
        yield Event(move.resumed, EventKind.RESUMED, who, _name(move.target), None)


def _name(contract: int | None) -> str:
    return "" if contract is None else f"contract:{contract}"
