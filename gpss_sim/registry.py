"""Policies under their names: registering one is the only step of adding it.

A registry feeds scenario files, command-line help, error messages, the reference tables and the
shared contract test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from gpss_sim.errors import nearest

T = TypeVar("T")


class UnknownNameError(LookupError):
    """A name that is not registered; the message lists what is, and the nearest."""


class Registry(Generic[T]):
    """Things of one kind by name, in the order of registration.

    Parameters
    ----------
    kind : str
        What is registered, in the words of an error message (``"price rule"``).
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers a class or function under `name`."""

        def enter(entry: T) -> T:
            if name in self._entries:
                raise ValueError(f"{self.kind} '{name}' is registered twice")
            self._entries[name] = entry
            return entry

        return enter

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries[name]
        except KeyError:
            allowed = ", ".join(self._entries)
            raise UnknownNameError(
                f"'{name}' is no {self.kind}; known: {allowed}. {nearest(name, self._entries)}".strip()
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def summary(self, name: str) -> str:
        """First line of the docstring of an entry."""
        return (self[name].__doc__ or "").strip().split("\n")[0]
