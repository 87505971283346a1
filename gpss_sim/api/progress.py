"""How far a long call is: a line that is written over in a notebook, silence elsewhere unless asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

Progress = Callable[[int, int], Any]
"""Told (done, in all) before the first run and after each."""
EVERY = 0.5
"""Shortest time between two lines [s]."""


def progress_of(asked: bool | Progress | None) -> Progress | None:
    """What is told how far a call is.

    Parameters
    ----------
    asked : bool, callable or None
        None: a line in a notebook, nothing elsewhere. True: a line anywhere. False: nothing. A function is called.
    """
    if asked is None:
        asked = in_notebook()
    if isinstance(asked, bool):
        return Line() if asked else None
    return asked


def in_notebook() -> bool:
    """Whether this is a notebook, whose cells have no terminal."""
    shell = sys.modules.get("IPython")
    here = shell.get_ipython() if shell is not None else None
    return here is not None and type(here).__name__ == "ZMQInteractiveShell"


class Line:
    """One line on standard error, written over and over: ``120 of 400 runs, about 35 s left``."""

    def __init__(self) -> None:
        self._begun: tuple[int, float] | None = None
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Tell how many are done."""
        now = time.monotonic()
        if self._begun is None or done < self._begun[0]:
            self._begun = (done, now)
        if done == total or now - self._told >= EVERY:
            self._told = now
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r{self._text(done, total, now):<60}{end}")
            sys.stderr.flush()

    def _text(self, done: int, total: int, now: float) -> str:
        assert self._begun is not None
        first, start = self._begun
        text = f"{done} of {total} runs"
        if first < done < total:
            text += f", about {(total - done) * (now - start) / (done - first):.0f} s left"
        return text
