"""Timeouts a second of a bare SimPy loop: the ceiling for any model that runs on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import process_time

import simpy
from workload import Entry, Measured, main

TIMEOUTS = 1_000_000


def one_process(seed: int) -> Measured:
    """One process that waits a million times."""
    return _timed(1)


def thousand_processes(seed: int) -> Measured:
    """A thousand processes side by side: the event queue is as deep."""
    return _timed(1000)


def callbacks(seed: int) -> Measured:
    """A timeout whose callback makes the next one: no generator at all."""
    environment = simpy.Environment()
    left = TIMEOUTS

    def again(event: simpy.Event) -> None:
        nonlocal left
        left -= 1
        if left:
            environment.timeout(1.0).callbacks.append(again)

    environment.timeout(1.0).callbacks.append(again)
    return _run(environment)


def _timed(processes: int) -> Measured:
    environment = simpy.Environment()

    def wait(times: int, step: float) -> Iterator[simpy.Event]:
        for _ in range(times):
            yield environment.timeout(step)

    for number in range(processes):
        environment.process(wait(TIMEOUTS // processes, 1 + number / processes))
    return _run(environment)


def _run(environment: simpy.Environment) -> Measured:
    start = process_time()
    environment.run()
    return Measured(TIMEOUTS, process_time() - start, 0.0)


CASES = {
    "one process": Entry(one_process, "simpy", "timeouts"),
    "thousand processes": Entry(thousand_processes, "simpy", "timeouts"),
    "callbacks": Entry(callbacks, "simpy", "timeouts"),
}

if __name__ == "__main__":
    main(__file__, CASES, sys.argv[1:])
