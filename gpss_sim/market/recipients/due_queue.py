"""Days on which something is due, with one SimPy event ahead."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from simpy import Environment
from simpy.events import NORMAL, Event


class DueLine(NamedTuple):
    """Days of one owner.

    Parameters
    ----------
    days : list of (float, int)
        A heap of days and keys.
    act : callable
        What happens to a key on the day that has come.
    """

    days: list[tuple[float, int]]
    act: Callable[[int, float], None]


_CLOSED = DueLine([], lambda key, day: None)


class DueQueue:
    """Days on which something is due, in lines: one for each contract or cell of the city.

    A timeout for each day would fill SimPy's heap with tens of thousands of entries, and every event of the city
    would pay for it. Here only the earliest day of all lines is a timeout; when it rings, everything is done that is
    due before the next event of SimPy, day by day. While that is done SimPy's clock stands still: the day is handed
    over, and nothing may be scheduled with SimPy itself, only here.

    Parameters
    ----------
    env : Environment
        The clock.
    """

    __slots__ = ("_ahead", "_doing", "_env", "_heads", "_lines", "_next", "_ringing")

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._lines: dict[int, DueLine] = {}
        self._heads: list[tuple[float, int]] = []
        self._next = inf
        self._ahead: Event | None = None
        self._ringing = False
        self._doing: int | None = None

    def open(self, number: int, act: Callable[[int, float], None]) -> None:
        """Open a line; `act` gets a key and its day [day]."""
        self._lines[number] = DueLine([], act)

    def close(self, number: int) -> list[int]:
        """Close a line; returns the keys left in it, in order."""
        return sorted(key for _, key in self._lines.pop(number).days)

    def add(self, number: int, day: float, key: int) -> None:
        """Enter a key for a `day` not before now [day] into a line; equal days come by key."""
        days = self._lines[number].days
        heappush(days, (day, key))
        if days[0][0] == day and number != self._doing:
            heappush(self._heads, (day, number))
            if day < self._next and not self._ringing:
                self._set(day)

    def _set(self, day: float) -> None:
        self._next, self._ahead = day, Event(self._env)
        self._ahead._ok, self._ahead._value = True, None
        self._ahead.callbacks.append(self._ring)
        self._env.schedule(self._ahead, NORMAL, day - self._env.now)

    def _ring(self, event: Event) -> None:
        if event is not self._ahead:  # an earlier day came in after this one was set, and has set the next since
            return
        now, before = self._env.now, self._env.peek()
        heads, lines = self._heads, self._lines
        self._ringing = True
        while heads and ((day := heads[0][0]) < before or day <= now):
            number = heappop(heads)[1]
            days, act = lines.get(number, _CLOSED)
            if not days or days[0][0] > day:  # the line is closed, or an earlier day came in and has its own entry
                continue
            self._doing = number
            while days and days[0][0] <= day:
                act(heappop(days)[1], day)
            if days:
                heappush(heads, (days[0][0], number))
        self._ringing, self._doing, self._next = False, None, inf
        if heads:
            self._set(heads[0][0])
