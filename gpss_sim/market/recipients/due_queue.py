"""Days on which something is due, with one SimPy event ahead."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf

from simpy import Environment
from simpy.events import NORMAL, Event


class ReusableTimeout(Event):
    """A timeout that can be set anew once it has rung; SimPy reads its list of callbacks and never changes it.

    Parameters
    ----------
    env : Environment
        The clock.
    delay : float [day]
        When it rings, from now.
    callbacks : list
        What is called then, with the timeout; others of its kind may share the list.
    """

    def __init__(self, env: Environment, delay: float, callbacks: list[Callable[[ReusableTimeout], None]]) -> None:
        self.env, self._value, self._ok, self._calls = env, None, True, callbacks
        self.ring_in(delay)

    def ring_in(self, delay: float) -> None:
        """Ring `delay` days from now; not while it is still to ring."""
        self.callbacks = self._calls
        self.env.schedule(self, NORMAL, delay)


class DueQueue:
    """Days on which something is due for recipients.

    A timeout for each would fill SimPy's heap with tens of thousands of entries, and every event of the
    city would pay for it. Here only the earliest day is a timeout.

    Parameters
    ----------
    env : Environment
        The clock.
    act : Callable[[int, float], None]
        What happens to a recipient on the day that has come.
    """

    __slots__ = ("_act", "_callbacks", "_days", "_env", "_next")

    def __init__(self, env: Environment, act: Callable[[int, float], None]) -> None:
        self._env, self._act = env, act
        self._callbacks: list[Callable[[ReusableTimeout], None]] = [self._ring]
        self._days: list[tuple[float, int]] = []
        self._next = inf

    def add(self, now: float, day: float, i: int) -> None:
        """Enter recipient `i` for a `day` not before `now` [day]."""
        heappush(self._days, (day, i))
        if day < self._next:
            self._next = day
            ReusableTimeout(self._env, day - now, self._callbacks)

    def clear(self) -> list[int]:
        """Take everybody out, in no order."""
        left = [i for _, i in self._days]
        self._days.clear()
        return left

    def _ring(self, timeout: ReusableTimeout) -> None:
        now = self._env.now
        if now < self._next:  # an earlier day came in after this one was set, and has set the next since
            return
        days, act = self._days, self._act
        while days and days[0][0] <= now:
            act(heappop(days)[1], now)
        if days:
            self._next = day = days[0][0]
            timeout.ring_in(day - now)
        else:
            self._next = inf
