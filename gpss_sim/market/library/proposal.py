"""A project on its way through the library, with its status and its history; the library that holds everything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import nan

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.record import NeedRow

APPLIED, INSPECTED, APPRAISED, REVIEWED = "applied", "inspected", "appraised", "estimate reviewed"
IN_LIBRARY, DRAWN, BOUGHT, IN_SERVICE = "in the library", "drawn", "bought", "in service"
ACCEPTED, NOT_ACCEPTED, SETTLED = "accepted", "not accepted", "settled"
BEFORE = {
    BOUGHT: (DRAWN,),
    IN_LIBRARY: (DRAWN,),
    IN_SERVICE: (BOUGHT,),
    ACCEPTED: (IN_SERVICE,),
    NOT_ACCEPTED: (IN_SERVICE,),
    SETTLED: (ACCEPTED, NOT_ACCEPTED),
}
"""Status that a drawn proposal must have to take on another; to the library it returns where nobody sold it."""
RETURNED, REJECTED, EXPIRED, WITHDRAWN = "returned", "rejected", "expired", "withdrawn"


@dataclass(slots=True)
class Proposal:
    """One application for one letting of a project.

    Parameters
    ----------
    id : str
        The template's id and the number of the application.
    project : int
        Place of the template.
    origin : str
        Who applied: ``department``, ``host_unit`` or ``agency``.
    applicant : int
        The agency that applied; -1 if none did.
    asked, approved : int [fen]
        Estimate of the applicant, and as the review left it.
    score : float [points]
        Mean score of the appraisal; not a number where none was held.
    urgency : int
        Class in the latest draw; 0 before it stood in one.
    entered : int
        Fiscal year of the first draw it could stand in; -1 as long as it is not in the library.
    idea : float [points]
        Worth of the agency's idea.
    history : list of (float, str)
        Day and status, in order.
    """

    id: str
    project: int
    origin: str
    applicant: int
    asked: int
    approved: int = 0
    score: float = nan
    urgency: int = 0
    entered: int = -1
    idea: float = 0.0
    history: list[tuple[float, str]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The latest status."""
        return self.history[-1][1]

    def move(self, day: float, status: str) -> None:
        """Take on a status on a day [day]."""
        self.history.append((day, status))

    def age(self, year: int) -> int:
        """Draws it has waited through before that of a fiscal year [years]."""
        return year - self.entered


class ProjectLibrary:
    """A library in which every template stands from the beginning: nothing is applied for and nothing leaves."""

    def renew(self, year: int, needs: Sequence[NeedRow], continuing: Collection[int]) -> None:
        """Before a draw: what leaves the library, who applies, what passes."""

    def holds(self, project: CityProject) -> bool:
        """Whether a project can be drawn."""
        return True

    def waited(self, project: CityProject, year: int) -> int:
        """Draws it has waited through before that of a fiscal year [years]; 0 where nothing is applied for."""
        return 0

    def draw(self, year: int, chosen: Sequence[CityProject], needs: Sequence[NeedRow]) -> None:
        """What a draw chose, from projects as it found them."""

    def take(self, project: CityProject) -> None:
        """A project is drawn later in the year, from the reserve list."""

    def note(self, project: CityProject, status: str) -> None:
        """A drawn project takes on a status, if one of its proposals has the status before it."""

    def assess(self, project: CityProject, passed: bool, ended: bool) -> None:
        """A contract year was assessed; `ended` says whether the contract ends with it."""

    def admit(self, project: CityProject, year: int) -> None:
        """An emergency enters at once, and is drawn."""
