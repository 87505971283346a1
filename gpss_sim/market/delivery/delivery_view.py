"""What may be seen and touched under a contract: each step of its life sees what the one before sees, and more.

One object is built with the world; a function asks for the narrowest of these classes that it can do with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gpss_sim.market.agencies.agency import Agency
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.agencies.view import AgencyView
from gpss_sim.market.contracts.contract import CityProject, Contract
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.library.proposal import ProjectLibrary
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.setting import Setting
from gpss_sim.market.treasury.purse import Purse

Listener = Callable[[CityProject, dict[str, int], int], None]
"""Hears of a vacancy: the project, what its contract released [fen by source], the fiscal year."""


@dataclass(slots=True)
class Vacancies:
    """Projects that nobody serves any longer, told to whoever listens; without a listener nothing follows."""

    listeners: list[Listener] = field(default_factory=list)

    def announce(self, project: CityProject, released: dict[str, int], year: int) -> None:
        """A contract ended early, or could not be signed."""
        for listener in self.listeners:
            listener(project, released, year)


@dataclass(slots=True)
class Changes:
    """One-sided changes of running contracts since finance looked last."""

    number: int = 0

    def take(self) -> int:
        """How many there were; the count begins anew."""
        number, self.number = self.number, 0
        return number


@dataclass(frozen=True, slots=True)
class PaymentDesk(Setting):
    """What paying takes: accounts, agencies, and the library that follows a project until it is settled."""

    ledger: Ledger
    agencies: Sequence[Agency]
    library: ProjectLibrary


@dataclass(frozen=True, slots=True)
class ServiceDesk(PaymentDesk):
    """What a month of service takes beside: the queues."""

    queues: Queues


@dataclass(frozen=True, slots=True)
class AssessmentDesk(ServiceDesk):
    """What the end of a contract year takes beside: the directory of agencies and the buyer's money."""

    directory: Directory
    purse: Purse


@dataclass(frozen=True, slots=True)
class ContractDesk(AssessmentDesk):
    """What the life of a contract takes from signature to end.

    Parameters
    ----------
    contracts : list of Contract
        Every contract ever signed.
    agency_view : AgencyView
        What the agency sees when it chooses its effort.
    changes : Changes
        One-sided changes made this year.
    vacancies : Vacancies
        Who hears of an early end.
    """

    contracts: list[Contract]
    agency_view: AgencyView
    changes: Changes
    vacancies: Vacancies
