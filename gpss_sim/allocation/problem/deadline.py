"""The time a command has for everything it does together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

LEAST = 0.05
"""Shortest time that is given to a search [s]."""


class TooHardError(Exception):
    """A question was not settled in the time, or within the memory, that there is for it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which work has to end.

    One object is made when a command begins, and handed to every search, packing and explanation of it; parts of the
    time left are deadlines as well, so that no step can take more than its caller has.

    Parameters
    ----------
    end : float or None [s]
        On the clock of ``time.perf_counter``; None for never.
    overtaken : callable or None
        Whether somebody else has settled the question meanwhile, which ends the work as well.
    """

    end: float | None = None
    overtaken: Callable[[], bool] | None = None

    @classmethod
    def of(cls, limit: float | Deadline | None) -> Deadline:
        """Return the deadline so many seconds from now; one that is given, or none, stays as it is."""
        if isinstance(limit, Deadline):
            return limit
        return cls(None if limit is None else perf_counter() + limit)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        late = self.end is not None and perf_counter() >= self.end
        return late or (self.overtaken is not None and self.overtaken())

    def left(self) -> float | None:
        """Seconds left, never less than `LEAST`; None without an end."""
        return None if self.end is None else max(LEAST, self.end - perf_counter())

    def check(self) -> None:
        """Raise `TooHardError` when the time is up."""
        if self.over:
            raise TooHardError

    def part(self, share: float) -> Deadline:
        """Return the deadline of a step that may take a share of the time left."""
        left = self.left()
        return self if left is None else self.at_most(left * share)

    def at_most(self, seconds: float | None) -> Deadline:
        """Return the deadline of a step that may take so many seconds, and no more than there are."""
        if seconds is None:
            return self
        end = perf_counter() + seconds
        return replace(self, end=end if self.end is None else min(end, self.end))

    def unless(self, overtaken: Callable[[], bool]) -> Deadline:
        """Return the deadline of work that ends too once somebody else has settled the question."""
        return replace(self, overtaken=overtaken)

    def less(self, seconds: float) -> Deadline:
        """Return the deadline of a step after which `seconds` are still needed."""
        return self if self.end is None else replace(self, end=self.end - seconds)
