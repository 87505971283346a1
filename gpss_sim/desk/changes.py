"""What enters and leaves from one decision to another, and which rows of the sheet that touches."""

from __future__ import annotations

from dataclasses import dataclass

from gpss_sim.desk.decide import Decision, GrantList


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
    old, new = before.listed, after.listed
    return Moves(
        tuple(name for name in new.selected if name not in old.granted),
        tuple(name for name in old.selected if name not in new.granted),
        tuple(n for n in new.selected if n in old.granted and old.granted[n] != new.granted[n]),
    )


def touched(before: Decision | None, after: Decision | None) -> tuple[str, ...]:
    """Ids whose row shows something else: status or amount."""
    old = GrantList() if before is None else before.listed
    new = GrantList() if after is None else after.listed
    return tuple(
        name
        for name in dict.fromkeys((*new.status, *old.status))
        if old.status.get(name) != new.status.get(name) or old.granted.get(name) != new.granted.get(name)
    )
