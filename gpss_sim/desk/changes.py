"""What enters and leaves from one decision to another, and which rows of the sheet that touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gpss_sim.desk.decide import Decision


@dataclass(frozen=True, slots=True)
class Moves:
    """How two lists differ.

    Parameters
    ----------
    entered, left : tuple of str
        Ids, in the order of the list that has them.
    resized : tuple of str
        Bought on both, for another amount.
    """

    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    resized: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.entered or self.left or self.resized)


def moves(before: Decision | None, after: Decision | None) -> Moves:
    """What is bought after and not before, and the other way round."""
    if before is None or after is None:
        return Moves()
    return Moves(
        tuple(name for name in after.selected if name not in before.granted),
        tuple(name for name in before.selected if name not in after.granted),
        tuple(n for n in after.selected if n in before.granted and before.granted[n] != after.granted[n]),
    )


def touched(before: Decision | None, after: Decision | None) -> tuple[str, ...]:
    """Ids whose row shows something else: status or amount."""
    old: Mapping[str, str] = {} if before is None else before.status
    new: Mapping[str, str] = {} if after is None else after.status
    money_before: Mapping[str, int] = {} if before is None else before.granted
    money_after: Mapping[str, int] = {} if after is None else after.granted
    return tuple(
        name
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name) or money_before.get(name) != money_after.get(name)
    )
