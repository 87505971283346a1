"""Long work in processes of their own: the newest request wins, and what is running can be stopped.

A worker is a spawned process that is asked one thing after another and may answer each in several parts. Its pipe is
read by a thread, which hands the parts to the event loop; nothing here blocks the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

Task = Callable[..., Iterator[Any]]
"""Called in the worker with ``waiting`` and the arguments; yields the parts of its answer."""


class _End:
    """The answer is complete."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The task raised an error of the program's own.

    Parameters
    ----------
    text : str
        The traceback.
    """

    text: str


def _serve(pipe: Connection, nice: int) -> None:
    """Answer requests until the pipe closes."""
    import signal
    import traceback

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the desk ends its workers itself
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    while True:
        try:
            number, task, arguments = pipe.recv()
        except EOFError:
            return
        if task is None:  # only woke a task that asks whether something waits
            continue
        try:
            for part in task(pipe.poll, *arguments):
                pipe.send((number, part))
        except Exception:
            pipe.send((number, Failed(traceback.format_exc())))
        pipe.send((number, _End()))


def _send_quietly(pipe: Connection, message: tuple[int, Task | None, tuple[Any, ...]]) -> None:
    """Send, unless the process was ended meanwhile; what reads its pipe tells that."""
    with contextlib.suppress(OSError):
        pipe.send(message)


class DeskWorker:
    """One process that is asked one thing after another; a newer request replaces what waits.

    Parameters
    ----------
    patience : float [s]
        A running request that is older than this when a newer one comes is killed with its process.
    nice : int
        Added to the niceness of the process.

    Attributes
    ----------
    life : int
        Counts processes; a new one knows nothing of what the last one was told.
    """

    def __init__(self, patience: float = 1.0, nice: int = 0) -> None:
        self.patience, self.nice = patience, nice
        self.life = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._number = 0
        self._running: tuple[int, float, Callable[[Any], None]] | None = None
        self._next: Callable[[], tuple[Task, tuple[Any, ...], Callable[[Any], None]]] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer = ThreadPoolExecutor(1)  # one thread keeps messages in their order

    @property
    def busy(self) -> bool:
        """Whether a request runs or waits."""
        return self._running is not None or self._next is not None

    def ask(
        self, request: Callable[[], tuple[Task, tuple[Any, ...]]], answer: Callable[[Any], None], *, urgent: bool = True
    ) -> None:
        """Ask for something; what waits is forgotten, what runs goes on until `patience` is over.

        Parameters
        ----------
        request : callable
            Gives the task and its arguments at the moment they are sent, with the newest state.
        answer : callable
            Is handed the parts on the event loop, and None when the answer is complete.
        urgent : bool
            Whether a running request may be killed for this one.
        """
        self._loop = asyncio.get_running_loop()

        def prepared() -> tuple[Task, tuple[Any, ...], Callable[[Any], None]]:
            return (*request(), answer)

        self._next = prepared
        if self._running is None:
            self._send()
        elif urgent:
            self._write((self._running[0], None, ()))
            left = self.patience - (self._loop.time() - self._running[1])
            number = self._running[0]
            self._loop.call_later(max(0.0, left), self._give_up, number)

    def start(self) -> None:
        """Start the process before it is needed."""
        self._loop = asyncio.get_running_loop()
        self._begin()

    def stop(self) -> None:
        """End what runs, forget what waits."""
        self._next = None
        if self._running is not None:
            self._kill()

    def close(self) -> None:
        """End the process for good."""
        self._next = None
        self._kill()
        self._writer.shutdown(wait=False)

    def _send(self) -> None:
        assert self._next is not None
        assert self._loop is not None
        self._begin()
        task, arguments, answer = self._next()
        self._next = None
        self._number += 1
        self._running = (self._number, self._loop.time(), answer)
        self._write((self._number, task, arguments))

    def _write(self, message: tuple[int, Task | None, tuple[Any, ...]]) -> None:
        """Send from a thread: a process that is still starting does not read yet, and the loop must not wait for it."""
        assert self._loop is not None
        assert self._pipe is not None
        self._loop.run_in_executor(self._writer, _send_quietly, self._pipe, message)

    def _begin(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self.nice), daemon=True)
        self._process.start()
        other.close()
        self.life += 1
        threading.Thread(target=self._read, args=(self._pipe, self.life, self._loop), daemon=True).start()

    def _read(self, pipe: Connection, life: int, loop: asyncio.AbstractEventLoop) -> None:
        """Hand parts to the event loop until the process is gone."""
        while True:
            try:
                number, part = pipe.recv()
            except (EOFError, OSError):
                number, part = -1, _End()
            try:
                loop.call_soon_threadsafe(self._part, life, number, part)
            except RuntimeError:  # the loop is closed: the desk ends
                return
            if number < 0:
                return

    def _part(self, life: int, number: int, part: Any) -> None:
        if life != self.life or self._running is None:
            return
        running, _, answer = self._running
        if number == running and not isinstance(part, _End):
            answer(part)
        elif isinstance(part, _End) and number in (running, -1):
            self._running = None
            if number == -1:
                answer(Failed("the process ended"))
            answer(None)
            if self._next is not None and self._running is None:
                self._send()

    def _give_up(self, number: int) -> None:
        """Kill a request that is still running after its time, for the one that waits."""
        if self._running is not None and self._running[0] == number and self._next is not None:
            self._kill()
            self._send()

    def _kill(self) -> None:
        self._running = None
        process, self._process = self._process, None
        self.life += 1
        if process is not None:
            process.kill()
            process.join(1.0)
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
