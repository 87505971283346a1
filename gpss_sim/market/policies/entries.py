"""Entry rules: how the founding of agencies follows the prospects of newcomers (equation 14.1)."""

from __future__ import annotations

from typing import Protocol

from gpss_sim.registry import Registry

FASTEST = 2.0
"""Founding never exceeds twice its usual rate."""


class EntryRule(Protocol):
    """An entry rule."""

    def pace(self, newcomers: float, everybody: float) -> float:
        """Rate of founding over its usual rate, given the shares of newcomers and of all that hold a contract."""


ENTRIES: Registry[type[EntryRule]] = Registry("entry rule")


@ENTRIES.register("prospects")
class Prospects:
    """Founding is proportional to newcomers' share of success over everybody's, at most twice the usual rate."""

    def pace(self, newcomers: float, everybody: float) -> float:
        """No founding where no independent agency holds a contract."""
        return min(newcomers / everybody, FASTEST) if everybody > 0 else 0.0


@ENTRIES.register("constant")
class Constant:
    """Founding at the usual rate whatever happens."""

    def pace(self, newcomers: float, everybody: float) -> float:
        """Always 1."""
        return 1.0


@ENTRIES.register("closed")
class Closed:
    """No agency is founded."""

    def pace(self, newcomers: float, everybody: float) -> float:
        """Always 0."""
        return 0.0
