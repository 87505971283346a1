"""T6: c servers, Poisson arrivals, exponential service, exponential patience (Erlang B, C and A)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np


@dataclass(frozen=True)
class Queue:
    """The stationary birth-and-death queue.

    Parameters
    ----------
    servers : int
    arrivals : float [1/day]
    service : float [1/day]
        Completions of one busy server.
    reneging : float [1/day]
        Hazard of giving up; 0 for endless patience.
    """

    servers: int
    arrivals: float
    service: float
    reneging: float = 0.0

    @cached_property
    def _chances(self) -> np.ndarray:
        logs = [0.0]
        while logs[-1] > max(logs) - 60 or len(logs) <= self.servers:
            n = len(logs)
            away = min(n, self.servers) * self.service + max(n - self.servers, 0) * self.reneging
            logs.append(logs[-1] + log(self.arrivals / away))
        weights = np.exp(np.array(logs) - max(logs))
        return np.asarray(weights / weights.sum())

    @property
    def waits(self) -> float:
        """Chance of finding all servers busy.

        >>> round(Queue(5, 4, 1).waits, 6)
        0.554113
        """
        return float(self._chances[self.servers :].sum())

    @property
    def length(self) -> float:
        """Mean number waiting.

        >>> round(Queue(75, 25, 0.25, 1 / 3).length, 6)
        18.776746
        """
        n = np.arange(len(self._chances))
        return float(np.dot(np.maximum(n - self.servers, 0), self._chances))

    @property
    def wait(self) -> float:
        """Mean wait of all arrivals, those who give up included [day]."""
        return self.length / self.arrivals

    @property
    def gives_up(self) -> float:
        """Chance of giving up.

        >>> round(Queue(5, 6, 1, 0.25).gives_up, 6)
        0.202705
        """
        return self.reneging * self.wait

    @property
    def wait_of_the_served(self) -> float:
        """Mean wait of those who are served, first come first served [day].

        Who arrives behind j others moves up when somebody is served or gives up before him.

        >>> queue = Queue(5, 4, 1, 0.25)
        >>> queue.wait_of_the_served < queue.wait
        True
        >>> abs(Queue(5, 4, 1).wait_of_the_served - Queue(5, 4, 1).wait) < 1e-12
        True
        """
        chance, waited = 1.0, 0.0
        total, served = 0.0, float(self._chances[: self.servers].sum())
        for j, found in enumerate(self._chances[self.servers :]):
            forward = self.servers * self.service + j * self.reneging
            rate = forward + self.reneging
            chance *= forward / rate
            waited = chance / rate + forward / rate * waited
            total += found * waited
            served += found * chance
        return float(total / served)

    @property
    def utilisation(self) -> float:
        """Mean share of busy servers."""
        n = np.arange(len(self._chances))
        return float(np.dot(np.minimum(n, self.servers), self._chances) / self.servers)

    def wait_quantile(self, share: float) -> float:
        """Quantile of the wait under endless patience, first come first served [day].

        >>> round(Queue(5, 4, 1).wait_quantile(0.9), 6)
        1.712198
        """
        return log(self.waits / (1 - share)) / (self.servers * self.service - self.arrivals)


def lost(servers: int, load: float) -> float:
    """Erlang B: chance of being turned away, by the offered load.

    >>> round(lost(5, 4), 6), round(lost(10, 8), 6)
    (0.199067, 0.121661)
    """
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def found_busy_without_limit(servers: int, load: float) -> float:
    """Chance that a Poisson number of customers is at least `servers`: patience as long as service.

    >>> round(found_busy_without_limit(5, 4), 6)
    0.371163
    """
    term, below = exp(-load), 0.0
    for n in range(servers):
        below += term
        term *= load / (n + 1)
    return 1 - below
