"""Projects and contracts: what is bought, who delivers it, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from gpss_sim import fiscal, money
from gpss_sim.market.contracts.cost_estimate import CostEstimate
from gpss_sim.market.contracts.staffing import Workforce
from gpss_sim.market.contracts.terms import CommittedFunds, Terms, YearBook
from gpss_sim.market.recipients.case_count import CaseCount
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.scenario.rulebook import Form, Mode
from gpss_sim.scenario.schema import Scenario, Template


@dataclass(slots=True)
class Letting:
    """Who serves a project, by its latest letting: one agency, or each agency admitted to serve it side by side.

    Parameters
    ----------
    contracts : list of Contract
        Those of the latest letting that opened, ended or not.
    awaited : list of Contract
        Signed and not yet open.
    incumbents : tuple of int
        Agencies that serve it, or served it last.
    in_procurement : bool
        A procedure for it is open.
    terms_let : int
        Terms awarded until now.
    """

    contracts: list[Contract] = field(default_factory=list)
    awaited: list[Contract] = field(default_factory=list)
    incumbents: tuple[int, ...] = ()
    in_procurement: bool = False
    terms_let: int = 0

    @property
    def serving(self) -> list[Contract]:
        """Contracts that run now."""
        return [contract for contract in self.contracts if not contract.ended]

    @property
    def is_let(self) -> bool:
        """Whether somebody serves the project now or is going to."""
        return bool(self.serving or self.awaited)

    def is_let_beyond(self, year: int) -> bool:
        """Whether somebody is going to serve it, or serves it on a term that does not end in fiscal `year`."""
        return bool(self.awaited) or any(fiscal.year_of(contract.term_end) > year for contract in self.serving)

    @property
    def incumbent(self) -> int:
        """Agency that holds, or held last, the (first) contract; -1 if nobody ever did."""
        return self.incumbents[0] if self.incumbents else -1

    @property
    def held(self) -> dict[int, float]:
        """Reference posts of the project that each agency serves now [posts]."""
        held: dict[int, float] = {}
        for contract in self.serving:
            for party in contract.parties:
                held[party] = held.get(party, 0.0) + contract.posts_each
        return held


@dataclass(frozen=True, slots=True)
class Initiative:
    """What the latest application for a project brought with it.

    Parameters
    ----------
    idea : float [points]
        Worth of its idea, whoever delivers the project.
    asked : int
        Agency that is asked to deliver it without competition; -1 if none is.
    """

    idea: float = 0.0
    asked: int = -1


@dataclass(slots=True)
class CityProject:
    """A project template and what stands for it now.

    Parameters
    ----------
    index : int
        Place in the library.
    template : Template
        What is to be done, where, at which reference cost.
    district, domain : int
        Indices into the scenario's lists.
    cells : tuple of int
        Queues it serves.
    bought : Purchase
        How it is bought.
    estimate : CostEstimate
        What it costs a year, and what is published of that.
    letting : Letting
        Who serves it.
    initiative : Initiative
        What its latest application brought with it.
    is_pilot : bool
        It is tried out and has not passed the review of its maturity.
    withdrawn : bool
        It has left the library for good.
    """

    index: int
    template: Template
    district: int
    domain: int
    cells: tuple[int, ...]
    bought: Purchase
    estimate: CostEstimate
    letting: Letting = field(default_factory=Letting)
    initiative: Initiative = Initiative()
    is_pilot: bool = False
    withdrawn: bool = False

    @property
    def mode(self) -> Mode:
        """Purchase mode."""
        return self.bought.mode

    @property
    def form(self) -> Form:
        """Funding form."""
        return self.bought.form

    def offered(self, year: int) -> bool:
        """Whether it is in the library of a fiscal year."""
        last = self.template.until_year
        late = self.template.from_day > 0 and year == self.template.from_year
        return not self.withdrawn and not late and self.template.from_year <= year and (last is None or year <= last)

    @property
    def part(self) -> float:
        """Share of the project that each admitted agency, or consortium, takes."""
        return 1 if self.mode.admits == 1 else 1 / self.mode.admits

    def ceiling(self, scenario: Scenario, year: int) -> int:
        """Published ceiling of a year [fen]: the most that public money pays."""
        return self.estimate.ceiling(scenario, self.bought, year)

    def yearly_capacity(self, scenario: Scenario) -> float:
        """Cases it can complete a year at reference staffing [persons]."""
        delivery, domain = scenario.delivery, scenario.city.domains[self.domain]
        slots = self.template.posts * delivery.caseload * (1 - delivery.admin_time)
        return slots * fiscal.MONTHS / domain.duration


@dataclass(slots=True)
class Contract:
    """An agency, or several together, delivering a project or a share of it; a service for the queues.

    Parameters
    ----------
    agency : int
        Who leads it.
    partners : tuple of int
        Who delivers it with the leader, in equal parts.
    share : float
        Share of the project's reference staffing.
    workforce : Workforce
        Who works on it, and until when they are paid.
    slots, busy : int
        Cases it can hold at once, and holds.
    cases : CaseCount
        Begun and completed since it opened.
    term_year : int
        Year of the term that runs, from 1; 0 before it opens.
    funds : CommittedFunds
        Money set aside for its years.
    book : YearBook
        What is noted in the contract year that runs.
    """

    id: int
    project: CityProject
    agency: int
    terms: Terms
    cells: tuple[int, ...]
    workforce: Workforce
    partners: tuple[int, ...] = ()
    share: float = 1
    slots: int = 0
    busy: int = 0
    cases: CaseCount = field(default_factory=CaseCount)
    term_year: int = 0
    ended: bool = False
    funds: CommittedFunds = field(default_factory=CommittedFunds)
    book: YearBook = field(default_factory=lambda: YearBook(0.0))

    @property
    def name(self) -> str:
        """Identifier in logs."""
        return f"contract:{self.id}"

    @property
    def parties(self) -> tuple[int, ...]:
        """Everybody who delivers it, the leader first."""
        return (self.agency, *self.partners)

    @property
    def luck(self) -> str:
        """Name under which a contract year's luck is drawn: the project's; the agency's too where several serve it."""
        own = self.project.template.id
        return own if self.share == 1 else f"{own}/{self.agency}"

    @property
    def posts(self) -> float:
        """Reference staffing [posts]."""
        return self.project.template.posts * self.share

    @property
    def posts_each(self) -> float:
        """Reference staffing of each party [posts]."""
        return self.posts / len(self.parties) if self.partners else self.posts

    @property
    def term_end(self) -> float:
        """Day on which its term ends, as agreed until now [day]."""
        return self.book.end + fiscal.YEAR * (self.terms.years - self.term_year)

    def divide(self, amount: int) -> list[tuple[int, int]]:
        """Equal parts of `amount` fen for the parties, to the fen: (agency, part)."""
        if not self.partners:
            return [(self.agency, amount)]
        return list(zip(self.parties, money.split(amount, [1.0] * len(self.parties)), strict=True))

    @property
    def settles_payroll(self) -> bool:
        """The buyer pays the payroll itself instead of a price."""
        return self.terms.arrangement.settles_payroll
