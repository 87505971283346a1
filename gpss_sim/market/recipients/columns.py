"""Queues of the city as columns of numbers, and heaps in them; compiled where Numba is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from gpss_sim.market.recipients.compiling import folder_of_compiled

try:
    from numba import config, njit
except ImportError:  # not installed, or too old for NumPy
    njit = None

HEADS, SETS, TOUCHED, DOING, RINGING, FULL = range(6)
"""Places in ``marks``."""
NOTHING = -(2**62)
"""No line is being done."""
ROOM = 4096
"""Heads that one line may add while it is done."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function as Numba compiles it, kept on file beside solved contests; itself where Numba is not installed."""
    if njit is None:
        return function
    folder, before = folder_of_compiled(), config.CACHE_DIR
    if folder is not None:
        config.CACHE_DIR = str(folder)
    try:
        return _jit(cache=folder is not None, nogil=True)(function)
    except RuntimeError:  # nowhere to write: compiled anew in every process
        return _jit(nogil=True)(function)
    finally:
        config.CACHE_DIR = before


def part(function: F) -> F:
    """A part of a compiled function, written into it: handing over that many columns takes longer than the work."""
    return function if njit is None else _jit(inline="always")(function)


def _jit(**options: Any) -> Any:
    """Without counting references to arrays, which nothing here makes: that takes five times as long as the work."""
    return njit(_nrt=False, **options)


class QueueColumns(NamedTuple):
    """Everybody, every queue, every contract and everything that is due.

    People by number; ``order``, ``days`` and ``heap`` hold the people of a cell from ``first[cell]`` on (``days`` one
    more a cell, which never comes). Contracts by number; what is due in one begins at ``place`` in ``due_day`` and
    ``due_key``. ``serves`` and ``opened`` end with -1.
    """

    state: NDArray[np.uint8]
    start: Floats
    end: Floats
    server: Ints
    until: Floats
    rank: Ints
    duration: Floats
    cell: Ints
    order: Ints
    days: Floats
    heap: Ints
    first: Ints
    size: Ints
    admitted: Ints
    next_day: Floats
    watched: NDArray[np.uint8]
    waiting: Ints
    cell_due: Floats
    slots: Ints
    busy: Ints
    serves: Ints
    opened: Ints
    place: Ints
    length: Ints
    due_day: Floats
    due_key: Ints
    head_day: Floats
    head_line: Ints
    touched: Ints
    is_touched: NDArray[np.uint8]
    sets: Floats
    ahead: Floats
    marks: Ints


@part
def push_number(heap: Ints, first: int, size: int, value: int) -> None:
    """Put a number into a heap of `size` that begins at `first`."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[first + above] <= value:
            break
        heap[first + at] = heap[first + above]
        at = above
    heap[first + at] = value


@part
def pop_number(heap: Ints, first: int, size: int) -> int:
    """Take the smallest number out of a heap of `size` that begins at `first`."""
    top, last, size = heap[first], heap[first + size - 1], size - 1
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and heap[first + below + 1] < heap[first + below]:
            below += 1
        if heap[first + below] >= last:
            break
        heap[first + at] = heap[first + below]
        at = below
    heap[first + at] = last
    return top


@part
def push_day(days: Floats, keys: Ints, first: int, size: int, day: float, key: int) -> None:
    """Put a day and its key into a heap of `size` that begins at `first`; equal days by key."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        over = days[first + above]
        if over < day or (over == day and keys[first + above] <= key):
            break
        days[first + at], keys[first + at] = over, keys[first + above]
        at = above
    days[first + at], keys[first + at] = day, key


@part
def pop_day(days: Floats, keys: Ints, first: int, size: int) -> None:
    """Take the top away."""
    size -= 1
    day, key, at = days[first + size], keys[first + size], 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        left, right = first + below, first + below + 1
        if below + 1 < size and (days[right] < days[left] or (days[right] == days[left] and keys[right] < keys[left])):
            below, left = below + 1, right
        if days[left] > day or (days[left] == day and keys[left] >= key):
            break
        days[first + at], keys[first + at] = days[left], keys[left]
        at = below
    days[first + at], keys[first + at] = day, key
