"""Seller rules: who may sell a project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gpss_sim.registry import Registry


class Roll(Protocol):
    """What a seller rule may look at: the roll of agencies as the buyer knows it."""

    def department(self, project: int) -> int | None:
        """Agency index of the department's own unit for a project."""

    def dependent(self, project: int) -> int | None:
        """Agency index of the agency the buyer founded for a project's district or domain."""

    def named(self, project: int) -> int | None:
        """Agency index of the agency a project is commissioned from, while it may work."""

    def lot(self, agency: int, project: int) -> float:
        """Lottery number of an agency in the draw of suppliers for a project."""

    def known(self, agency: int, project: int) -> tuple[bool, int]:
        """How well the buyer knows an agency: whether it holds the project, and how many contracts it holds."""

    def eligible(self, project: int) -> Sequence[int]:
        """Independent agencies that are admitted, within reach, not barred and have spare capacity."""

    def willing(self, project: int) -> Sequence[int]:
        """Those of them that have not turned this purchase down; all of them once none is left."""

    def standing(self, agency: int, project: int) -> float:
        """Credit record of an agency [points]; the incumbent's is raised by the cost of switching."""


class Seller(Protocol):
    """A seller rule."""

    kind: str
    """Whom it asks: the department's own unit, an agency the buyer founded, or independent agencies."""
    tied: bool
    """The same agency is asked again whatever its record."""
    decides: bool
    """It decides for itself whether an offer is worth making, and needs the cash for it."""
    by_standing: bool
    """Who is asked depends on records alone, where not everybody is."""

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """Agencies asked for an offer, best standing first where the buyer chooses whom to ask."""


SELLERS: Registry[type[Seller]] = Registry("seller rule")


def by_standing(agencies: Sequence[int], project: int, number: int | None, roll: Roll) -> Sequence[int]:
    """The `number` agencies of best standing (all if None), ties by index."""
    ranked = sorted(agencies, key=lambda agency: (-roll.standing(agency, project), agency))
    return ranked[:number]


@SELLERS.register("department")
class Department:
    """The department provides the service itself (direct provision)."""

    kind: str = "department"
    tied = True
    decides = False
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The department's unit."""
        unit = roll.department(project)
        return () if unit is None else (unit,)


@SELLERS.register("dependent")
class Dependent:
    """The agency that the buyer itself founded: an extension of the buyer and no independent decision maker, without a
    contract in the true sense (facts A4). It does not turn the buyer down, and the buyer advances what it needs."""

    kind: str = "dependent"
    tied = True
    decides = False
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The dependent agency."""
        agency = roll.dependent(project)
        return () if agency is None else (agency,)


@SELLERS.register("invited")
class Invited:
    """The eligible agency of best record is invited, the incumbent favoured by the cost of switching (facts A5)."""

    kind: str = "independent"
    tied = False
    decides = True
    by_standing = True

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The first `invited` agencies by standing (one if the method does not say); then the next in line."""
        return by_standing(roll.willing(project), project, invited or 1, roll)


@SELLERS.register("eligible")
class Eligible:
    """Every eligible agency may offer (facts A6), or those the method invites."""

    kind: str = "independent"
    tied = False
    decides = True
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """All eligible agencies, or the best `invited` by standing."""
        if invited is None:
            return roll.eligible(project)
        return by_standing(roll.willing(project), project, invited, roll)


@SELLERS.register("named")
class Named:
    """The agency named in the library is commissioned (directed commission; facts R19)."""

    kind: str = "independent"
    tied = True
    decides = True
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The agency of the template's column ``agency``."""
        agency = roll.named(project)
        return () if agency is None else (agency,)


@SELLERS.register("drawn")
class Drawn:
    """The suppliers a method invites are drawn by lot from the pool of all eligible agencies (facts R16)."""

    kind: str = "independent"
    tied = False
    decides = True
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The first `invited` by lottery number, ties by index; everybody if the method invites nobody."""
        if invited is None:
            return roll.eligible(project)
        pool = roll.willing(project)
        return sorted(pool, key=lambda agency: (roll.lot(agency, project), agency))[:invited]


@SELLERS.register("recommended")
class Recommended:
    """Buyer and experts recommend in writing: half whom the buyer knows best, the rest by record (facts R16)."""

    kind: str = "independent"
    tied = False
    decides = True
    by_standing = False

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """Up to half of `invited` by the buyer, then the experts' by standing; all if the method invites nobody."""
        if invited is None:
            return roll.eligible(project)
        pool = roll.willing(project)
        known = sorted(pool, key=lambda a: (*(-int(k) for k in roll.known(a, project)), -roll.standing(a, project), a))
        chosen = known[: invited // 2]
        rest = [agency for agency in pool if agency not in chosen]
        return [*chosen, *by_standing(rest, project, invited - len(chosen), roll)]
