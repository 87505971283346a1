"""What happened, in flat rows; indicators, plots and reports are functions of these tables."""

from __future__ import annotations

from typing import NamedTuple

from gpss_sim.market.statuses import AgencyStatus, NeedStatus, TenderResult


class Event(NamedTuple):
    """One event of the log; `amount` is yuan, points or persons as the event says."""

    day: float
    event: str
    entity: str
    counterparty: str
    amount: float | None


class TenderRow(NamedTuple):
    """One attempt at procuring one project."""

    project: int
    year: int
    attempt: int
    method: str
    opened: float
    closed: float
    eligible: int
    bidders: int
    minimum: int
    result: TenderResult
    winner: int
    price: int
    ceiling: int
    buyer_cost: int
    offers_cost: int
    incumbent: int
    participation: float
    packages: int
    dummies: int
    in_house: int


class OfferRow(NamedTuple):
    """One valid offer in one attempt at procuring one project; money in fen."""

    project: int
    year: int
    attempt: int
    agency: int
    price: int
    ceiling: int
    incumbent: bool


class InvoiceRow(NamedTuple):
    """Money due to one agency: the days on which it falls due and arrives, fen."""

    due: float
    paid: float
    amount: int


class ContractYearRow(NamedTuple):
    """One year of one contract, written when it ends."""

    contract: int
    project: int
    agency: int
    year: int
    term_year: int
    start: float
    end: float
    form: str
    method: str
    price: int
    ceiling: int
    cost: int
    effort: float
    effort_cost: float
    diverted: float
    threat: float
    alternatives: int
    quality: float
    score: float
    passed: bool
    outcome: str


class MonthRow(NamedTuple):
    """One month of one contract."""

    month: int
    contract: int
    staff: int
    seats: int
    slots: int
    open_cases: int
    quality: float
    turnover: float
    wage: float
    late: float
    left: int


class AgencyYearRow(NamedTuple):
    """One agency at the end of one fiscal year; money in fen."""

    year: int
    agency: int
    kind: str
    age: float
    contracts: int
    posts: float
    cash: int
    payroll: int
    record: float
    barred: bool
    status: AgencyStatus


class NeedRow(NamedTuple):
    """The survey's finding for one template at the start of one fiscal year, and what counted in the draw.

    `urgency` is the survey's tier, `ranked` the class that counted (0 for projects that were not in the draw), `cost`
    what the project would have taken from the budget [fen], `actual` the need without the survey's error.
    """

    year: int
    project: int
    waiting: int
    surveyed: float
    urgency: int
    benefit: float
    status: NeedStatus
    actual: float = 0.0
    ranked: int = 0
    cost: int = 0


class ReviewRow(NamedTuple):
    """One review of the maturity of a pilot; `result` is ``matured``, ``not yet mature`` or ``pilot ended``."""

    year: int
    project: int
    found: float
    result: str


class LibraryRow(NamedTuple):
    """One proposal of a live library in one fiscal year: at its draw, or as it failed or left before; money in fen."""

    year: int
    project: int
    origin: str
    status: str
    age: int
    urgency: int
    asked: int
    approved: int
    score: float


class Record:
    """All tables of a run; the event log only when it is asked for."""

    __slots__ = (
        "agency_years",
        "contract_years",
        "events",
        "invoices",
        "library",
        "log",
        "months",
        "needs",
        "offers",
        "reviews",
        "tenders",
    )  # fmt: skip

    def __init__(self, log: bool) -> None:
        self.log = log
        self.events: list[Event] = []
        self.tenders: list[TenderRow] = []
        self.offers: list[OfferRow] = []
        self.invoices: list[InvoiceRow] = []
        self.contract_years: list[ContractYearRow] = []
        self.months: list[MonthRow] = []
        self.agency_years: list[AgencyYearRow] = []
        self.needs: list[NeedRow] = []
        self.library: list[LibraryRow] = []
        self.reviews: list[ReviewRow] = []

    def event(self, day: float, event: str, entity: str, counterparty: str = "", amount: float | None = None) -> None:
        """Append to the event log, if one is kept."""
        if self.log:
            self.events.append(Event(day, event, entity, counterparty, amount))
