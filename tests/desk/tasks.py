"""What test workers are asked; imports nothing, so that their processes start at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator


def count(_waiting: Callable[[], bool], name: str, parts: int, seconds: float) -> Iterator[str]:
    for k in range(parts):
        time.sleep(seconds)
        yield f"{name}{k}"


def polite(waiting: Callable[[], bool], seconds: float) -> Iterator[str]:
    yield "first"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if waiting():
            yield "gave way"
            return
        time.sleep(0.005)
    yield "never asked"


def broken(_waiting: Callable[[], bool]) -> Iterator[str]:
    yield "part"
    raise ValueError("no such thing")
