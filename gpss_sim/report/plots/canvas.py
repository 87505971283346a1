"""Where a figure is drawn: a sheet of its own, or its part of a sheet that shows every world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from matplotlib.figure import Figure, SubFigure

AnySheet = Figure | SubFigure
_part: ContextVar[SubFigure | None] = ContextVar("part", default=None)


def sheet(width: float, height: float) -> AnySheet:
    """A figure of this size [inch], or the part of one that is being drawn, whatever its size."""
    part = _part.get()
    return Figure(figsize=(width, height)) if part is None else part


@contextmanager
def drawn_on(part: SubFigure) -> Iterator[None]:
    """Let :func:`sheet` give this part."""
    token = _part.set(part)
    try:
        yield
    finally:
        _part.reset(token)
