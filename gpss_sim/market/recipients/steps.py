"""What happens in the queues of the city between two of its events, in columns.

The same steps as in :mod:`~gpss_sim.market.recipients.queues` and
:mod:`~gpss_sim.market.recipients.due_queue`, which are the ones to read: here they are written so that Numba can
compile them, without objects. Where Numba is not installed they run as they stand, slowly. Only sums and comparisons of
the same numbers occur, in the same order, so that both leave the same bits.
"""

from __future__ import annotations

from math import inf

from gpss_sim.market.recipients.columns import (
    DOING,
    FULL,
    HEADS,
    NOTHING,
    RINGING,
    ROOM,
    SETS,
    TOUCHED,
    Floats,
    Ints,
    QueueColumns,
    compiled,
    part,
    pop_day,
    pop_number,
    push_day,
    push_number,
)
from gpss_sim.market.statuses import COMPLETED, GAVE_UP, SERVED, WAITING

_DONE, _GONE, _HELD, _WAITS = int(COMPLETED), int(GAVE_UP), int(SERVED), int(WAITING)


@part
def _head(c: QueueColumns, line: int, day: float) -> None:
    """A line has a new first day."""
    marks = c.marks
    if marks[HEADS] == len(c.head_day):
        marks[FULL] = 1
        return
    push_day(c.head_day, c.head_line, 0, marks[HEADS], day, line)
    marks[HEADS] += 1
    if day < c.ahead[0] and not marks[RINGING]:
        _set(c, day)


@part
def _set(c: QueueColumns, day: float) -> None:
    """SimPy is to be told a day on which something is due."""
    c.ahead[0] = day
    if c.marks[SETS] == len(c.sets):
        c.marks[FULL] = 1
        return
    c.sets[c.marks[SETS]] = day
    c.marks[SETS] += 1


@part
def _touch(c: QueueColumns, contract: int) -> None:
    if not c.is_touched[contract]:
        c.is_touched[contract] = 1
        c.touched[c.marks[TOUCHED]] = contract
        c.marks[TOUCHED] += 1


@part
def _add_case(c: QueueColumns, contract: int, day: float, i: int) -> None:
    """A case ends on a day, unless it pauses."""
    first = c.place[contract]
    push_day(c.due_day, c.due_key, first, c.length[contract], day, i)
    c.length[contract] += 1
    if c.due_day[first] == day and contract != c.marks[DOING]:
        _head(c, contract, day)


@part
def _watch(c: QueueColumns, cell: int) -> None:
    day = c.next_day[cell]
    if day < inf:
        c.watched[cell] = 1
        c.cell_due[cell] = day
        if ~cell != c.marks[DOING]:
            _head(c, ~cell, day)


@part
def _admit(c: QueueColumns, cell: int, now: float) -> None:
    """Whoever of a cell has come by now joins its queue."""
    first, to = c.first[cell], c.admitted[cell]
    while c.days[first + cell + to] <= now:
        i = c.order[first + to]
        c.state[i] = _WAITS
        push_number(c.heap, first, c.size[cell], c.rank[i])
        c.size[cell] += 1
        c.waiting[cell] += 1
        to += 1
    c.admitted[cell] = to
    c.next_day[cell] = c.days[first + cell + to]


@part
def _give_up(c: QueueColumns, i: int) -> None:
    c.state[i] = _GONE
    c.end[i] = c.until[i]
    c.waiting[c.cell[i]] -= 1


@part
def _begin(c: QueueColumns, i: int, contract: int, now: float) -> None:
    c.state[i], c.start[i], c.server[i] = _HELD, now, contract
    c.busy[contract] += 1
    _touch(c, contract)
    _add_case(c, contract, now + c.duration[i], i)


@part
def _take_next(c: QueueColumns, contract: int, now: float) -> bool:
    n, best, queue = len(c.state), -1, -1
    for cell in c.serves[contract]:
        if cell < 0:
            break
        if c.next_day[cell] <= now and not c.watched[cell]:
            _admit(c, cell, now)
        first = c.first[cell]
        while c.size[cell] and c.until[c.heap[first] % n] <= now:
            i = pop_number(c.heap, first, c.size[cell]) % n
            c.size[cell] -= 1
            _give_up(c, i)
        if c.size[cell] and (queue < 0 or c.heap[first] < best):
            best, queue = c.heap[first], cell
    if queue < 0:
        for cell in c.serves[contract]:
            if cell < 0:
                break
            if not c.watched[cell]:
                _watch(c, cell)
        return False
    pop_number(c.heap, c.first[queue], c.size[queue])
    c.size[queue] -= 1
    c.waiting[queue] -= 1
    _begin(c, best % n, contract, now)
    return True


@compiled
def add_cases(c: QueueColumns, contract: int, cases: Ints, days: Floats) -> None:
    """Cases that a contract takes over end on their days."""
    for k in range(len(cases)):
        _add_case(c, contract, days[k], cases[k])


@compiled
def refill(c: QueueColumns, contract: int, now: float) -> None:
    """Fill the free slots of a contract from its queues."""
    while c.busy[contract] < c.slots[contract] and _take_next(c, contract, now):
        pass


@part
def _finish(c: QueueColumns, contract: int, i: int, now: float) -> None:
    c.state[i], c.end[i] = _DONE, now
    c.busy[contract] -= 1
    _touch(c, contract)
    if c.busy[contract] < c.slots[contract]:
        _take_next(c, contract, now)


@part
def _arrive(c: QueueColumns, cell: int, now: float) -> None:
    first, c.watched[cell] = c.first[cell], 1
    while c.next_day[cell] <= now:
        chosen, free = -1, 0
        for contract in c.opened[cell]:
            if contract < 0:
                break
            if c.slots[contract] - c.busy[contract] > free:
                chosen, free = contract, c.slots[contract] - c.busy[contract]
        if chosen < 0:
            c.watched[cell] = 0
            return
        place = c.admitted[cell]
        c.admitted[cell] = place + 1
        c.next_day[cell] = c.days[first + cell + place + 1]
        _begin(c, c.order[first + place], chosen, now)
    c.watched[cell] = 0
    _watch(c, cell)


@compiled
def ring(c: QueueColumns, now: float, before: float) -> bool:
    """Do all that is due by now or earlier than `before`; False where there is no room for more days ahead."""
    marks = c.marks
    marks[RINGING] = 1
    while marks[HEADS]:
        day, line = c.head_day[0], c.head_line[0]
        if day >= before and day > now:
            break
        if marks[HEADS] + ROOM > len(c.head_day):
            return False
        pop_day(c.head_day, c.head_line, 0, marks[HEADS])
        marks[HEADS] -= 1
        marks[DOING] = line
        following = _do_cell(c, ~line, day) if line < 0 else _do_contract(c, line, day)
        if following < inf:
            push_day(c.head_day, c.head_line, 0, marks[HEADS], following, line)
            marks[HEADS] += 1
    marks[RINGING], marks[DOING] = 0, NOTHING
    c.ahead[0] = inf
    if marks[HEADS]:
        _set(c, c.head_day[0])
    return True


@part
def _do_cell(c: QueueColumns, cell: int, day: float) -> float:
    """Serve who comes to a watched cell; returns the next day to look at, inf where this entry is out of date."""
    if c.cell_due[cell] > day:
        return inf
    while c.cell_due[cell] <= day:
        c.cell_due[cell] = inf
        _arrive(c, cell, day)
    return c.cell_due[cell]


@part
def _do_contract(c: QueueColumns, contract: int, day: float) -> float:
    """End the cases of a contract that end on a day; returns as for a cell."""
    first = c.place[contract]
    if not c.length[contract] or c.due_day[first] > day:
        return inf
    while c.length[contract] and c.due_day[first] <= day:
        i = c.due_key[first]
        pop_day(c.due_day, c.due_key, first, c.length[contract])
        c.length[contract] -= 1
        _finish(c, contract, i, day)
    return c.due_day[first] if c.length[contract] else inf


@compiled
def settle(c: QueueColumns, now: float) -> None:
    """Bring every queue up to now."""
    n = len(c.state)
    for cell in range(len(c.size)):
        if not c.watched[cell]:
            _admit(c, cell, now)
        first, size, left = c.first[cell], c.size[cell], 0
        for k in range(size):
            i = c.heap[first + k] % n
            if c.until[i] <= now:
                _give_up(c, i)
            else:
                push_number(c.heap, first, left, c.heap[first + k])
                left += 1
        c.size[cell] = left
