"""Days on which something is due, with one SimPy event ahead."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Any

from simpy import Environment
from simpy.events import NORMAL, Event


class Alarm(Event):
    """A timeout that can be set anew once it has rung; SimPy reads its list of callbacks and never changes it.

    Parameters
    ----------
    env : Environment
        The clock.
    delay : float [day]
        When it rings, from now.
    callbacks : list
        What is called then, with the alarm; others of its kind may share the list.
    """

    def __init__(self, env: Environment, delay: float, callbacks: list[Any]) -> None:
        self.env, self._value, self._ok, self._calls = env, None, True, callbacks
        self.ring_in(delay)

    def ring_in(self, delay: float) -> None:
        """Ring `delay` days from now; not while it is still to ring."""
        self.callbacks = self._calls
        self.env.schedule(self, NORMAL, delay)


class Agenda:
    """What is due for recipients as long as they stay in one state.

    A timeout for each would fill SimPy's heap with tens of thousands of entries, and every event of the
    city would pay for it. Here only the earliest day is a timeout; who has left the state is passed over.

    Parameters
    ----------
    env : Environment
        The clock.
    states : bytearray
        State of every recipient.
    state : int
        State in which an entry counts.
    act : Callable[[int, float], None]
        What happens to a recipient on the day that has come; it must leave the state.
    """

    __slots__ = ("_act", "_callbacks", "_days", "_env", "_next", "_state", "_states")

    def __init__(self, env: Environment, states: bytearray, state: int, act: Callable[[int, float], None]) -> None:
        self._env, self._states, self._state, self._act = env, states, state, act
        self._callbacks = [self._ring]
        self._days: list[tuple[float, int]] = []
        self._next = inf

    def add(self, now: float, day: float, i: int) -> None:
        """Enter recipient `i` for a `day` not before `now` [day]."""
        heappush(self._days, (day, i))
        if day < self._next:
            self._next = day
            Alarm(self._env, day - now, self._callbacks)

    def clear(self) -> list[int]:
        """Take everybody who still counts off the agenda, in no order."""
        left = [i for _, i in self._days if self._states[i] == self._state]
        self._days.clear()
        return left

    def _ring(self, alarm: Alarm) -> None:
        now = self._env.now
        if now < self._next:  # an earlier day came in after this one was set, and has set the next since
            return
        days, states, state = self._days, self._states, self._state
        while days and (days[0][0] <= now or states[days[0][1]] != state):
            i = heappop(days)[1]
            if states[i] == state:
                self._act(i, now)
        if days:
            self._next = day = days[0][0]
            alarm.ring_in(day - now)
        else:
            self._next = inf
