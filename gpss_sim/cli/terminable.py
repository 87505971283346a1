"""The system asks the program to end (SIGTERM): what runs is stopped as an interruption stops it, and says so."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 2.0
"""Time [s] after which a program that has not heard the signal, within a solver's own code, is ended without it."""


class Terminated(KeyboardInterrupt):
    """The system asked the program to end (SIGTERM)."""


@contextmanager
def terminable(code: int, tell: Callable[[], None]) -> Iterator[None]:
    """Raise :class:`Terminated` in the main thread on SIGTERM, as long as the block runs.

    Python answers a signal between two steps of its own. Where the program is within native code for longer than
    :data:`GRACE`, `tell` is called and the program ends at once. A handler that somebody set before stays.

    Parameters
    ----------
    code : int
        Exit code of a program that is ended so.
    tell : callable
        Says that it is.
    """
    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not mine:
        yield
        return
    heard = threading.Event()

    def terminate(number: int, frame: FrameType | None) -> None:
        heard.set()
        raise Terminated

    told, telling = os.pipe()
    os.set_blocking(telling, False)
    signal.signal(signal.SIGTERM, terminate)
    before = signal.set_wakeup_fd(telling, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(told, heard, code, tell), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(telling)


def _watch(told: int, heard: threading.Event, code: int, tell: Callable[[], None]) -> None:
    """Read the numbers of signals until their pipe is closed; end a program that does not hear the one."""
    with open(told, "rb", buffering=0) as signals:
        while number := signals.read(1):
            if number[0] == signal.SIGTERM and not heard.wait(GRACE):
                tell()
                os._exit(code)
