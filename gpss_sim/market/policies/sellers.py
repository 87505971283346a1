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

    def eligible(self, project: int) -> Sequence[int]:
        """Independent agencies that are admitted, within reach, not barred and have spare capacity."""

    def standing(self, agency: int, project: int) -> float:
        """Credit record of an agency [points]; the incumbent's is raised by the cost of switching."""


class Seller(Protocol):
    """A seller rule."""

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

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The department's unit."""
        unit = roll.department(project)
        return () if unit is None else (unit,)


@SELLERS.register("dependent")
class Dependent:
    """The agency that the buyer itself founded (facts A4)."""

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The dependent agency."""
        agency = roll.dependent(project)
        return () if agency is None else (agency,)


@SELLERS.register("invited")
class Invited:
    """The eligible agency of best record is invited, the incumbent favoured by the cost of switching (facts A5)."""

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """The first `invited` agencies by standing (one if the method does not say)."""
        return by_standing(roll.eligible(project), project, invited or 1, roll)


@SELLERS.register("eligible")
class Eligible:
    """Every eligible agency may offer (facts A6), or those the method invites."""

    def candidates(self, project: int, invited: int | None, roll: Roll) -> Sequence[int]:
        """All eligible agencies, or the best `invited` by standing."""
        agencies = roll.eligible(project)
        return agencies if invited is None else by_standing(agencies, project, invited, roll)
