"""Who could sell a project, as a seller rule may look at it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from gpss_sim import fiscal
from gpss_sim.market.agencies.agency import ACTIVE
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.luck import Luck


@dataclass(slots=True)
class SupplierRegister:
    """The roll of agencies as a seller rule may look at it (the protocol ``Roll``)."""

    directory: Directory
    luck: Luck
    own: dict[tuple[str, int], int]
    declined: dict[int, set[int]] = field(default_factory=dict)

    def department(self, project: int) -> int | None:
        """The department's unit for a project, as long as it has the staff."""
        own = self.own.get(("department", project))
        return own if own is not None and self._fields(own, project) else None

    def dependent(self, project: int) -> int | None:
        """The agency the buyer founded for a project, as long as it is open and has the staff."""
        own = self.own.get(("dependent", project))
        open_now = own is not None and self.directory.agencies[own].status == ACTIVE
        return own if own is not None and open_now and self._fields(own, project) else None

    def _fields(self, agency: int, project: int) -> bool:
        """Whether an agency has workers to spare for what a project asks of one seller."""
        target = self.directory.projects[project]
        return self.directory.spare(agency, target) >= target.template.posts * target.part

    def named(self, project: int) -> int | None:
        """The agency a project is commissioned from, while it works and is not barred."""
        named = self.own.get(("named", project))
        working = named is not None and self.directory.agencies[named].status == ACTIVE
        return named if working and self.directory.agencies[named or 0].barred_until <= self.directory.env.now else None

    def lot(self, agency: int, project: int) -> float:
        """Lottery number of an agency in this year's draw of suppliers for a project."""
        return self.luck.invitation(
            self.directory.agencies[agency].profile.key, project, fiscal.year_of(self.directory.env.now)
        )

    def known(self, agency: int, project: int) -> tuple[bool, int]:
        """Whether it holds the project, and how many contracts it holds."""
        return agency in self.directory.projects[project].letting.incumbents, len(
            self.directory.agencies[agency].contracts
        )

    def eligible(self, project: int) -> list[int]:
        """Agencies admitted to a project."""
        return self.directory.eligible(project)

    def willing(self, project: int) -> list[int]:
        """Agencies admitted to a project that have not turned this purchase down; all of them once none is left."""
        admitted, declined = self.eligible(project), self.declined.get(project, ())
        return [agency for agency in admitted if agency not in declined] or admitted

    def ask_anew(self, project: int) -> None:
        """A purchase begins: nobody has turned it down."""
        self.declined.pop(project, None)

    def note_declined(self, project: int, asked: Iterable[int], offering: Container[int]) -> None:
        """Remember who was asked and made no offer."""
        self.declined.setdefault(project, set()).update(agency for agency in asked if agency not in offering)

    def standing(self, agency: int, project: int) -> float:
        """Record; raised by the cost of switching for incumbents, by the advice of a preferred list for those on it."""
        rules = self.directory.scenario.rules
        bonus = rules.switching_cost if agency in self.directory.projects[project].letting.incumbents else 0.0
        if self.directory.preferred is not None and agency in self.directory.preferred:
            bonus += rules.eligibility.preferred_advice or 0.0
        return self.directory.record_of(agency) + bonus
