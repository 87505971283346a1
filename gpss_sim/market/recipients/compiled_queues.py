"""The queues of a city where nobody looks around before choosing, in columns that Numba steps through."""

from __future__ import annotations

from array import array
from math import inf

import numpy as np
from simpy import Environment
from simpy.events import NORMAL, Event

from gpss_sim.market.recipients.columns import FULL, HEADS, NOTHING, ROOM, SETS, TOUCHED, QueueColumns
from gpss_sim.market.recipients.demand import People
from gpss_sim.market.recipients.queues import NEVER, Queues, Service
from gpss_sim.market.recipients.steps import add_cases, refill, ring, settle
from gpss_sim.market.statuses import PAUSED, SERVED

_CONTRACTS, _HEADS, _SETS, _SPARE = 64, 65_536, 65_536, 16


class CompiledQueues(Queues):
    """As :class:`~gpss_sim.market.recipients.queues.Queues`, to the same bit; SimPy sees the same events.

    Parameters
    ----------
    env, people, cells, pause_limit, handed_over
        As there.
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
        self.env, self.people, self.handed_over = env, people, handed_over
        start, end = array("d", [NEVER]) * n, array("d", [NEVER]) * n
        server, waiting = array("q", [-1]) * n, array("q", [0]) * cells
        self.state, self.start, self.end, self.server, self.waiting = bytearray(n), start, end, server, waiting
        self.breaks, self.paused_days = array("q", [0]) * n, array("d", [0.0]) * n
        self._pause_limit = pause_limit
        self._paused: list[list[int]] = [[] for _ in range(cells)]
        self._services: dict[int, Service] = {}
        self._room: list[int] = [0] * _CONTRACTS
        self._used = 0
        self._last_agency: dict[int, int] = {}
        self._ahead: Event | None = None
        self._columns = _columns(people, cells, (self.state, start, end, server, waiting))

    def settle(self) -> None:
        """Bring every queue up to now: who has come waits, who has lost patience is gone. It changes nobody's life."""
        settle(self._columns, self.env.now)
        self._tell()

    def due(self, i: int) -> float:
        """Day on which the case of a recipient who is served ends, unless it pauses [day]."""
        return self.start[i] + float(self.people.duration[i]) + self.paused_days[i]

    def refill(self, contract: Service) -> None:
        """Fill the free slots of a contract from its queues."""
        self._make_room(contract, 0)
        if contract.busy < contract.slots:
            refill(self._columns, contract.id, self.env.now)
            self._tell()

    def open(self, contract: Service) -> None:
        """Open a contract: take over the paused cases of its cells, then the queue."""
        number = contract.id
        self._services[number] = contract
        self._make_room(contract, sum(len(self._paused[cell]) for cell in contract.cells))
        self._widen("serves", number, contract.cells)
        for cell in contract.cells:
            beside = self._columns.opened[cell]
            self._widen("opened", cell, (*beside[beside >= 0].tolist(), number))
            resumed = [i for i in self._paused[cell] if self.state[i] == PAUSED]
            self._paused[cell] = []
            for i in resumed:
                self._resume(i, contract)
            if resumed:
                self._columns.busy[number] = contract.busy
                add_cases(self._columns, number, np.array(resumed), np.array([self.due(i) for i in resumed]))
        self._tell()
        self.refill(contract)

    def _resume(self, i: int, contract: Service) -> None:
        """Go on with a case where it was left; another agency is a loss of continuity, unless it is handed the case
        (equation 3.3)."""
        if self._last_agency[self.server[i]] != contract.agency and i not in self.handed_over:
            self.breaks[i] += 1
        self.paused_days[i] += self.env.now - self.end[i]
        self.state[i], self.end[i], self.server[i] = SERVED, NEVER, contract.id
        contract.busy += 1

    def close(self, contract: Service) -> int:
        """Close a contract; its open cases pause until another opens. Returns how many paused."""
        self._last_agency[contract.id] = contract.agency
        columns, number = self._columns, contract.id
        first, length = int(columns.place[number]), int(columns.length[number])
        paused = sorted(columns.due_key[first : first + length].tolist())
        columns.length[number] = 0
        for cell in contract.cells:
            beside = columns.opened[cell]
            left = beside[(beside >= 0) & (beside != number)]
            beside[:] = -1
            beside[: len(left)] = left
        count = self._pause(contract, paused)
        columns.busy[number] = contract.busy
        return count

    def _ring(self, event: Event) -> None:
        if event is self._ahead:
            now, before = self.env.now, self.env.peek()
            while not ring(self._columns, now, before):
                self._make_room_ahead()
            self._tell()

    def _tell(self) -> None:
        """Tell contracts how many cases they hold, and SimPy the next day on which something is due."""
        columns, marks = self._columns, self._columns.marks
        if marks[FULL]:
            raise MemoryError(f"more than {len(columns.head_day)} days ahead, or {_SETS} in one step")
        if many := int(marks[TOUCHED]):
            touched = columns.touched[:many]
            columns.is_touched[touched], marks[TOUCHED] = 0, 0
            for number, busy in zip(touched.tolist(), columns.busy[touched].tolist(), strict=True):
                self._services[number].busy = busy
        days, marks[SETS] = columns.sets[: int(marks[SETS])].tolist(), 0
        for day in days:
            self._ahead = ahead = Event(self.env)
            ahead._ok, ahead._value = True, None
            ahead.callbacks.append(self._ring)
            self.env.schedule(ahead, NORMAL, day - self.env.now)
        if int(marks[HEADS]) + ROOM > len(columns.head_day):
            self._make_room_ahead()

    def _make_room_ahead(self) -> None:
        columns = self._columns
        self._columns = columns._replace(head_day=_longer(columns.head_day), head_line=_longer(columns.head_line))

    def _make_room(self, contract: Service, more: int) -> None:
        """A place in the columns for a contract and all cases that it may come to hold beside `more` resumed ones."""
        number, columns = contract.id, self._columns
        if number >= len(columns.slots):
            names = ("slots", "busy", "place", "length", "touched", "is_touched")
            longer = {name: _longer(getattr(columns, name), number) for name in names}
            serves = np.full((len(longer["slots"]), columns.serves.shape[1]), -1)
            serves[: len(columns.serves)] = columns.serves
            self._columns = columns = columns._replace(**longer, serves=serves)
            self._room += [0] * (len(columns.slots) - len(self._room))
        columns.slots[number], columns.busy[number] = contract.slots, contract.busy
        need = max(contract.slots, contract.busy + more) + 1
        if need > self._room[number]:
            self._move(number, need + need // 2 + _SPARE)

    def _move(self, number: int, room: int) -> None:
        """Give the cases of a contract more room, behind all others."""
        columns, old = self._columns, int(self._columns.place[number])
        if self._used + room > len(columns.due_day):
            to = self._used + room
            self._columns = columns = columns._replace(
                due_day=_longer(columns.due_day, to), due_key=_longer(columns.due_key, to)
            )
        length = int(columns.length[number])
        for column in (columns.due_day, columns.due_key):
            column[self._used : self._used + length] = column[old : old + length]
        columns.place[number], self._room[number] = self._used, room
        self._used += room

    def _widen(self, name: str, row: int, values: tuple[int, ...]) -> None:
        """Write a row of a table whose rows end with -1."""
        table = getattr(self._columns, name)
        if len(values) > table.shape[1]:
            wider = np.full((len(table), 2 * len(values)), -1)
            wider[:, : table.shape[1]] = table
            self._columns, table = self._columns._replace(**{name: wider}), wider
        table[row] = -1
        table[row, : len(values)] = values


def _longer(column: np.ndarray, place: int = 0) -> np.ndarray:
    """The column, twice as long and with room for `place`."""
    longer = np.zeros(max(2 * len(column), place + 1), column.dtype)
    longer[: len(column)] = column
    return longer


def prepare() -> None:
    """Compile, or read what was compiled, before a city needs it.

    Raises
    ------
    OSError
        What was compiled could not be written down.
    """
    nobody, none = np.zeros(0), np.zeros(0, np.int64)
    told = (bytearray(0), array("d"), array("d"), array("q"), array("q", [0]))
    people = People(none, none, nobody, nobody, nobody, none, nobody, np.zeros(0, bool))
    columns = _columns(people, 1, told)
    add_cases(columns, 0, none, nobody)
    refill(columns, 0, 0.0)
    ring(columns, 0.0, 0.0)
    settle(columns, 0.0)


def _columns(
    people: People, cells: int, told: tuple[bytearray, array[float], array[float], array[int], array[int]]
) -> QueueColumns:
    """Columns of everybody before the first day; `told` are those that others read."""
    n, (state, start, end, server, waiting) = len(people), told
    order = np.argsort(people.cell, kind="stable")
    first = np.searchsorted(people.cell[order], np.arange(cells + 1))
    days = np.full(n + cells, inf)
    days[np.arange(n) + people.cell[order]] = people.arrival[order]
    return QueueColumns(
        state=np.frombuffer(state, np.uint8),
        start=np.frombuffer(start, np.float64),
        end=np.frombuffer(end, np.float64),
        server=np.frombuffer(server, np.int64),
        until=people.arrival + people.patience,
        rank=(5 - people.urgency) * n + np.arange(n),
        duration=np.ascontiguousarray(people.duration, float),
        cell=np.ascontiguousarray(people.cell, np.int64),
        order=order.astype(np.int64),
        days=days,
        heap=np.zeros(n, np.int64),
        first=first.astype(np.int64),
        size=np.zeros(cells, np.int64),
        admitted=np.zeros(cells, np.int64),
        next_day=days[first[:-1] + np.arange(cells)],
        watched=np.zeros(cells, np.uint8),
        waiting=np.frombuffer(waiting, np.int64),
        cell_due=np.full(cells, inf),
        slots=np.zeros(_CONTRACTS, np.int64),
        busy=np.zeros(_CONTRACTS, np.int64),
        serves=np.full((_CONTRACTS, 2), -1),
        opened=np.full((cells, 2), -1),
        place=np.zeros(_CONTRACTS, np.int64),
        length=np.zeros(_CONTRACTS, np.int64),
        due_day=np.zeros(_CONTRACTS),
        due_key=np.zeros(_CONTRACTS, np.int64),
        head_day=np.zeros(_HEADS + ROOM),
        head_line=np.zeros(_HEADS + ROOM, np.int64),
        touched=np.zeros(_CONTRACTS, np.int64),
        is_touched=np.zeros(_CONTRACTS, np.uint8),
        sets=np.zeros(_SETS),
        ahead=np.array([inf]),
        marks=np.array([0, 0, 0, NOTHING, 0, 0]),
    )
