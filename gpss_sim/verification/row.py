"""A row of the verification table: what theory says of one number of an ordinary scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

Reading = Callable[..., float]
"""``reading(metric)`` or ``reading(metric, district)``: the value of an indicator over the steady window."""


@dataclass(frozen=True, slots=True)
class TheoryRow:
    """One number that theory knows.

    Parameters
    ----------
    name : str
        Name within its case.
    exact : float
        What theory says.
    shown : str
        The indicator, or the sum of indicators, in words.
    read : callable
        Finds the number in a run's indicators.
    grain : float
        How far the model may be off where luck has no part in the number: the step of its own grid.
    margin : float
        How far a setting stands from where a yes turns into a no, as a share of it; 0 where the number is neither.
    """

    name: str
    exact: float
    shown: str
    read: Callable[[Reading], float]
    grain: float = 1e-9
    margin: float = 0.0

    @property
    def step(self) -> float:
        """The least mistake that a row without luck can show, as a share of what it is about."""
        return max(self.margin, self.grain / abs(self.exact) if self.exact else 0.0)


@dataclass(frozen=True, slots=True)
class Size:
    """Independent replications, in quick and in full verification; the quick ones are the first of the full.

    A case of no quick replication is played in full verification only.
    """

    quick: int
    full: int


ONCE = Size(1, 1)
"""Luck has no part in it."""


@dataclass(frozen=True, slots=True)
class TheoryCase:
    """A scenario with settings, and the rows that theory gives for it.

    Parameters
    ----------
    id : str
        Theory and name: ``T6.queue``.
    scenario : str
        Name of a scenario that ships; empty where the arithmetic of a rule is looked at, without a run.
    rows : tuple of Row
        What is compared.
    size : Size
        Replications.
    settings : tuple of str
        ``path=value``, as after ``--set``.
    """

    id: str
    scenario: str
    rows: tuple[TheoryRow, ...]
    size: Size
    settings: tuple[str, ...] = ()

    @property
    def theory(self) -> str:
        """Number of the theory."""
        return self.id.partition(".")[0]

    def row(self, name: str) -> TheoryRow:
        """A row by its full name."""
        return next(row for row in self.rows if name == f"{self.id}.{row.name}")

    @property
    def seed(self) -> int:
        """Seed of the case: its name, so that no two cases share their luck and nobody picks one."""
        return int.from_bytes(blake2b(self.id.encode(), digest_size=4).digest(), "big")


def metric(name: str, exact: float, grain: float = 1e-9, margin: float = 0.0) -> TheoryRow:
    """A row whose number is an indicator as it stands."""
    return TheoryRow(name, exact, name, lambda reading: reading(name), grain, margin)
